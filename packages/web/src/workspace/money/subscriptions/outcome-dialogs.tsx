import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { type Outcome, subscriptionReads } from './words.ts';

const sides = ['customer', 'partner'] as const;
type Props = { outcome: Outcome; onClose: () => void };

/** Who of the other side accepted, and by what one sees it. */
export function TheirsDialog({ outcome, onReload, onClose }: Props & { onReload: () => void }) {
  const [side, setSide] = useState<(typeof sides)[number]>('customer');
  const [by, setBy] = useState('');
  const [evidence, setEvidence] = useState('');
  const [tried, setTried] = useState(false);
  const accept = useApiMutation('outcomes.accept', {
    invalidates: subscriptionReads,
    onDone: ({ state }) => {
      toast(t(state === 'accepted' ? 'subs.outcome.owed' : 'subs.outcome.theirsDone'));
      onClose();
    },
  });
  const missing = (empty: boolean) => (tried && empty ? t('subs.missing') : undefined);
  function submit() {
    setTried(true);
    if (by.trim() === '' || evidence.trim() === '') return;
    accept.mutate({ params: { id: outcome.id }, ifVersion: outcome.version, body: { side, by: by.trim(), evidence: evidence.trim() } });
  }
  return (
    <FormDrawer
      title={t('subs.outcome.acceptTheirs')}
      verb={t('subs.outcome.record')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={accept.isPending}
      error={accept.error}
      ownChecks
      onReload={onReload}
    >
      <p className="text-muted">{t('subs.outcome.theirs.note')}</p>
      <RadioGroup label={t('subs.outcome.side')} options={sides.map((id) => ({ id, label: t(`subs.outcome.side.${id}`) }))} value={side} onChange={setSide} />
      <TextField
        label={t('subs.outcome.by')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={by}
        onChange={setBy}
        error={missing(by.trim() === '')}
      />
      <TextField
        label={t('subs.outcome.how')}
        description={t('subs.outcome.how.note')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={4000}
        value={evidence}
        onChange={setEvidence}
        error={missing(evidence.trim() === '')}
      />
    </FormDrawer>
  );
}

/** Somebody of either side does not accept it; what was accepted so far is void. */
export function DisputeDialog({ outcome, onClose }: Props) {
  const [by, setBy] = useState('');
  const dispute = useApiMutation('outcomes.dispute', {
    invalidates: subscriptionReads,
    onDone: () => {
      toast(t('subs.outcome.disputed.done'));
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t('subs.outcome.dispute')}
      verb={t('subs.outcome.dispute.verb')}
      body={
        <div className="flex flex-col gap-4">
          <p>{t('subs.outcome.dispute.ask')}</p>
          <TextField label={t('subs.outcome.dispute.by')} description={t('subs.outcome.dispute.by.note')} maxLength={200} value={by} onChange={setBy} />
        </div>
      }
      isPending={dispute.isPending}
      error={dispute.error}
      onClose={onClose}
      onDone={(reason) =>
        dispute.mutate({ params: { id: outcome.id }, ifVersion: outcome.version, body: { reason, ...(by.trim() === '' ? {} : { by: by.trim() }) } })
      }
    />
  );
}

export function WithdrawDialog({ outcome, onClose }: Props) {
  const withdraw = useApiMutation('outcomes.withdraw', {
    invalidates: subscriptionReads,
    onDone: () => {
      toast(t('subs.outcome.withdrawn.done'));
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t('subs.outcome.withdraw')}
      verb={t('subs.outcome.withdraw')}
      body={t('subs.outcome.withdraw.ask')}
      isPending={withdraw.isPending}
      error={withdraw.error}
      onClose={onClose}
      onDone={(reason) => withdraw.mutate({ params: { id: outcome.id }, ifVersion: outcome.version, body: { reason } })}
    />
  );
}
