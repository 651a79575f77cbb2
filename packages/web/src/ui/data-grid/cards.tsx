import { useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { CheckMark } from '../checkbox.tsx';
import { t } from '../../lib/i18n/i18n.ts';
import { cx } from '../cx.ts';
import { isSelected, toggle } from './selection.ts';
import type { DataGridProps, GridColumn } from './types.ts';
import { useNeedMore } from './use-need-more.ts';

const CARD_HEIGHT = 64;

function places<T>(columns: readonly GridColumn<T>[]) {
  const title = columns.find((column) => column.card === 'title') ?? columns[0];
  const end = columns.find((column) => column.card === 'end') ?? columns.find((column) => column.align === 'end' && column.card === undefined);
  const said = columns.filter((column) => column !== title && column !== end && column.card !== 'none');
  const meta = said.some((column) => column.card === 'meta') ? said.filter((column) => column.card === 'meta') : said.slice(0, 3);
  return { title, end, meta };
}

/** Below 768 px a row is a card of two lines: name and figure, then what matters next. */
export function GridCards<T>({ label, layout, rows, rowId, total, hasMore, isLoadingMore, onNeedMore, selection, onSelect, onOpen, href }: DataGridProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler, whose memoisation this library escapes, is not in use
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => CARD_HEIGHT, overscan: 6 });
  const items = virtual.getVirtualItems();
  useNeedMore(items.at(-1)?.index ?? 0, rows.length, hasMore === true && isLoadingMore !== true, onNeedMore);
  const { title, end, meta } = places(layout.visible);
  return (
    <section ref={scroller} className="min-h-0 flex-1 overflow-auto bg-surface" aria-label={label}>
      <ul aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const id = rowId(row);
          const picked = selection !== undefined && isSelected(selection, id);
          const name = <span className="block truncate font-medium">{title?.cell(row)}</span>;
          return (
            <li
              key={id}
              aria-setsize={total ?? rows.length}
              aria-posinset={item.index + 1}
              className={cx(
                'absolute inset-x-0 top-0 flex items-center gap-1 border-b border-line pe-4',
                picked && 'bg-accent-soft',
                selection === undefined && 'ps-4',
              )}
              style={{ height: CARD_HEIGHT, transform: `translateY(${item.start}px)` }}
            >
              {selection !== undefined && (
                <label className="relative z-10 grid h-full w-11 shrink-0 place-items-center has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent">
                  <input
                    type="checkbox"
                    className="sr-only"
                    aria-label={t('ui.grid.selectRow')}
                    checked={picked}
                    onChange={() => onSelect?.(toggle(selection, id))}
                  />
                  <CheckMark state={picked} />
                </label>
              )}
              <div className="min-w-0 flex-1">
                <div className="flex items-center gap-3">
                  {href !== undefined ? (
                    <a
                      href={href(row)}
                      onClick={(event) => {
                        if (onOpen && !event.metaKey && !event.ctrlKey) {
                          event.preventDefault();
                          onOpen(row);
                        }
                      }}
                      className="min-w-0 flex-1 before:absolute before:inset-0"
                    >
                      {name}
                    </a>
                  ) : (
                    <button type="button" onClick={() => onOpen?.(row)} className="min-w-0 flex-1 text-start before:absolute before:inset-0">
                      {name}
                    </button>
                  )}
                  {end !== undefined && <span className="num shrink-0 font-medium">{end.cell(row)}</span>}
                </div>
                <div className="mt-1 flex items-center gap-2 overflow-hidden text-12 text-muted [&>*]:shrink-0">
                  {meta.map((column) => (
                    <span key={column.id} className="last:min-w-0 last:shrink last:truncate">
                      {column.cell(row)}
                    </span>
                  ))}
                </div>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
