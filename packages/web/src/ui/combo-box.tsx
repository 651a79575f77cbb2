import { ChevronDown } from 'lucide-react';
import { Button, ComboBox as AriaComboBox, Group, Input, ListBox, Popover } from 'react-aria-components';
import { t } from '../lib/i18n/i18n.ts';
import { bareInputClass, FieldLabel, FieldNote, type FieldTexts, fieldClass, groupClass, popoverClass } from './field.tsx';
import { type Option, OptionRow } from './select.tsx';
import { cx } from './cx.ts';

export type ComboBoxProps<Id extends string = string> = FieldTexts & {
  /** Given options are filtered here, unless `onSearch` is set: then the server filters. */
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (value: Id | null) => void;
  onSearch?: (text: string) => void;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  className?: string;
};

export function ComboBox<Id extends string>({
  label,
  description,
  error,
  hideLabel,
  options,
  value,
  onChange,
  onSearch,
  placeholder,
  className,
  ...rest
}: ComboBoxProps<Id>) {
  return (
    <AriaComboBox
      {...rest}
      {...(onSearch ? { items: options } : { defaultItems: options })}
      selectedKey={value}
      onSelectionChange={(key) => onChange(options.find((option) => option.id === key)?.id ?? null)}
      onInputChange={onSearch}
      isInvalid={error !== undefined}
      allowsEmptyCollection
      className={cx(fieldClass, className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Group className={groupClass}>
        <Input placeholder={placeholder} className={bareInputClass} />
        <Button className="grid h-full w-8 place-items-center text-muted">
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </Button>
      </Group>
      <FieldNote description={description} error={error} />
      <Popover className={popoverClass}>
        <ListBox className="max-h-72 outline-none" renderEmptyState={() => <p className="px-2 py-1.5 text-muted">{t('ui.noMatches')}</p>}>
          {(option: Option<Id>) => <OptionRow option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
