import { addDays, newId } from '@entente/kernel';
import { sql } from 'kysely';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { stepRequest, type RequestFacts } from './domain/machine.ts';
import { release, type Balance } from './domain/moves.ts';
import { beginOf, todayOf, type FundPolicy } from './domain/policy.ts';
import { policyNumbered } from './budget-store.ts';
import { balanceOf, moveMoney, type Allocation } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { changeRequest, type FundRequest } from './request-store.ts';

export const CLOCKS = ['fund.decision', 'fund.start', 'fund.end', 'fund.claim_reminder', 'fund.claim_end'] as const;
const REMIND_DAYS = 7;

export const hasEnded = (allocation: Allocation, today: string): boolean => allocation.endedAt !== null || today >= allocation.endsOn;

export async function factsOf(tx: Tx, tenantId: string, request: FundRequest, policy: FundPolicy, now: Date): Promise<RequestFacts> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from fund_claim where tenant_id = ${tenantId}::uuid and request_id = ${request.id}::uuid and state in ('submitted', 'info_requested')`.execute(
    tx,
  );
  return { today: todayOf(policy, now), startsOn: request.startsOn, claimUntil: request.claimUntil, claimsUnderReview: rows[0]?.count ?? 0 };
}
/** The terms a request was submitted under. */
export const termsOf = async (tx: Tx, tenantId: string, request: FundRequest): Promise<FundPolicy> =>
  (await policyNumbered(tx, tenantId, request.budgetId, request.policyNumber ?? 0)).policy;

export async function setClaimClocks(tx: Tx, tenantId: string, requestId: string, policy: FundPolicy, until: string): Promise<void> {
  await setClocks(tx, tenantId, [
    { kind: 'fund.claim_reminder', recordId: requestId, dueAt: beginOf(policy, addDays(until, -REMIND_DAYS)) },
    { kind: 'fund.claim_end', recordId: requestId, dueAt: beginOf(policy, addDays(until, 1)) },
  ]);
}

/** Gives what is committed to a request back to the fund or, where the fund has ended, to nobody. */
export async function releaseRest(
  tx: Tx,
  ports: FundsPorts,
  context: Context,
  request: FundRequest,
  allocation: Allocation,
  today: string,
  why: string,
): Promise<Balance> {
  const { committed } = await balanceOf(tx, context.tenantId, 'request_id', request.id);
  await moveMoney(tx, ports, context, allocation, release(committed, hasEnded(allocation, today)), {
    cause: `request:${request.id}:release:${newId()}`,
    onDay: today,
    memo: `Fund request ${request.number}: ${why}`,
    requestId: request.id,
  });
  return balanceOf(tx, context.tenantId, 'request_id', request.id);
}

/** Ends a request of which nothing is left to claim or to decide: settled where something was paid or will be, expired where nothing was. */
export async function closeIfDone(tx: Tx, context: Context, request: FundRequest, policy: FundPolicy): Promise<FundRequest> {
  if (request.state !== 'in_execution' && request.state !== 'executed') return request;
  const balance = await balanceOf(tx, context.tenantId, 'request_id', request.id);
  if (balance.committed > 0n || balance.claimed > 0n) return request;
  const paid = balance.owed + balance.paid > 0n;
  const facts = await factsOf(tx, context.tenantId, request, policy, context.now);
  if (!paid && request.state === 'in_execution') return request;
  await clearClocks(tx, context.tenantId, request.id, [...CLOCKS]);
  return changeRequest(
    tx,
    context,
    request,
    { state: stepRequest(request.state, paid ? 'settle' : 'expire', facts) },
    {
      operation: 'fundRequests.close',
      event: paid ? 'settled' : 'expired',
      sentence: paid ? 'Everything that was approved is claimed or released.' : 'It was not claimed in time.',
      partnerSentence: paid ? 'Everything that was approved is claimed or released.' : 'Nothing was claimed in time; the money went back.',
    },
  );
}

/** The last day to claim has passed: what is not claimed goes back. While an extension waits for its answer, nothing happens. */
export async function endClaimWindow(
  tx: Tx,
  ports: FundsPorts,
  context: Context,
  request: FundRequest,
  allocation: Allocation,
  policy: FundPolicy,
): Promise<FundRequest> {
  const today = todayOf(policy, context.now);
  if (request.claimUntil === null || (request.state !== 'executed' && request.state !== 'in_execution')) return request;
  if (today <= request.claimUntil) {
    await setClaimClocks(tx, context.tenantId, request.id, policy, request.claimUntil);
    return request;
  }
  const { rows } =
    await sql`select 1 from fund_extension where tenant_id = ${context.tenantId}::uuid and request_id = ${request.id}::uuid and state = 'asked'`.execute(tx);
  if (rows.length > 0) return request;
  const before = await balanceOf(tx, context.tenantId, 'request_id', request.id);
  if (before.committed > 0n) await releaseRest(tx, ports, context, request, allocation, today, 'not claimed in time');
  return closeIfDone(tx, context, request, policy);
}
