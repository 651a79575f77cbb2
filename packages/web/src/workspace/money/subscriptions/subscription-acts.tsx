import { useState } from 'react';
import { Ellipsis } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { problemSentence, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ReasonDialog } from '../payouts/reason-dialog.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { GrantForm } from './grant-form.tsx';
import { OutcomeForm } from './outcome-form.tsx';
import { RenewDialog } from './renew-dialog.tsx';
import { isOver, type Subscription, subscriptionReads } from './words.ts';

type Open = 'change' | 'pause' | 'resume' | 'cancel' | 'renew' | 'outcome' | 'grant';
type Props = { subscription: Subscription; onReload: () => void };

export function SubscriptionActs({ subscription: one, onReload }: Props) {
  const mayWrite = useCan('subscriptions:write');
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const over = isOver(one);
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
      {one.state === 'paused' ? (
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
              { id: 'pause', label: t('subs.pause'), isDisabled: !mayWrite || one.state !== 'active', onAction: () => setOpen('pause') },
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
      {(open === 'pause' || open === 'resume' || open === 'cancel') && <Stop what={open} subscription={one} onClose={close} />}
      {open === 'outcome' && <OutcomeForm subscription={one} onClose={close} />}
      {open === 'grant' && <GrantForm subscription={one} onClose={close} />}
    </>
  );
}

/** Pause, resume and cancel: on a day, and why. */
function Stop({ what, subscription, onClose }: { what: 'pause' | 'resume' | 'cancel'; subscription: Subscription; onClose: () => void }) {
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
  const used = what === 'pause' ? pause : what === 'resume' ? resume : cancel;
  const common = { params: { id: subscription.id }, ifVersion: subscription.version };
  function submit(reason: string, day: string) {
    const on = day === '' ? undefined : day;
    if (what === 'pause') pause.mutate({ ...common, body: { from: on, reason } });
    else if (what === 'resume') resume.mutate({ ...common, body: { on } });
    else cancel.mutate({ ...common, body: { effectiveOn: on ?? 'period_end', reason } });
  }
  return (
    <ReasonDialog
      title={t(`subs.${what}`)}
      verb={t(`subs.${what}`)}
      body={t(`subs.${what}.ask`)}
      reason={what !== 'resume'}
      day={{ label: t(`subs.${what}.day`), description: t(`subs.${what}.day.note`), initial: '' }}
      isPending={used.isPending}
      error={used.error}
      onClose={onClose}
      onDone={submit}
    />
  );
}
