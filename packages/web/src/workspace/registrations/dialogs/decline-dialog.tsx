import { useState } from 'react';
import type { Request } from '@entente/contracts/client';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';

export type DeclineReason = Request<'registrations.decline'>['body']['reason'];
export const declineReasons: readonly DeclineReason[] = [
  'already_worked',
  'not_eligible',
  'insufficient_detail',
  'not_a_customer_fit',
  'below_minimum',
  'outside_territory',
  'other',
];
const SHORTEST_TEXT = 10;

/** A refusal says why, in words the partner will read: each reason brings words to begin with, which are kept once they are changed. */
export function DeclineDialog({
  title,
  verb,
  error,
  isPending,
  onClose,
  onReload,
  onDecline,
  withNote = true,
}: {
  title: string;
  verb: string;
  error: unknown;
  isPending: boolean;
  onClose: () => void;
  onReload?: () => void;
  onDecline: (reason: DeclineReason, partnerText: string, note: string | undefined) => void;
  withNote?: boolean;
}) {
  const [reason, setReason] = useState<DeclineReason | null>(null);
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const untouched = text.trim() === '' || declineReasons.some((one) => one !== 'other' && text === t(`registrations.starter.${one}`));
  const tooShort = text.trim() !== '' && text.trim().length < SHORTEST_TEXT;

  function choose(next: DeclineReason): void {
    setReason(next);
    if (untouched) setText(next === 'other' ? '' : t(`registrations.starter.${next}`));
  }
  return (
    <FormDialog
      title={title}
      verb={verb}
      isOpen
      onClose={onClose}
      isPending={isPending}
      isReady={reason !== null && text.trim().length >= SHORTEST_TEXT}
      error={error}
      onReload={onReload}
      danger
      onSubmit={() => {
        if (reason !== null) onDecline(reason, text.trim(), note.trim() === '' ? undefined : note.trim());
      }}
    >
      <Select
        label={t('registrations.reason')}
        options={declineReasons.map((one) => ({ id: one, label: t(`registrations.reason.${one}`) }))}
        value={reason}
        onChange={choose}
        placeholder={t('ui.select.choose')}
        isRequired
      />
      <TextField
        label={t('registrations.partnerText')}
        description={t('registrations.partnerText.note')}
        value={text}
        onChange={setText}
        rows={5}
        maxLength={1000}
        isRequired
        validationBehavior="aria"
        error={tooShort ? t('registrations.partnerText.short') : undefined}
      />
      {withNote && (
        <TextField label={t('registrations.privateNote')} description={t('registrations.privateNote.note')} value={note} onChange={setNote} rows={2} />
      )}
    </FormDialog>
  );
}
