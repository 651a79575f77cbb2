import type { ReactNode } from 'react';
import { Group, Input, TextArea, TextField as AriaTextField, type TextFieldProps as AriaProps } from 'react-aria-components';
import { bareInputClass, FieldLabel, FieldNote, type FieldTexts, fieldClass, groupClass, inputClass } from './field.tsx';
import { cx } from './cx.ts';

export type TextFieldProps = Omit<AriaProps, 'children' | 'className'> &
  FieldTexts & {
    placeholder?: string;
    /** More than one line turns the input into a text area. */
    rows?: number;
    prefix?: ReactNode;
    suffix?: ReactNode;
    className?: string;
  };

export function TextField({ label, description, error, hideLabel, placeholder, rows, prefix, suffix, className, ...rest }: TextFieldProps) {
  // Addresses keep their own direction, or "lena@" turns around in Arabic.
  const dir = rest.type === 'email' || rest.type === 'url' || rest.type === 'tel' ? 'ltr' : undefined;
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined || rest.isInvalid} className={cx(fieldClass, className)}>
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      {rows !== undefined && rows > 1 ? (
        <TextArea rows={rows} placeholder={placeholder} className={cx(inputClass, 'h-auto resize-y py-2 max-md:h-auto')} />
      ) : prefix !== undefined || suffix !== undefined ? (
        <Group className={groupClass}>
          {prefix !== undefined && <span className="ps-2.5 text-muted">{prefix}</span>}
          <Input dir={dir} placeholder={placeholder} className={bareInputClass} />
          {suffix !== undefined && <span className="pe-2.5 text-muted">{suffix}</span>}
        </Group>
      ) : (
        <Input dir={dir} placeholder={placeholder} className={inputClass} />
      )}
      <FieldNote description={description} error={error} />
    </AriaTextField>
  );
}

/** A calendar date as `YYYY-MM-DD`; the browser's own picker speaks every locale. */
export function DateField(props: Omit<TextFieldProps, 'type' | 'rows' | 'prefix' | 'suffix' | 'placeholder'>) {
  return <TextField {...props} type={'date' as 'text'} />;
}
