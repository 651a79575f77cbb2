import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { MemberPicker } from '../../deals/kit/pickers.tsx';

export function AssignDialog({
  title,
  error,
  isPending,
  onClose,
  onReload,
  onAssign,
}: {
  title: string;
  error: unknown;
  isPending: boolean;
  onClose: () => void;
  onReload: () => void;
  onAssign: (memberId: string) => void;
}) {
  const [member, setMember] = useState<string | null>(null);
  return (
    <FormDialog
      title={title}
      verb={t('registrations.assign')}
      isOpen
      size="small"
      onClose={onClose}
      onReload={onReload}
      isPending={isPending}
      isReady={member !== null}
      error={error}
      onSubmit={() => {
        if (member !== null) onAssign(member);
      }}
    >
      <MemberPicker label={t('registrations.assign.to')} description={t('registrations.assign.note')} value={member} onChange={setMember} isRequired />
    </FormDialog>
  );
}
