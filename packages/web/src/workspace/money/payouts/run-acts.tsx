import { useState } from 'react';
import { Ellipsis } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { type MessageId, t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { ReleaseDialog } from './release-dialog.tsx';
import { RunForm } from './run-form.tsx';
import { complain, usePayoutAct } from './use-payout-act.ts';
import { type Run, today } from './words.ts';

type Open = 'change' | 'release' | 'send' | 'paid' | 'cancel';
type Verb = { id: string; label: MessageId; permission: 'payouts:write' | 'payouts:release'; run: () => void };

/** The next step of a run stands as a button; who may not take it reads why. */
export function RunActs({ run }: { run: Run }) {
  const [open, setOpen] = useState<Open>();
  const mayWrite = useCan('payouts:write');
  const mayRelease = useCan('payouts:release');
  const collect = usePayoutAct('payoutRuns.collect');
  const ready = usePayoutAct('payoutRuns.ready');
  const send = usePayoutAct('payoutRuns.send');
  const paid = usePayoutAct('payoutRuns.markPaid');
  const cancel = usePayoutAct('payoutRuns.cancel');
  const free = run.progress.doing === null;
  const params = { id: run.id };
  const close = () => setOpen(undefined);
  const done = (message: MessageId) => ({
    onSuccess: () => {
      close();
      toast(t(message));
    },
  });
  const next: Verb | undefined =
    run.state === 'draft'
      ? { id: 'collect', label: 'payouts.collect', permission: 'payouts:write', run: () => collect.mutate({ params }, { onError: complain }) }
      : run.state === 'collecting' && free
        ? {
            id: 'ready',
            label: 'payouts.ready',
            permission: 'payouts:write',
            run: () => ready.mutate({ params, ifVersion: run.version }, { onError: complain, onSuccess: () => toast(t('payouts.ready.done')) }),
          }
        : run.state === 'ready'
          ? { id: 'release', label: 'payouts.release', permission: 'payouts:release', run: () => setOpen('release') }
          : run.state === 'released' && free
            ? { id: 'send', label: 'payouts.send', permission: 'payouts:release', run: () => setOpen('send') }
            : run.state === 'sent' && free
              ? { id: 'paid', label: 'payouts.paid', permission: 'payouts:write', run: () => setOpen('paid') }
              : undefined;
  const refusal = run.state === 'ready' ? run.releaseRefusal : null;
  const allowed = next !== undefined && (next.permission === 'payouts:write' ? mayWrite : mayRelease) && refusal === null;
  const more = [
    ...(run.state === 'draft' ? [{ id: 'change', label: t('payouts.run.change'), isDisabled: !mayWrite, onAction: () => setOpen('change') }] : []),
    ...(run.state === 'released' && free ? [{ id: 'paid', label: t('payouts.paid'), isDisabled: !mayWrite, onAction: () => setOpen('paid') }] : []),
    ...(['draft', 'collecting', 'ready'].includes(run.state)
      ? [{ id: 'cancel', label: t('payouts.cancel'), tone: 'bad' as const, isDisabled: !mayWrite, onAction: () => setOpen('cancel') }]
      : []),
  ];
  useRegisterActions(
    () =>
      next === undefined
        ? []
        : [
            {
              id: `payouts.run.${next.id}`,
              label: next.label,
              scope: 'record',
              shortcut: 'r',
              permission: next.permission,
              isEnabled: () => allowed,
              run: next.run,
            },
          ],
    [run.version, run.state, free, allowed],
  );
  return (
    <>
      {next !== undefined && !allowed && <span className="max-w-80 text-12 text-muted">{refusal ?? t('payouts.mayNotWrite')}</span>}
      {next !== undefined && (
        <Button kind="primary" isDisabled={!allowed} isPending={collect.isPending || ready.isPending} onPress={next.run}>
          {t(next.label)}
        </Button>
      )}
      {more.length > 0 && (
        <Menu label={t('ui.more')} placement="bottom end" groups={[{ id: 'more', items: more }]}>
          <IconButton label={t('ui.more')}>
            <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </Menu>
      )}
      {open === 'change' && <RunForm run={run} onClose={close} onSaved={() => toast(t('payouts.saved'))} />}
      {open === 'release' && <ReleaseDialog run={run} onClose={close} />}
      {open === 'send' && (
        <ReasonDialog
          title={t('payouts.send')}
          verb={t('payouts.send')}
          body={t('payouts.send.ask')}
          reason={false}
          isPending={send.isPending}
          error={send.error}
          onClose={close}
          onDone={() => send.mutate({ params, body: { provider: 'file' } }, done('payouts.send.done'))}
        />
      )}
      {open === 'paid' && (
        <ReasonDialog
          title={t('payouts.paid')}
          verb={t('payouts.paid')}
          body={t('payouts.paid.ask')}
          reason={false}
          day={{ label: t('payouts.paidOn'), isRequired: true, initial: run.payOn ?? today() }}
          isPending={paid.isPending}
          error={paid.error}
          onClose={close}
          onDone={(_reason, paidOn) => paid.mutate({ params, body: { paidOn } }, done('payouts.paid.done'))}
        />
      )}
      {open === 'cancel' && (
        <ReasonDialog
          title={t('payouts.cancel')}
          verb={t('payouts.cancel')}
          body={t('payouts.cancel.ask')}
          isPending={cancel.isPending}
          error={cancel.error}
          onClose={close}
          onDone={(reason) => cancel.mutate({ params, body: { reason } }, done('payouts.cancel.done'))}
        />
      )}
    </>
  );
}
