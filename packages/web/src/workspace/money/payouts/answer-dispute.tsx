import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { usePayoutAct } from './use-payout-act.ts';
import type { Dispute } from './words.ts';

/** Yes or no, always with a reason the partner reads. What was earned is never changed: a correction is a line of its own. */
export function AnswerDispute({
  dispute,
  outcome,
  onReload,
  onClose,
}: {
  dispute: Dispute;
  outcome: 'accepted' | 'rejected';
  onReload: () => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [correction, setCorrection] = useState<number | null>(dispute.expectedMinor === null ? null : dispute.expectedMinor - dispute.amountMinor);
  const [tried, setTried] = useState(false);
  const answer = usePayoutAct('disputes.answer');
  const accepts = outcome === 'accepted';
  const correctionMinor = accepts ? (correction ?? 0) : 0;
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: dispute.currency }} />;
  function submit() {
    setTried(true);
    if (reason.trim() === '') return;
    answer.mutate(
      { params: { id: dispute.id }, body: { outcome, reason: reason.trim(), correctionMinor }, ifVersion: dispute.version },
      {
        onSuccess: () => {
          onClose();
          toast(t(accepts ? 'payouts.dispute.accept.done' : 'payouts.dispute.reject.done'));
        },
      },
    );
  }
  const verb = t(accepts ? 'payouts.dispute.accept' : 'payouts.dispute.reject');
  return (
    <FormDrawer
      title={verb}
      verb={verb}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={answer.isPending}
      error={answer.error}
      onReload={onReload}
    >
      <p>{t(accepts ? 'payouts.dispute.accept.ask' : 'payouts.dispute.reject.ask')}</p>
      {accepts && (
        <>
          <SignedMoneyField
            label={t('payouts.correction')}
            description={t('payouts.correction.note')}
            amountMinor={correction}
            currency={dispute.currency}
            onChange={setCorrection}
            className="w-56"
          />
          <dl className="grid grid-cols-[1fr_auto] gap-x-6 rounded-popover border border-line">
            <div className="col-span-2 grid grid-cols-subgrid px-3 py-1.5">
              <dt className="text-muted">{t('payouts.earned')}</dt>
              <dd className="text-end">{money(dispute.amountMinor)}</dd>
            </div>
            <div className="col-span-2 grid grid-cols-subgrid px-3 py-1.5">
              <dt className="text-muted">{t('payouts.correction')}</dt>
              <dd className="text-end">{money(correctionMinor)}</dd>
            </div>
            <div className="col-span-2 grid grid-cols-subgrid border-t border-line-strong px-3 py-2 font-semibold">
              <dt>{t('payouts.together')}</dt>
              <dd className="text-end">{money(dispute.amountMinor + correctionMinor)}</dd>
            </div>
          </dl>
        </>
      )}
      <TextField
        label={t('payouts.reason')}
        description={t('payouts.say.note')}
        isRequired
        validationBehavior="aria"
        rows={3}
        maxLength={4000}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('payouts.reason.missing') : undefined}
      />
    </FormDrawer>
  );
}
