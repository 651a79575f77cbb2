import type { ReactNode } from 'react';
import { Check, Minus } from 'lucide-react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components';
import { cx } from './cx.ts';

export type CheckboxProps = Omit<AriaProps, 'children' | 'className'> & { children?: ReactNode; description?: string; className?: string };

export function CheckMark({ state }: { state: boolean | 'mixed' }) {
  return (
    <span
      aria-hidden
      className={cx(
        'grid size-4 shrink-0 place-items-center rounded-check border',
        state === false ? 'border-control bg-surface' : 'border-accent bg-accent text-on-accent',
      )}
    >
      {state === true && <Check size={12} strokeWidth={3} />}
      {state === 'mixed' && <Minus size={12} strokeWidth={3} />}
    </span>
  );
}

export function Checkbox({ children, description, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={cx('group flex min-h-6 items-start gap-2 py-0.5 text-13 data-disabled:opacity-50', className)}>
      {({ isSelected, isIndeterminate, isFocusVisible }) => (
        <>
          <span className={cx('mt-0.5 rounded-check', isFocusVisible && 'outline-2 outline-offset-1 outline-accent')}>
            <CheckMark state={isIndeterminate ? 'mixed' : isSelected} />
          </span>
          {children !== undefined && (
            <span>
              {children}
              {description !== undefined && <span className="block text-12 text-muted">{description}</span>}
            </span>
          )}
        </>
      )}
    </AriaCheckbox>
  );
}
