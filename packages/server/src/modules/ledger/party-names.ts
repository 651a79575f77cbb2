import { isId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/** What people call the parties: partners and accounts by their name; a marketplace known by a word, by that word. */
export async function partyNames(tx: Tx, tenantId: string, parties: readonly (string | null)[]): Promise<(party: string | null) => string | null> {
  const ids = [...new Set(parties.filter((party) => party !== null && isId(party)))];
  const names = new Map<string, string>();
  if (ids.length > 0) {
    const { rows } = await sql<{ id: string; name: string }>`
      select id, name from partner where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])
      union all select id, name from account where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
    for (const { id, name } of rows) names.set(id, name);
  }
  return (party) => (party === null ? null : (names.get(party) ?? (isId(party) ? null : party)));
}
