import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { cx } from './cx.ts';
import { KeyHint } from './key-hint.tsx';
import { Tooltip } from './tooltip.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'compact' | 'normal' | 'touch';

export type ButtonProps = Omit<AriaButtonProps, 'children' | 'className'> & {
  kind?: ButtonKind;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Shown inside the button, e.g. "R"; the shortcut itself lives in the action catalogue. */
  keyHint?: string;
  className?: string;
  children: ReactNode;
};

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-ink text-on-ink border border-transparent data-hovered:bg-ink-hover',
  secondary: 'bg-surface text-text border border-line-strong data-hovered:bg-hover',
  quiet: 'bg-transparent text-muted border border-transparent data-hovered:bg-hover data-hovered:text-text',
  danger: 'bg-surface text-bad border border-line-strong data-hovered:bg-bad-soft',
};
const sizes: Record<ButtonSize, string> = {
  compact: 'h-7 px-2.5 text-12',
  normal: 'h-8 px-3 text-13',
  touch: 'h-10 px-4 text-14',
};

/**
 * While work is under way a button keeps its place and the focus, and does nothing. The library's own way announces it by pointing at the
 * button, which has often left with its dialog by then, so that an image without a name stays in the page.
 */
const doesNothing = {
  type: 'button',
  onPress: undefined,
  onPressStart: undefined,
  onPressEnd: undefined,
  onPressUp: undefined,
  onPressChange: undefined,
} as const;
const pending = (isPending: boolean | undefined) => (isPending === true ? { ...doesNothing, 'aria-disabled': true, 'data-pending': true } : {});

export function Button({ kind = 'secondary', size = 'normal', icon, keyHint, className, children, isPending, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...pending(isPending)}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-medium whitespace-nowrap select-none transition-colors duration-[var(--motion-in)]',
        'data-disabled:opacity-50 data-pressed:opacity-85 data-pending:opacity-70',
        kinds[kind],
        sizes[size],
        className,
      )}
    >
      {icon}
      <span>{children}</span>
      {keyHint !== undefined && <KeyHint keys={keyHint} tone="inherit" />}
    </AriaButton>
  );
}

export type IconButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'aria-label'> & {
  /** Read aloud and shown as the tooltip. */
  label: string;
  shortcut?: string;
  size?: ButtonSize;
  className?: string;
  children: ReactNode;
};

const squares: Record<ButtonSize, string> = { compact: 'size-7', normal: 'size-8', touch: 'size-10' };

export function IconButton({ label, shortcut, size = 'normal', className, children, isPending, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <AriaButton
        {...rest}
        {...pending(isPending)}
        aria-label={label}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-control text-muted data-hovered:bg-hover data-hovered:text-text data-disabled:opacity-50',
          squares[size],
          className,
        )}
      >
        {children}
      </AriaButton>
    </Tooltip>
  );
}
