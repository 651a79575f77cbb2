import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { cx } from '../../../ui/cx.ts';

/** Looks like a button and goes somewhere: it can be opened in a new tab and its address copied. */
export function LinkButton({ to, kind = 'secondary', icon, children }: { to: string; kind?: 'primary' | 'secondary'; icon?: ReactNode; children: ReactNode }) {
  return (
    <Link
      to={to}
      className={cx(
        'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control border px-3 text-13 font-medium whitespace-nowrap max-md:h-10',
        kind === 'primary' ? 'border-transparent bg-ink text-on-ink hover:bg-ink-hover' : 'border-line-strong bg-surface text-text hover:bg-hover',
      )}
    >
      {icon}
      {children}
    </Link>
  );
}

/** Pages beside each other, as links: each has its own address. */
export function PageLinks({ label, items }: { label: string; items: readonly { to: string; label: string; exact?: boolean }[] }) {
  return (
    <nav aria-label={label} className="min-w-0 overflow-x-auto">
      <ul className="flex gap-0.5 p-0.5">
        {items.map((item) => (
          <li key={item.to}>
            <Link
              to={item.to}
              activeOptions={{ exact: item.exact ?? false, includeSearch: false }}
              className="flex h-7 items-center rounded-control px-2.5 text-13 whitespace-nowrap text-muted outline-offset-[-1px] hover:text-text"
              activeProps={{ className: 'bg-hover font-medium text-text', 'aria-current': 'page' }}
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
