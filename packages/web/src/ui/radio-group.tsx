import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components';
import { FieldLabel, FieldNote, type FieldTexts, fieldClass } from './field.tsx';
import type { Option } from './select.tsx';
import { cx } from './cx.ts';

export type RadioGroupProps<Id extends string = string> = FieldTexts & {
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  /** `cards` gives each choice a bordered row with its note. */
  look?: 'plain' | 'cards';
  isRequired?: boolean;
  isDisabled?: boolean;
};

export function RadioGroup<Id extends string>({
  label,
  description,
  error,
  hideLabel,
  options,
  value,
  onChange,
  look = 'plain',
  ...rest
}: RadioGroupProps<Id>) {
  return (
    <AriaRadioGroup
      {...rest}
      value={value}
      onChange={(next) => {
        const chosen = options.find((option) => option.id === next);
        if (chosen) onChange(chosen.id);
      }}
      isInvalid={error !== undefined}
      className={fieldClass}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <div className={cx('flex flex-col', look === 'cards' ? 'gap-2' : 'gap-0.5')}>
        {options.map((option) => (
          <Radio
            key={option.id}
            value={option.id}
            isDisabled={option.isDisabled}
            className={cx(
              'flex min-h-6 items-start gap-2 text-13 data-disabled:opacity-50',
              look === 'cards' && 'rounded-popover border border-line p-3 data-selected:border-accent data-selected:bg-accent-soft',
            )}
          >
            {({ isSelected, isFocusVisible }) => (
              <>
                <span
                  aria-hidden
                  className={cx(
                    'mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border bg-surface',
                    isSelected ? 'border-accent' : 'border-control',
                    isFocusVisible && 'outline-2 outline-offset-1 outline-accent',
                  )}
                >
                  {isSelected && <span className="size-2 rounded-full bg-accent" />}
                </span>
                <span className="min-w-0">
                  <span className="flex items-center gap-1.5">
                    {option.icon}
                    {option.label}
                  </span>
                  {option.note !== undefined && <span className="block text-12 text-muted">{option.note}</span>}
                </span>
              </>
            )}
          </Radio>
        ))}
      </div>
      <FieldNote description={description} error={error} />
    </AriaRadioGroup>
  );
}
