import { applyBasisPoints, type Receipt } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { insertAllocation } from './allocations.ts';
import { allocatedOf, policyOn, readBudget, type Budget } from './budget-store.ts';
import { safe } from './domain/amounts.ts';
import { accrue, accrueBack } from './domain/moves.ts';
import { balanceOf, lockAllocation, moveMoney, type Allocation } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { hasEnded } from './settle.ts';

type Accrued = {
  readonly budgetId: string;
  readonly partnerId: string;
  readonly allocationId: string;
  readonly policyNumber: number;
  readonly shareBp: number;
  readonly basis: number;
  readonly amount: number;
  readonly known: boolean;
};

/** What a receipt adds to the funds of those who took part in its deal, once; what a refund takes of them, by the terms of that receipt. */
export async function followReceipt(tx: Tx, ports: FundsPorts, context: Context, receiptId: string): Promise<void> {
  const receipt = await ports.receipt(tx, context.tenantId, receiptId);
  if (!receipt) return;
  if (receipt.reverses !== null) return takeBack(tx, ports, context, receipt, receipt.reverses);
  if (receipt.dealId === null || receipt.netMinor <= 0) return;
  const { tenantId } = context;
  const { rows } = await sql<{ id: string }>`
    select id from fund_budget where tenant_id = ${tenantId}::uuid and kind = 'accrued' and closed_at is null and currency = ${receipt.currency}
      and starts_on <= ${receipt.receivedOn}::date and ends_on > ${receipt.receivedOn}::date order by id`.execute(tx);
  if (rows.length === 0) return;
  const participants = await ports.participants(tx, tenantId, receipt.dealId, receipt.receivedOn);
  for (const { id } of rows) {
    const budget = await readBudget(tx, tenantId, id, true);
    const { number, policy } = await policyOn(tx, tenantId, id, receipt.receivedOn);
    const roles: readonly string[] = policy.accrual?.roles ?? [];
    const partners = [...new Set(participants.filter(({ role }) => roles.includes(role)).map(({ partnerId }) => partnerId))].sort();
    for (const partnerId of partners) {
      const wanted = applyBasisPoints(BigInt(receipt.netMinor), BigInt(policy.accrual?.shareBp ?? 0));
      // A budget is not exceeded: what comes after it is used up accrues to nobody.
      const left = BigInt(budget.amountMinor) - (await allocatedOf(tx, tenantId, id));
      const amount = wanted < left ? wanted : left > 0n ? left : 0n;
      const allocation = await fundFor(tx, context, budget, partnerId, receipt.receivedOn, policy);
      if (
        !(await insertAccrual(tx, context, receipt, receipt.id, {
          budgetId: id,
          partnerId,
          allocationId: allocation.id,
          policyNumber: number,
          shareBp: policy.accrual?.shareBp ?? 0,
          basis: receipt.netMinor,
          amount: safe(amount),
        }))
      )
        continue;
      await moveMoney(tx, ports, context, allocation, accrue(amount), {
        cause: `receipt:${receipt.id}:${id}:${partnerId}`,
        mayRepeat: true,
        onDay: receipt.receivedOn,
        memo: `Accrued: ${(policy.accrual?.shareBp ?? 0) / 100} % of a receipt`,
        ruleVersions: { [budget.name]: number },
      });
      await tell(tx, context, allocation, receipt, safe(amount));
    }
  }
}

async function fundFor(
  tx: Tx,
  context: Context,
  budget: Budget,
  partnerId: string,
  day: string,
  policy: Parameters<typeof insertAllocation>[3],
): Promise<Allocation> {
  const { rows } = await sql<{ id: string }>`
    select id from fund_allocation where tenant_id = ${context.tenantId}::uuid and budget_id = ${budget.id}::uuid and partner_id = ${partnerId}::uuid
      and starts_on <= ${day}::date and ends_on > ${day}::date order by starts_on limit 1`.execute(tx);
  const id = rows[0]?.id;
  return id === undefined
    ? insertAllocation(tx, context, budget, policy, { partnerId, startsOn: budget.startsOn, endsOn: budget.endsOn, note: null })
    : lockAllocation(tx, context.tenantId, id);
}

