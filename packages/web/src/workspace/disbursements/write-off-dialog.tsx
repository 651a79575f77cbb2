import { useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { TextField } from '../../ui/text-field.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';

/** Gives up looking whose lines these are. */
export function WriteOffLinesDialog({
  count,
  isPending,
  onClose,
  onDone,
}: {
  count: number;
  isPending: boolean;
  onClose: () => void;
  onDone: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  function submit() {
    setTried(true);
    if (reason.trim() !== '') onDone(reason.trim());
  }
  return (
    <FormDrawer
      title={t('disbursements.writeOff.title')}
      verb={t('disbursements.writeOff')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={isPending}
      error={null}
    >
      <p>{t('disbursements.writeOff.ask', { n: count })}</p>
      <TextField
        label={t('disbursements.reason')}
        description={t('disbursements.reason.note')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('disbursements.reason.missing') : undefined}
      />
    </FormDrawer>
  );
}
