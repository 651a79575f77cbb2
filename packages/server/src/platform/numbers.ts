import { sql } from 'kysely';
import type { Database, Tx } from './db/database.ts';

/** Gives the first of `count` numbers that follow each other. A number once given is never given again. */
export type TakeNumbers = (tenantId: string, count: number) => Promise<number>;

/** What is numbered: under which name, after which number, and how many are fetched at once for those created one by one. */
export type Series = { readonly name: string; readonly beforeFirst: number; readonly block: number };

/**
 * The counter is moved on in a transaction of its own, so that no creation waits for another to end. What a process had fetched
 * and not given when it ended, and what was given to a creation that failed, stays a gap: numbers name records, they do not count them.
 */
export function createNumbers(database: Database, series: Series): TakeNumbers {
  const { name, beforeFirst, block: size } = series;
  const blocks = new Map<string, { next: number; end: number }>();
  const fetching = new Map<string, Promise<void>>();

  const advance = (tenantId: string, count: number): Promise<number> =>
    database.apart(tenantId, async (tx) => {
      const { rows } = await sql<{ value: number }>`
        insert into counter (tenant_id, name, value) values (${tenantId}::uuid, ${name}, ${beforeFirst + count})
        on conflict (tenant_id, name) do update set value = counter.value + ${count} returning value`.execute(tx);
      const last = rows[0]?.value;
      if (last === undefined) throw new Error('the counter gave no number');
      return last - count + 1;
    });
  const fetchBlock = (tenantId: string): Promise<void> => {
    const known = fetching.get(tenantId);
    if (known) return known;
    const begun = advance(tenantId, size)
      .then((first) => void blocks.set(tenantId, { next: first, end: first + size - 1 }))
      .finally(() => fetching.delete(tenantId));
    fetching.set(tenantId, begun);
    return begun;
  };

  return async (tenantId, count) => {
    if (count >= size) return advance(tenantId, count);
    for (;;) {
      const block = blocks.get(tenantId);
      if (block && block.end - block.next + 1 >= count) {
        const first = block.next;
        block.next += count;
        return first;
      }
      await fetchBlock(tenantId);
    }
  };
}

/**
 * The next number of a series in the caller's transaction, for what must have no gaps: the row stays locked until that transaction ends,
 * and a number that is not used is not taken.
 */
export async function nextInOrder(tx: Tx, tenantId: string, name: string): Promise<number> {
  const { rows } = await sql<{ value: number }>`
    insert into counter (tenant_id, name, value) values (${tenantId}::uuid, ${name}, 1) on conflict (tenant_id, name) do update set value = counter.value + 1 returning value`.execute(
    tx,
  );
  const value = rows[0]?.value;
  if (value === undefined) throw new Error('the counter gave no number');
  return value;
}
