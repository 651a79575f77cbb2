import { useMemo, useState } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Download, LayoutGrid, Plus, Rows3 } from 'lucide-react';
import { useRegisterActions, type Action } from '../../../lib/actions.ts';
import { useApi, useApiPages } from '../../../lib/api/index.ts';
import { formatMoney, formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { countSelected, DataGrid, GridOptions, noSelection, useGridLayout, type GridSelection } from '../../../ui/data-grid/data-grid.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { PageHeader } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { usePausedText } from '../../../ui/use-paused-text.ts';
import { moveInGrid } from '../kit/grid-keys.ts';
import { wholeUnits } from '../kit/money.ts';
import { sayRefusal } from '../kit/notify.ts';
import { DealsBoard } from './board.tsx';
import { BulkDialog } from './bulk.tsx';
import { CosellLinks } from '../../cosell/cosell-links.tsx';
import { dealColumns } from './columns.tsx';
import { collectDeals, dealsCsv, saveText, type DealRow } from './export.ts';
import { useDealFilters } from './filters.tsx';
import { NewDeal } from './new-deal.tsx';
import { DealPeek } from './peek.tsx';
import { SaveView } from './save-view.tsx';
import { ViewMenu } from './view-menu.tsx';
import { definitionOf } from './definition.ts';
import { defaultSort, filterQuery, gridSort, isSort, readDefinition, readState, sortText, standardViews, type ListState } from './state.ts';

type Open = 'new' | 'save' | 'rename' | 'owner' | 'stage' | null;

export function DealsScreen() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = useMemo(() => readState(search), [search]);
  const { filter, sort, view, layout: look } = state;
  const mayWrite = useCan('deals:write');
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [open, setOpen] = useState<Open>(null);
  const [peek, setPeek] = useState<DealRow | null>(null);
  const [isExporting, setExporting] = useState(false);

  function go(next: Partial<ListState>) {
    const to = { ...state, ...next };
    if (next.filter) setSelection(noSelection);
    void navigate({
      to: '/deals',
      replace: next.view === undefined,
      search: {
        ...to.filter,
        ...(to.sort === defaultSort ? {} : { sort: to.sort }),
        ...(to.view === 'all' ? {} : { view: to.view }),
        ...(to.layout === 'board' ? { layout: 'board' } : {}),
      },
    });
  }

  const query = filterQuery(filter);
  const list = useApiPages(
    'deals.list',
    { query: { ...query, ...(isSort(sort) ? { sort } : {}), limit: 100 } },
    { keepPrevious: true, enabled: look === 'table' },
  );
  const summary = useApi('deals.summary', { query }, { keepPrevious: true });
  const maySave = useCan('views:write');
  const views = useApi('views.list', { query: { list: 'deals' } }, { enabled: maySave });
  const saved = views.data?.items ?? [];
  const columns = useMemo(() => dealColumns(), []);
  const layout = useGridLayout('deals', columns);
  const filters = useDealFilters(filter, (next) => go({ filter: next }));
  const total = summary.data?.count ?? list.rows.length;
  const chosen = saved.find((entry) => entry.id === view);
  const definition = definitionOf(
    state,
    layout.visible.map((column) => column.id),
  );

  function chooseView(id: string) {
    const standard = standardViews.find((entry) => entry.id === id);
    const own = saved.find((entry) => entry.id === id);
    if (standard) go({ view: id, filter: standard.filter, sort: defaultSort });
    else if (own) {
      const { columns: shown, ...rest } = readDefinition(own.definition);
      if (shown.length > 0) showColumns(shown);
      go({ view: id, ...rest });
    }
  }

  /** A view brings its columns along; the ones it does not name are hidden behind them. */
  function showColumns(shown: readonly string[]) {
    const every = columns.map((column) => column.id);
    const known = shown.filter((name) => every.includes(name));
    layout.table.setColumnOrder([...known, ...every.filter((name) => !known.includes(name))]);
    layout.table.setColumnVisibility(Object.fromEntries(columns.map((column) => [column.id, column.hideable === false || known.includes(column.id)])));
  }

  async function exportCsv() {
    setExporting(true);
    try {
      const rows = await collectDeals(filter, sort);
      saveText(`deals-${new Date().toISOString().slice(0, 10)}.csv`, dealsCsv(rows), 'text/csv;charset=utf-8');
      toast(t('deals.export.done', { n: rows.length }));
    } catch (error) {
      sayRefusal(error);
    } finally {
      setExporting(false);
    }
  }

  const bulk: Action[] = [
    { id: 'deals.bulk.owner', label: 'deals.bulk.owner', scope: 'selection', permission: 'deals:write', run: () => setOpen('owner') },
    { id: 'deals.bulk.stage', label: 'deals.bulk.stage', scope: 'selection', permission: 'deals:write', run: () => setOpen('stage') },
  ];
  useRegisterActions(
    () => [
      { id: 'deals.new', label: 'deals.new', scope: 'screen', shortcut: 'c', permission: 'deals:write', run: () => setOpen('new') },
      { id: 'deals.layout', label: 'deals.layout.switch', scope: 'screen', shortcut: 'b', run: () => go({ layout: look === 'board' ? 'table' : 'board' }) },
      { id: 'deals.export', label: 'deals.export', scope: 'screen', run: exportCsv },
      { id: 'deals.view.save', label: 'deals.view.saveAs', scope: 'screen', permission: 'views:write', run: () => setOpen('save') },
      { id: 'deals.row.next', label: 'deals.row.next', scope: 'screen', shortcut: 'j', isEnabled: () => look === 'table', run: () => moveInGrid(1) },
      { id: 'deals.row.before', label: 'deals.row.before', scope: 'screen', shortcut: 'k', isEnabled: () => look === 'table', run: () => moveInGrid(-1) },
    ],
    [search],
  );

  const totals = (summary.data?.totals ?? [])
    .slice(0, 3)
    .map(({ amountMinor, currency }) => formatMoney({ amountMinor: wholeUnits(amountMinor, currency), currency }));
  const words =
    summary.data === undefined ? undefined : t('deals.summary', { n: formatNumber(summary.data.count), count: summary.data.count, totals: totals.join(' · ') });
  const isFiltered = Object.keys(filter).length > 0;
  const tabs = [...standardViews.map((entry) => ({ id: entry.id, label: t(entry.label) })), ...saved.map((entry) => ({ id: entry.id, label: entry.name }))];
  const empty = isFiltered ? (
    <EmptyState title={t('deals.empty.filtered')} action={<Button onPress={() => go({ filter: {}, view: 'all' })}>{t('ui.filter.clear')}</Button>} />
  ) : (
    <EmptyState
      title={t('deals.empty')}
      detail={t('deals.empty.detail')}
      action={
        mayWrite ? (
          <Button kind="primary" onPress={() => setOpen('new')}>
            {t('deals.new')}
          </Button>
        ) : undefined
      }
    />
  );

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <CosellLinks />
      <PageHeader
        title={t('deals.title')}
        tabs={<Tabs label={t('deals.views')} items={tabs} value={tabs.some((tab) => tab.id === view) ? view : 'all'} onChange={chooseView} />}
        actions={
          <>
            {maySave && (
              <ViewMenu
                view={chosen}
                definition={definition}
                onSaveAs={() => setOpen('save')}
                onRename={() => setOpen('rename')}
                onRemoved={() => go({ view: 'all', filter: {}, sort: defaultSort })}
                onRestored={(id) => go({ view: id })}
              />
            )}
            <Button kind="primary" keyHint="c" icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('new')}>
              {t('deals.new')}
            </Button>
          </>
        }
      />
      <FilterBar
        chips={filters.chips}
        addGroups={filters.addGroups}
        onClear={() => go({ filter: {}, view: 'all' })}
        summary={words}
        end={
          <>
            <SearchBox value={filter.q ?? ''} onChange={(q) => go({ filter: { ...filter, q: q || undefined } })} />
            <IconButton size="compact" label={t('deals.export')} isPending={isExporting} onPress={() => void exportCsv()}>
              <Download size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <IconButton
              size="compact"
              label={t(look === 'board' ? 'deals.layout.table' : 'deals.layout.board')}
              onPress={() => go({ layout: look === 'board' ? 'table' : 'board' })}
            >
              {look === 'board' ? <Rows3 size={16} aria-hidden /> : <LayoutGrid size={16} aria-hidden />}
            </IconButton>
            {look === 'table' && <GridOptions layout={layout} />}
          </>
        }
      />
      {look === 'board' ? (
        <DealsBoard filter={filter} sort={sort} summary={summary.data} mayWrite={mayWrite} />
      ) : (
        <DataGrid
          label={t('deals.title')}
          layout={layout}
          rows={list.rows}
          rowId={(row) => row.id}
          total={total}
          sort={gridSort(sort)}
          onSort={(next) => go({ sort: sortText(next) })}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onNeedMore={list.loadMore}
          isLoading={list.isLoading}
          error={list.error}
          onRetry={list.refetch}
          empty={empty}
          {...(mayWrite ? { selection, onSelect: setSelection, bulk } : {})}
          href={(row) => `/deals/${row.id}`}
          onOpen={(row) => void navigate({ to: '/deals/$dealId', params: { dealId: row.id } })}
          onPeek={setPeek}
        />
      )}
      {filters.dialog}
      {open === 'new' && <NewDeal onClose={() => setOpen(null)} />}
      {(open === 'save' || open === 'rename') && (
        <SaveView
          view={open === 'rename' ? chosen : undefined}
          definition={definition}
          onClose={() => setOpen(null)}
          onSaved={(id) => {
            setOpen(null);
            go({ view: id });
          }}
        />
      )}
      {(open === 'owner' || open === 'stage') && (
        <BulkDialog
          kind={open}
          selection={selection}
          count={countSelected(selection, total)}
          filter={filter}
          sort={sort}
          rows={list.rows}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            setSelection(noSelection);
          }}
        />
      )}
      {peek && <DealPeek row={peek} onClose={() => setPeek(null)} />}
    </div>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = usePausedText(value, onChange);
  return <TextField label={t('deals.search')} hideLabel placeholder={t('deals.search')} type="search" value={text} onChange={setText} className="w-44" />;
}
