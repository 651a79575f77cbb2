import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { today } from './days.ts';

/** From which day the draft decides, and why it was written. What was decided before stays as it is. */
export function PublishDialog({
  isPending,
  error,
  onClose,
  onPublish,
  note,
}: {
  isPending: boolean;
  error: unknown;
  onClose: () => void;
  onPublish: (effectiveFrom: string, note: string) => void;
  note: string;
}) {
  const [from, setFrom] = useState(today);
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  return (
    <FormDrawer
      title={t('rules.publish.title')}
      verb={t('rules.publish')}
      look="modal"
      isOpen
      onClose={onClose}
      isPending={isPending}
      error={error}
      onSubmit={() => {
        setTried(true);
        if (from !== '') onPublish(from, why.trim());
      }}
    >
      <p className="text-muted">{note}</p>
      <DateField
        label={t('rules.publish.from')}
        isRequired
        validationBehavior="aria"
        value={from}
        onChange={setFrom}
        className="w-48"
        error={tried && from === '' ? t('rules.day.missing') : undefined}
      />
      <TextField label={t('rules.note')} rows={2} maxLength={4000} value={why} onChange={setWhy} />
    </FormDrawer>
  );
}
