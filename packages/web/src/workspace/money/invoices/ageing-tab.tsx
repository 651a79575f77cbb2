import { useMemo, useState } from 'react';
import { Download } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { download } from '../../settings/download.ts';
import { dayIn } from '../kit/months.ts';
import { AccountLink, ColumnSums, none, ViewLink } from './bits.tsx';
import { Filters } from './filters.tsx';
import { addDays, type Ageing, today } from './words.ts';

type Bucket = 'notDue' | 'to30' | 'to60' | 'to90' | 'older';
const buckets: readonly Bucket[] = ['notDue', 'to30', 'to60', 'to90', 'older'];
const read = { notDue: 'notDueMinor', to30: 'to30Minor', to60: 'to60Minor', to90: 'to90Minor', older: 'olderMinor' } as const satisfies Record<
  Bucket,
  keyof Ageing
>;

/** The days on which what stands in a column was due; the last one is outside. */
function daysOf(bucket: Bucket, asOf: string): { dueFrom?: string; dueTo?: string } {
  switch (bucket) {
    case 'notDue':
      return { dueFrom: asOf };
    case 'to30':
      return { dueFrom: addDays(asOf, -30), dueTo: asOf };
    case 'to60':
      return { dueFrom: addDays(asOf, -60), dueTo: addDays(asOf, -30) };
    case 'to90':
      return { dueFrom: addDays(asOf, -90), dueTo: addDays(asOf, -60) };
    case 'older':
      return { dueTo: addDays(asOf, -90) };
  }
}

/** Who owes how much, and for how long it has been due. Each amount opens the invoices it is made of. */
export function AgeingTab() {
  const url = useUrlState();
  const [now] = useState(today);
  const asOf = dayIn(url.text('asOf'));
  const query = { asOf, currency: url.text('currency'), accountId: url.text('account') };
  const ageing = useApi('invoices.ageing', { query }, { keepPrevious: true });
  const rows = ageing.data?.rows ?? [];
  const day = ageing.data?.asOf ?? asOf ?? now;
  const layout = useGridLayout('invoices.ageing', useColumns(day, day >= now));
  useRowKeys();
  const save = () => {
    download(`ageing-${day}.csv`, 'text/csv', csvOf(ageingFile, rows));
    toast(t('ledger.exported', { n: rows.length }));
  };
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <DateField
          label={t('invoices.asOf')}
          hideLabel
          value={asOf ?? day}
          onChange={(next) => url.set({ asOf: next === '' || next === now ? undefined : next })}
          className="w-40"
        />
        <Filters keys={['account', 'currency']} />
        {day < now && <span className="text-12 text-muted">{t('invoices.ageing.past')}</span>}
        <span className="flex-1" />
        <Button kind="quiet" size="compact" icon={<Download size={15} strokeWidth={1.75} aria-hidden />} isDisabled={rows.length === 0} onPress={save}>
          {t('ledger.exportList')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('invoices.tab.ageing')}
        layout={layout}
        rows={rows}
        rowId={(row) => `${row.accountId} ${row.currency}`}
        isLoading={ageing.isPending}
        error={ageing.error}
        onRetry={() => void ageing.refetch()}
        empty={<EmptyState title={t('invoices.ageing.none')} detail={t('invoices.ageing.none.detail')} />}
        onOpen={(row) => url.set({ tab: undefined, asOf: undefined, state: 'open', account: row.accountId, currency: row.currency })}
      />
      {rows.length > 0 && (
        <section
          aria-label={t('ledger.foot')}
          className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-t border-line bg-surface px-4 py-1.5 text-12"
        >
          <span className="num text-muted">{t('ledger.listed', { n: rows.length })}</span>
          <span className="flex-1 max-md:hidden" />
          <ColumnSums
            rows={rows}
            columns={[
              { label: t('invoices.overdue'), read: (row) => row.openMinor - row.notDueMinor },
              { label: t('invoices.open'), read: (row) => row.openMinor },
              { label: t('invoices.credit'), read: (row) => row.creditMinor },
            ]}
          />
        </section>
      )}
    </>
  );
}

/** Amounts of today open their invoices; those of an earlier day cannot, since what was open then may be paid now. */
function useColumns(asOf: string, linked: boolean): readonly GridColumn<Ageing>[] {
  const locale = useLocaleId();
  return useMemo((): readonly GridColumn<Ageing>[] => {
    const money = (row: Ageing, amountMinor: number) => <ExactMoney value={{ currency: row.currency, amountMinor }} />;
    const opening = (row: Ageing, amountMinor: number, search: Record<string, string | undefined>) =>
      amountMinor === 0 ? (
        none
      ) : linked ? (
        <ViewLink search={{ account: row.accountId, currency: row.currency, ...search }}>{money(row, amountMinor)}</ViewLink>
      ) : (
        money(row, amountMinor)
      );
    return [
      {
        id: 'account',
        header: t('work.account'),
        size: 220,
        hideable: false,
        card: 'title',
        cell: (row) => <AccountLink id={row.accountId} name={row.accountName} />,
      },
      { id: 'currency', header: t('invoices.currency'), size: 80, card: 'meta', cell: (row) => row.currency },
      ...buckets.map((bucket) => ({
        id: bucket,
        header: t(`invoices.ageing.${bucket}`),
        size: 125,
        align: 'end' as const,
        card: bucket === 'older' ? ('meta' as const) : ('none' as const),
        cell: (row: Ageing) => (
          <span className={bucket === 'notDue' || row[read[bucket]] === 0 ? undefined : 'text-bad'}>
            {opening(row, row[read[bucket]], { state: 'open', ...daysOf(bucket, asOf) })}
          </span>
        ),
      })),
      {
        id: 'open',
        header: t('invoices.open'),
        size: 135,
        align: 'end',
        card: 'end',
        cell: (row) => <span className="font-medium">{opening(row, row.openMinor, { state: 'open' })}</span>,
      },
      {
        id: 'credit',
        header: t('invoices.credit'),
        size: 125,
        align: 'end',
        card: 'none',
        cell: (row) => opening(row, row.creditMinor, { tab: 'payments', state: 'credit' }),
      },
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  }, [locale, asOf, linked]);
}

const money = (pick: (row: Ageing) => number) => (row: Ageing) => decimalText(pick(row), row.currency);
const ageingFile: readonly CsvColumn<Ageing>[] = [
  ['account', (row) => row.accountName],
  ['account_id', (row) => row.accountId],
  ['currency', (row) => row.currency],
  ['not_due', money((row) => row.notDueMinor), 'plain'],
  ['days_1_to_30', money((row) => row.to30Minor), 'plain'],
  ['days_31_to_60', money((row) => row.to60Minor), 'plain'],
  ['days_61_to_90', money((row) => row.to90Minor), 'plain'],
  ['older', money((row) => row.olderMinor), 'plain'],
  ['open', money((row) => row.openMinor), 'plain'],
  ['credit', money((row) => row.creditMinor), 'plain'],
];
