import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

const keyOf = (tenantId: string, month: string): string => `ledger ${tenantId} ${month}`;

/**
 * Holds months open until the transaction ends, together with all others who post. A statement of its own: what is read after it is
 * read from a snapshot that is newer than the lock.
 */
export async function lockMonths(tx: Tx, tenantId: string, months: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(m, 0)) from unnest(${months.map((month) => keyOf(tenantId, month))}::text[]) as m`.execute(tx);
}

/** For closing: waits for all who post into the month, and keeps new ones waiting. */
export async function lockMonthAlone(tx: Tx, tenantId: string, month: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${keyOf(tenantId, month)}, 0))`.execute(tx);
}

export async function closedMonths(tx: Tx, tenantId: string, from: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ month: string }>`
    select month from ledger_period where tenant_id = ${tenantId}::uuid and state = 'closed' and month >= ${from}`.execute(tx);
  return new Set(rows.map(({ month }) => month));
}
