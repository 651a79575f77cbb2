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

/**
 * Payouts of a run whose lines are not what was frozen: there must be none. Read payout by payout through the keys, whatever the planner
 * believes of tables that were filled a moment ago: a join in another order takes hours.
 */
export async function payoutsThatDiffer(tx: Tx, tenantId: string, runId: string): Promise<number> {
  const { rows } = await sql<{ differ: number }>`
    select count(*)::integer as differ
    from (select id, content_hash, amount_minor from payout where tenant_id = ${tenantId}::uuid and run_id = ${runId}::uuid and state = 'ready' offset 0) p
    cross join lateral (
      select ${hashOfLines} as hash, coalesce(sum(amount_minor), 0) as amount
      from (select earning_id from payout_line where tenant_id = ${tenantId}::uuid and payout_id >= p.id and payout_id <= p.id and active order by payout_id, earning_id offset 0) l
      cross join lateral (
        select id, amount_minor from earning where tenant_id = ${tenantId}::uuid and id >= l.earning_id and id <= l.earning_id and state = 'claimed' order by id offset 0
      ) e
    ) lines
    where p.content_hash is distinct from lines.hash or p.amount_minor <> lines.amount`.execute(tx);
  return rows[0]?.differ ?? 0;
}
