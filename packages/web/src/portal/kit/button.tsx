import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import { Go } from '../address.tsx';

/*
 * The portal's own small controls: native elements in the house's look. React Aria's would cost a third of the first load,
 * and a partner's page needs none of what they add.
 */
type Look = 'main' | 'plain' | 'quiet' | 'danger';
const looks: Record<Look, string> = {
  main: 'portal-main-button border border-transparent',
  plain: 'border border-line-strong bg-surface text-text hover:bg-hover',
  quiet: 'border border-transparent text-muted hover:bg-hover hover:text-text',
  danger: 'border border-line-strong bg-surface text-bad hover:bg-bad-soft',
};
const shape = 'inline-flex h-9 shrink-0 items-center justify-center gap-2 rounded-control px-3.5 text-14 font-medium whitespace-nowrap select-none max-md:h-11';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  look?: Look;
  icon?: ReactNode;
  busy?: boolean;
  /** Why it cannot be used now. It stays in the tab order, so that the reason can be read. */
  why?: string;
};

export function Button({ look = 'plain', icon, busy = false, why, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  const off = busy || why !== undefined;
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      title={why ?? rest.title}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
      className={cx(shape, looks[look], className)}
    >
      {icon}
      {children}
    </button>
  );
}

export function GoButton({
  to,
  look = 'plain',
  icon,
  className,
  children,
  ...rest
}: {
  to: string;
  look?: Look;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
  'aria-keyshortcuts'?: string;
}) {
  return (
    <Go to={to} {...rest} className={cx(shape, looks[look], className)}>
      {icon}
      {children}
    </Go>
  );
}
