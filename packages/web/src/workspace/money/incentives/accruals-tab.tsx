import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { Select } from '../../../ui/select.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { listSums } from '../../disbursements/sums.ts';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ExportRange } from '../rules/export-range.tsx';
import { ListFilters, noFilter, useListFilter } from '../rules/list-filters.tsx';
import { SumsLine } from '../rules/sums-line.tsx';
import { useAccrualColumns } from './accrual-columns.tsx';
import { AccrualSheet } from './accrual-sheet.tsx';
import { accrualStates, kinds } from './words.ts';

const ALL = 'all';

/** What accrued for whom; what waits for an approval is one tab away, and what came to nothing says why. */
export function AccrualsTab() {
  const url = useUrlState();
  const state = url.oneOf('state', accrualStates);
  const kind = url.oneOf('kind', kinds);
  const [q, ruleId] = [url.text('q'), url.text('rule')];
  const filter = useListFilter();
  const list = useApiPages('incentives.accruals', { query: { ...filter, state, kind, q, ruleId, limit: 100 } }, { keepPrevious: true });
  const layout = useGridLayout('money.accruals', useAccrualColumns());
  useRowKeys();
  const narrowed = [state, kind, q, ruleId, ...Object.values(filter)].some((value) => value !== undefined);
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('incentives.accruals.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text, open: undefined })} />
        <Tabs
          label={t('work.status')}
          value={state ?? ALL}
          onChange={(id) => url.set({ state: id === ALL ? undefined : id, open: undefined })}
          items={[{ id: ALL, label: t('rules.all') }, ...accrualStates.map((id) => ({ id, label: t(`incentives.state.${id}`) }))]}
        />
        <Select<string>
          label={t('incentives.kind')}
          hideLabel
          className="w-44 max-md:w-full"
          options={[{ id: ALL, label: t('incentives.kind.all') }, ...kinds.map((id) => ({ id, label: t(`incentives.kind.${id}`) }))]}
          value={kind ?? ALL}
          onChange={(id) => url.set({ kind: id === ALL ? undefined : id })}
        />
        <ListFilters />
        <span className="flex-1" />
        <ExportRange
          note={t('incentives.export.note')}
          from={filter.from}
          to={filter.to}
          read={(from, to) =>
            callApi('incentives.export', {
              query: { from, to, ...(filter.partnerId === undefined ? {} : { partnerId: filter.partnerId }), ...(kind === undefined ? {} : { kind }) },
            })
          }
        />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('incentives.tab.accruals')}
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
              action={
                <Button onPress={() => url.set({ ...noFilter, state: undefined, kind: undefined, q: undefined, rule: undefined })}>{t('rules.showAll')}</Button>
              }
            />
          ) : (
            <EmptyState title={t('incentives.accruals.none')} detail={t('incentives.accruals.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(row) => url.set({ open: row.id })}
      />
      {list.rows.length > 0 && (
        <SumsLine
          words={t(list.hasMore ? 'incentives.accruals.loaded' : 'incentives.accruals.count', { n: list.rows.length })}
          sums={listSums(list.rows).map(({ currency, amountMinor }) => ({ currency, amounts: [{ label: t('rules.sum'), amountMinor }] }))}
        />
      )}
      {url.text('open') !== undefined && <AccrualSheet id={url.text('open') ?? ''} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}
