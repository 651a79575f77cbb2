export { openTable } from './open-table.ts';
export { guardFormula, writeCsvRow } from '../../../platform/csv.ts';
export { TableError } from './table.ts';
export type { RowProblem, RowProblemCode, Table, TableOptions, TableRow, TableSource, TableWarning } from './table.ts';
