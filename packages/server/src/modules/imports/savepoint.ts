import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export type Attempt<Row, Value> = {
  readonly done: readonly { readonly rows: readonly Row[]; readonly value: Value }[];
  readonly refused: readonly { readonly row: Row; readonly sentence: string }[];
};

/** Data that cannot be stored is the row's fault; anything else, such as a lost connection, is not. */
function faultOfRow(error: unknown): string | null {
  if (error instanceof Problem) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === '23505') return 'A record with the same key exists already.';
  return /^2[23]...$/.test(code) ? 'The database cannot store a value of this row.' : null;
}

/** Writes all rows together; when that is refused, halves find the rows at fault and the others still go in. */
export async function attempt<Row, Value>(tx: Tx, rows: readonly Row[], write: (rows: readonly Row[]) => Promise<Value>): Promise<Attempt<Row, Value>> {
  if (rows.length === 0) return { done: [], refused: [] };
  await sql`savepoint import_rows`.execute(tx);
  try {
    const value = await write(rows);
    await sql`release savepoint import_rows`.execute(tx);
    return { done: [{ rows, value }], refused: [] };
  } catch (error) {
    const sentence = faultOfRow(error);
    if (sentence === null) throw error;
    await sql`rollback to savepoint import_rows`.execute(tx);
    await sql`release savepoint import_rows`.execute(tx);
    const [first] = rows;
    if (rows.length === 1 && first !== undefined) return { done: [], refused: [{ row: first, sentence }] };
    const middle = Math.ceil(rows.length / 2);
    const left = await attempt(tx, rows.slice(0, middle), write);
    const right = await attempt(tx, rows.slice(middle), write);
    return { done: [...left.done, ...right.done], refused: [...left.refused, ...right.refused] };
  }
}
