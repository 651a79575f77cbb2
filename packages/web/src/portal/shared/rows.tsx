import type { KeyboardEvent, ReactNode } from 'react';
import { Go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { Empty, Failed, Ghosts } from '../kit/states.tsx';
import { t } from '../text.ts';

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** J and K (or the arrows) go from row to row; Enter opens, as on any link. */
function onRowKey(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select')) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the list listens for the keys of the links inside it
    <ul aria-label={label} onKeyDown={onRowKey} className="flex flex-col">
      {children}
    </ul>
  );
}

export function RowLink({
  to,
  title,
  meta,
  state,
  aside,
  children,
}: {
  to: string;
  title: ReactNode;
  meta?: ReactNode;
  state?: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="border-b border-line last:border-b-0">
      <Go data-row to={to} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 outline-offset-[-2px] hover:bg-hover">
        <span className="flex min-w-0 flex-1 flex-col gap-0.5 max-md:basis-full">
          <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <span className="min-w-0 truncate font-medium">
              <bdi>{title}</bdi>
            </span>
            {state}
          </span>
          {children}
          {meta !== undefined && <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-12 text-muted">{meta}</span>}
        </span>
        {aside !== undefined && (
          <span className="flex flex-none flex-col items-end gap-0.5 text-end max-md:flex-row max-md:items-center max-md:gap-3">{aside}</span>
        )}
      </Go>
    </li>
  );
}

type PagesQuery = {
  isLoading: boolean;
  error: unknown;
  refetch: () => void;
  rows: readonly unknown[];
  hasMore: boolean;
  loadMore: () => void;
  isLoadingMore: boolean;
};

/** The states every list has, around its rows. */
export function Listed({
  pages,
  what,
  empty,
  children,
}: {
  pages: PagesQuery;
  what: string;
  empty: { title: string; detail?: ReactNode; action?: ReactNode };
  children: ReactNode;
}) {
  if (pages.isLoading) return <Ghosts what={what} rows={6} height={68} />;
  if (pages.error) return <Failed error={pages.error} onRetry={pages.refetch} />;
  if (pages.rows.length === 0) return <Empty {...empty} />;
  return (
    <>
      {children}
      {pages.hasMore && (
        <div className="flex justify-center border-t border-line p-3">
          <Button onClick={pages.loadMore} busy={pages.isLoadingMore}>
            {t('portal.more')}
          </Button>
        </div>
      )}
    </>
  );
}

/** One of a few views over a list or a page, each with an address of its own. */
export function Views({ label, items }: { label: string; items: readonly { to: string; label: string; open: boolean }[] }) {
  return (
    <nav aria-label={label} className="mb-4 flex gap-1 overflow-x-auto p-0.5">
      {items.map((item) => (
        <Go
          key={item.to}
          to={item.to}
          aria-current={item.open ? 'page' : undefined}
          className={`flex h-9 items-center rounded-control px-3 whitespace-nowrap ${item.open ? 'portal-soft font-medium text-text' : 'text-muted hover:text-text'}`}
        >
          {item.label}
        </Go>
      ))}
    </nav>
  );
}
