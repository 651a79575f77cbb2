/** What the importer and the sample are told about many rows at once. */
export type Inserted = { readonly id: string; readonly version: number };
export type Refusal = { readonly id: string; readonly code: 'missing' | 'changed' | 'in_use' | 'invalid'; readonly sentence: string };
export type Updated<Fields> = Inserted & { readonly before: Fields };
export type BulkUpdated<Fields> = { readonly updated: readonly Updated<Fields>[]; readonly unchanged: readonly string[]; readonly refused: readonly Refusal[] };
export type BulkRemoved = { readonly removed: readonly string[]; readonly refused: readonly Refusal[] };
export type Known<Fields> = Inserted & { readonly fields: Fields };
/** One key may name several records; who looks for duplicates decides what that means. */
export type Found<Fields> = ReadonlyMap<string, readonly Known<Fields>[]>;
/** Leave `version` out to change whatever is there now. */
export type UpdateRow<Changes> = { readonly id: string; readonly version?: number | undefined; readonly changes: Changes };
export type RemoveRow = { readonly id: string; readonly version: number };

export const missing = (id: string): Refusal => ({ id, code: 'missing', sentence: 'It is not there any more.' });
export const changed = (id: string): Refusal => ({ id, code: 'changed', sentence: 'It was changed in the meantime.' });
