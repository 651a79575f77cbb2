import type { ReactNode } from 'react';
import { Switch as AriaSwitch, type SwitchProps as AriaProps } from 'react-aria-components';
import { cx } from './cx.ts';

export function Switch({ children, className, ...rest }: Omit<AriaProps, 'children' | 'className'> & { children: ReactNode; className?: string }) {
  return (
    <AriaSwitch {...rest} className={cx('flex min-h-6 items-center gap-2 text-13 data-disabled:opacity-50', className)}>
      {({ isSelected, isFocusVisible }) => (
        <>
          <span
            aria-hidden
            className={cx(
              'flex h-[18px] w-8 items-center rounded-full border p-px transition-colors duration-[var(--motion-in)]',
              isSelected ? 'justify-end border-accent bg-accent' : 'justify-start border-control bg-surface',
              isFocusVisible && 'outline-2 outline-offset-1 outline-accent',
            )}
          >
            <span className={cx('size-3.5 rounded-full', isSelected ? 'bg-on-accent' : 'bg-control')} />
          </span>
          {children}
        </>
      )}
    </AriaSwitch>
  );
}
