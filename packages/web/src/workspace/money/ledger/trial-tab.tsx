import { Download } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { monthName } from '../../disbursements/words.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { download } from '../../settings/download.ts';
import { monthIn, thisMonth } from '../kit/months.ts';
import { MonthField } from './month-field.tsx';
import { CurrencyFilter } from './pickers.tsx';
import { TrialTable } from './trial-table.tsx';
import type { TrialBalance } from './words.ts';

type Row = TrialBalance['rows'][number];
const amountOf = (key: 'openingMinor' | 'debitMinor' | 'creditMinor' | 'closingMinor') => (row: Row) => decimalText(row[key], row.currency);
const columns: readonly CsvColumn<Row>[] = [
  ['account', (row) => row.purpose],
  ['class', (row) => row.class],
  ['currency', (row) => row.currency],
  ['opening', amountOf('openingMinor'), 'plain'],
  ['debits', amountOf('debitMinor'), 'plain'],
  ['credits', amountOf('creditMinor'), 'plain'],
  ['closing', amountOf('closingMinor'), 'plain'],
  ['accounts', (row) => String(row.accounts), 'plain'],
];

/** Debits and credits of a month by purpose: per currency they come to the same, or the books are broken. */
export function TrialTab() {
  const url = useUrlState();
  const period = monthIn(url.text('period')) ?? thisMonth();
  const currency = url.text('currency');
  const found = useApi('ledger.trialBalance', { query: { period } }, { keepPrevious: true });
  const all = found.data?.rows ?? [];
  const rows = currency === undefined ? all : all.filter((row) => row.currency === currency);
  const totals = (found.data?.totals ?? []).filter((total) => currency === undefined || total.currency === currency);
  const broken = totals.filter((total) => total.differenceMinor !== 0 || total.debitMinor !== total.creditMinor);
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <MonthField hideLabel value={period} onChange={(month) => url.set({ period: month })} />
        <CurrencyFilter currencies={all.map((row) => row.currency)} value={currency} onChange={(id) => url.set({ currency: id })} />
        <span className="flex-1" />
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isDisabled={rows.length === 0}
          onPress={() => download(`trial-balance-${period}.csv`, 'text/csv', csvOf(columns, rows))}
        >
          {t('ledger.exportList')}
        </Button>
      </div>
      {found.data === undefined ? (
        found.error === null ? (
          <PageBody>
            <Card flush>
              <SkeletonRows rows={10} what={t('ledger.tab.trial')} />
            </Card>
          </PageBody>
        ) : (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        )
      ) : rows.length === 0 ? (
        <EmptyState title={t('ledger.trial.none', { month: monthName(period, 'long') })} detail={t('ledger.empty.detail')} />
      ) : (
        <PageBody className="flex flex-col gap-4 *:shrink-0">
          <p className={`rounded-popover px-3 py-2 ${broken.length === 0 ? 'bg-ok-soft text-ok' : 'bg-bad-soft text-bad'}`}>
            {broken.length === 0
              ? t('ledger.trial.even', { month: monthName(period, 'long') })
              : t('ledger.trial.uneven', { currencies: broken.map((total) => total.currency).join(', ') })}
          </p>
          <TrialTable period={period} rows={rows} totals={totals} />
        </PageBody>
      )}
    </>
  );
}
