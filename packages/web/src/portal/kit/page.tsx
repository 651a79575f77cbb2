import { type ReactNode, useEffect, useRef } from 'react';
import { ChevronLeft } from 'lucide-react';
import { cx } from '../../ui/cx.ts';
import { Go, usePath } from '../address.tsx';
import { portalName } from '../session.ts';

let shownBefore = false;

/** A page's heading takes the focus when one goes there, so that a screen reader says where one is. */
export function Page({
  title,
  back,
  meta,
  actions,
  narrow = false,
  children,
}: {
  title: string;
  back?: { to: string; label: string };
  /** Beside or below the title: number, state, dates. */
  meta?: ReactNode;
  actions?: ReactNode;
  /** The width of a form. */
  narrow?: boolean;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = usePath();
  useEffect(() => {
    document.title = `${title} – ${portalName()}`;
  }, [title]);
  useEffect(() => {
    // A form that has taken the focus keeps it.
    const free = document.activeElement === document.body || document.activeElement?.closest('nav, header, main a') !== null;
    if (shownBefore && free) heading.current?.focus({ preventScroll: true });
    shownBefore = true;
  }, [path]);
  return (
    <div className={cx('mx-auto w-full px-4 py-6 md:px-6 md:py-8', narrow ? 'max-w-160' : 'max-w-280')}>
      {back && (
        <Go to={back.to} className="link mb-2 inline-flex items-center gap-1 text-14">
          <ChevronLeft size={16} strokeWidth={1.75} aria-hidden className="flip" />
          {back.label}
        </Go>
      )}
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 ref={heading} tabIndex={-1} className="text-24 font-semibold outline-none">
            <bdi>{title}</bdi>
          </h1>
          {meta !== undefined && <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">{meta}</div>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export function Panel({
  title,
  note,
  actions,
  children,
  className,
  flush = false,
}: {
  title?: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Rows reach the edge. */ flush?: boolean;
}) {
  return (
    <section className={cx('min-w-0 rounded-card border border-line bg-surface', className)} aria-label={title}>
      {title !== undefined && (
        <header className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 pt-3.5 pb-1">
          <h2 className="text-15 font-semibold">{title}</h2>
          {note !== undefined && <span className="text-12 text-muted">{note}</span>}
          {actions}
        </header>
      )}
      <div className={flush ? 'pb-1' : 'px-4 pt-1.5 pb-4'}>{children}</div>
    </section>
  );
}

/** Facts as a definition list: the label first, the value in its own bidi island. */
export function Facts({ items }: { items: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(0,11rem)_minmax(0,1fr)] gap-x-4 gap-y-2 max-md:grid-cols-1 max-md:gap-y-0.5">
      {items.map(([label, value]) => (
        <div key={label} className="contents max-md:mb-2 max-md:block">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
