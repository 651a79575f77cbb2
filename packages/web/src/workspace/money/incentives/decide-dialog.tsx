import { type ReactNode, useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';

/** Approve, with a note where one is wished; decline, never without a reason. */
export function DecideDialog({
  approve,
  body,
  isPending,
  error,
  onClose,
  onDecide,
}: {
  approve: boolean;
  body: ReactNode;
  isPending: boolean;
  error: unknown;
  onClose: () => void;
  onDecide: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const missing = !approve && reason.trim() === '';
  return (
    <FormDrawer
      title={t(approve ? 'incentives.approve' : 'incentives.decline')}
      verb={t(approve ? 'incentives.approve' : 'incentives.decline')}
      look="modal"
      isOpen
      onClose={onClose}
      isPending={isPending}
      error={error}
      onSubmit={() => {
        setTried(true);
        if (!missing) onDecide(reason.trim());
      }}
    >
      <div>{body}</div>
      <TextField
        label={t('incentives.reason')}
        isRequired={!approve}
        validationBehavior="aria"
        rows={2}
        maxLength={4000}
        value={reason}
        onChange={setReason}
        error={tried && missing ? t('incentives.reason.missing') : undefined}
      />
    </FormDrawer>
  );
}
