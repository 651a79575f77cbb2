import type { Posting } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { PayoutsPorts } from './ports.ts';
import type { Run } from './run-store.ts';

type Paying = { readonly id: string; readonly partnerId: string; readonly currency: string; readonly amountMinor: number };

/** Marks payouts as paid, with their lines and in the books. `which` narrows it to some of the run. */
export async function payBatch(
  ports: PayoutsPorts,
  tx: Tx,
  context: Context,
  run: Run,
  paidOn: string,
  size: number,
  which: RawBuilder<unknown> = sql``,
): Promise<number> {
  const { tenantId, now } = context;
  const { rows } = await sql<Paying>`
    select id, partner_id as "partnerId", currency, amount_minor as "amountMinor" from payout
    where tenant_id = ${tenantId}::uuid and run_id = ${run.id}::uuid and state in ('released', 'sent') ${which} order by id limit ${size} for update skip locked`.execute(
    tx,
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await sql`
    update payout set state = 'paid', paid_on = ${paidOn}::date, sent_at = coalesce(sent_at, ${now.toISOString()}::timestamptz), version = version + 1
    where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
  await sql`
    update earning e set state = 'paid', updated_at = ${now.toISOString()}::timestamptz, version = e.version + 1 from payout_line l
    where l.tenant_id = ${tenantId}::uuid and l.payout_id = any(${ids}::uuid[]) and l.active and e.tenant_id = ${tenantId}::uuid and e.id = l.earning_id and e.state = 'claimed'`.execute(
    tx,
  );
  await ports.post(
    tx,
    context,
    rows.map((row) => paidOf(row, paidOn, run.number)),
  );
  return rows.length;
}

const paidOf = ({ id, partnerId, currency, amountMinor }: Paying, bookedOn: string, runNumber: number): Posting<'payout_paid'> => ({
  template: 'payout_paid',
  cause: `payout:${id}`,
  bookedOn,
  dealId: null,
  memo: `Payout run ${runNumber}`,
  facts: { partnerId, currency, amountMinor },
});
