import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';

/** One text and one verb: a question to the partner, a refusal, the end of a protection, a note. */
export function TextDialog({
  title,
  verb,
  label,
  description,
  shortest = 10,
  starter = '',
  danger = false,
  error,
  isPending,
  onClose,
  onReload,
  onSend,
}: {
  title: string;
  verb: string;
  label: string;
  description?: string;
  shortest?: number;
  starter?: string;
  danger?: boolean;
  error: unknown;
  isPending: boolean;
  onClose: () => void;
  onReload?: () => void;
  onSend: (text: string) => void;
}) {
  const [text, setText] = useState(starter);
  const length = text.trim().length;
  return (
    <FormDialog
      title={title}
      verb={verb}
      isOpen
      onClose={onClose}
      onReload={onReload}
      isPending={isPending}
      isReady={length >= shortest}
      error={error}
      danger={danger}
      onSubmit={() => onSend(text.trim())}
    >
      <TextField
        label={label}
        description={description}
        value={text}
        onChange={setText}
        rows={4}
        maxLength={1000}
        isRequired
        validationBehavior="aria"
        error={length > 0 && length < shortest ? t('registrations.partnerText.short') : undefined}
      />
    </FormDialog>
  );
}
