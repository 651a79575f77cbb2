import { sql } from 'kysely';
import { buffer } from 'node:stream/consumers';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { ClaimPayment, FundsPorts, LinkedDeal } from '../modules/funds/index.ts';
import { rateOn } from '../modules/ledger/index.ts';
import type { FileStore } from '../platform/files/index.ts';
import type { Tx } from '../platform/db/database.ts';

/** Gives funds what they need to know and do, from those who own it. */
export function fundsPorts(options: Pick<FundsPorts, 'post' | 'earn' | 'receipt'> & { readonly files: FileStore }): FundsPorts {
  const { post, earn, receipt, files } = options;
  return {
    post,
    earn,
    receipt,
    rate: async (tx, tenantId, from, to, day) => {
      const known = await rateOn(tx, tenantId, from, to, day);
      return known && { id: known.id, from, to, rate: known.text, day: known.day, source: known.source, inverse: known.inverse };
    },
    participants: async (tx, tenantId, dealId, on) =>
      (
        await sql<{ partnerId: string; role: string }>`
          select partner_id as "partnerId", role from deal_participant
          where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and since <= ${on}::date and (until is null or until > ${on}::date) order by partner_id, role`.execute(
          tx,
        )
      ).rows,
    deals,
    leads: async (tx, tenantId, partnerId, campaign) =>
      (
        await sql<{ count: number }>`
          select count(*)::integer as count from lead where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and lower(source_detail) = lower(${campaign})`.execute(
          tx,
        )
      ).rows[0]?.count ?? 0,
    payments,
    openAct: openRecordAct,
    closeActs: closeRecordActs,
    putFile: (bytes, maxBytes) => files.put(Buffer.from(bytes), { maxBytes }),
    readFile: async (id) => buffer((await files.open(id)).stream),
  };
}

async function deals(tx: Tx, tenantId: string, ids: readonly string[], partnerId: string, since: string): Promise<LinkedDeal[]> {
  const { rows } = await sql<LinkedDeal>`
    select d.id as "dealId", d.number, d.name, d.status, d.amount_minor as "amountMinor", d.currency,
      exists (select 1 from deal_participant q where q.tenant_id = d.tenant_id and q.deal_id = d.id and q.partner_id = ${partnerId}::uuid and q.role = 'source') as sourced,
      (select count(*)::integer from touch t where t.tenant_id = d.tenant_id and t.deal_id = d.id and t.partner_id = ${partnerId}::uuid and t.at >= ${since}::date) as touches
    from deal d where d.tenant_id = ${tenantId}::uuid and d.id = any(${[...ids]}::uuid[]) order by d.number`.execute(tx);
  return rows;
}

/** By the earning of each claim, with the payout that carries it and, where that was paid, its day. */
async function payments(tx: Tx, tenantId: string, claimIds: readonly string[]): Promise<ClaimPayment[]> {
  const { rows } = await sql<ClaimPayment>`
    select e.source_id as "claimId", e.id as "earningId", e.state = 'paid' as paid, p.id as "payoutId", p.run_id as "runId", p.paid_on as "paidOn"
    from earning e
      left join payout_line l on l.tenant_id = e.tenant_id and l.earning_id = e.id and l.active
      left join payout p on p.tenant_id = l.tenant_id and p.id = l.payout_id
    where e.tenant_id = ${tenantId}::uuid and e.key = any(${claimIds.map((id) => `fund_claim:${id}`)}::text[])`.execute(tx);
  return rows;
}
