import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { usePayoutAct } from './use-payout-act.ts';
import type { Dispute, Earning } from './words.ts';

/** What a partner said by telephone or mail becomes a dispute with a clock. */
export function OpenDispute({ earning, onClose, onDone }: { earning: Earning; onClose: () => void; onDone: (dispute: Dispute) => void }) {
  const [reason, setReason] = useState('');
  const [expectedMinor, setExpected] = useState<number | null>(null);
  const [tried, setTried] = useState(false);
  const open = usePayoutAct('disputes.open');
  function submit() {
    setTried(true);
    if (reason.trim() === '') return;
    open.mutate(
      { body: { earningId: earning.id, reason: reason.trim(), expectedMinor } },
      {
        onSuccess: (dispute) => {
          toast(t('payouts.disputes.opened', { number: dispute.number }));
          onDone(dispute);
        },
      },
    );
  }
  return (
    <FormDrawer
      title={t('payouts.disputes.open')}
      verb={t('payouts.disputes.open')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={open.isPending}
      error={open.error}
    >
      <p>
        <bdi className="font-medium">{earning.title}</bdi> · <bdi>{earning.partnerName}</bdi> · <ExactMoney value={earning} />
      </p>
      <p className="text-muted">{t('payouts.disputes.open.note')}</p>
      <TextField
        label={t('payouts.disputes.what')}
        isRequired
        validationBehavior="aria"
        rows={3}
        maxLength={4000}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('payouts.reason.missing') : undefined}
      />
      <SignedMoneyField
        label={t('payouts.expected')}
        description={t('payouts.expected.note')}
        amountMinor={expectedMinor}
        currency={earning.currency}
        onChange={setExpected}
        className="w-56"
      />
    </FormDrawer>
  );
}
