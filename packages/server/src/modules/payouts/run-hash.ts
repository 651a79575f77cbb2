import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { hashOfLines } from './collect.ts';

/** All that a release lets go, as one text: who gets how much, in which currency, to which account, for which lines. */
export async function hashOfRun(tx: Tx, tenantId: string, runId: string): Promise<string> {
  const { rows } = await sql<{ hash: string | null }>`
    select encode(sha256(convert_to(string_agg(concat_ws(' ', id, partner_id, currency, amount_minor, content_hash, bank_sealed), E'\n' order by id), 'UTF8')), 'hex') as hash
    from payout where tenant_id = ${tenantId}::uuid and run_id = ${runId}::uuid and state = 'ready'`.execute(tx);
  return rows[0]?.hash ?? '0'.repeat(64);
}

export async function writeRunHash(tx: Tx, tenantId: string, runId: string): Promise<string> {
  const hash = await hashOfRun(tx, tenantId, runId);
  await sql`update payout_run set content_hash = ${hash}, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${runId}::uuid`.execute(tx);
  return hash;
}

/** Payouts of a run whose lines are not what was frozen: there must be none. */
export async function payoutsThatDiffer(tx: Tx, tenantId: string, runId: string): Promise<number> {
  const { rows } = await sql<{ differ: number }>`
    with lines as (
      select l.payout_id, ${hashOfLines} as hash, sum(amount_minor) as amount from payout_line l join earning e on e.tenant_id = l.tenant_id and e.id = l.earning_id
      where l.tenant_id = ${tenantId}::uuid and l.active and e.state = 'claimed'
        and l.payout_id in (select id from payout where tenant_id = ${tenantId}::uuid and run_id = ${runId}::uuid and state = 'ready')
      group by l.payout_id
    )
    select count(*)::integer as differ from payout p left join lines on lines.payout_id = p.id
    where p.tenant_id = ${tenantId}::uuid and p.run_id = ${runId}::uuid and p.state = 'ready' and (p.content_hash is distinct from lines.hash or p.amount_minor is distinct from lines.amount)`.execute(tx);
  return rows[0]?.differ ?? 0;
}
