import { t } from '../../../../lib/i18n/i18n.ts';
import { TextField, type TextFieldProps } from '../../../../ui/text-field.tsx';
import { isDecimal } from '../model/check.ts';

/** A figure of any fineness as it is typed: prices such as 0.0049 stay text and never become a float. */
export function DecimalField({
  value,
  onChange,
  optional = false,
  max,
  ...rest
}: Omit<TextFieldProps, 'value' | 'onChange'> & { value: string; onChange: (value: string) => void; optional?: boolean; max?: number }) {
  const wrong = value !== '' && (!isDecimal(value) || (max !== undefined && Number(value) > max));
  return (
    <TextField
      {...rest}
      inputMode="decimal"
      value={value}
      onChange={(typed) => onChange(typed.trim().replace(',', '.'))}
      isRequired={!optional && rest.isRequired !== false && !rest.hideLabel}
      {...(wrong ? { error: max === undefined ? t('pricing.decimal.wrong') : t('pricing.decimal.upTo', { max }) } : {})}
    />
  );
}
