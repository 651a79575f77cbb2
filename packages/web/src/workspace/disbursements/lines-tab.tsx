import { useState } from 'react';
import { Check, Download } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { type Action, useRegisterActions } from '../../lib/actions.ts';
import { problemSentence, useApi, useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { DataGrid, GridOptions, type GridSelection, noSelection, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { isSelected } from '../../ui/data-grid/selection.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRowKeys } from '../partners/kit/use-row-keys.ts';
import { useUrlState } from '../partners/kit/url-state.ts';
import { exportLines } from './export-lines.ts';
import { useLineColumns } from './line-columns.tsx';
import { LineFacts } from './line-facts.tsx';
import { MatchDrawer } from './match-drawer.tsx';
import { listSums } from './sums.ts';
import { SumsFoot } from './sums-foot.tsx';
import { UnmatchDialog } from './unmatch-dialog.tsx';
import { useMatching } from './use-matching.ts';
import { WriteOffLinesDialog } from './write-off-dialog.tsx';
import { type BillingLine, isWrittenOff, lineStates } from './words.ts';

const views = [...lineStates, 'all'] as const;
type Asked = { what: 'match' | 'unmatch' | 'writeOff'; lines: readonly BillingLine[] };

/** Lines of marketplaces: those that match nothing first, since a person has to say whose they are. */
export function LinesTab({ unmatched }: { unmatched: number | undefined }) {
  const url = useUrlState();
  const mayWrite = useCan('disbursements:write');
  const view = url.oneOf('state', views) ?? 'unmatched';
  const dealId = url.text('deal');
  const query = { state: view === 'all' ? undefined : view, dealId, agreementId: url.text('agreement') };
  const list = useApiPages('disbursements.lines', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined, staleTime: 60_000 });
  const layout = useGridLayout('disbursements.lines', useLineColumns());
  const matching = useMatching();
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [asked, setAsked] = useState<Asked>();
  const [saving, setSaving] = useState(false);
  useRowKeys();

  const openId = url.text('open');
  const open = list.rows.find((line) => line.id === openId);
  const chosen = list.rows.filter((line) => isSelected(selection, line.id));
  const toMatch = chosen.filter((line) => line.state === 'unmatched');
  const toTakeOff = chosen.filter((line) => line.state === 'matched');
  const toTakeBack = chosen.filter(isWrittenOff);
  const bulk: readonly Action[] = [
    {
      id: 'disbursements.match',
      label: 'disbursements.matchMany',
      values: { n: toMatch.length },
      scope: 'selection',
      permission: 'disbursements:write',
      isEnabled: () => toMatch.length > 0 && !matching.isPending,
      run: () => setAsked({ what: 'match', lines: toMatch }),
    },
    {
      id: 'disbursements.writeOff',
      label: 'disbursements.writeOffMany',
      values: { n: toMatch.length },
      scope: 'selection',
      permission: 'disbursements:write',
      isEnabled: () => toMatch.length > 0 && !matching.isPending,
      run: () => setAsked({ what: 'writeOff', lines: toMatch }),
    },
    {
      id: 'disbursements.takeBack',
      label: 'disbursements.takeBackMany',
      values: { n: toTakeBack.length },
      scope: 'selection',
      permission: 'disbursements:write',
      isEnabled: () => toTakeBack.length > 0 && !matching.isPending,
      run: () => matching.takeBack(toTakeBack).then(() => setSelection(noSelection)),
    },
    {
      id: 'disbursements.unmatch',
      label: 'disbursements.unmatchMany',
      values: { n: toTakeOff.length },
      scope: 'selection',
      permission: 'disbursements:write',
      isEnabled: () => toTakeOff.length > 0 && !matching.isPending,
      run: () => setAsked({ what: 'unmatch', lines: toTakeOff }),
    },
  ];
  useRegisterActions(() => (chosen.length > 0 ? bulk : []), [chosen.length, toMatch.length, toTakeOff.length, toTakeBack.length, matching.isPending]);

  /** In the queue the next line comes by itself; elsewhere the list does. */
  function nextAfter(gone: readonly BillingLine[]): string | undefined {
    if (view !== 'unmatched' || gone.length !== 1) return undefined;
    const place = list.rows.findIndex((line) => line.id === gone[0]?.id);
    return (list.rows[place + 1] ?? list.rows[place - 1])?.id;
  }
  async function match(lines: readonly BillingLine[], agreementId: string, reason: string) {
    const next = nextAfter(lines);
    if (!(await matching.match(lines, agreementId, reason))) return;
    setAsked(undefined);
    setSelection(noSelection);
    url.set({ open: asked === undefined ? next : undefined });
  }
  async function takeOff(lines: readonly BillingLine[], reason: string) {
    if (!(await matching.unmatch(lines, reason))) return;
    setAsked(undefined);
    setSelection(noSelection);
    url.set({ open: undefined });
  }
  async function giveUp(lines: readonly BillingLine[], reason: string) {
    const next = nextAfter(lines);
    if (!(await matching.writeOff(lines, reason))) return;
    setAsked(undefined);
    setSelection(noSelection);
    url.set({ open: lines.length === 1 ? next : undefined });
  }
  async function save() {
    setSaving(true);
    try {
      toast(t('disbursements.exported', { n: await exportLines(query) }));
    } catch (error) {
      toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
    } finally {
      setSaving(false);
    }
  }
  const narrowed = dealId !== undefined || url.text('agreement') !== undefined;
  const empty =
    view === 'unmatched' && !narrowed ? (
      <EmptyState
        icon={<Check size={18} aria-hidden />}
        title={t('disbursements.lines.none.unmatched')}
        detail={t('disbursements.lines.none.unmatchedDetail')}
        action={<Button onPress={() => url.set({ state: 'all' })}>{t('disbursements.showAll')}</Button>}
      />
    ) : (
      <EmptyState
        title={t('disbursements.lines.none')}
        detail={t('disbursements.lines.none.detail')}
        action={<Button onPress={() => url.set({ state: 'all', deal: undefined, agreement: undefined })}>{t('disbursements.showAll')}</Button>}
      />
    );
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <nav aria-label={t('disbursements.state')} className="min-w-0 overflow-x-auto">
          <ul className="flex gap-0.5 p-0.5">
            {views.map((id) => (
              <li key={id}>
                <Link
                  to="/disbursements"
                  search={(before: Record<string, unknown>) => ({ ...before, tab: 'lines', state: id === 'unmatched' ? undefined : id, open: undefined })}
                  replace
                  activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
                  aria-current={view === id ? 'true' : undefined}
                  className={cx(
                    'flex h-7 items-center gap-1.5 rounded-control px-2.5 whitespace-nowrap outline-offset-[-1px] hover:text-text max-md:h-10',
                    view === id ? 'bg-hover font-medium text-text' : 'text-muted',
                  )}
                >
                  {t(`disbursements.lineState.${id}`)}
                  {id === 'unmatched' && unmatched !== undefined && <Num value={unmatched} />}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {narrowed && (
          <Button size="compact" onPress={() => url.set({ deal: undefined, agreement: undefined })}>
            {t('ui.filter.remove', {
              filter:
                dealId === undefined
                  ? t('disbursements.agreement')
                  : deal.data === undefined
                    ? t('disbursements.oneDeal')
                    : t('disbursements.dealNamed', { number: deal.data.number, name: deal.data.name }),
            })}
          </Button>
        )}
        <span className="flex-1" />
        {!mayWrite && <span className="text-12 text-muted">{t('disbursements.mayNot')}</span>}
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isDisabled={saving || list.rows.length === 0}
          onPress={() => void save()}
        >
          {t('disbursements.export')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('disbursements.tab.lines')}
        layout={layout}
        rows={list.rows}
        rowId={(line) => line.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={empty}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(line) => url.set({ open: line.id })}
        {...(mayWrite ? { selection, onSelect: setSelection, bulk } : {})}
      />
      {list.rows.length > 0 && (
        <SumsFoot
          words={
            chosen.length > 0
              ? t('disbursements.lines.chosen', { n: chosen.length })
              : t(list.hasMore ? 'disbursements.lines.loaded' : 'disbursements.lines.count', { n: list.rows.length })
          }
          sums={listSums((chosen.length > 0 ? chosen : list.rows).filter((line) => view === 'apart' || (line.counts && line.kind !== 'payout')))}
        />
      )}
      {open && asked === undefined && open.state === 'unmatched' && mayWrite && (
        <MatchDrawer
          key={open.id}
          lines={[open]}
          isPending={matching.isPending}
          onClose={() => url.set({ open: undefined })}
          onMatch={(agreementId, reason) => void match([open], agreementId, reason)}
          onWriteOff={() => setAsked({ what: 'writeOff', lines: [open] })}
        />
      )}
      {open && asked === undefined && !(open.state === 'unmatched' && mayWrite) && (
        <Sheet
          title={t('disbursements.line')}
          isOpen
          onClose={() => url.set({ open: undefined })}
          footer={
            open.state === 'matched' && mayWrite ? (
              <Button kind="danger" onPress={() => setAsked({ what: 'unmatch', lines: [open] })}>
                {t('disbursements.unmatch')}
              </Button>
            ) : isWrittenOff(open) && mayWrite ? (
              <Button isDisabled={matching.isPending} onPress={() => void matching.takeBack([open]).then((done) => done && url.set({ open: undefined }))}>
                {t('disbursements.takeBack')}
              </Button>
            ) : undefined
          }
        >
          <LineFacts line={open} />
        </Sheet>
      )}
      {asked?.what === 'match' && (
        <MatchDrawer
          lines={asked.lines}
          isPending={matching.isPending}
          onClose={() => setAsked(undefined)}
          onMatch={(agreementId, reason) => void match(asked.lines, agreementId, reason)}
        />
      )}
      {asked?.what === 'writeOff' && (
        <WriteOffLinesDialog
          count={asked.lines.length}
          isPending={matching.isPending}
          onClose={() => setAsked(undefined)}
          onDone={(reason) => void giveUp(asked.lines, reason)}
        />
      )}
      {asked?.what === 'unmatch' && (
        <UnmatchDialog
          count={asked.lines.length}
          isPending={matching.isPending}
          onClose={() => setAsked(undefined)}
          onDone={(reason) => void takeOff(asked.lines, reason)}
        />
      )}
    </>
  );
}
