import type { ReactNode } from 'react';
import { Check, ChevronDown } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components';
import { FieldLabel, FieldNote, type FieldTexts, fieldClass, inputClass, optionClass, popoverClass } from './field.tsx';
import { cx } from './cx.ts';

export type Option<Id extends string = string> = { id: Id; label: string; note?: string; icon?: ReactNode; isDisabled?: boolean };

export type SelectProps<Id extends string = string> = FieldTexts & {
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  name?: string;
  className?: string;
};

export function Select<Id extends string>({
  label,
  description,
  error,
  hideLabel,
  options,
  value,
  onChange,
  placeholder,
  className,
  ...rest
}: SelectProps<Id>) {
  return (
    <AriaSelect
      {...rest}
      placeholder={placeholder ?? ' '}
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
      isInvalid={error !== undefined}
      className={cx(fieldClass, className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Button className={cx(inputClass, 'flex items-center justify-between gap-2 text-start')}>
        <SelectValue className="flex min-w-0 items-center gap-2 truncate data-placeholder:text-faint [&_.note]:hidden [&_.tick]:hidden" />
        <ChevronDown size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
      </Button>
      <FieldNote description={description} error={error} />
      <Popover className={popoverClass}>
        <ListBox items={options} className="outline-none">
          {(option) => <OptionRow option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function OptionRow({ option }: { option: Option }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} isDisabled={option.isDisabled} className={optionClass}>
      {({ isSelected }) => (
        <>
          {option.icon}
          <span className="min-w-0 flex-1 truncate">{option.label}</span>
          {option.note !== undefined && <span className="note text-12 text-muted">{option.note}</span>}
          {isSelected && <Check size={14} className="tick text-accent" aria-hidden />}
        </>
      )}
    </ListBoxItem>
  );
}
