import type { Parsed } from '@entente/contracts';
import { majorOf, newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { allocatedOf, policyNow, readBudget, requireVersion, type Budget } from './budget-store.ts';
import type { FundsDeps } from './context.ts';
import * as move from './domain/moves.ts';
import { beginOf, todayOf, type FundPolicy } from './domain/policy.ts';
import { balanceOf, lockAllocation, moveMoney, readAllocation, type Allocation } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { hasEnded } from './settle.ts';
import { invalid } from './requests.ts';

type NewAllocation = { readonly partnerId: string; readonly startsOn: string; readonly endsOn: string; readonly note: string | null };

/** Of a budget the caller holds. */
export async function insertAllocation(tx: Tx, context: Context, budget: Budget, policy: FundPolicy, body: NewAllocation): Promise<Allocation> {
  const { tenantId } = context;
  const id = newId();
  const at = context.now.toISOString();
  const partner = await tx.selectFrom('partner').select('id').where('tenant_id', '=', tenantId).where('id', '=', body.partnerId).executeTakeFirst();
  if (!partner) throw notFound('partner');
  const { rows } = await sql`
    insert into fund_allocation (tenant_id, id, budget_id, partner_id, currency, starts_on, ends_on, note, created_at, updated_at)
    values (${tenantId}::uuid, ${id}::uuid, ${budget.id}::uuid, ${body.partnerId}::uuid, ${budget.currency}, ${body.startsOn}::date, ${body.endsOn}::date, ${body.note}, ${at}::timestamptz, ${at}::timestamptz)
    on conflict (tenant_id, budget_id, partner_id, starts_on) do nothing returning id`.execute(tx);
  if (rows.length === 0)
    throw new Problem('conflict', 'This partner has a fund of this budget that begins on this day. Add to that one.', { reason: 'allocated_already' });
  await setClocks(tx, tenantId, [{ kind: 'fund.allocation_end', recordId: id, dueAt: beginOf(policy, body.endsOn) }]);
  return lockAllocation(tx, tenantId, id);
}

export async function requireRoom(tx: Tx, tenantId: string, budget: Budget, amount: bigint): Promise<void> {
  const left = BigInt(budget.amountMinor) - (await allocatedOf(tx, tenantId, budget.id));
  if (amount > left)
    throw new Problem('conflict', `Only ${majorOf(left, budget.currency)} ${budget.currency} of this budget is left to allocate.`, { reason: 'short_budget' });
}
const told = (
  tx: Tx,
  context: Context,
  operation: string,
  event: string,
  allocation: Allocation,
  after: Record<string, unknown>,
  reason: string | null = null,
): Promise<void> =>
  recordChange(tx, context, {
    operation,
    recordType: 'fund_allocation',
    recordId: allocation.id,
    after,
    reason,
    events: [{ type: `fund.${event}`, payload: { allocationId: allocation.id, partnerId: allocation.partnerId, currency: allocation.currency, ...after } }],
  });
export const bump = (tx: Tx, context: Context, id: string, endsOn: string | null = null): Promise<unknown> =>
  sql`
    update fund_allocation set version = version + 1, updated_at = ${context.now.toISOString()}::timestamptz, ends_on = coalesce(${endsOn}::date, ends_on)
    where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(tx);

export async function allocate({ database, ports }: FundsDeps, context: Context, body: Parsed<'funds.allocate'>['body']): Promise<string> {
  requireScope(context, 'funds:write');
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    const budget = await readBudget(tx, tenantId, body.budgetId, true);
    const { policy, number } = await policyNow(tx, tenantId, budget.id, context.now);
    const today = todayOf(policy, context.now);
    if (budget.closedAt !== null) throw new Problem('conflict', 'This budget is closed.', { reason: 'closed' });
    if (body.startsOn >= body.endsOn) throw invalid('endsOn', 'A fund ends after the day it begins.');
    if (body.startsOn < budget.startsOn || body.endsOn > budget.endsOn)
      throw invalid('startsOn', `A fund lies within its budget: ${budget.startsOn} to before ${budget.endsOn}.`);
    if (body.endsOn <= today) throw invalid('endsOn', 'A fund ends on a day to come.');
    await requireRoom(tx, tenantId, budget, BigInt(body.amountMinor));
    const allocation = await insertAllocation(tx, context, budget, policy, body);
    await moveMoney(tx, ports, context, allocation, move.allocate(BigInt(body.amountMinor)), {
      cause: `allocation:${allocation.id}`,
      onDay: today,
      memo: body.note ?? 'Allocated',
      ruleVersions: { [budget.name]: number },
    });
    await told(tx, context, 'funds.allocate', 'allocated', allocation, { amountMinor: body.amountMinor, startsOn: body.startsOn, endsOn: body.endsOn });
    return allocation.id;
  });
}

export async function adjustAllocation(
  { database, ports }: FundsDeps,
  context: Context,
  id: string,
  body: Parsed<'funds.adjustAllocation'>['body'],
  ifVersion: number | null,
): Promise<void> {
  requireScope(context, 'funds:write');
  const { tenantId } = context;
  await database.inTenant(tenantId, async (tx) => {
    const budget = await readBudget(tx, tenantId, (await readAllocation(tx, tenantId, id)).budgetId, true);
    const { policy } = await policyNow(tx, tenantId, budget.id, context.now);
    const today = todayOf(policy, context.now);
    const allocation = await lockAllocation(tx, tenantId, id);
    requireVersion(allocation, ifVersion);
    if (hasEnded(allocation, today)) throw new Problem('conflict', 'This fund has ended.', { reason: 'ended' });
    if (body.byMinor === 0 && body.endsOn === undefined) throw invalid('byMinor', 'Say by how much, or until when.');
    const amount = BigInt(body.byMinor);
    if (amount > 0n) {
      if (budget.closedAt !== null) throw new Problem('conflict', 'This budget is closed.', { reason: 'closed' });
      await requireRoom(tx, tenantId, budget, amount);
    }
    const { available } = await balanceOf(tx, tenantId, 'allocation_id', id);
    if (-amount > available)
      throw new Problem('conflict', `${majorOf(available, allocation.currency)} ${allocation.currency} is available; what is committed stays the partner’s.`, {
        reason: 'short_available',
      });
    await moveMoney(tx, ports, context, allocation, amount > 0n ? move.allocate(amount) : move.takeBack(-amount), {
      cause: `allocation:${id}:${allocation.version}`,
      onDay: today,
      memo: body.reason,
    });
    if (body.endsOn !== undefined) {
      if (body.endsOn <= today || body.endsOn <= allocation.startsOn) throw invalid('endsOn', 'A fund ends on a day to come.');
      if (body.endsOn > budget.endsOn) throw invalid('endsOn', `The budget ends on ${budget.endsOn}.`);
      await setClocks(tx, tenantId, [{ kind: 'fund.allocation_end', recordId: id, dueAt: beginOf(policy, body.endsOn) }]);
    }
    await bump(tx, context, id, body.endsOn ?? null);
    await told(tx, context, 'funds.adjustAllocation', 'adjusted', allocation, { byMinor: body.byMinor, endsOn: body.endsOn ?? allocation.endsOn }, body.reason);
  });
}

export async function transfer(
  { database, ports }: FundsDeps,
  context: Context,
  id: string,
  body: Parsed<'funds.transfer'>['body'],
  ifVersion: number | null,
): Promise<void> {
  requireScope(context, 'funds:write');
  const { tenantId } = context;
  if (id === body.toAllocationId) throw invalid('toAllocationId', 'Choose another fund.');
  await database.inTenant(tenantId, async (tx) => {
    const [source, target] = [await readAllocation(tx, tenantId, id), await readAllocation(tx, tenantId, body.toAllocationId)];
    // Always in the same order, so that two transfers across each other do not wait for one another.
    const budgets = new Map<string, Budget>();
    for (const budgetId of [...new Set([source.budgetId, target.budgetId])].sort()) budgets.set(budgetId, await readBudget(tx, tenantId, budgetId, true));
    const held = new Map<string, Allocation>();
    for (const each of [id, body.toAllocationId].sort()) held.set(each, await lockAllocation(tx, tenantId, each));
    const [from, to, budget] = [held.get(id), held.get(body.toAllocationId), budgets.get(target.budgetId)];
    if (!from || !to || !budget) throw notFound('fund');
    requireVersion(from, ifVersion);
    if (from.currency !== to.currency) throw invalid('toAllocationId', `This fund is in ${from.currency}, the other in ${to.currency}.`);
    const { policy } = await policyNow(tx, tenantId, from.budgetId, context.now);
    const today = todayOf(policy, context.now);
    if (hasEnded(from, today) || hasEnded(to, today)) throw new Problem('conflict', 'One of these funds has ended.', { reason: 'ended' });
    const amount = BigInt(body.amountMinor);
    if (from.budgetId !== to.budgetId) await requireRoom(tx, tenantId, budget, amount);
    const transferId = newId();
    await moveMoney(tx, ports, context, from, move.transferOut(amount), { cause: `transfer:${transferId}:from`, onDay: today, memo: body.reason, transferId });
    await moveMoney(tx, ports, context, to, move.transferIn(amount), { cause: `transfer:${transferId}:to`, onDay: today, memo: body.reason, transferId });
    for (const each of [from, to]) await bump(tx, context, each.id);
    await told(tx, context, 'funds.transfer', 'transferred', from, { toAllocationId: to.id, amountMinor: body.amountMinor }, body.reason);
  });
}

/** Used or lost: what is not committed by its last day expires. */
export async function endAllocation(tx: Tx, ports: FundsPorts, context: Context, id: string, todayIn: typeof todayOf): Promise<void> {
  const { tenantId } = context;
  const { rows } = await sql`select 1 from fund_allocation where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  if (rows.length === 0) return;
  const allocation = await lockAllocation(tx, tenantId, id);
  if (allocation.endedAt !== null) return;
  const { policy } = await policyNow(tx, tenantId, allocation.budgetId, context.now);
  const today = todayIn(policy, context.now);
  if (today < allocation.endsOn) return setClocks(tx, tenantId, [{ kind: 'fund.allocation_end', recordId: id, dueAt: beginOf(policy, allocation.endsOn) }]);
  const { available } = await balanceOf(tx, tenantId, 'allocation_id', id);
  await moveMoney(tx, ports, context, allocation, move.expire(available), {
    cause: `allocation:${id}:end`,
    onDay: allocation.endsOn,
    memo: 'Not used in time',
  });
  await sql`update fund_allocation set ended_at = ${context.now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  await clearClocks(tx, tenantId, id, ['fund.allocation_end']);
  await told(tx, context, 'funds.end', 'ended', allocation, { expiredMinor: Number(available) });
}
