import { sql } from 'kysely';
import type { Tx } from '../platform/db/database.ts';

/** What fixes the currency of a deal: what went out or was paid in it, and a system that decides it. Drafts fix nothing. */
export async function settledIn(tx: Tx, tenantId: string, dealId: string): Promise<string | null> {
  const { rows } = await sql<{ what: keyof typeof sentences }>`
    select 'money' as what from billing_match where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and state = 'matched'
    union all select 'agreement' from agreement where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid
    union all select 'offer' from offer where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and sent_at is not null
    union all select 'authorization' from resale_authorization where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and state <> 'draft' limit 1`.execute(
    tx,
  );
  if (rows[0]) return sentences[rows[0].what];
  // What a system decides it would set back at its next look.
  const { rows: deciding } = await sql<{ name: string }>`
    select c.name from outside_view v
      join connection c on c.tenant_id = v.tenant_id and c.id = v.connection_id
      join connection_object o on o.tenant_id = v.tenant_id and o.connection_id = v.connection_id and o.kind = 'deal'
      join field_mapping m on m.tenant_id = o.tenant_id and m.object_id = o.id and m.field = 'currency' and m.authority = 'theirs'
    where v.tenant_id = ${tenantId}::uuid and v.kind = 'deal' and v.record_id = ${dealId}::uuid and v.outside_id is not null order by c.name limit 1`.execute(
    tx,
  );
  return deciding[0] ? `${deciding[0].name} decides the currency of this deal. Change it there.` : null;
}

const sentences = {
  money: 'Money of this deal was invoiced in its currency, so the currency stays.',
  agreement: 'There is an agreement on this deal, so its currency stays.',
  offer: 'An offer of this deal went out in its currency, so the currency stays.',
  authorization: 'A resale authorisation was given in the currency of this deal, so the currency stays.',
};
