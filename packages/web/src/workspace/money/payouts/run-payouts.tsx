import { useEffect, useRef, useState } from 'react';
import { type Action, useRegisterActions } from '../../../lib/actions.ts';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, GridOptions, type GridSelection, noSelection, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { isSelected } from '../../../ui/data-grid/selection.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { StateTabs } from '../kit/state-tabs.tsx';
import { SumsFoot } from '../kit/sums-foot.tsx';
import { usePayoutColumns } from './payout-columns.tsx';
import { PayoutSheet } from './payout-sheet.tsx';
import { usePayoutAct } from './use-payout-act.ts';
import { isOnItsWay, payoutStates, type Run, today } from './words.ts';

/** Each partner of the run: what it gets, what is netted, and what is carried over and why. Totals stand last. */
export function RunPayouts({ run }: { run: Run }) {
  const url = useUrlState();
  const mayWrite = useCan('payouts:write');
  const state = url.oneOf('state', payoutStates);
  const query = { state, currency: url.text('currency'), q: url.text('q'), limit: 100 };
  const list = useApiPages('payoutRuns.payouts', { params: { id: run.id }, query }, { keepPrevious: true });
  const layout = useGridLayout('payouts.of-run', usePayoutColumns());
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [asking, setAsking] = useState(false);
  const paid = usePayoutAct('payoutRuns.markPaid');
  useRowKeys();
  useReadAsItGoes(run, list.refetch);
  const open = list.rows.find((payout) => payout.id === url.text('open'));
  const chosen = list.rows.filter((payout) => isSelected(selection, payout.id) && isOnItsWay(payout));
  const bulk: readonly Action[] = [
    {
      id: 'payouts.markPaid',
      label: 'payouts.paidMany',
      values: { n: chosen.length },
      scope: 'selection',
      permission: 'payouts:write',
      isEnabled: () => chosen.length > 0 && run.progress.doing === null,
      run: () => setAsking(true),
    },
  ];
  useRegisterActions(() => (chosen.length > 0 ? bulk : []), [chosen.length, run.progress.doing]);
  const selectable = mayWrite && (run.state === 'released' || run.state === 'sent');
  const narrowed = state !== undefined || query.q !== undefined || query.currency !== undefined;
  const currencies = run.totals.map((sum) => sum.currency);
  const empty = narrowed ? (
    <EmptyState
      title={t('work.noMatch')}
      action={<Button onPress={() => url.set({ state: undefined, q: undefined, currency: undefined })}>{t('payouts.showAll')}</Button>}
    />
  ) : (
    <EmptyState
      title={t(run.state === 'draft' ? 'payouts.none.draft' : 'payouts.none')}
      detail={t(run.state === 'draft' ? 'payouts.none.draft.detail' : 'payouts.none.detail')}
    />
  );
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('payouts.search.partner')} value={query.q ?? ''} onSearch={(q) => url.set({ q, open: undefined })} />
        <StateTabs
          label={t('payouts.state')}
          value={state ?? 'all'}
          fallback="all"
          items={[{ id: 'all', label: t('payouts.all') }, ...payoutStates.map((id) => ({ id, label: t(`payouts.state.${id}`) }))]}
        />
        {(currencies.length > 1 || query.currency !== undefined) &&
          currencies.map((code) => (
            <Button
              key={code}
              size="compact"
              kind={query.currency === code ? 'secondary' : 'quiet'}
              aria-pressed={query.currency === code}
              onPress={() => url.set({ currency: query.currency === code ? undefined : code, open: undefined })}
            >
              {code}
            </Button>
          ))}
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('payouts.payouts')}
        layout={layout}
        rows={list.rows}
        rowId={(payout) => payout.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={empty}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(payout) => url.set({ open: payout.id })}
        {...(selectable ? { selection, onSelect: setSelection, bulk } : {})}
      />
      {run.totals.length > 0 && <SumsFoot words={t('payouts.foot', { n: run.payouts, carried: run.carried })} sums={run.totals} />}
      {open && <PayoutSheet run={run} payout={open} onClose={() => url.set({ open: undefined })} />}
      {asking && (
        <ReasonDialog
          title={t('payouts.paid')}
          verb={t('payouts.paidMany', { n: chosen.length })}
          body={t('payouts.paidMany.ask', { n: chosen.length })}
          reason={false}
          day={{ label: t('payouts.paidOn'), isRequired: true, initial: run.payOn ?? today() }}
          isPending={paid.isPending}
          error={paid.error}
          onClose={() => setAsking(false)}
          onDone={(_reason, paidOn) =>
            paid.mutate(
              { params: { id: run.id }, body: { paidOn, payoutIds: chosen.map((payout) => payout.id) } },
              {
                onSuccess: () => {
                  setAsking(false);
                  setSelection(noSelection);
                  toast(t('payouts.paidMany.done', { n: chosen.length }));
                },
              },
            )
          }
        />
      )}
    </>
  );
}

/** While work goes on in the background the rows follow it, and once more when it has ended. */
function useReadAsItGoes(run: Run, read: () => void): void {
  const seen = useRef(run.progress.done);
  const doing = useRef(run.progress.doing);
  useEffect(() => {
    if (seen.current === run.progress.done && doing.current === run.progress.doing) return;
    [seen.current, doing.current] = [run.progress.done, run.progress.doing];
    read();
  });
}
