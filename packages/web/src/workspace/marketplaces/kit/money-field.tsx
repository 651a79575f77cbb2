import { NumberField } from '../../../ui/number-field.tsx';
import { toMajor, toMinor } from '../../deals/kit/money.ts';

/** An amount in whole minor units, typed in major ones; an empty field is no amount. */
export function MoneyField({
  amountMinor,
  onChange,
  currency,
  ...texts
}: {
  label: string;
  hideLabel?: boolean;
  description?: string;
  error?: string;
  isRequired?: boolean;
  /** Where the form says itself what is missing, in its own words. */ validationBehavior?: 'aria';
  isDisabled?: boolean;
  className?: string;
  amountMinor: number | null;
  currency: string;
  onChange: (amountMinor: number | null) => void;
}) {
  return (
    <NumberField
      {...texts}
      value={toMajor(amountMinor, currency)}
      minValue={0}
      onChange={(major) => onChange(toMinor(major, currency))}
      formatOptions={{ style: 'currency', currency }}
    />
  );
}
