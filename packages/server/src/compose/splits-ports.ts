import { sql } from 'kysely';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { DealFacts, DealLine, SplitsPorts } from '../modules/splits/index.ts';
import type { Tx } from '../platform/db/database.ts';

/** Gives splits what they need to know, from those who own it. */
export function splitsPorts(options: Pick<SplitsPorts, 'receipt' | 'earn' | 'usage'>): SplitsPorts {
  return { ...options, deal, dealLines, openAct: openRecordAct, closeActs: closeRecordActs };
}

async function deal(tx: Tx, tenantId: string, dealId: string, on: string): Promise<DealFacts | null> {
  const { rows } = await sql<{ region: string | null; status: string; routes: string[] | null }>`
    select d.region, d.status, (select array_agg(distinct r.kind) from deal_route r where r.tenant_id = d.tenant_id and r.deal_id = d.id and r.settles and r.ended_at is null) as routes
    from deal d where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(tx);
  const found = rows[0];
  if (!found) return null;
  const { rows: participants } = await sql<{ partnerId: string; role: string; shareBp: number | null }>`
    select partner_id as "partnerId", role, share_bp as "shareBp" from deal_participant
    where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and since <= ${on}::date and (until is null or until > ${on}::date) order by partner_id, role, id`.execute(
    tx,
  );
  const shares = new Map<string, bigint>();
  for (const { partnerId, shareBp } of participants) if (shareBp !== null) shares.set(partnerId, (shares.get(partnerId) ?? 0n) + BigInt(shareBp));
  return {
    region: found.region,
    // A deal that says no route is sold directly.
    routes: found.routes ?? ['direct'],
    participants,
    credit: found.status === 'won' && shares.size > 0 ? shares : null,
  };
}

async function dealLines(tx: Tx, tenantId: string, dealId: string): Promise<DealLine[] | null> {
  const known = await tx.selectFrom('deal').select('id').where('tenant_id', '=', tenantId).where('id', '=', dealId).executeTakeFirst();
  if (!known) return null;
  const { rows } = await sql<DealLine>`
    select l.id as "lineId", l.product_id as "productId", c.vendor_id as "vendorId", l.description, l.amount_minor as "amountMinor"
    from deal_line l left join product_commerce c on c.tenant_id = l.tenant_id and c.product_id = l.product_id
    where l.tenant_id = ${tenantId}::uuid and l.deal_id = ${dealId}::uuid order by l.position, l.id`.execute(tx);
  return rows;
}
