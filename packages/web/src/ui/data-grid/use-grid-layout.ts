import { useEffect, useMemo, useState } from 'react';
import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { direction, t } from '../../lib/i18n/i18n.ts';
import type { GridColumn, GridDensity } from './types.ts';

// The table keeps the layout of the columns only. Rows stay with the caller and the virtual list, so that a
// hundred thousand of them cost nothing until they come into view.
const features = tableFeatures({ columnVisibilityFeature, columnOrderingFeature, columnSizingFeature, columnResizingFeature });
type NoRow = { readonly id: string };
const noRows: NoRow[] = [];
const helper = createColumnHelper<typeof features, NoRow>();
export const STEP = 16;

type Stored = { order?: string[]; visibility?: Record<string, boolean>; sizing?: Record<string, number>; density?: GridDensity };

function readStored(key: string): Stored {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

export type GridLayout<T> = ReturnType<typeof useGridLayout<T>>;

/** Order, widths, visibility and row height of one grid, kept in the browser under `id`. */
export function useGridLayout<T>(id: string, columns: readonly GridColumn<T>[]) {
  const key = `entente.grid.${id}`;
  const stored = useMemo(() => readStored(key), [key]);
  const [density, setDensity] = useState<GridDensity>(stored.density ?? 'normal');
  const [said, setSaid] = useState('');
  const definitions = useMemo(
    () =>
      columns.map((column) =>
        helper.display({
          id: column.id,
          header: column.header,
          size: column.size ?? 160,
          minSize: column.minSize ?? 64,
          enableHiding: column.hideable !== false,
        }),
      ),
    [columns],
  );
  const defaults = useMemo(
    () => ({
      columnVisibility: Object.fromEntries(columns.filter((column) => column.defaultHidden).map((column) => [column.id, false])),
      columnOrder: columns.map((column) => column.id),
    }),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    initialState: {
      columnVisibility: { ...defaults.columnVisibility, ...stored.visibility },
      columnOrder: [
        ...(stored.order ?? []).filter((name) => defaults.columnOrder.includes(name)),
        ...defaults.columnOrder.filter((name) => !stored.order?.includes(name)),
      ],
      columnSizing: stored.sizing ?? {},
    },
    columnResizeMode: 'onChange',
    columnResizeDirection: direction(),
  });
  const { columnOrder, columnSizing, columnVisibility } = table.state;

  useEffect(() => {
    const value: Stored = { order: columnOrder, visibility: columnVisibility, sizing: columnSizing, density };
    localStorage.setItem(key, JSON.stringify(value));
  }, [key, columnOrder, columnVisibility, columnSizing, density]);

  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  // Rows are drawn again only when this list is another one.
  const visible = useMemo(
    () => [...new Set([...columnOrder, ...byId.keys()])].filter((name) => columnVisibility[name] !== false).flatMap((name) => byId.get(name) ?? []),
    [byId, columnOrder, columnVisibility],
  );
  const sizeOf = (name: string): number => table.getColumn(name)?.getSize() ?? 160;
  const sized = Object.keys(columnSizing).length > 0;

  /** Widths as shown become fixed, so that a drag starts from what the eye sees. */
  function freeze(widths: Record<string, number>): void {
    if (!sized) table.setColumnSizing(widths);
  }

  function resizeBy(name: string, by: number, widths: Record<string, number>): void {
    const from = columnSizing[name] ?? widths[name] ?? sizeOf(name);
    const to = Math.max(byId.get(name)?.minSize ?? 64, Math.round(from + by));
    table.setColumnSizing({ ...(sized ? columnSizing : widths), [name]: to });
    setSaid(t('ui.grid.resized', { column: byId.get(name)?.header ?? name, n: to }));
  }

  function moveTo(name: string, over: string): void {
    const order = table.getAllLeafColumns().map((leaf) => leaf.id);
    const to = order.indexOf(over);
    const next = order.filter((other) => other !== name);
    next.splice(to, 0, name);
    table.setColumnOrder(next);
    setSaid(t('ui.grid.moved', { column: byId.get(name)?.header ?? name, n: to + 1, total: order.length }));
  }

  function moveBy(name: string, step: number): void {
    const shown = visible.map((column) => column.id);
    const over = shown[shown.indexOf(name) + step];
    if (over !== undefined) moveTo(name, over);
  }

  return {
    id,
    table,
    density,
    setDensity,
    said,
    visible,
    sized,
    sizeOf,
    freeze,
    resizeBy,
    moveTo,
    moveBy,
    all: table.getAllLeafColumns().flatMap((leaf) => {
      const column = byId.get(leaf.id);
      return column ? [{ column, isVisible: leaf.getIsVisible() }] : [];
    }),
    toggle: (name: string) => table.getColumn(name)?.toggleVisibility(),
    reset: () => {
      table.setColumnOrder(defaults.columnOrder);
      table.setColumnVisibility(defaults.columnVisibility);
      table.setColumnSizing({});
    },
  };
}
