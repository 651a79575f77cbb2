import { useEffect, useRef } from 'react';
import { Download } from 'lucide-react';
import { problemSentence, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { download } from '../../settings/download.ts';
import { dayIn, today } from '../kit/months.ts';
import { ControlCard } from './control-card.tsx';
import { DayBox } from './day-box.tsx';
import { booked, type Control } from './words.ts';

type Row = { control: Control; total: Control['totals'][number] } | { control: Control; difference: Control['differences'][number] };
const valuesOf = (row: Row) => ('total' in row ? row.total : row.difference);
const amount = (read: (row: Row) => number | null) => (row: Row) => {
  const amountMinor = read(row);
  return amountMinor === null ? '' : decimalText(amountMinor, valuesOf(row).currency);
};
const columns: readonly CsvColumn<Row>[] = [
  ['control', (row) => row.control.title],
  ['row', (row) => ('total' in row ? 'total' : 'difference')],
  ['party', (row) => ('difference' in row ? (row.difference.partyName ?? row.difference.party ?? '') : '')],
  ['currency', (row) => valuesOf(row).currency],
  ['ledger', amount((row) => valuesOf(row).ledgerMinor), 'plain'],
  ['records', amount((row) => valuesOf(row).recordsMinor), 'plain'],
  ['difference', amount((row) => valuesOf(row).differenceMinor), 'plain'],
];

/** Control accounts beside the records they control: each difference says whose it is, and opens both sides. */
export function ReconciliationTab() {
  const url = useUrlState();
  const mayWrite = useCan('ledger:write');
  const asOf = dayIn(url.text('asOf')) ?? today();
  const wanted = url.text('control');
  const found = useApi('ledger.reconciliation', { query: { asOf } }, { keepPrevious: true });
  const rebuild = useApiMutation('ledger.rebuild', {
    invalidates: booked,
    onDone: (made) => toast(t('ledger.rebuild.done', { balances: made.balances, n: made.differences })),
  });
  const controls = found.data?.controls ?? [];
  const place = useRef<HTMLDivElement>(null);
  const shown = controls.length > 0;
  useEffect(() => {
    if (shown && wanted !== undefined) place.current?.querySelector(`[data-control="${CSS.escape(wanted)}"]`)?.scrollIntoView({ block: 'start' });
  }, [shown, wanted]);
  const differing = controls.reduce((sum, control) => sum + control.differences.length, 0);
  const rows = controls.flatMap((control): Row[] => [
    ...control.totals.map((total) => ({ control, total })),
    ...control.differences.map((difference) => ({ control, difference })),
  ]);
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <DayBox label={t('ledger.asOf')} value={asOf} onChange={(day) => url.set({ asOf: day })} />
        <span className="flex-1" />
        <Button
          size="compact"
          isDisabled={!mayWrite}
          isPending={rebuild.isPending}
          onPress={() => rebuild.mutate({}, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) })}
        >
          {t('ledger.rebuild')}
        </Button>
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isDisabled={rows.length === 0}
          onPress={() => download(`reconciliation-${asOf}.csv`, 'text/csv', csvOf(columns, rows))}
        >
          {t('ledger.exportList')}
        </Button>
      </div>
      {found.data === undefined ? (
        found.error === null ? (
          <PageBody>
            <Card flush>
              <SkeletonRows rows={10} what={t('ledger.tab.reconciliation')} />
            </Card>
          </PageBody>
        ) : (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        )
      ) : (
        <PageBody>
          <div ref={place} className="flex flex-col gap-4 *:shrink-0">
            {!mayWrite && <p className="text-12 text-muted">{t('ledger.mayNot')}</p>}
            <p className={`rounded-popover px-3 py-2 ${differing === 0 ? 'bg-ok-soft text-ok' : 'bg-warn-soft text-warn'}`}>
              {differing === 0 ? t('ledger.controls.agree') : t('ledger.controls.differ', { n: differing })}
            </p>
            <p className={`rounded-popover px-3 py-2 ${found.data.projectionDifferences === 0 ? 'bg-ok-soft text-ok' : 'bg-bad-soft text-bad'}`}>
              {found.data.projectionDifferences === 0 ? t('ledger.projection.agrees') : t('ledger.projection.differs', { n: found.data.projectionDifferences })}
            </p>
            {controls.map((control) => (
              <ControlCard key={control.key} control={control} asOf={asOf} />
            ))}
          </div>
        </PageBody>
      )}
    </>
  );
}
