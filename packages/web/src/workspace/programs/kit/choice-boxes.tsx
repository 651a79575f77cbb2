import { useId } from 'react';
import { Checkbox } from '../../../ui/checkbox.tsx';

/** Any number of a few fixed choices. */
export function ChoiceBoxes<Id extends string>({
  label,
  description,
  options,
  value,
  onChange,
  isDisabled = false,
  className,
}: {
  label: string;
  description?: string;
  options: readonly { id: Id; label: string }[];
  value: readonly Id[];
  onChange: (value: Id[]) => void;
  isDisabled?: boolean;
  className?: string;
}) {
  const note = useId();
  return (
    <fieldset disabled={isDisabled} className={className} aria-describedby={description === undefined ? undefined : note}>
      <legend className="mb-1 text-12 font-medium">{label}</legend>
      <div className="flex flex-wrap gap-x-4">
        {options.map((option) => (
          <Checkbox
            key={option.id}
            isDisabled={isDisabled}
            isSelected={value.includes(option.id)}
            onChange={(on) => onChange(options.map((one) => one.id).filter((id) => (id === option.id ? on : value.includes(id))))}
          >
            {option.label}
          </Checkbox>
        ))}
      </div>
      {description !== undefined && (
        <p id={note} className="text-12 text-muted">
          {description}
        </p>
      )}
    </fieldset>
  );
}
