import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/**
 * How long partners took to answer what waited for them, from opened to answered: acts held by a person of the partner, and steps of
 * plays that ask a participant. What was skipped or closed by a play was not answered.
 */
export async function answerTimes(tx: Tx, tenantId: string, since: Date): Promise<{ partnerId: string; hours: number }[]> {
  const { rows } = await sql<{ partnerId: string; hours: number }>`
    select coalesce(m.partner_id, (a.payload ->> 'askedPartnerId')::uuid) as "partnerId", extract(epoch from a.closed_at - a.opened_at)::float8 / 3600 as hours
    from act a left join membership m on m.tenant_id = a.tenant_id and m.id = a.assignee_id
    where a.tenant_id = ${tenantId}::uuid and a.status = 'done' and a.outcome is distinct from 'skip' and a.closed_at >= ${since.toISOString()}::timestamptz
      and (m.partner_id is not null or a.payload ->> 'askedPartnerId' is not null)`.execute(tx);
  return rows;
}
