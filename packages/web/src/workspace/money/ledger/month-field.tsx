import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';

/** The browser's own picker of a month. */
export function MonthField({
  label = t('ledger.month'),
  hideLabel,
  isRequired,
  value,
  onChange,
  error,
  className = 'w-40 max-md:w-[calc(50%-0.25rem)]',
}: {
  label?: string;
  hideLabel?: boolean;
  isRequired?: boolean;
  value: string | undefined;
  onChange: (month: string | undefined) => void;
  error?: string | undefined;
  className?: string;
}) {
  return (
    <TextField
      label={label}
      hideLabel={hideLabel}
      isRequired={isRequired}
      validationBehavior="aria"
      type={'month' as 'text'}
      value={value ?? ''}
      onChange={(text) => onChange(text === '' ? undefined : text)}
      error={error}
      className={className}
    />
  );
}
