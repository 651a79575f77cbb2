import { sql } from 'kysely';
import type { Tx } from '../platform/db/database.ts';

/** The system that decides a field of a deal it has a view of: what is changed here it sets back at its next look. */
export async function decidedBy(tx: Tx, tenantId: string, dealId: string, field: 'currency' | 'stage'): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select c.name from outside_view v
      join connection c on c.tenant_id = v.tenant_id and c.id = v.connection_id
      join connection_object o on o.tenant_id = v.tenant_id and o.connection_id = v.connection_id and o.kind = 'deal'
      join field_mapping m on m.tenant_id = o.tenant_id and m.object_id = o.id and m.field = ${field} and m.authority = 'theirs'
    where v.tenant_id = ${tenantId}::uuid and v.kind = 'deal' and v.record_id = ${dealId}::uuid and v.outside_id is not null order by c.name limit 1`.execute(
    tx,
  );
  return rows[0]?.name ?? null;
}

export const stageDecidedBy = (tx: Tx, tenantId: string, dealId: string): Promise<string | null> => decidedBy(tx, tenantId, dealId, 'stage');
