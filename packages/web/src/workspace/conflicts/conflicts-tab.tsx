import { useEffect, useState } from 'react';
import { Check } from 'lucide-react';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-media.ts';
import { LinkButton } from '../partners/kit/link-button.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { ConflictDetail } from './conflict-detail.tsx';
import { ConflictList } from './conflict-list.tsx';
import { TakeBack } from './take-back.tsx';
import { useResolve } from './use-resolve.ts';
import type { Conflict } from './words.ts';

export function ConflictsTab({ connectionId, dealId, status }: { connectionId: string | undefined; dealId: string | undefined; status: Conflict['status'] }) {
  const url = useUrlState();
  const phone = usePhone();
  const mayDecide = useCan('conflicts:decide');
  const [setting, setSetting] = useState(false);
  const list = useApiPages('conflicts.list', { query: { connectionId, dealId, status, limit: 50 } }, { keepPrevious: true, refetchInterval: 15_000 });
  const resolve = useResolve();
  const rows = list.rows;
  const open = rows.find((row) => row.id === url.text('open')) ?? (phone ? undefined : rows[0]);
  const place = open === undefined ? -1 : rows.indexOf(open);
  function show(id: string | undefined) {
    setSetting(false);
    url.set({ open: id });
  }
  function move(step: number) {
    const next = rows[Math.min(rows.length - 1, Math.max(0, place + step))];
    if (next) show(next.id);
  }
  function decide(conflict: Conflict, choice: Parameters<typeof resolve.decide>[1]) {
    const next = rows[place + 1] ?? rows[place - 1];
    resolve.decide(conflict, choice, () => show(phone ? undefined : next?.id));
  }
  function decideOpen(side: 'ours' | 'theirs') {
    if (open) decide(open, { with: side });
  }
  useEffect(() => {
    document.querySelector(`[data-conflict="${CSS.escape(open?.id ?? '')}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [open?.id]);
  const ready = () => mayDecide && open?.status === 'open' && !resolve.isPending;
  useRegisterActions(
    () => [
      { id: 'conflicts.next', label: 'conflicts.key.next', scope: 'screen', shortcut: 'j', run: () => move(1) },
      { id: 'conflicts.previous', label: 'conflicts.key.previous', scope: 'screen', shortcut: 'k', run: () => move(-1) },
      {
        id: 'conflicts.ours',
        label: 'conflicts.keepOurs',
        scope: 'record',
        shortcut: '1',
        permission: 'conflicts:decide',
        isEnabled: ready,
        run: () => decideOpen('ours'),
      },
      {
        id: 'conflicts.theirs',
        label: 'conflicts.takeTheirs',
        scope: 'record',
        shortcut: '2',
        permission: 'conflicts:decide',
        isEnabled: ready,
        run: () => decideOpen('theirs'),
      },
      {
        id: 'conflicts.value',
        label: 'conflicts.setValue',
        scope: 'record',
        shortcut: '3',
        permission: 'conflicts:decide',
        isEnabled: ready,
        run: () => setSetting(true),
      },
      {
        id: 'conflicts.undo',
        label: 'conflicts.undo',
        scope: 'screen',
        shortcut: 'u',
        isEnabled: () => resolve.decided.length > 0,
        run: () => resolve.takeBackLast(),
      },
    ],
    [open?.id, open?.version, rows.length, place, phone, mayDecide, resolve.isPending, resolve.decided],
  );
  const detail = open !== undefined && (
    <ConflictDetail
      key={open.id}
      conflict={open}
      mayDecide={mayDecide}
      isPending={resolve.isPending}
      setting={setting}
      onSetting={setSetting}
      stale={resolve.staleId === open.id}
      onDecide={(choice) => decide(open, choice)}
    />
  );
  return (
    <>
      {list.error !== null && rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={6} height={66} widths={[40, 20, 15]} what={t('conflicts.title')} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={<Check size={18} aria-hidden />}
          title={t(status === 'open' ? 'conflicts.none' : 'conflicts.none.status')}
          detail={t(status === 'open' ? 'conflicts.none.detail' : 'conflicts.none.statusDetail')}
          action={
            status === 'open' ? (
              <LinkButton to="/connections">{t('conflicts.toConnections')}</LinkButton>
            ) : (
              <Button onPress={() => url.set({ status: undefined })}>{t('conflicts.showOpen')}</Button>
            )
          }
        />
      ) : (
        <div className="flex min-h-0 flex-1">
          <section
            className="relative min-h-0 overflow-auto max-md:flex-1 md:w-96 md:shrink-0 md:border-e md:border-line xl:w-110"
            aria-label={t('conflicts.list')}
          >
            {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
            <ConflictList rows={rows} openId={open?.id} onOpen={show} />
            {list.hasMore && (
              <p className="p-3 text-center">
                <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
                  {t('work.more')}
                </Button>
              </p>
            )}
          </section>
          {phone ? (
            <Sheet title={open?.label ?? t('conflicts.detail')} isOpen={open !== undefined} onClose={() => show(undefined)}>
              {detail}
            </Sheet>
          ) : (
            <ScrollArea className="min-h-0 min-w-0 flex-1 overflow-auto" label={t('conflicts.detail')}>
              {detail}
            </ScrollArea>
          )}
        </div>
      )}
      <TakeBack decided={resolve.decided} onTakeBack={resolve.takeBack} />
    </>
  );
}
