import { type ReactNode, useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';

type Day = { label: string; description?: string; isRequired?: boolean; initial: string };

/** A verb that asks why, and where it needs one, on which day. */
export function ReasonDialog({
  title,
  verb,
  body,
  day,
  reason: asked = true,
  isPending,
  error,
  onClose,
  onDone,
}: {
  title: string;
  verb: string;
  body: ReactNode;
  day?: Day;
  /** Off where a day says all there is. */
  reason?: boolean;
  isPending: boolean;
  error: unknown;
  onClose: () => void;
  onDone: (reason: string, day: string) => void;
}) {
  const [reason, setReason] = useState('');
  const [date, setDate] = useState(day?.initial ?? '');
  const [tried, setTried] = useState(false);
  const lacksDay = day?.isRequired === true && date === '';
  function submit() {
    setTried(true);
    if ((!asked || reason.trim() !== '') && !lacksDay) onDone(reason.trim(), date);
  }
  return (
    <FormDrawer title={title} verb={verb} look="modal" isOpen onClose={onClose} onSubmit={submit} isPending={isPending} error={error}>
      <div>{body}</div>
      {day && (
        <DateField
          label={day.label}
          description={day.description}
          isRequired={day.isRequired ?? false}
          validationBehavior="aria"
          value={date}
          onChange={setDate}
          className="w-48"
          error={tried && lacksDay ? t('payouts.day.missing') : undefined}
        />
      )}
      {asked && (
        <TextField
          label={t('payouts.reason')}
          isRequired
          validationBehavior="aria"
          rows={2}
          maxLength={4000}
          value={reason}
          onChange={setReason}
          error={tried && reason.trim() === '' ? t('payouts.reason.missing') : undefined}
        />
      )}
    </FormDrawer>
  );
}
