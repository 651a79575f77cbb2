import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Credit, Draw } from './domain/usage-line.ts';

/** Credit of accounts that is not used up, held until the caller's transaction ends: two periods never draw the same. */
export async function creditsOf(tx: Tx, tenantId: string, accountIds: readonly string[]): Promise<Map<string, readonly Credit[]>> {
  const { rows } = await sql<Omit<Credit, 'left'> & { accountId: string; left: string }>`
    select id, account_id as "accountId", kind, meter_id as "meterId", currency, subscription_id as "subscriptionId", source, description, priority, (granted - used)::text as left, granted_on as "grantedOn", expires_on as "expiresOn"
    from credit_grant where tenant_id = ${tenantId}::uuid and account_id = any(${[...accountIds]}::uuid[]) order by id for update`.execute(tx);
  return new Map(
    Map.groupBy(
      rows.map(({ left, ...row }) => ({ ...row, left: BigInt(left) })),
      ({ accountId }) => accountId,
    ),
  );
}

export type DrawFor = Draw & { readonly itemId: string; readonly periodFrom: string; readonly chargeId: string | null };

export async function drawCredits(tx: Tx, context: Context, draws: readonly DrawFor[]): Promise<void> {
  const rows = draws
    .filter(({ amount }) => amount !== 0n)
    .map((draw) => ({ i: newId(), g: draw.grantId, t: draw.itemId, f: draw.periodFrom, c: draw.chargeId, a: draw.amount.toString() }));
  if (rows.length === 0) return;
  await sql`
    with given as (select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(i uuid, g uuid, t uuid, f date, c uuid, a numeric)),
    written as (insert into credit_draw (tenant_id, id, grant_id, item_id, period_from, charge_id, amount, drawn_at)
      select ${context.tenantId}::uuid, i, g, t, f, c, a, ${context.now.toISOString()}::timestamptz from given returning 1)
    update credit_grant k set used = k.used + s.a from (select g, sum(a) as a from given group by g) as s where k.tenant_id = ${context.tenantId}::uuid and k.id = s.g`.execute(
    tx,
  );
}

/** Puts back what a period drew. */
export async function putBack(tx: Tx, context: Context, itemId: string, periodFrom: string): Promise<void> {
  const { rows } = await sql<{ g: string; a: string }>`
    select grant_id as g, sum(amount)::text as a from credit_draw where tenant_id = ${context.tenantId}::uuid and item_id = ${itemId}::uuid and period_from = ${periodFrom}::date group by 1 having sum(amount) <> 0`.execute(
    tx,
  );
  await drawCredits(
    tx,
    context,
    rows.map(({ g, a }) => ({ grantId: g, amount: -BigInt(a), itemId, periodFrom, chargeId: null })),
  );
}
