/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows stand where the virtual list puts them and share one CSS grid, which table elements would undo. */
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from 'react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { direction, t } from '../../lib/i18n/i18n.ts';
import { GridHead, HEAD_HEIGHT, measureHead } from './head.tsx';
import { GridRow } from './row.tsx';
import { headState, isSelected, noSelection, setSelected, toggle } from './selection.ts';
import { type DataGridProps, rowHeights } from './types.ts';
import { useNeedMore } from './use-need-more.ts';
import { STEP } from './use-grid-layout.ts';

type Place = { row: number; col: number };
const SELECT_WIDTH = 32;

function placeOf(target: EventTarget): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-col]') : null;
  if (!cell) return undefined;
  return { row: Number(cell.dataset['row']), col: Number(cell.dataset['col']) };
}

export function GridTable<T>({
  label,
  layout,
  rows,
  rowId,
  total,
  sort,
  onSort,
  hasMore,
  isLoadingMore,
  onNeedMore,
  selection,
  onSelect,
  onOpen,
  onPeek,
  href,
}: DataGridProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Place>({ row: 0, col: 0 });
  // Set by a key, cleared once the cell stands in the document: a far row must first be drawn.
  const wanted = useRef<Place | null>(null);
  const anchor = useRef(0);
  const selectable = selection !== undefined && onSelect !== undefined;
  const height = rowHeights[layout.density];
  const shift = selectable ? 1 : 0;
  const lastColumn = layout.visible.length - 1 + shift;
  const activeRow = Math.min(active.row, rows.length - 1);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler, whose memoisation this library escapes, is not in use
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    scrollPaddingEnd: 8,
    // The cell that holds the focus stays in the document, or the keyboard would be lost when it scrolls away.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return activeRow < 0 || shown.includes(activeRow) ? shown : [...shown, activeRow].sort((a, b) => a - b);
    },
  });
  useLayoutEffect(() => {
    virtual.measure();
  }, [height, virtual]);
  const items = virtual.getVirtualItems();
  useNeedMore(virtual.range?.endIndex ?? 0, rows.length, hasMore === true && isLoadingMore !== true, onNeedMore);

  useLayoutEffect(() => {
    const place = wanted.current;
    if (!place) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-row="${place.row}"][data-col="${place.col}"]`);
    if (!cell) return;
    wanted.current = null;
    cell.focus({ preventScroll: place.row >= 0 });
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  function go(place: Place) {
    const next = { row: Math.max(-1, Math.min(rows.length - 1, place.row)), col: Math.max(0, Math.min(lastColumn, place.col)) };
    wanted.current = next;
    if (next.row >= 0) virtual.scrollToIndex(next.row);
    setActive(next);
    return next;
  }

  function pick(index: number) {
    const row = rows[index];
    if (!selectable || row === undefined) return;
    anchor.current = index;
    onSelect(toggle(selection, rowId(row)));
  }

  function pickRange(to: number) {
    if (!selectable) return;
    const [low, high] = anchor.current <= to ? [anchor.current, to] : [to, anchor.current];
    onSelect(setSelected(selection, rows.slice(low, high + 1).map(rowId), true));
  }

  function pickAll() {
    if (!selectable) return;
    onSelect(headState(selection, rows.length) === true ? noSelection : { kind: 'some', ids: new Set(rows.map(rowId)) });
  }

  function sortBy(id: string) {
    onSort?.({ id, desc: sort?.id === id ? !sort.desc : false });
  }

  function onHeadKey(event: KeyboardEvent, place: Place): boolean {
    const column = layout.visible[place.col - shift];
    const along = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const step = direction() === 'rtl' ? -along : along;
    if (along !== 0 && column && event.shiftKey) {
      layout.resizeBy(column.id, step * STEP, measureHead(scroller.current));
      return true;
    }
    if (along !== 0 && column && event.altKey) {
      layout.moveBy(column.id, step);
      go({ row: -1, col: place.col + step });
      return true;
    }
    if (event.key !== 'Enter' && event.key !== ' ') return false;
    if (!column) pickAll();
    else if (column.sortable) sortBy(column.id);
    return true;
  }

  function onRowKey(event: KeyboardEvent, place: Place): boolean {
    const row = rows[place.row];
    if (row === undefined) return false;
    if (event.key === 'Enter') {
      onOpen?.(row);
      return true;
    }
    if (event.key === ' ') {
      if (event.shiftKey) pickRange(place.row);
      else if (onPeek && !(selectable && place.col === 0)) onPeek(row);
      else pick(place.row);
      return true;
    }
    if (event.key === 'x' && !event.metaKey && !event.ctrlKey) {
      pick(place.row);
      return true;
    }
    if (event.key === 'Escape' && selectable && selection !== noSelection) {
      onSelect(noSelection);
      return true;
    }
    return false;
  }

  function onMoveKey(event: KeyboardEvent, { row, col }: Place): boolean {
    const forward = direction() === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = direction() === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 400) - HEAD_HEIGHT) / height) - 1);
    const far = event.ctrlKey || event.metaKey;
    const down: Record<string, number> = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + page, PageUp: Math.max(0, row - page) };
    const toRow = down[event.key];
    if (toRow !== undefined) {
      const next = go({ row: toRow, col });
      if (event.shiftKey && next.row >= 0) {
        if (row >= 0 && !event.repeat && selectable && !isSelected(selection, rowIdAt(row))) anchor.current = row;
        pickRange(next.row);
      }
      return true;
    }
    if (event.key === forward) {
      go({ row, col: col + 1 });
      return true;
    }
    if (event.key === back) {
      go({ row, col: col - 1 });
      return true;
    }
    if (event.key === 'Home') {
      go({ row: far ? 0 : row, col: 0 });
      return true;
    }
    if (event.key === 'End') {
      go({ row: far ? rows.length - 1 : row, col: lastColumn });
      return true;
    }
    if (far && event.key.toLowerCase() === 'a' && selectable) {
      onSelect({ kind: 'some', ids: new Set(rows.map(rowId)) });
      return true;
    }
    return false;
  }

  function rowIdAt(index: number): string {
    const row = rows[index];
    return row === undefined ? '' : rowId(row);
  }

  function onKeyDown(event: KeyboardEvent) {
    const place = placeOf(event.target);
    // Keys inside a control of a cell (a button, a field) belong to that control.
    if (!place || (event.target instanceof Element && !event.target.matches('[data-col], [data-open]'))) return;
    const handled = (place.row < 0 ? onHeadKey(event, place) : onRowKey(event, place)) || onMoveKey(event, place);
    if (handled) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  function onClick(event: MouseEvent) {
    const place = placeOf(event.target);
    if (!place || event.defaultPrevented) return;
    if (place.row < 0) {
      const column = layout.visible[place.col - shift];
      if (!column) pickAll();
      else if (column.sortable) sortBy(column.id);
      return;
    }
    const row = rows[place.row];
    if (row === undefined) return;
    setActive(place);
    if (selectable && (place.col === 0 || event.shiftKey)) {
      if (event.shiftKey) pickRange(place.row);
      else pick(place.row);
      return;
    }
    if (event.metaKey || event.ctrlKey || (event.target instanceof Element && event.target.closest('button, input, a:not([data-open])') !== null)) return;
    if (onOpen) {
      event.preventDefault();
      onOpen(row);
    }
  }

  const widths = layout.visible.map((column) =>
    layout.sized ? `${layout.sizeOf(column.id)}px` : `minmax(${layout.sizeOf(column.id)}px, ${layout.sizeOf(column.id)}fr)`,
  );
  const template = [selectable ? `${SELECT_WIDTH}px` : '', ...widths, layout.sized ? 'minmax(0, 1fr)' : ''].join(' ');
  const minWidth = layout.visible.reduce((sum, column) => sum + layout.sizeOf(column.id), SELECT_WIDTH * shift + 16);

  return (
    <>
      <div
        ref={scroller}
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={(total ?? rows.length) + 1}
        aria-colcount={lastColumn + 1}
        aria-multiselectable={selectable || undefined}
        aria-busy={isLoadingMore || undefined}
        className="min-h-0 flex-1 overflow-auto bg-surface contain-strict"
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={(event) => {
          const place = placeOf(event.target);
          if (place && (place.row !== active.row || place.col !== active.col)) setActive(place);
        }}
        style={{ '--grid-columns': template } as React.CSSProperties}
      >
        <div style={{ minWidth }} role="presentation">
          <GridHead
            layout={layout}
            selectable={selectable}
            checked={selectable ? headState(selection, rows.length) : false}
            activeColumn={active.row < 0 ? active.col : -1}
            sort={sort}
          />
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const id = rowId(row);
              return (
                <GridRow
                  key={id}
                  row={row}
                  index={item.index}
                  columns={layout.visible}
                  top={item.start - HEAD_HEIGHT}
                  height={height}
                  selectable={selectable}
                  selected={selectable && isSelected(selection, id)}
                  activeColumn={item.index === activeRow && active.row >= 0 ? active.col : -1}
                  href={href?.(row)}
                />
              );
            })}
          </div>
        </div>
      </div>
      <output className="sr-only">{isLoadingMore ? t('ui.grid.loadingMore') : layout.said}</output>
    </>
  );
}
