import { NumberField } from '../../../ui/number-field.tsx';

/** A share in whole basis points, typed in percent: 12.5 % is 1250. */
export function PercentField({
  basisPoints,
  onChange,
  maximum = 10_000,
  ...texts
}: {
  label: string;
  hideLabel?: boolean;
  description?: string;
  error?: string;
  isRequired?: boolean;
  className?: string;
  basisPoints: number | null;
  maximum?: number;
  onChange: (basisPoints: number | null) => void;
}) {
  return (
    <NumberField
      {...texts}
      value={basisPoints === null ? Number.NaN : basisPoints / 100}
      minValue={0}
      maxValue={maximum / 100}
      onChange={(percent) => onChange(Number.isNaN(percent) ? null : Math.round(percent * 100))}
      formatOptions={{ maximumFractionDigits: 2 }}
      suffix="%"
    />
  );
}
