import type { Scope } from '@entente/contracts/permissions';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DuplicateKey, Fields, FieldValue, ReferenceEntry, TargetKind } from './domain/index.ts';

/** What this workspace can take in. Past outcomes are deals. */
export type ImportTarget = Exclude<TargetKind, 'past-outcome'>;

/** A record as it is, told in the fields of the import so that it can be compared with a row. */
export type ExistingRecord = { readonly id: string; readonly version: number; readonly fields: Readonly<Record<string, FieldValue | null>> };
export type KeyedRow = { readonly fields: Fields; readonly keys: readonly DuplicateKey[] };
export type CreateRow = { readonly id: string; readonly fields: Fields };
export type Written = { readonly id: string; readonly version: number };
/** Records that had to be made for the rows although no row is about them, such as a manager who is only named. */
export type Created = { readonly rows: readonly (Written & { readonly existed?: boolean })[]; readonly besides: readonly Written[] };
export type ChangeRow = { readonly id: string; readonly version: number; readonly fields: Fields };
export type Refused = { readonly id: string; readonly code: string; readonly sentence: string };
export type Changed = {
  readonly updated: readonly (Written & { readonly before: unknown })[];
  readonly unchanged: readonly string[];
  readonly refused: readonly Refused[];
};
export type RestoreRow = { readonly id: string; readonly version: number; readonly before: unknown };
export type Removed = { readonly removed: readonly string[]; readonly refused: readonly Refused[] };

/** How one kind of record is found, made, changed and taken back. All of it happens in the transaction of the chunk. */
export type TargetPort = {
  readonly scope: Scope;
  /** Whether an import can be taken back; else the sentence that says why not. */
  readonly undoable: true | string;
  /** Fields that refer to records of the same kind and are set when all rows are in. */
  readonly laterFields: readonly string[];
  /** Fields that can be changed in records that exist; the others are set only when a record is made. */
  readonly updatableFields: readonly string[];
  /** Candidates by key string; a key that no candidate has is left out. */
  find(tx: Tx, context: Context, rows: readonly KeyedRow[]): Promise<ReadonlyMap<string, readonly ExistingRecord[]>>;
  /** All or nothing; a Problem says what cannot be stored. */
  create(tx: Tx, context: Context, rows: readonly CreateRow[]): Promise<Created>;
  update(tx: Tx, context: Context, rows: readonly ChangeRow[]): Promise<Changed>;
  restore(tx: Tx, context: Context, rows: readonly RestoreRow[]): Promise<Changed>;
  remove(tx: Tx, context: Context, rows: readonly Written[]): Promise<Removed>;
};

export type ImportsPorts = {
  readonly targets: Readonly<Record<ImportTarget, TargetPort>>;
  /** Names that a reference column may point at. */
  referenceEntries(tx: Tx, tenantId: string, kind: ImportTarget): Promise<readonly ReferenceEntry[]>;
  baseCurrency(tx: Tx, tenantId: string): Promise<string>;
};
