import { useNavigate } from '@tanstack/react-router';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ExportRange } from '../rules/export-range.tsx';
import { ListFilters, noFilter, useListFilter } from '../rules/list-filters.tsx';
import { SumsLine } from '../rules/sums-line.tsx';
import { useSplitColumns } from './columns.tsx';
import { HeldReceipts } from './held-receipts.tsx';
import { type SplitRow, splitStates } from './words.ts';

const sumsOf = (rows: readonly SplitRow[]) =>
  [...Map.groupBy(rows, ({ currency }) => currency)]
    .map(([currency, own]) => ({
      currency,
      amounts: (
        [
          ['splits.pool', 'poolMinor'],
          ['splits.partners', 'partnersMinor'],
          ['splits.ours', 'oursMinor'],
        ] as const
      ).map(([label, key]) => ({ label: t(label), amountMinor: own.reduce((sum, row) => sum + row[key], 0) })),
    }))
    .toSorted((one, other) => (one.currency < other.currency ? -1 : 1));

/** Receipts and how they were divided; what waits for a person stands above all others. */
export function ReceiptsTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const state = url.oneOf('state', splitStates);
  const filter = useListFilter();
  const list = useApiPages('splits.list', { query: { ...filter, state, limit: 100 } }, { keepPrevious: true });
  const layout = useGridLayout('money.splits', useSplitColumns());
  useRowKeys();
  const narrowed = state !== undefined || Object.values(filter).some((value) => value !== undefined);
  const open = (row: SplitRow) => void navigate({ to: '/money/splits/$splitId', params: { splitId: row.id } });
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <Tabs
          label={t('work.status')}
          value={state ?? 'all'}
          onChange={(id) => url.set({ state: id === 'all' ? undefined : id })}
          items={[{ id: 'all', label: t('rules.all') }, ...splitStates.map((id) => ({ id, label: t(`splits.state.${id}`) }))]}
        />
        <ListFilters />
        <span className="flex-1" />
        <ExportRange
          note={t('splits.export.note')}
          from={filter.from}
          to={filter.to}
          read={(from, to) => callApi('splits.export', { query: { from, to, ...(filter.dealId === undefined ? {} : { dealId: filter.dealId }) } })}
        />
        <GridOptions layout={layout} />
      </div>
      {state !== 'allocated' && <HeldReceipts filter={filter} />}
      <DataGrid
        label={t('splits.tab.receipts')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          narrowed ? (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set({ ...noFilter, state: undefined })}>{t('rules.showAll')}</Button>}
            />
          ) : (
            <EmptyState
              title={t('splits.none')}
              detail={t('splits.none.detail')}
              action={<Button onPress={() => url.set({ tab: 'rules' })}>{t('splits.tab.rules')}</Button>}
            />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={open}
        href={(row) => `/money/splits/${row.id}`}
      />
      {list.rows.length > 0 && <SumsLine words={t(list.hasMore ? 'splits.loaded' : 'splits.count', { n: list.rows.length })} sums={sumsOf(list.rows)} />}
    </>
  );
}
