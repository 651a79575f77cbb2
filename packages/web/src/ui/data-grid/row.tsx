/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows stand where the virtual list puts them and share one CSS grid, which table elements would undo. */
import { memo } from 'react';
import { CheckMark } from '../checkbox.tsx';
import { cx } from '../cx.ts';
import { t } from '../../lib/i18n/i18n.ts';
import type { GridColumn } from './types.ts';

const cellClass = 'flex h-full min-w-0 items-center overflow-hidden px-2 outline-offset-[-2px] focus:outline-2 focus:outline-accent';

type RowProps<T> = {
  row: T;
  index: number;
  columns: readonly GridColumn<T>[];
  top: number;
  height: number;
  selectable: boolean;
  selected: boolean;
  activeColumn: number;
  href?: string;
};

function RowView<T>({ row, index, columns, top, height, selectable, selected, activeColumn, href }: RowProps<T>) {
  const shift = selectable ? 1 : 0;
  const title = columns.find((column) => column.card === 'title') ?? columns[0];
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      {...(selectable ? { 'aria-selected': selected } : {})}
      className={cx(
        'absolute inset-x-0 top-0 grid border-b border-line px-2 [grid-template-columns:var(--grid-columns)]',
        selected ? 'bg-accent-soft [--surface:var(--accent-soft)]' : 'bg-surface hover:bg-hover',
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {selectable && (
        <div
          role="gridcell"
          aria-colindex={1}
          aria-label={t('ui.grid.selectRow')}
          tabIndex={activeColumn === 0 ? 0 : -1}
          data-row={index}
          data-col={0}
          className={cellClass}
        >
          <CheckMark state={selected} />
        </div>
      )}
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={place + shift + 1}
          tabIndex={activeColumn === place + shift ? 0 : -1}
          data-row={index}
          data-col={place + shift}
          className={cx(cellClass, column.align === 'end' && 'num justify-end text-end', column === title && 'font-medium')}
        >
          {column === title && href !== undefined ? (
            <a href={href} tabIndex={-1} data-open className="min-w-0 truncate">
              {column.cell(row)}
            </a>
          ) : (
            <span className="min-w-0 truncate">{column.cell(row)}</span>
          )}
        </div>
      ))}
    </div>
  );
}

/** Drawn again only when its own props change: a selection or a step of the cursor costs two rows, not all. */
export const GridRow = memo(RowView) as typeof RowView;
