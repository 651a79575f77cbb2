import { useState } from 'react';
import { Download } from 'lucide-react';
import { earningStates } from '@entente/kernel';
import { type Action, useRegisterActions } from '../../../lib/actions.ts';
import { callApi, useApi, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, GridOptions, type GridSelection, noSelection, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { isSelected } from '../../../ui/data-grid/selection.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { listSums } from '../../disbursements/sums.ts';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { useSaving } from '../kit/save-file.ts';
import { StateTabs } from '../kit/state-tabs.tsx';
import { SumsFoot } from '../kit/sums-foot.tsx';
import { useEarningColumns } from './earning-columns.tsx';
import { EarningFilters, useEarningQuery } from './earning-filters.tsx';
import { EarningSheet } from './earning-sheet.tsx';
import { HoldDialog } from './hold-dialogs.tsx';
import { isHoldable } from './words.ts';

const sorts = ['earned', 'amount'] as const;
const cleared = { state: undefined, q: undefined, kind: undefined, partner: undefined, deal: undefined, currency: undefined, from: undefined, to: undefined };

/** Every line of what partners have earned, down to its arithmetic. */
export function EarningsTab() {
  const url = useUrlState();
  const mayWrite = useCan('payouts:write');
  const mayRelease = useCan('payouts:release');
  const state = url.oneOf('state', earningStates);
  const sort = url.oneOf('sort', sorts) ?? 'earned';
  const filter = { ...useEarningQuery(), state };
  const list = useApiPages('earnings.list', { query: { ...filter, sort, limit: 100 } }, { keepPrevious: true });
  const figures = useApi('earnings.figures', { query: { partnerId: filter.partnerId, dealId: filter.dealId } });
  const layout = useGridLayout('payouts.earnings', useEarningColumns());
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [asked, setAsked] = useState<{ what: 'hold' | 'release'; ids: readonly string[] }>();
  const { saving, save } = useSaving();
  useRowKeys();
  const rows = figures.data?.rows ?? [];
  const chosen = list.rows.filter((earning) => isSelected(selection, earning.id));
  const [toHold, toFree] = [chosen.filter(isHoldable), chosen.filter((earning) => earning.state === 'held')];
  const bulk: readonly Action[] = [
    {
      id: 'payouts.hold',
      label: 'payouts.holdMany',
      values: { n: toHold.length },
      scope: 'selection',
      permission: 'payouts:write',
      isEnabled: () => toHold.length > 0,
      run: () => setAsked({ what: 'hold', ids: toHold.map(({ id }) => id) }),
    },
    {
      id: 'payouts.free',
      label: 'payouts.freeMany',
      values: { n: toFree.length },
      scope: 'selection',
      permission: 'payouts:release',
      isEnabled: () => toFree.length > 0,
      run: () => setAsked({ what: 'release', ids: toFree.map(({ id }) => id) }),
    },
  ];
  useRegisterActions(() => (chosen.length > 0 ? bulk : []), [chosen.length, toHold.length, toFree.length]);
  const narrowed = Object.values(filter).some((value) => value !== undefined);
  // Counted over all lines of the filter by partner and deal; with any other filter they would say too much.
  const counted = filter.q === undefined && filter.kind === undefined && filter.currency === undefined && filter.from === undefined && filter.to === undefined;
  const count = (id: string | undefined): number => rows.reduce((sum, row) => (id === undefined || row.state === id ? sum + row.count : sum), 0);
  const shown = (id: string | undefined) => (counted && figures.data !== undefined ? { count: <Num value={count(id)} /> } : {});
  const everySum = counted && state !== undefined && chosen.length === 0 && figures.data !== undefined;
  const sums = everySum ? rows.filter((row) => row.state === state) : listSums(chosen.length > 0 ? chosen : list.rows);
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('payouts.search')} value={filter.q ?? ''} onSearch={(q) => url.set({ q, open: undefined })} />
        <StateTabs
          label={t('payouts.state')}
          value={state ?? 'all'}
          fallback="all"
          items={[
            { id: 'all', label: t('payouts.all'), ...shown(undefined) },
            ...earningStates.map((id) => ({ id, label: t(`payouts.earning.${id}`), ...shown(id) })),
          ]}
        />
        <EarningFilters currencies={[...new Set(rows.map((row) => row.currency))].toSorted()} />
        <span className="flex-1" />
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isPending={saving}
          isDisabled={list.rows.length === 0}
          onPress={() => void save(() => callApi('earnings.export', { query: filter }))}
        >
          {t('payouts.export')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('payouts.tab.earnings')}
        layout={layout}
        rows={list.rows}
        rowId={(earning) => earning.id}
        sort={{ id: sort, desc: true }}
        onSort={({ id }) => url.set({ sort: id === 'amount' ? 'amount' : undefined })}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          narrowed ? (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set(cleared)}>{t('payouts.showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('payouts.earnings.none')} detail={t('payouts.earnings.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(earning) => url.set({ open: earning.id })}
        {...(mayWrite || mayRelease ? { selection, onSelect: setSelection, bulk } : {})}
      />
      {list.rows.length > 0 && (
        <SumsFoot
          words={
            chosen.length > 0
              ? t('payouts.earnings.chosen', { n: chosen.length })
              : everySum
                ? t('payouts.earnings.count', { n: count(state) })
                : t(list.hasMore ? 'payouts.earnings.loaded' : 'payouts.earnings.count', { n: list.rows.length })
          }
          sums={sums}
        />
      )}
      {asked === undefined && url.text('open') !== undefined && (
        <EarningSheet
          id={url.text('open') ?? ''}
          onClose={() => url.set({ open: undefined })}
          onHold={(id) => setAsked({ what: 'hold', ids: [id] })}
          onRelease={(id) => setAsked({ what: 'release', ids: [id] })}
        />
      )}
      {asked && (
        <HoldDialog
          what={asked.what}
          ids={asked.ids}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            setAsked(undefined);
            setSelection(noSelection);
          }}
        />
      )}
    </>
  );
}
