import { useState } from 'react';
import { Gauge } from 'lucide-react';
import { type Action, useRegisterActions } from '../../lib/actions.ts';
import { useApi, useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { DataGrid, GridOptions, type GridSelection, noSelection, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { isSelected } from '../../ui/data-grid/selection.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useRowKeys } from '../partners/kit/use-row-keys.ts';
import { useUrlState } from '../partners/kit/url-state.ts';
import { CorrectDialog, WriteOffDialog } from './act-dialogs.tsx';
import { useHourColumns } from './hour-columns.tsx';
import { HourSheet, type LineAct } from './hour-sheet.tsx';
import { HoursFoot } from './hours-foot.tsx';
import { useLineActs } from './use-line-acts.ts';
import { type Line, listStates, may } from './words.ts';

type Asked = { act: Exclude<LineAct, 'retry'>; lines: readonly Line[] };

export function HoursTab({ total, onReport }: { total: number | undefined; onReport: () => void }) {
  const url = useUrlState();
  const mayWrite = useCan('usage:write');
  const state = url.oneOf('state', listStates);
  const query = { state, entitlementId: url.text('entitlement'), dealId: url.text('deal') };
  const list = useApiPages('metering.lines', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const deal = useApi('deals.get', { params: { id: query.dealId ?? '' } }, { enabled: query.dealId !== undefined, staleTime: 60_000 });
  const layout = useGridLayout('metering', useHourColumns());
  const acts = useLineActs();
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [asked, setAsked] = useState<Asked>();
  useRowKeys();

  const open = list.rows.find((line) => line.id === url.text('open'));
  const chosen = list.rows.filter((line) => isSelected(selection, line.id));
  const retriable = chosen.filter((line) => may(line, 'retry'));
  const correctable = chosen.filter((line) => may(line, 'correct'));
  const writable = chosen.filter((line) => may(line, 'write_off'));
  const clear = () => setSelection(noSelection);
  const bulk: readonly Action[] = mayWrite
    ? [
        {
          id: 'metering.retry',
          label: 'metering.retryMany',
          values: { n: retriable.length },
          scope: 'selection',
          permission: 'usage:write',
          isEnabled: () => retriable.length > 0 && !acts.isPending,
          run: () => acts.retry(retriable).then(clear),
        },
        {
          id: 'metering.correct',
          label: 'metering.correctMany',
          values: { n: correctable.length },
          scope: 'selection',
          permission: 'usage:write',
          isEnabled: () => correctable.length > 0 && !acts.isPending,
          run: () => setAsked({ act: 'correct', lines: correctable }),
        },
        {
          id: 'metering.writeOff',
          label: 'metering.writeOffMany',
          values: { n: writable.length },
          scope: 'selection',
          permission: 'usage:write',
          isEnabled: () => writable.length > 0 && !acts.isPending,
          run: () => setAsked({ act: 'writeOff', lines: writable }),
        },
      ]
    : [];
  useRegisterActions(() => (chosen.length > 0 ? bulk : []), [chosen.length, retriable.length, correctable.length, writable.length, acts.isPending, mayWrite]);

  function act(what: LineAct, line: Line) {
    if (what === 'retry') void acts.retry([line]).then(() => url.set({ open: undefined }));
    else setAsked({ act: what, lines: [line] });
  }
  function finish() {
    setAsked(undefined);
    clear();
    url.set({ open: undefined });
  }
  const names = new Map(list.rows.map((line) => [line.entitlementId, line.entitlementName]));
  const chips = [
    ...(state === undefined
      ? []
      : [{ id: 'state', field: t('metering.state'), words: t(`metering.state.${state}`), onRemove: () => url.set({ state: undefined }) }]),
    ...(query.entitlementId === undefined
      ? []
      : [
          {
            id: 'entitlement',
            field: t('metering.entitlement'),
            words: names.get(query.entitlementId) ?? query.entitlementId,
            onRemove: () => url.set({ entitlement: undefined }),
          },
        ]),
    ...(query.dealId === undefined
      ? []
      : [
          {
            id: 'deal',
            field: t('metering.deal'),
            words: deal.data === undefined ? t('metering.thisDeal') : t('metering.dealNamed', { number: deal.data.number, name: deal.data.name }),
            onRemove: () => url.set({ deal: undefined }),
          },
        ]),
  ];
  const deals = new Map(
    list.rows.flatMap((line) =>
      line.dealId === null ? [] : [[line.dealId, t('metering.dealNamed', { number: line.dealNumber ?? 0, name: line.dealName ?? '' })] as const],
    ),
  );
  const groups = [
    {
      id: 'state',
      title: t('metering.state'),
      items: listStates.map((id) => ({ id, label: t(`metering.state.${id}`), isSelected: id === state, onAction: () => url.set({ state: id }) })),
    },
    ...(names.size === 0
      ? []
      : [
          {
            id: 'entitlement',
            title: t('metering.entitlement'),
            items: [...names]
              .slice(0, 20)
              .map(([id, label]) => ({ id, label, isSelected: id === query.entitlementId, onAction: () => url.set({ entitlement: id }) })),
          },
        ]),
    ...(deals.size === 0
      ? []
      : [
          {
            id: 'deal',
            title: t('metering.deal'),
            items: [...deals].slice(0, 20).map(([id, label]) => ({ id, label, isSelected: id === query.dealId, onAction: () => url.set({ deal: id }) })),
          },
        ]),
  ];
  const clearFilters = () => url.set({ state: undefined, entitlement: undefined, deal: undefined });
  const empty =
    chips.length > 0 ? (
      <EmptyState
        title={t('metering.empty.state')}
        detail={t('metering.empty.stateDetail')}
        action={<Button onPress={clearFilters}>{t('metering.showAll')}</Button>}
      />
    ) : (
      <EmptyState
        icon={<Gauge size={18} aria-hidden />}
        title={t('metering.empty')}
        detail={t('metering.empty.detail')}
        action={
          <Button kind="primary" isDisabled={!mayWrite} onPress={onReport}>
            {t('metering.report')}
          </Button>
        }
      />
    );
  return (
    <>
      <FilterBar
        chips={chips}
        addGroups={groups}
        onClear={clearFilters}
        summary={mayWrite ? undefined : t('metering.mayNot')}
        end={<GridOptions layout={layout} />}
      />
      <DataGrid
        label={t('metering.tab.hours')}
        layout={layout}
        rows={list.rows}
        rowId={(line) => line.id}
        total={total}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={empty}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(line) => url.set({ open: line.id })}
        {...(mayWrite
          ? {
              selection,
              bulk,
              onSelect: (next: GridSelection) => setSelection(next.kind === 'all' ? { kind: 'some', ids: new Set(list.rows.map((line) => line.id)) } : next),
            }
          : {})}
      />
      <HoursFoot lines={list.rows} chosen={chosen} hasMore={list.hasMore} />
      {open && asked === undefined && (
        <HourSheet line={open} mayWrite={mayWrite} isPending={acts.isPending} onAct={(what) => act(what, open)} onClose={() => url.set({ open: undefined })} />
      )}
      {asked?.act === 'writeOff' && (
        <WriteOffDialog
          lines={asked.lines}
          isPending={acts.isPending}
          onClose={() => setAsked(undefined)}
          onDone={(reason) => void acts.writeOff(asked.lines, reason).then(finish)}
        />
      )}
      {asked?.act === 'correct' && (
        <CorrectDialog
          lines={asked.lines}
          isPending={acts.isPending}
          onClose={() => setAsked(undefined)}
          onDone={(corrections, reason) => void acts.correct(corrections, reason).then(finish)}
        />
      )}
    </>
  );
}
