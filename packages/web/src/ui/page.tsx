import type { ReactNode } from 'react';
import { Fragment } from 'react';
import { ChevronRight } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../lib/i18n/i18n.ts';
import { cx } from './cx.ts';
import { ScrollArea } from './scroll-area.tsx';

export type Crumb = { label: string; to?: string };

/**
 * The head of a page. A list passes `title` and `tabs`; a record adds `crumbs`, `badges` and `facts`,
 * and its title takes the larger size.
 */
export function PageHeader({
  title,
  crumbs,
  badges,
  tabs,
  actions,
  facts,
}: {
  title: ReactNode;
  crumbs?: readonly Crumb[];
  badges?: ReactNode;
  tabs?: ReactNode;
  actions?: ReactNode;
  facts?: ReactNode;
}) {
  const record = crumbs !== undefined;
  return (
    <header className="shrink-0 border-b border-line bg-surface px-4 md:px-5">
      {record && (
        <nav aria-label={t('ui.breadcrumb')} className="pt-3">
          <ol className="flex items-center gap-1 text-12 text-muted">
            {crumbs.map((crumb, index) => (
              <Fragment key={index}>
                {index > 0 && (
                  <li aria-hidden>
                    <ChevronRight size={12} className="flip" />
                  </li>
                )}
                <li className="truncate">
                  {crumb.to !== undefined ? (
                    <Link to={crumb.to} className="hover:text-text hover:underline">
                      {crumb.label}
                    </Link>
                  ) : (
                    <bdi>{crumb.label}</bdi>
                  )}
                </li>
              </Fragment>
            ))}
          </ol>
        </nav>
      )}
      <div className={cx('flex flex-wrap items-center gap-x-4 gap-y-2', record ? 'pt-1 pb-3' : 'min-h-12 py-2')}>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 max-md:basis-full">
          <h1 className={cx('min-w-0 font-semibold', record ? 'text-18' : 'text-15')}>
            <bdi>{title}</bdi>
          </h1>
          {badges}
          {tabs}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {facts !== undefined && <div className="pb-3">{facts}</div>}
    </header>
  );
}

export type Fact = { label: string; value: ReactNode };

export function Facts({ items }: { items: readonly Fact[] }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {items.map((item) => (
        <div key={item.label} className="min-w-0">
          <dt className="text-12 text-muted">{item.label}</dt>
          <dd className="num mt-0.5 font-medium">
            <bdi>{item.value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Card({
  title,
  note,
  actions,
  flush = false,
  className,
  children,
}: {
  title?: string;
  note?: ReactNode;
  actions?: ReactNode;
  /** Rows reach the edges: for lists and lanes. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className={cx('overflow-hidden rounded-card border border-line bg-surface', className)}>
      {title !== undefined && (
        <header className="flex min-h-11 items-center gap-3 border-b border-line px-4 py-1.5">
          <h2 className="min-w-0 flex-1 text-13 font-semibold">{title}</h2>
          {note !== undefined && (
            <span className="text-12 text-muted">
              <bdi>{note}</bdi>
            </span>
          )}
          {actions}
        </header>
      )}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  );
}

/**
 * Scrolls below the header, on the desk colour; a list fills it with a grid instead.
 * It is the place of what is taken out of the flow inside it: otherwise a hidden label far down would make the whole document scroll.
 */
export function PageBody({
  children,
  className,
  label,
}: {
  children: ReactNode;
  className?: string;
  /** For one that may hold nothing to focus. */ label?: string;
}) {
  const classes = cx('relative min-h-0 flex-1 overflow-auto bg-desk p-4', className);
  return label === undefined ? (
    <div className={classes}>{children}</div>
  ) : (
    <ScrollArea label={label} className={classes}>
      {children}
    </ScrollArea>
  );
}
