import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/** The next number of a series of the workspace, in the caller's transaction. */
export async function nextNumber(tx: Tx, tenantId: string, name: string): Promise<number> {
  const { rows } = await sql<{ value: number }>`
    insert into counter (tenant_id, name, value) values (${tenantId}::uuid, ${name}, 1) on conflict (tenant_id, name) do update set value = counter.value + 1 returning value`.execute(
    tx,
  );
  return rows[0]?.value ?? 1;
}
