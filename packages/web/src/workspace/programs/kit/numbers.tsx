import { NumberField } from '../../../ui/number-field.tsx';
import { toMajor, toMinor } from '../../deals/kit/money.ts';

type Common = { label: string; description?: string; hideLabel?: boolean; isDisabled: boolean; className?: string };

/** A whole number that is always there: an emptied field keeps the last one. */
export function WholeField({
  value,
  onChange,
  min = 0,
  max = 1095,
  unit,
  ...rest
}: Common & { value: number; onChange: (value: number) => void; min?: number; max?: number; unit?: 'day' | 'hour' | 'percent' }) {
  const options: Intl.NumberFormatOptions =
    unit === 'day' || unit === 'hour' ? { style: 'unit', unit, unitDisplay: 'long' } : unit === 'percent' ? { style: 'unit', unit: 'percent' } : {};
  return (
    <NumberField
      {...rest}
      value={value}
      minValue={min}
      maxValue={max}
      formatOptions={{ maximumFractionDigits: 0, ...options }}
      onChange={(next) => {
        if (!Number.isNaN(next)) onChange(next);
      }}
    />
  );
}

/** An amount in the programme's currency; where it may be left out, an empty field is none. */
export function AmountField({
  value,
  currency,
  onChange,
  ...rest
}: Common & { value: number | null; currency: string; onChange: (value: number | null) => void }) {
  return (
    <NumberField
      {...rest}
      value={toMajor(value, currency)}
      minValue={0}
      formatOptions={{ style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 2, minimumFractionDigits: 0 }}
      onChange={(next) => onChange(toMinor(next, currency))}
    />
  );
}

const WHOLE = 10_000;
/** Basis points, typed as a percentage. */
export function ShareField({ value, onChange, max = 1, ...rest }: Common & { value: number; onChange: (value: number) => void; max?: number }) {
  return (
    <NumberField
      {...rest}
      value={value / WHOLE}
      minValue={0}
      maxValue={max}
      step={0.0001}
      formatOptions={{ style: 'percent', maximumFractionDigits: 2 }}
      onChange={(next) => {
        if (!Number.isNaN(next)) onChange(Math.round(next * WHOLE));
      }}
    />
  );
}
