import { useEffect, useRef, useState } from 'react';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { noSelection, toggle, isSelected } from '../../ui/data-grid/selection.ts';
import { SelectionBar } from '../../ui/data-grid/selection-bar.tsx';
import { ClaimLinks } from '../../shell/claim-links.tsx';
import { PageHeader } from '../../ui/page.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { SearchBox } from '../partners/kit/search-box.tsx';
import { BulkDecline, RefusedList, type Refused } from './bulk.tsx';
import { DelegationsDialog } from './dialogs/delegations-dialog.tsx';
import { RegisterDialog } from './dialogs/register-dialog.tsx';
import { EmptyQueue, Figures } from './queue-parts.tsx';
import { QueueRow } from './queue-row.tsx';
import { type QueueTab, queueTabs } from './queue-state.ts';
import { attachBody } from './review/attach.ts';
import { Review } from './review/review.tsx';
import { StepDialogs } from './review/step-dialogs.tsx';
import { useQueue } from './use-queue.ts';
import { useSteps } from './use-steps.ts';

const REVIEW = 'registration-review';

export function RegistrationsScreen() {
  const queue = useQueue();
  const { list, openId, openRow, registration, tab } = queue;
  const steps = useSteps((id) => queue.show(id));
  const summary = useApi('registrations.summary');
  const mayDecide = useCan('registrations:decide');
  const mayWrite = useCan('registrations:write');
  const [dialog, setDialog] = useState<'delegations' | 'register' | 'decline-many'>();
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const numbers = new Map(list.rows.map((row) => [row.id, row.number]));
  const moves = useRef(false);
  const move = (by: 1 | -1): void => {
    moves.current = true;
    queue.move(by);
  };
  const selectable = mayDecide && (tab === 'waiting' || tab === 'mine' || tab === 'partner');

  useEffect(() => {
    const row = document.querySelector<HTMLElement>(`[data-registration="${CSS.escape(openId ?? '')}"]`);
    row?.scrollIntoView({ block: 'nearest' });
    // J and K carry the focus along, so that Enter opens the row they came to.
    if (moves.current) row?.focus({ preventScroll: true });
    moves.current = false;
  }, [openId]);

  function open(id: string): void {
    if (!queue.wide) queue.openPage(id);
    else if (id === openId) document.getElementById(REVIEW)?.focus();
    else queue.show(id);
  }

  function approve(): void {
    const subject = registration ?? openRow;
    if (subject) steps.approve(subject, attachBody(queue.attach), () => queue.leave([subject.id]));
  }
  function bulk(decision: 'approve' | 'decline', words?: { reason: Parameters<typeof steps.bulk.send>[0]['reason']; partnerText: string }): void {
    steps.bulk.send({ ids: queue.picked, decision, ...words }, (decided, refusals) => {
      setDialog(undefined);
      setRefused(refusals.map((one) => ({ ...one, number: numbers.get(one.id) ?? null })));
      queue.leave(decided);
    });
  }
  useRegisterActions(() => {
    const decides = { scope: 'record' as const, permission: 'registrations:decide' };
    const may = (key: string) => () => registration?.steps.some((step) => step.key === key && step.allowed) ?? openRow?.mayDecide ?? false;
    return [
      { id: 'registrations.next', label: 'registrations.key.next', scope: 'screen', shortcut: 'j', run: () => move(1) },
      { id: 'registrations.previous', label: 'registrations.key.previous', scope: 'screen', shortcut: 'k', run: () => move(-1) },
      {
        id: 'registrations.select',
        label: 'registrations.key.select',
        scope: 'screen',
        shortcut: 'x',
        permission: 'registrations:decide',
        isEnabled: () => selectable && openId !== undefined,
        run: () => queue.setSelection(toggle(queue.selection, openId ?? '')),
      },
      {
        id: 'registrations.register',
        label: 'registrations.register',
        scope: 'screen',
        shortcut: 'r',
        permission: 'registrations:write',
        run: () => setDialog('register'),
      },
      { ...decides, id: 'registrations.approve', label: 'registrations.approve', shortcut: 'e', isEnabled: may('approve'), run: approve },
      {
        ...decides,
        id: 'registrations.decline',
        label: 'registrations.decline',
        shortcut: 'd',
        isEnabled: may('decline'),
        run: () => queue.setAsking('decline'),
      },
      { ...decides, id: 'registrations.ask', label: 'registrations.ask', shortcut: 'i', isEnabled: may('ask'), run: () => queue.setAsking('ask') },
      {
        ...decides,
        id: 'registrations.assign',
        label: 'registrations.assign',
        shortcut: 'a',
        isEnabled: () => openRow?.heldBy === 'vendor',
        run: () => queue.setAsking('assign'),
      },
    ];
  }, [openId, openRow?.version, registration?.version, queue.ids.join(), queue.attach, queue.selection, selectable, steps.isPending]);

  const counts: Partial<Record<QueueTab, number>> = summary.data
    ? {
        waiting: summary.data.waiting,
        mine: summary.data.mine,
        partner: summary.data.withPartner,
        protected: summary.data.protected,
        expiring: summary.data.expiring14Days,
      }
    : {};
  return (
    <>
      <ClaimLinks />
      <PageHeader
        title={t('registrations.title')}
        actions={
          <>
            <SearchBox label={t('registrations.search')} value={queue.q ?? ''} onSearch={(text) => queue.url.set({ q: text, id: undefined })} />
            <Button onPress={() => setDialog('delegations')}>{t('registrations.delegations')}</Button>
            <Button kind="primary" keyHint="r" isDisabled={!mayWrite} onPress={() => setDialog('register')}>
              {t('registrations.register')}
            </Button>
          </>
        }
        facts={
          <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
            <Tabs
              label={t('registrations.title')}
              value={tab}
              onChange={(id) => {
                queue.setSelection(noSelection);
                queue.url.set({ tab: id === 'waiting' ? undefined : id, id: undefined });
              }}
              items={queueTabs.map((id) => ({
                id,
                label: t(`registrations.tab.${id}`),
                count: counts[id] === undefined ? undefined : <Num value={counts[id]} />,
              }))}
            />
            {summary.data && <Figures summary={summary.data} />}
          </div>
        }
      />
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={7} height={86} widths={[40, 20, 15]} what={t('registrations.title')} />
      ) : list.rows.length === 0 ? (
        <EmptyQueue tab={tab} searched={queue.q !== undefined} mayWrite={mayWrite} onSet={queue.url.set} onRegister={() => setDialog('register')} />
      ) : (
        <div className="relative flex min-h-0 flex-1">
          <section
            aria-label={t('registrations.list')}
            className="relative min-h-0 min-w-0 flex-1 overflow-auto pb-16 min-[1200px]:w-110 min-[1200px]:flex-none min-[1200px]:border-e min-[1200px]:border-line"
          >
            {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
            <RefusedList refused={refused} onClose={() => setRefused([])} />
            <ul>
              {list.rows.map((row) => (
                <QueueRow
                  key={row.id}
                  row={row}
                  isOpen={row.id === openId}
                  isPicked={isSelected(queue.selection, row.id)}
                  onPick={() => queue.setSelection(toggle(queue.selection, row.id))}
                  onOpen={() => open(row.id)}
                  selectable={selectable}
                />
              ))}
            </ul>
            {list.hasMore && (
              <p className="p-3 text-center">
                <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
                  {t('work.more')}
                </Button>
              </p>
            )}
          </section>
          {queue.wide && (
            <ScrollArea className="min-h-0 min-w-0 flex-1 overflow-auto bg-desk p-5" label={t('registrations.detail')}>
              {registration ? (
                <div id={REVIEW} tabIndex={-1} className="outline-none">
                  <Review
                    key={registration.id}
                    registration={registration}
                    attach={queue.attach}
                    onAttach={queue.setAttach}
                    steps={steps}
                    onApprove={approve}
                    onAsk={queue.setAsking}
                  />
                </div>
              ) : queue.detail.error !== null ? (
                <ErrorState error={queue.detail.error} onRetry={() => void queue.detail.refetch()} />
              ) : (
                <SkeletonRows rows={9} height={56} what={t('registrations.detail')} />
              )}
            </ScrollArea>
          )}
          {queue.pickedCount > 0 && (
            // Over the list, beside the notices of what was done, which stand in the middle of the page.
            <div className="pointer-events-none absolute inset-y-0 start-0 w-full min-[1200px]:w-110">
              <SelectionBar
                selection={queue.selection}
                total={list.rows.length}
                loaded={list.rows.length}
                onAll={() => queue.setSelection({ kind: 'some', ids: new Set(queue.ids) })}
                onClear={() => queue.setSelection(noSelection)}
                actions={[
                  {
                    id: 'registrations.bulkApprove',
                    label: 'registrations.approve',
                    scope: 'selection',
                    permission: 'registrations:decide',
                    isEnabled: () => !steps.isPending,
                    run: () => bulk('approve'),
                  },
                  {
                    id: 'registrations.bulkDecline',
                    label: 'registrations.decline',
                    scope: 'selection',
                    permission: 'registrations:decide',
                    isEnabled: () => !steps.isPending,
                    run: () => setDialog('decline-many'),
                  },
                ]}
              />
            </div>
          )}
        </div>
      )}
      {registration && (
        <StepDialogs
          registration={registration}
          asking={queue.asking}
          steps={steps}
          onClose={() => queue.setAsking(undefined)}
          onDecided={() => queue.leave([registration.id])}
        />
      )}
      {dialog === 'decline-many' && (
        <BulkDecline
          count={queue.pickedCount}
          steps={steps}
          onClose={() => setDialog(undefined)}
          onDecline={(reason, partnerText) => bulk('decline', { reason, partnerText })}
        />
      )}
      {dialog === 'delegations' && <DelegationsDialog onClose={() => setDialog(undefined)} />}
      {dialog === 'register' && <RegisterDialog onClose={() => setDialog(undefined)} onMade={queue.openPage} />}
    </>
  );
}
