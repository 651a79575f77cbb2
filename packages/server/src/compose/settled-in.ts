import { sql } from 'kysely';
import type { Tx } from '../platform/db/database.ts';
import { decidedBy } from './decided-by.ts';

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
  const system = await decidedBy(tx, tenantId, dealId, 'currency');
  return system === null ? null : `${system} decides the currency of this deal. Change it there.`;
}

const sentences = {
  money: 'Money of this deal was invoiced in its currency, so the currency stays.',
  agreement: 'There is an agreement on this deal, so its currency stays.',
  offer: 'An offer of this deal went out in its currency, so the currency stays.',
  authorization: 'A resale authorisation was given in the currency of this deal, so the currency stays.',
};
