import type { ReactNode } from 'react';
import { Minus, Plus } from 'lucide-react';
import { Button, Group, Input, NumberField as AriaNumberField, type NumberFieldProps as AriaProps } from 'react-aria-components';
import { bareInputClass, FieldLabel, FieldNote, type FieldTexts, fieldClass, groupClass } from './field.tsx';
import { cx } from './cx.ts';

export type NumberFieldProps = Omit<AriaProps, 'children' | 'className'> &
  FieldTexts & {
    /** Money is entered in major units: pass `formatOptions={{ style: 'currency', currency }}`. */
    suffix?: ReactNode;
    steppers?: boolean;
    className?: string;
  };

export function NumberField({ label, description, error, hideLabel, suffix, steppers = false, className, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} isInvalid={error !== undefined || rest.isInvalid} className={cx(fieldClass, className)}>
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Group className={groupClass}>
        <Input className={cx(bareInputClass, 'num')} />
        {suffix !== undefined && <span className="pe-2.5 text-muted">{suffix}</span>}
        {steppers && (
          <span className="flex h-full border-s border-line">
            <Button slot="decrement" className="grid w-7 place-items-center text-muted data-hovered:bg-hover">
              <Minus size={14} aria-hidden />
            </Button>
            <Button slot="increment" className="grid w-7 place-items-center text-muted data-hovered:bg-hover">
              <Plus size={14} aria-hidden />
            </Button>
          </span>
        )}
      </Group>
      <FieldNote description={description} error={error} />
    </AriaNumberField>
  );
}
