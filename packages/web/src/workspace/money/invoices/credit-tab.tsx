import { useMemo } from 'react';
import { Download } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { download } from '../../settings/download.ts';
import { AccountLink, ColumnSums, ViewLink } from './bits.tsx';
import { Filters } from './filters.tsx';
import type { CreditOf } from './words.ts';

/** What customers have paid and nothing has taken yet. */
export function CreditTab() {
  const url = useUrlState();
  const credit = useApi('payments.credit', { query: { accountId: url.text('account') } }, { keepPrevious: true });
  const rows = credit.data?.items ?? [];
  const layout = useGridLayout('invoices.credit', useColumns());
  useRowKeys();
  const save = () => {
    download('customer-credit.csv', 'text/csv', csvOf(creditFile, rows));
    toast(t('ledger.exported', { n: rows.length }));
  };
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <Filters keys={['account']} />
        <span className="flex-1" />
        <Button kind="quiet" size="compact" icon={<Download size={15} strokeWidth={1.75} aria-hidden />} isDisabled={rows.length === 0} onPress={save}>
          {t('ledger.exportList')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('invoices.tab.credit')}
        layout={layout}
        rows={rows}
        rowId={(row) => `${row.accountId} ${row.currency}`}
        isLoading={credit.isPending}
        error={credit.error}
        onRetry={() => void credit.refetch()}
        empty={<EmptyState title={t('invoices.credit.none')} detail={t('invoices.credit.none.detail')} />}
        onOpen={(row) => url.set({ tab: 'payments', state: 'credit', account: row.accountId })}
      />
      {rows.length > 0 && (
        <section
          aria-label={t('ledger.foot')}
          className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-t border-line bg-surface px-4 py-1.5 text-12"
        >
          <span className="num text-muted">{t('ledger.listed', { n: rows.length })}</span>
          <span className="flex-1 max-md:hidden" />
          <ColumnSums rows={rows} columns={[{ label: t('invoices.left'), read: (row) => row.leftMinor }]} />
        </section>
      )}
    </>
  );
}

function useColumns(): readonly GridColumn<CreditOf>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<CreditOf>[] => [
      {
        id: 'account',
        header: t('work.account'),
        size: 260,
        hideable: false,
        card: 'title',
        cell: (row) => <AccountLink id={row.accountId} name={row.accountName} />,
      },
      { id: 'currency', header: t('invoices.currency'), size: 90, card: 'meta', cell: (row) => row.currency },
      {
        id: 'payments',
        header: t('invoices.tab.payments'),
        size: 110,
        align: 'end',
        card: 'meta',
        cell: (row) => (
          <ViewLink search={{ tab: 'payments', state: 'credit', account: row.accountId }}>
            <Num value={row.payments} />
          </ViewLink>
        ),
      },
      {
        id: 'left',
        header: t('invoices.left'),
        size: 150,
        align: 'end',
        card: 'end',
        cell: (row) => <ExactMoney value={{ amountMinor: row.leftMinor, currency: row.currency }} />,
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

const creditFile: readonly CsvColumn<CreditOf>[] = [
  ['account', (row) => row.accountName],
  ['account_id', (row) => row.accountId],
  ['currency', (row) => row.currency],
  ['left', (row) => decimalText(row.leftMinor, row.currency), 'plain'],
  ['payments', (row) => String(row.payments), 'plain'],
];
