import { type ReactNode, useMemo } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { StateTabs } from '../kit/state-tabs.tsx';
import { none, RunState } from './badges.tsx';
import { type Run, runStates } from './words.ts';

/** One line for each currency: amounts of two are never added. */
function Totals({ run }: { run: Run }) {
  if (run.totals.length === 0) return none;
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-3">
      {run.totals.map((sum) => (
        <ExactMoney key={sum.currency} value={sum} />
      ))}
    </span>
  );
}

function useColumns(): readonly GridColumn<Run>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Run>[] => [
      {
        id: 'name',
        header: t('payouts.run'),
        size: 240,
        hideable: false,
        card: 'title',
        cell: (run) => <bdi className="font-medium">{t('payouts.run.named', { number: run.number, name: run.name })}</bdi>,
      },
      { id: 'state', header: t('payouts.state'), size: 150, card: 'meta', cell: (run) => <RunState state={run.state} /> },
      { id: 'until', header: t('payouts.until'), size: 120, card: 'meta', cell: (run) => <DateText date={run.until} /> },
      { id: 'payouts', header: t('payouts.payouts'), size: 90, align: 'end', card: 'meta', cell: (run) => <Num value={run.payouts} /> },
      {
        id: 'carried',
        header: t('payouts.carried'),
        size: 110,
        align: 'end',
        card: 'none',
        cell: (run) => (run.carried === 0 ? none : <Num value={run.carried} />),
      },
      { id: 'lines', header: t('payouts.lines'), size: 80, align: 'end', card: 'none', cell: (run) => <Num value={run.lines} /> },
      { id: 'createdBy', header: t('payouts.madeBy'), size: 140, card: 'none', cell: (run) => <bdi>{run.createdBy}</bdi> },
      {
        id: 'releasedBy',
        header: t('payouts.releasedBy'),
        size: 140,
        card: 'none',
        cell: (run) => (run.releasedBy === null ? none : <bdi>{run.releasedBy}</bdi>),
      },
      { id: 'payOn', header: t('payouts.payOn'), size: 120, card: 'none', cell: (run) => (run.payOn === null ? none : <DateText date={run.payOn} />) },
      { id: 'totals', header: t('payouts.total'), size: 220, align: 'end', card: 'end', cell: (run) => <Totals run={run} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

export function RunsTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const navigate = useNavigate();
  const state = url.oneOf('state', runStates);
  const list = useApiPages('payoutRuns.list', { query: { state, limit: 50 } }, { keepPrevious: true });
  const layout = useGridLayout('payouts.runs', useColumns());
  useRowKeys();
  const empty =
    state === undefined ? (
      <EmptyState title={t('payouts.runs.none')} detail={t('payouts.runs.none.detail')} action={create} />
    ) : (
      <EmptyState title={t('payouts.runs.none.state')} action={<Button onPress={() => url.set({ state: undefined })}>{t('payouts.showAll')}</Button>} />
    );
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <StateTabs
          label={t('payouts.state')}
          value={state ?? 'all'}
          fallback="all"
          items={[{ id: 'all', label: t('payouts.all') }, ...runStates.map((id) => ({ id, label: t(`payouts.run.${id}`) }))]}
        />
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('payouts.tab.runs')}
        layout={layout}
        rows={list.rows}
        rowId={(run) => run.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={empty}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(run) => `/money/payouts/runs/${run.id}`}
        onOpen={(run) => void navigate({ to: '/money/payouts/runs/$runId', params: { runId: run.id } })}
      />
    </>
  );
}
