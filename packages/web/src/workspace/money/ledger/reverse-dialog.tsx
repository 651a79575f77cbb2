import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { dayIn, today } from '../kit/months.ts';
import { booked, type TransactionDetail } from './words.ts';

/** In whole and once: the mirror of the entries as they were written, booked on a day of its own. */
export function ReverseDialog({ transaction, onClose }: { transaction: TransactionDetail; onClose: () => void }) {
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [bookedOn, setBookedOn] = useState(today());
  const [tried, setTried] = useState(false);
  const reverse = useApiMutation('ledger.reverse', {
    invalidates: booked,
    onDone: (made) => {
      onClose();
      toast(t('ledger.reverse.done'));
      void navigate({ to: '/money/ledger/transactions/$transactionId', params: { transactionId: made.id } });
    },
  });
  const wrongDay = dayIn(bookedOn) === undefined || bookedOn > today();
  function submit() {
    setTried(true);
    if (reason.trim() === '' || wrongDay) return;
    reverse.mutate({ params: { id: transaction.id }, body: { reason: reason.trim(), bookedOn } });
  }
  return (
    <FormDrawer
      title={t('ledger.reverse.title')}
      verb={t('ledger.reverse')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={reverse.isPending}
      error={reverse.error}
    >
      <p>{t('ledger.reverse.ask', { n: transaction.entries.length })}</p>
      <TextField
        label={t('ledger.reason')}
        description={t('ledger.reason.note')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('ledger.reason.missing') : undefined}
      />
      <DateField
        label={t('ledger.bookedOn')}
        description={t('ledger.bookedOn.note')}
        isRequired
        validationBehavior="aria"
        value={bookedOn}
        onChange={setBookedOn}
        className="w-48"
        error={tried && wrongDay ? t('ledger.bookedOn.wrong') : undefined}
      />
    </FormDrawer>
  );
}
