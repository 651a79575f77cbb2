import { TextField } from '../../../ui/text-field.tsx';

/** A day to narrow a list by; its word stands inside, since an empty field says nothing by itself. */
export function DayBox({ label, value, onChange }: { label: string; value: string | undefined; onChange: (day: string | undefined) => void }) {
  return (
    <TextField
      label={label}
      hideLabel
      prefix={<span className="text-12 whitespace-nowrap">{label}</span>}
      type={'date' as 'text'}
      value={value ?? ''}
      onChange={(day) => onChange(day === '' ? undefined : day)}
      className="w-60 max-md:w-full"
    />
  );
}
