import { useState } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { DateField, TextField } from '../../../../ui/text-field.tsx';
import { FormDialog } from '../../../deals/kit/form-dialog.tsx';
import { todayText } from '../words.ts';

/** From a day on it holds no more; what was made by it stays as it is. */
export function EndDialog({ name, onEnd, onClose }: { name: string; onEnd: (body: { on: string; note?: string }) => Promise<unknown>; onClose: () => void }) {
  const [on, setOn] = useState(todayText);
  const [note, setNote] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  async function submit() {
    setPending(true);
    try {
      await onEnd({ on, ...(note.trim() === '' ? {} : { note: note.trim() }) });
      onClose();
    } catch (refused) {
      setError(refused);
      setPending(false);
    }
  }
  return (
    <FormDialog
      title={t('pricing.end.title', { name })}
      verb={t('pricing.end')}
      isOpen
      danger
      size="small"
      onClose={onClose}
      onSubmit={() => void submit()}
      isPending={isPending}
      isReady={on !== ''}
      error={error}
    >
      <DateField label={t('pricing.end.on')} description={t('pricing.to.note')} value={on} onChange={setOn} isRequired />
      <TextField label={t('pricing.note')} value={note} onChange={setNote} />
    </FormDialog>
  );
}
