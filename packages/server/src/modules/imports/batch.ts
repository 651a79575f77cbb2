import type { Result } from '@entente/contracts';
import type { ColumnMapping, ColumnQuestion, TableProfile } from './domain/index.ts';
import type { ImportTarget } from './ports.ts';

export type ImportStatus = Result<'imports.list'>['items'][number]['status'];
export type DuplicateRule = 'skip' | 'overwrite' | 'if_blank' | 'never';
export type RowAction = Result<'imports.rows'>['items'][number]['action'];
export type RowProblem = Result<'imports.rows'>['items'][number]['problems'][number];
export type Phase = 'dry_run' | 'run';

/** What the file is, as far as it was looked at when it came. */
export type FileProfile = {
  readonly format: string;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly sheet: string | null;
  readonly sheets: readonly string[];
  readonly headers: readonly string[];
  readonly rows: number;
  readonly warnings: readonly string[];
  readonly table: TableProfile;
  readonly sample: readonly (readonly string[])[];
};

export type UnknownOfColumn = {
  readonly column: string;
  readonly field: string;
  readonly value: string;
  readonly count: number;
  readonly suggestion: string | null;
  readonly confidence: number;
};

/** What a person has decided, and what was found that needs deciding. */
export type BatchOptions = {
  readonly duplicateRule: DuplicateRule;
  /** Question key → reading. */
  readonly answers: Readonly<Record<string, string>>;
  /** Field → folded text → what to read instead: empty text leaves the cell empty, the text itself keeps it as written. */
  readonly valueFixes: ValueFixes;
  readonly unknown: readonly UnknownOfColumn[];
  /** Which names are to choose from, for the reference fields of the file. */
  readonly choices: readonly { readonly field: string; readonly values: readonly string[] }[];
  /** The earlier import of the same columns whose settings this one began with. */
  readonly remembered: Remembered | null;
};
export type ValueFixes = Readonly<Record<string, Readonly<Record<string, string>>>>;
export type Remembered = { readonly fileName: string; readonly by: string; readonly at: string };

export type Counts = {
  readonly create: number;
  readonly update: number;
  readonly unchanged: number;
  readonly skip: number;
  readonly error: number;
  readonly warnings: number;
};
export const noCounts: Counts = { create: 0, update: 0, unchanged: 0, skip: 0, error: 0, warnings: 0 };

export type Totals = {
  readonly phase: Phase | null;
  readonly counts: Counts;
  /** Fields that refer to the same kind of record are set in a second way through the file. */
  readonly pass: 1 | 2;
  readonly besides: number;
  readonly undo: { readonly removed: number; readonly restored: number; readonly kept: number } | null;
};
export const noTotals: Totals = { phase: null, counts: noCounts, pass: 1, besides: 0, undo: null };

export type Batch = {
  readonly id: string;
  readonly target: ImportTarget;
  readonly fileName: string;
  readonly fileId: string;
  readonly status: ImportStatus;
  readonly profile: FileProfile;
  readonly mapping: readonly ColumnMapping[];
  readonly options: BatchOptions;
  readonly totals: Totals;
  /** The last row of the file that is done. */
  readonly nextRow: number;
  readonly jobId: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly undoUntil: string | null;
  readonly version: number;
};

export const isWorking = (status: ImportStatus): boolean => status === 'dry_running' || status === 'running' || status === 'undoing';
export const questionKey = ({ kind, field }: Pick<ColumnQuestion, 'kind' | 'field'>): string => `${kind}:${field}`;
