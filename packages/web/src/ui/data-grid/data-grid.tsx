import { SkeletonRows, ErrorState } from '../states.tsx';
import { usePhone } from '../use-media.ts';
import { GridCards } from './cards.tsx';
import { countSelected, noSelection } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import { GridTable } from './table.tsx';
import { type DataGridProps, rowHeights } from './types.ts';

export type { DataGridProps, GridColumn, GridDensity, GridSort } from './types.ts';
export { countSelected, type GridSelection, noSelection } from './selection.ts';
export { type GridLayout, useGridLayout } from './use-grid-layout.ts';
export { GridOptions } from './grid-options.tsx';

/** A list of any length: table on a desk, cards on a phone, one selection bar for both. Give it a flex column to fill. */
export function DataGrid<T>(props: DataGridProps<T>) {
  const phone = usePhone();
  const { rows, total, selection, onSelect, layout } = props;
  if (props.error !== undefined && props.error !== null && rows.length === 0) return <ErrorState error={props.error} onRetry={props.onRetry} />;
  if (props.isLoading) return <SkeletonRows rows={12} height={rowHeights[layout.density]} what={props.label} />;
  if (rows.length === 0 && props.empty !== undefined) return <>{props.empty}</>;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {props.error !== undefined && props.error !== null && <ErrorState compact error={props.error} onRetry={props.onRetry} />}
      {phone ? <GridCards {...props} /> : <GridTable {...props} />}
      {selection !== undefined && countSelected(selection, total ?? rows.length) > 0 && (
        <SelectionBar
          selection={selection}
          total={total ?? rows.length}
          loaded={rows.length}
          actions={props.bulk ?? []}
          onAll={() => onSelect?.({ kind: 'all', except: new Set() })}
          onClear={() => onSelect?.(noSelection)}
        />
      )}
    </div>
  );
}
