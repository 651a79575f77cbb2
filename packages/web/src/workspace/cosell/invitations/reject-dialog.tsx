import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { plainWords } from '../../deals/room/views/words.ts';
import type { InvitationDetail } from './words.ts';

const LONGEST_REASON = 80;

type Props = { invitation: InvitationDetail; onClose: () => void; onReload: () => void; onAnswered: () => void };

/** Access to what was offered ends with it, so the reason is one the sender can use. */
export function RejectDialog({ invitation, onClose, onReload, onAnswered }: Props) {
  const [reason, setReason] = useState('');
  const reject = useApiMutation('invitations.reject', { invalidates: ['invitations.list', 'invitations.get', 'acts.list'] });
  return (
    <FormDialog
      title={t('cosell.reject.title', { sender: invitation.sender })}
      verb={t('cosell.reject')}
      danger
      isOpen
      onClose={onClose}
      onReload={onReload}
      isPending={reject.isPending}
      isReady={reason.trim() !== ''}
      error={reject.error}
      onSubmit={() =>
        reject.mutate(
          { params: { id: invitation.id }, ifVersion: invitation.version, body: { reason: reason.trim() } },
          {
            onSuccess: () => {
              toast(t('cosell.rejecting', { name: invitation.connectionName }));
              onAnswered();
              onClose();
            },
          },
        )
      }
    >
      <p className="text-muted">{t('cosell.reject.note')}</p>
      {invitation.rejectReasons.length > 0 ? (
        <RadioGroup
          label={t('cosell.reason')}
          value={reason}
          onChange={setReason}
          options={invitation.rejectReasons.map((id) => ({ id, label: plainWords(id) }))}
          isRequired
        />
      ) : (
        <TextField label={t('cosell.reason')} value={reason} onChange={setReason} isRequired maxLength={LONGEST_REASON} />
      )}
    </FormDialog>
  );
}
