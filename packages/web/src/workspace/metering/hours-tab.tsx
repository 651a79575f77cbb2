import { useState } from 'react';
import { Download, Gauge } from 'lucide-react';
import { type Action, useRegisterActions } from '../../lib/actions.ts';
import { problemSentence, useApi, useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { DataGrid, GridOptions, type GridSelection, noSelection, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { isSelected } from '../../ui/data-grid/selection.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRowKeys } from '../partners/kit/use-row-keys.ts';
import { useUrlState } from '../partners/kit/url-state.ts';
import { CorrectDialog, WriteOffDialog } from './act-dialogs.tsx';
import { exportHours } from './export-hours.ts';
import { useHourColumns } from './hour-columns.tsx';
import { HourSheet, type LineAct } from './hour-sheet.tsx';
import { HourRangeDialog } from './hour-range.tsx';
import { HoursFoot } from './hours-foot.tsx';
import { useLineActs } from './use-line-acts.ts';
import { instantOf, noFilter, useHourFilter } from './use-hour-filter.ts';
import { formatHour, type Line, listStates, may, type Totals } from './words.ts';

const MOST_CHOICES = 30;
/** `all`: not these lines, but whatever the filter finds. */
type Asked = { act: Exclude<LineAct, 'retry'>; lines: readonly Line[]; all?: boolean };

export function HoursTab({ total, totals, onReport }: { total: number | undefined; totals: Totals | undefined; onReport: () => void }) {
  const url = useUrlState();
  const mayWrite = useCan('usage:write');
  const state = url.oneOf('state', listStates);
  const filter = useHourFilter();
  const query = { state, ...filter };
  const list = useApiPages('metering.lines', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const deal = useApi('deals.get', { params: { id: query.dealId ?? '' } }, { enabled: query.dealId !== undefined, staleTime: 60_000 });
  const layout = useGridLayout('metering', useHourColumns());
  const acts = useLineActs();
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [asked, setAsked] = useState<Asked>();
  const [ranging, setRanging] = useState(false);
  const [saving, setSaving] = useState(false);
  useRowKeys();

  const open = list.rows.find((line) => line.id === url.text('open'));
  const chosen = list.rows.filter((line) => isSelected(selection, line.id));
  const retriable = chosen.filter((line) => may(line, 'retry'));
  const correctable = chosen.filter((line) => may(line, 'correct'));
  const writable = chosen.filter((line) => may(line, 'write_off'));
  // More than is loaded is meant: then the server says which they are.
  const all = selection.kind === 'all' && selection.except.size === 0 && list.hasMore;
  const clear = () => setSelection(noSelection);
  const bulk: readonly Action[] = mayWrite
    ? [
        {
          id: 'metering.retry',
          label: all ? 'metering.retryAll' : 'metering.retryMany',
          values: { n: retriable.length },
          scope: 'selection',
          permission: 'usage:write',
          isEnabled: () => (all || retriable.length > 0) && !acts.isPending,
          run: () => (all ? acts.retryMatching(query) : acts.retry(retriable)).then(clear),
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
          label: all ? 'metering.writeOffAll' : 'metering.writeOffMany',
          values: { n: writable.length },
          scope: 'selection',
          permission: 'usage:write',
          isEnabled: () => (all || writable.length > 0) && !acts.isPending,
          run: () => setAsked({ act: 'writeOff', lines: writable, all }),
        },
      ]
    : [];
  useRegisterActions(
    () => (chosen.length > 0 ? bulk : []),
    [chosen.length, retriable.length, correctable.length, writable.length, acts.isPending, mayWrite, all],
  );

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
  const range = { from: url.text('from'), to: url.text('to') };
  const shown = (hour: string | undefined): string | undefined => {
    const instant = instantOf(hour);
    return instant === undefined ? undefined : formatHour(instant);
  };
  const [since, until] = [shown(range.from), shown(range.to)];
  const more = [
    ...(filter.productId === undefined
      ? []
      : [
          {
            id: 'product',
            field: t('metering.product'),
            words: totals?.products.find(({ id }) => id === filter.productId)?.name ?? t('metering.unknown'),
            onRemove: () => url.set({ product: undefined }),
          },
        ]),
    ...(filter.buyer === undefined
      ? []
      : [
          {
            id: 'buyer',
            field: t('metering.buyer'),
            words: totals?.buyers.find(({ account }) => account === filter.buyer)?.name ?? filter.buyer,
            onRemove: () => url.set({ buyer: undefined }),
          },
        ]),
    ...(since === undefined && until === undefined
      ? []
      : [
          {
            id: 'range',
            field: t('metering.hour'),
            words:
              since === undefined
                ? t('metering.range.until', { to: until ?? '' })
                : until === undefined
                  ? t('metering.range.since', { from: since })
                  : t('metering.range.between', { from: since, to: until }),
            onEdit: () => setRanging(true),
            onRemove: () => url.set({ from: undefined, to: undefined }),
          },
        ]),
  ];
  const allChips = [...chips, ...more];
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
    { id: 'range', title: t('metering.hour'), items: [{ id: 'choose', label: t('metering.range.choose'), onAction: () => setRanging(true) }] },
    ...((totals?.products.length ?? 0) === 0
      ? []
      : [
          {
            id: 'product',
            title: t('metering.product'),
            items: (totals?.products ?? [])
              .slice(0, MOST_CHOICES)
              .map(({ id, name }) => ({ id, label: name, isSelected: id === filter.productId, onAction: () => url.set({ product: id }) })),
          },
        ]),
    ...((totals?.buyers.length ?? 0) === 0
      ? []
      : [
          {
            id: 'buyer',
            title: t('metering.buyer'),
            items: (totals?.buyers ?? []).slice(0, MOST_CHOICES).map(({ account, name }) => ({
              id: account,
              label: name === account ? account : t('metering.buyerNamed', { name, account }),
              isSelected: account === filter.buyer,
              onAction: () => url.set({ buyer: account }),
            })),
          },
        ]),
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
  const clearFilters = () => url.set({ state: undefined, ...noFilter });
  async function save() {
    setSaving(true);
    try {
      toast(t('metering.exported', { n: await exportHours(query) }));
    } catch (error) {
      toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
    } finally {
      setSaving(false);
    }
  }
  const empty =
    allChips.length > 0 ? (
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
        chips={allChips}
        addGroups={groups}
        onClear={clearFilters}
        summary={mayWrite ? undefined : t('metering.mayNot')}
        end={
          <>
            <Button
              kind="quiet"
              size="compact"
              icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
              isDisabled={saving || list.rows.length === 0}
              onPress={() => void save()}
            >
              {t('metering.export')}
            </Button>
            <GridOptions layout={layout} />
          </>
        }
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
              onSelect: setSelection,
            }
          : {})}
      />
      <HoursFoot lines={list.rows} chosen={chosen} hasMore={list.hasMore} />
      {open && asked === undefined && (
        <HourSheet line={open} mayWrite={mayWrite} isPending={acts.isPending} onAct={(what) => act(what, open)} onClose={() => url.set({ open: undefined })} />
      )}
      {ranging && (
        <HourRangeDialog
          {...range}
          onClose={() => setRanging(false)}
          onDone={(next) => {
            url.set(next);
            setRanging(false);
          }}
        />
      )}
      {asked?.act === 'writeOff' && (
        <WriteOffDialog
          lines={asked.lines}
          all={asked.all}
          isPending={acts.isPending}
          onClose={() => setAsked(undefined)}
          onDone={(reason) => void (asked.all ? acts.writeOffMatching(query, reason) : acts.writeOff(asked.lines, reason)).then(finish)}
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
