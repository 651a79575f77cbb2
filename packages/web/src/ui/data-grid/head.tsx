/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows stand where the virtual list puts them and share one CSS grid, which table elements would undo. */
import { useState } from 'react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { CheckMark } from '../checkbox.tsx';
import { cx } from '../cx.ts';
import { t } from '../../lib/i18n/i18n.ts';
import type { GridSort } from './types.ts';
import type { GridLayout } from './use-grid-layout.ts';

export const HEAD_HEIGHT = 36;
const cellClass = 'relative flex h-full min-w-0 items-center gap-1 px-2 outline-offset-[-2px] focus:outline-2 focus:outline-accent';

export function measureHead(head: Element | null): Record<string, number> {
  const widths: Record<string, number> = {};
  for (const cell of head?.querySelectorAll<HTMLElement>('[data-column]') ?? [])
    widths[cell.dataset['column'] ?? ''] = Math.round(cell.getBoundingClientRect().width);
  return widths;
}

export function GridHead<T>({
  layout,
  selectable,
  checked,
  activeColumn,
  sort,
}: {
  layout: GridLayout<T>;
  selectable: boolean;
  checked: boolean | 'mixed';
  activeColumn: number;
  sort?: GridSort | null;
}) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const shift = selectable ? 1 : 0;
  const headers = new Map(layout.table.getHeaderGroups()[0]?.headers.map((header) => [header.column.id, header]));
  return (
    <div role="rowgroup" className="sticky top-0 z-10">
      <div
        role="row"
        aria-rowindex={1}
        className="grid border-b border-line bg-surface px-2 text-12 font-medium text-muted [grid-template-columns:var(--grid-columns)]"
        style={{ height: HEAD_HEIGHT }}
      >
        {selectable && (
          <div role="columnheader" aria-colindex={1} tabIndex={activeColumn === 0 ? 0 : -1} data-row={-1} data-col={0} className={cellClass}>
            <CheckMark state={checked} />
            <span className="sr-only">{t('ui.grid.selectLoaded')}</span>
          </div>
        )}
        {layout.visible.map((column, place) => {
          const sorted = sort?.id === column.id ? (sort.desc ? 'descending' : 'ascending') : undefined;
          const Arrow = sorted === 'descending' ? ArrowDown : ArrowUp;
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={place + shift + 1}
              {...(column.sortable ? { 'aria-sort': sorted ?? 'none' } : {})}
              tabIndex={activeColumn === place + shift ? 0 : -1}
              data-row={-1}
              data-col={place + shift}
              data-column={column.id}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData('text/plain', column.id);
                setDragged(column.id);
              }}
              onDragOver={(event) => {
                if (dragged !== null) {
                  event.preventDefault();
                  setOver(column.id);
                }
              }}
              onDrop={() => {
                if (dragged !== null && dragged !== column.id) layout.moveTo(dragged, column.id);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              className={cx(
                cellClass,
                'select-none',
                column.align === 'end' && 'justify-end',
                column.sortable && 'hover:text-text',
                sorted !== undefined && 'text-text',
                over === column.id && dragged !== null && 'bg-accent-soft',
              )}
            >
              <span className="truncate">{column.header}</span>
              {sorted !== undefined && <Arrow size={12} aria-hidden className="shrink-0" />}
              <span
                aria-hidden
                onClick={(event) => event.stopPropagation()}
                onMouseDown={(event) => {
                  event.preventDefault();
                  layout.freeze(measureHead(event.currentTarget.closest('[role="row"]')));
                  headers.get(column.id)?.getResizeHandler()(event);
                }}
                onTouchStart={(event) => headers.get(column.id)?.getResizeHandler()(event)}
                className="absolute inset-y-0 -end-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-2 after:start-1/2 after:w-px after:bg-transparent hover:after:bg-line-strong"
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
