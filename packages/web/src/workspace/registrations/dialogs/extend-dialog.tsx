import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';

const USUAL_DAYS = 30;

export function ExtendDialog({
  title,
  asked,
  error,
  isPending,
  onClose,
  onReload,
  onExtend,
}: {
  title: string;
  asked: { days: number; reason: string } | null;
  error: unknown;
  isPending: boolean;
  onClose: () => void;
  onReload: () => void;
  onExtend: (days: number, partnerText: string | undefined) => void;
}) {
  const [days, setDays] = useState(asked?.days ?? USUAL_DAYS);
  const [text, setText] = useState('');
  const length = text.trim().length;
  return (
    <FormDialog
      title={title}
      verb={t('registrations.extend')}
      isOpen
      size="small"
      onClose={onClose}
      onReload={onReload}
      isPending={isPending}
      isReady={!Number.isNaN(days) && (length === 0 || length >= 10)}
      error={error}
      onSubmit={() => onExtend(days, length === 0 ? undefined : text.trim())}
    >
      {asked !== null && asked.reason !== '' && (
        <p className="rounded-popover bg-hover px-3 py-2">
          <bdi>{asked.reason}</bdi>
        </p>
      )}
      <NumberField label={t('registrations.extend.days')} value={days} onChange={setDays} minValue={1} maxValue={365} steppers isRequired />
      <TextField
        label={t('registrations.extend.text')}
        description={t('registrations.extend.text.note')}
        value={text}
        onChange={setText}
        rows={3}
        maxLength={1000}
      />
    </FormDialog>
  );
}
