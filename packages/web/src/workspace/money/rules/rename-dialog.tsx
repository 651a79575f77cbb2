import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';

export function RenameDialog({
  name,
  isPending,
  error,
  onClose,
  onRename,
}: {
  name: string;
  isPending: boolean;
  error: unknown;
  onClose: () => void;
  onRename: (name: string) => void;
}) {
  const [typed, setTyped] = useState(name);
  const missing = typed.trim() === '';
  return (
    <FormDrawer
      title={t('rules.rename')}
      verb={t('ui.save')}
      look="modal"
      isOpen
      onClose={onClose}
      isPending={isPending}
      error={error}
      onSubmit={() => !missing && onRename(typed.trim())}
    >
      <TextField
        label={t('work.name')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={typed}
        onChange={setTyped}
        error={missing ? t('work.name.missing') : undefined}
      />
    </FormDrawer>
  );
}
