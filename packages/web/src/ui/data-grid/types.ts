import type { ReactNode } from 'react';
import type { Action } from '../../lib/actions.ts';
import type { GridLayout } from './use-grid-layout.ts';
import type { GridSelection } from './selection.ts';

export type GridColumn<T> = {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** Pixels at which the column starts; columns share what is left over. */
  size?: number;
  minSize?: number;
  /** `end` for money and counts: tabular and lined up. */
  align?: 'start' | 'end';
  sortable?: boolean;
  hideable?: boolean;
  defaultHidden?: boolean;
  /** Where the value stands in the two-line card on a phone. Default: `meta` for the first three, then left out. */
  card?: 'title' | 'end' | 'meta' | 'none';
};

export type GridSort = { id: string; desc: boolean };
export type GridDensity = 'compact' | 'normal' | 'touch';
export const rowHeights: Record<GridDensity, number> = { compact: 32, normal: 40, touch: 48 };

export type DataGridProps<T> = {
  label: string;
  layout: GridLayout<T>;
  rows: readonly T[];
  rowId: (row: T) => string;
  /** Rows that match on the server, loaded or not. */
  total?: number;
  sort?: GridSort | null;
  onSort?: (sort: GridSort) => void;
  hasMore?: boolean;
  isLoadingMore?: boolean;
  /** Called near the end of the loaded rows; once for each number of rows. */
  onNeedMore?: () => void;
  isLoading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  empty?: ReactNode;
  selection?: GridSelection;
  onSelect?: (selection: GridSelection) => void;
  /** Acts on the selection, from the catalogue. */
  bulk?: readonly Action[];
  onOpen?: (row: T) => void;
  onPeek?: (row: T) => void;
  /** Gives the first column a real link: new tab, copy address. */
  href?: (row: T) => string;
};
