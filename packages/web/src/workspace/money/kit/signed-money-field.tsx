import { NumberField } from '../../../ui/number-field.tsx';
import { toMajor, toMinor } from '../../deals/kit/money.ts';

/** An amount that may take as well as give; an empty field is no amount. */
export function SignedMoneyField({
  amountMinor,
  onChange,
  currency,
  ...texts
}: {
  label: string;
  description?: string;
  error?: string | undefined;
  className?: string;
  amountMinor: number | null;
  currency: string;
  onChange: (amountMinor: number | null) => void;
}) {
  return (
    <NumberField
      {...texts}
      value={toMajor(amountMinor, currency)}
      onChange={(major) => onChange(toMinor(major, currency))}
      formatOptions={{ style: 'currency', currency }}
    />
  );
}
