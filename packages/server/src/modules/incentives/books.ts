import { monthInterval } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/** What is set aside for rebates and not settled, by partner and currency: the account rebate_accrual says the same. */
export async function setAside(tx: Tx, tenantId: string, asOf: string): Promise<{ party: string; currency: string; amountMinor: number }[]> {
  const { rows } = await sql<{ party: string; currency: string; amountMinor: number }>`
    select partner_id as party, currency, sum(amount)::bigint as "amountMinor" from (
      select partner_id, currency, amount_minor as amount from incentive_rebate_entry where tenant_id = ${tenantId}::uuid and on_day <= ${asOf}::date
      union all
      select partner_id, currency, -amount_minor from incentive_accrual where tenant_id = ${tenantId}::uuid and kind = 'rebate' and state = 'earned' and on_day <= ${asOf}::date
    ) as moved group by 1, 2 having sum(amount) <> 0`.execute(tx);
  return rows;
}

/** What of a month is not worked out, not decided or not accrued yet. */
export async function openInMonth(tx: Tx, tenantId: string, month: string): Promise<{ count: number; sentence: string }> {
  const { from, to } = monthInterval(month);
  const { rows } = await sql<{ held: number; waiting: number; uncounted: number }>`
    select (select count(*)::integer from incentive_fact where tenant_id = ${tenantId}::uuid and state = 'held' and on_day >= ${from}::date and on_day < ${to}::date) as held,
      (select count(*)::integer from incentive_accrual where tenant_id = ${tenantId}::uuid and state = 'waiting' and reverses_id is null and on_day >= ${from}::date and on_day < ${to}::date) as waiting,
      (select count(*)::integer from incentive_volume where tenant_id = ${tenantId}::uuid and accrued_on is null and on_day >= ${from}::date and on_day < ${to}::date) as uncounted`.execute(
    tx,
  );
  const { held, waiting, uncounted } = rows[0] ?? { held: 0, waiting: 0, uncounted: 0 };
  const said = [
    ...(held > 0 ? [`${held} ${held === 1 ? 'receipt or sale' : 'receipts or sales'} could not be worked out`] : []),
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? 'accrual waits' : 'accruals wait'} for an approval`] : []),
    ...(uncounted > 0 ? [`${uncounted} ${uncounted === 1 ? 'receipt is' : 'receipts are'} not accrued to rebates yet`] : []),
  ];
  return { count: held + waiting + uncounted, sentence: said.length === 0 ? 'Every incentive of the month is worked out.' : `${said.join('; ')}.` };
}
