import { useState } from 'react';
import { Ellipsis } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { problemSentence, useApiMutation } from '../../../lib/api/index.ts';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { GrantForm } from './grant-form.tsx';
import { OutcomeForm } from './outcome-form.tsx';
import { RenewDialog } from './renew-dialog.tsx';
import { isOver, type Subscription, subscriptionReads } from './words.ts';

type Stopped = 'pause' | 'resume' | 'cancel' | 'keep';
type Open = Stopped | 'change' | 'renew' | 'outcome' | 'grant';
type Props = { subscription: Subscription; onReload: () => void };

export function SubscriptionActs({ subscription: one, onReload }: Props) {
  const mayWrite = useCan('subscriptions:write');
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const over = isOver(one);
  // Begun or planned: until somebody says on which day it goes on.
  const pause = one.pauses.find(({ to }) => to === null);
  const renewal = useApiMutation('subscriptions.openRenewal', {
    invalidates: [...subscriptionReads, 'deals.list'],
    onDone: ({ dealId, opened }) => {
      toast(t(opened ? 'subs.renewal.opened' : 'subs.renewal.wasOpen'));
      void navigate({ to: '/deals/$dealId', params: { dealId } });
    },
  });
  const openRenewal = () =>
    renewal.mutate({ params: { id: one.id } }, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) });
  useRegisterActions(
    () => [
      {
        id: 'subs.change',
        label: 'subs.change',
        scope: 'record',
        shortcut: 'e',
        permission: 'subscriptions:write',
        isEnabled: () => !over,
        run: () => setOpen('change'),
      },
      {
        id: 'subs.renew',
        label: 'subs.renew',
        scope: 'record',
        permission: 'subscriptions:write',
        isEnabled: () => !over && one.endsOn !== null,
        run: () => setOpen('renew'),
      },
    ],
    [one.id, one.version],
  );
  return (
    <>
      {one.state === 'paused' && pause !== undefined ? (
        <Button kind="primary" isDisabled={!mayWrite} onPress={() => setOpen('resume')}>
          {t('subs.resume')}
        </Button>
      ) : (
        !over && (
          <Button kind="primary" isDisabled={!mayWrite} onPress={() => setOpen('change')}>
            {t('subs.change')}
          </Button>
        )
      )}
      <Menu
        label={t('ui.more')}
        placement="bottom end"
        groups={[
          {
            id: 'more',
            items: [
              { id: 'renew', label: t('subs.renew'), isDisabled: !mayWrite || over || one.endsOn === null, onAction: () => setOpen('renew') },
              one.renewalDealId === null
                ? { id: 'renewal', label: t('subs.renewal.open'), isDisabled: !mayWrite || over || renewal.isPending, onAction: openRenewal }
                : {
                    id: 'renewal',
                    label: t('subs.renewal.to'),
                    onAction: () => void navigate({ to: '/deals/$dealId', params: { dealId: one.renewalDealId ?? '' } }),
                  },
              { id: 'outcome', label: t('subs.outcome.propose'), isDisabled: !mayWrite, onAction: () => setOpen('outcome') },
              { id: 'grant', label: t('subs.grant.add'), isDisabled: !mayWrite, onAction: () => setOpen('grant') },
            ],
          },
          {
            id: 'end',
            items: [
              one.state === 'active' && pause !== undefined
                ? { id: 'resume', label: t('subs.resume.planned'), isDisabled: !mayWrite, onAction: () => setOpen('resume') }
                : { id: 'pause', label: t('subs.pause'), isDisabled: !mayWrite || one.state !== 'active', onAction: () => setOpen('pause') },
              ...(one.cancelledOn !== null && !over && pause === undefined
                ? [{ id: 'keep', label: t('subs.keep'), isDisabled: !mayWrite, onAction: () => setOpen('keep') }]
                : []),
              { id: 'cancel', label: t('subs.cancel'), tone: 'bad', isDisabled: !mayWrite || over, onAction: () => setOpen('cancel') },
            ],
          },
        ]}
      >
        <IconButton label={t('ui.more')}>
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Menu>
      {open === 'change' && <ChangeDialog subscription={one} onClose={close} onReload={onReload} />}
      {open === 'renew' && <RenewDialog subscription={one} onClose={close} onReload={onReload} />}
      {(open === 'pause' || open === 'resume' || open === 'cancel' || open === 'keep') && <Stop what={open} subscription={one} onClose={close} />}
      {open === 'outcome' && <OutcomeForm subscription={one} onClose={close} />}
      {open === 'grant' && <GrantForm subscription={one} onClose={close} />}
    </>
  );
}

/** Pause, resume and cancel: on a day, and why. What is cancelled for later can be kept. */
function Stop({ what, subscription, onClose }: { what: Stopped; subscription: Subscription; onClose: () => void }) {
  const options = {
    invalidates: subscriptionReads,
    onDone: () => {
      toast(t(`subs.${what}.done`));
      onClose();
    },
  };
  const pause = useApiMutation('subscriptions.pause', options);
  const resume = useApiMutation('subscriptions.resume', options);
  const cancel = useApiMutation('subscriptions.cancel', options);
  const used = what === 'pause' ? pause : what === 'cancel' ? cancel : resume;
  const common = { params: { id: subscription.id }, ifVersion: subscription.version };
  // A pause that is yet to begin ends on its first day, and so is taken back, or on a later one.
  const planned = what === 'resume' && subscription.state === 'active' ? subscription.pauses.find(({ to }) => to === null)?.from : undefined;
  function submit(reason: string, day: string) {
    const on = day === '' ? planned : day;
    if (what === 'pause') pause.mutate({ ...common, body: { from: on, reason } });
    else if (what === 'resume') resume.mutate({ ...common, body: { on } });
    else if (what === 'keep') resume.mutate({ ...common, body: {} });
    else cancel.mutate({ ...common, body: { effectiveOn: on ?? 'period_end', reason } });
  }
  return (
    <ReasonDialog
      title={t(planned === undefined ? `subs.${what}` : 'subs.resume.planned')}
      verb={t(planned === undefined ? `subs.${what}.verb` : 'subs.resume.planned.verb')}
      body={planned === undefined ? t(`subs.${what}.ask`) : t('subs.resume.planned.ask', { date: formatDate(planned) })}
      reason={what === 'pause' || what === 'cancel'}
      {...(what === 'keep'
        ? {}
        : {
            day: { label: t(`subs.${what}.day`), ...(planned === undefined ? { description: t(`subs.${what}.day.note`) } : {}), initial: planned ?? '' },
          })}
      isPending={used.isPending}
      error={used.error}
      onClose={onClose}
      onDone={submit}
    />
  );
}