/** False: this receipt is known. */
async function insertAccrual(tx: Tx, context: Context, receipt: Receipt, root: string, of: Omit<Accrued, 'known'>): Promise<boolean> {
  const { rows } = await sql`
    insert into fund_accrual (tenant_id, budget_id, partner_id, receipt_id, root_receipt_id, allocation_id, deal_id, policy_number, share_bp, basis_minor, amount_minor, on_day, at)
    values (${context.tenantId}::uuid, ${of.budgetId}::uuid, ${of.partnerId}::uuid, ${receipt.id}::uuid, ${root}::uuid, ${of.allocationId}::uuid, ${receipt.dealId}::uuid, ${of.policyNumber}, ${of.shareBp}, ${of.basis}, ${of.amount},
      ${receipt.receivedOn}::date, ${context.now.toISOString()}::timestamptz)
    on conflict do nothing returning receipt_id`.execute(tx);
  return rows.length > 0;
}

/** After each refund a partner has what its share of all that is left of the receipt comes to: a whole refund leaves nothing of it. */
async function takeBack(tx: Tx, ports: FundsPorts, context: Context, refund: Receipt, root: string): Promise<void> {
  const { tenantId } = context;
  const { rows } = await sql<Accrued>`
    select budget_id as "budgetId", partner_id as "partnerId", min(allocation_id::text)::uuid as "allocationId", min(policy_number) as "policyNumber", min(share_bp) as "shareBp",
      sum(basis_minor)::bigint as basis, sum(amount_minor)::bigint as amount, bool_or(receipt_id = ${refund.id}::uuid) as known
    from fund_accrual where tenant_id = ${tenantId}::uuid and root_receipt_id = ${root}::uuid group by 1, 2 order by 1, 2`.execute(tx);
  for (const first of rows) {
    const allocation = await lockAllocation(tx, tenantId, first.allocationId);
    // Read again under the lock: another refund of the same receipt may have been faster.
    const { rows: now } = await sql<{ basis: number; amount: number; known: boolean }>`
      select sum(basis_minor)::bigint as basis, sum(amount_minor)::bigint as amount, bool_or(receipt_id = ${refund.id}::uuid) as known
      from fund_accrual where tenant_id = ${tenantId}::uuid and root_receipt_id = ${root}::uuid and budget_id = ${first.budgetId}::uuid and partner_id = ${first.partnerId}::uuid`.execute(
      tx,
    );
    const [sum] = now;
    if (!sum || sum.known) continue;
    const share = applyBasisPoints(BigInt(sum.basis) + BigInt(refund.netMinor), BigInt(first.shareBp));
    // What the budget's limit kept out was never given, and is not taken back.
    const target = share < BigInt(sum.amount) ? share : BigInt(sum.amount);
    const back = BigInt(sum.amount) - (target > 0n ? target : 0n);
    if (!(await insertAccrual(tx, context, refund, root, { ...first, basis: refund.netMinor, amount: -safe(back) }))) continue;
    const balance = await balanceOf(tx, tenantId, 'allocation_id', allocation.id);
    const ended = hasEnded(allocation, context.now.toISOString().slice(0, 10)) && allocation.endedAt !== null;
    await moveMoney(tx, ports, context, allocation, accrueBack(back, balance, ended), {
      cause: `receipt:${refund.id}:${first.budgetId}:${first.partnerId}`,
      mayRepeat: true,
      onDay: refund.receivedOn,
      memo: 'Taken back: the customer was refunded',
    });
    await tell(tx, context, allocation, refund, -safe(back));
  }
}
const tell = (tx: Tx, context: Context, allocation: Allocation, receipt: Receipt, amountMinor: number): Promise<void> =>
  recordChange(tx, context, {
    operation: 'funds.accrue',
    recordType: 'fund_allocation',
    recordId: allocation.id,
    after: { receiptId: receipt.id, amountMinor, currency: receipt.currency },
    events: [
      {
        type: 'fund.accrued',
        dealId: receipt.dealId,
        payload: { allocationId: allocation.id, partnerId: allocation.partnerId, amountMinor, currency: receipt.currency },
      },
    ],
  });
