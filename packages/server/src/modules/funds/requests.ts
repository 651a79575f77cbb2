import type { Parsed } from '@entente/contracts';
import { addDays, applyBasisPoints, dayIn, majorOf, newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askApprovers } from './acts.ts';
import { policyNow, policyNumbered, requireVersion, type HeldPolicy } from './budget-store.ts';
import { partnerOf, personOf, type FundsDeps } from './context.ts';
import { inFund, requireCurrency, safe, type Rate } from './domain/amounts.ts';
import { stepRequest } from './domain/machine.ts';
import { commit } from './domain/moves.ts';
import { beginOf, claimUntil, decideBy, earliestStart, peopleFor, todayOf } from './domain/policy.ts';
import { balanceOf, lockAllocation, moveMoney, readAllocation, type Allocation } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { changeRequest, lockRequest, nextNumber, readRequest, tellRequest, type FundRequest } from './request-store.ts';
import { CLOCKS, factsOf, hasEnded, releaseRest, setClaimClocks, termsOf } from './settle.ts';

type Activity = Parsed<'portalFunds.createRequest'>['body'];
type Change = Parsed<'portalFunds.updateRequest'>['body'];
const MATERIAL = ['activityType', 'inPerson', 'startsOn', 'endsOn', 'place', 'localCurrency', 'totalCostMinor', 'requestedLocalMinor'] as const;

export function invalid(path: string, sentence: string): Problem {
  return new Problem('invalid_input', sentence, { fields: [{ path, code: 'invalid', sentence }] });
}
function checkActivity(activity: Omit<Activity, 'allocationId'>): void {
  requireCurrency(activity.localCurrency, 'localCurrency');
  if (activity.endsOn < activity.startsOn) throw invalid('endsOn', 'An activity ends on or after the day it begins.');
  if (activity.requestedLocalMinor > activity.totalCostMinor) throw invalid('requestedLocalMinor', 'No more can be asked for than the activity costs.');
}
/** The rate from another currency to the fund's, today. None is needed where both are the same. */
export async function rateFor(tx: Tx, ports: FundsPorts, tenantId: string, from: string, to: string, day: string): Promise<Rate | null> {
  if (from === to) return null;
  const rate = await ports.rate(tx, tenantId, from, to, day);
  if (!rate) throw new Problem('conflict', `There is no rate from ${from} to ${to}. Ask in ${to}, or have finance enter one.`, { reason: 'no_rate' });
  return rate;
}

export async function createRequest(tx: Tx, context: Context, body: Activity): Promise<string> {
  const partnerId = partnerOf(context);
  checkActivity(body);
  const allocation = await readAllocation(tx, context.tenantId, body.allocationId);
  if (allocation.partnerId !== partnerId) throw new Problem('not_found', 'There is no such fund, or it is outside your reach.');
  if (hasEnded(allocation, context.now.toISOString().slice(0, 10))) throw new Problem('conflict', 'This fund has ended.', { reason: 'ended' });
  const id = newId();
  const at = context.now.toISOString();
  await tx
    .insertInto('fund_request')
    .values({
      tenant_id: context.tenantId,
      id,
      number: await nextNumber(tx, context.tenantId, 'fund_request'),
      allocation_id: allocation.id,
      partner_id: partnerId,
      state: 'draft',
      ...columnsOf(body),
      created_by: context.actor.name,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await tellRequest(
    tx,
    context,
    await readRequest(tx, context.tenantId, id),
    { operation: 'portalFunds.createRequest', event: 'created', sentence: 'Begun.' },
    { after: body },
  );
  return id;
}
const columnsOf = (activity: Omit<Activity, 'allocationId'>) => ({
  name: activity.name,
  activity_type: activity.activityType,
  in_person: activity.inPerson,
  description: activity.description,
  starts_on: activity.startsOn,
  ends_on: activity.endsOn,
  place: activity.place,
  campaign: activity.campaign,
  target_contacts: activity.targetContacts,
  expected_pipeline_minor: activity.expectedPipelineMinor,
  local_currency: activity.localCurrency,
  total_cost_minor: activity.totalCostMinor,
  requested_local_minor: activity.requestedLocalMinor,
});
const only = <Value extends object>(value: Value): Partial<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<Value>;

export async function updateRequest(tx: Tx, ports: FundsPorts, context: Context, id: string, body: Change, ifVersion: number | null): Promise<void> {
  const request = await lockRequest(tx, context.tenantId, id, partnerOf(context));
  requireVersion(request, ifVersion);
  const after = { ...request, ...only(body) } as FundRequest;
  checkActivity(after);
  const material = MATERIAL.some((key) => after[key] !== request[key]);
  if (request.state === 'draft' || request.state === 'info_requested') {
    // What changes the activity counts from the day it is submitted again.
    await changeRequest(
      tx,
      context,
      request,
      { ...columnsOf(after), ...(material ? { submitted_at: null } : {}) },
      { operation: 'portalFunds.updateRequest', event: 'changed', sentence: 'Changed.' },
    );
    return;
  }
  if (request.state !== 'approved')
    throw new Problem('conflict', `A request that is ${request.state.replaceAll('_', ' ')} cannot be changed.`, { reason: `state_${request.state}` });
  if (!material) {
    await changeRequest(tx, context, request, columnsOf(after), {
      operation: 'portalFunds.updateRequest',
      event: 'changed',
      sentence: 'Changed in what needs no approval.',
    });
    return;
  }
  const terms = await termsOf(tx, context.tenantId, request);
  const allocation = await lockAllocation(tx, context.tenantId, request.allocationId);
  stepRequest(request.state, 'change', await factsOf(tx, context.tenantId, request, terms, context.now));
  await releaseRest(tx, ports, context, request, allocation, todayOf(terms, context.now), 'changed, needs a new approval');
  const changed = await changeRequest(
    tx,
    context,
    request,
    { ...columnsOf(after), state: 'draft', submitted_at: null, approved_minor: null, approved_on: null, claim_until: null, decided_at: null, reason: null },
    {
      operation: 'portalFunds.updateRequest',
      event: 'changed',
      sentence: 'Changed; it needs a new approval, and the money it held is free again.',
    },
  );
  await clearClocks(tx, context.tenantId, id, [...CLOCKS]);
  await submit(tx, ports, context, changed, null);
}

export async function submitRequest(tx: Tx, ports: FundsPorts, context: Context, id: string, note: string | null, ifVersion: number | null): Promise<void> {
  const request = await lockRequest(tx, context.tenantId, id, partnerOf(context));
  requireVersion(request, ifVersion);
  await submit(tx, ports, context, request, note);
}

async function submit(tx: Tx, ports: FundsPorts, context: Context, request: FundRequest, note: string | null): Promise<void> {
  const { tenantId, now } = context;
  const { number, policy } = await policyNow(tx, tenantId, request.budgetId, now);
  const state = stepRequest(request.state, 'submit', await factsOf(tx, tenantId, request, policy, now));
  const today = todayOf(policy, now);
  const allocation = await lockAllocation(tx, tenantId, request.allocationId);
  const type = policy.activityTypes.find(({ key }) => key === request.activityType);
  if (!type) throw invalid('activityType', `This fund does not pay for ${request.activityType}.`);
  if (hasEnded(allocation, today)) throw new Problem('conflict', 'This fund has ended.', { reason: 'ended' });
  if (request.startsOn < allocation.startsOn || request.startsOn >= allocation.endsOn)
    throw invalid('startsOn', `The activity must begin from ${allocation.startsOn} to before ${allocation.endsOn}, while the fund lasts.`);
  const first = earliestStart(policy, request.submittedAt === null ? today : dayIn(new Date(request.submittedAt), policy.timeZone));
  if (request.startsOn < first)
    throw invalid('startsOn', `This fund wants ${policy.leadWorkingDays} working days before an activity: it can begin on ${first} at the earliest.`);
  const most = applyBasisPoints(BigInt(request.totalCostMinor), BigInt(policy.costShareBp));
  if (BigInt(request.requestedLocalMinor) > most)
    throw invalid(
      'requestedLocalMinor',
      `This fund bears ${policy.costShareBp / 100} % of the cost: at most ${majorOf(most, request.localCurrency)} ${request.localCurrency}.`,
    );
  const rate = await rateFor(tx, ports, tenantId, request.localCurrency, request.currency, today);
  const requested = inFund(BigInt(request.requestedLocalMinor), rate);
  if (requested <= 0n) throw invalid('requestedLocalMinor', `This is less than the smallest amount of ${request.currency}.`);
  checkMost(policy.maxPerActivityMinor, requested, request.currency);
  const { available } = await balanceOf(tx, tenantId, 'allocation_id', allocation.id);
  if (requested > available)
    throw new Problem('conflict', `There is ${majorOf(available, request.currency)} ${request.currency} left in this fund.`, { reason: 'short_available' });
  const due = decideBy(policy, now);
  const after = await changeRequest(
    tx,
    context,
    request,
    {
      state,
      policy_number: number,
      requested_minor: safe(requested),
      rate: rate === null ? null : JSON.stringify(rate),
      round: request.round + 1,
      submitted_at: request.submittedAt ?? now.toISOString(),
      decide_by: due.toISOString(),
    },
    {
      operation: 'portalFunds.submitRequest',
      event: 'submitted',
      sentence: request.state === 'info_requested' ? 'Answered.' : 'Submitted for approval.',
      note,
      dueAt: due.toISOString(),
    },
  );
  await setClocks(tx, tenantId, [
    { kind: 'fund.decision', recordId: request.id, dueAt: due },
    { kind: 'fund.start', recordId: request.id, dueAt: beginOf(policy, request.startsOn) },
  ]);
  await ports.closeActs(tx, context, request.id, 'Submitted again');
  await askForApproval(
    tx,
    ports,
    context,
    after,
    `${after.partnerName} asks for ${majorOf(requested, after.currency)} ${after.currency}, ${after.startsOn} to ${after.endsOn}.`,
  );
}
const askForApproval = (tx: Tx, ports: FundsPorts, context: Context, request: FundRequest, detail: string): Promise<void> =>
  askApprovers(tx, ports, context, request, {
    kind: 'fund_request',
    recordId: request.id,
    title: `Fund request ${request.number}: ${request.name}`.slice(0, 200),
    detail,
    dueAt: request.decideBy,
  });
function checkMost(most: number | null, amount: bigint, currency: string): void {
  if (most !== null && amount > BigInt(most))
    throw invalid('requestedLocalMinor', `This fund gives at most ${majorOf(most, currency)} ${currency} for one activity.`);
}

export async function approveRequest(
  { database, ports }: FundsDeps,
  context: Context,
  id: string,
  body: Parsed<'fundRequests.approve'>['body'],
  ifVersion: number | null,
): Promise<void> {
  requireScope(context, 'funds:approve');
  const { tenantId, now } = context;
  await database.inTenant(tenantId, async (tx) => {
    const request = await lockRequest(tx, tenantId, id);
    // A state that moved on says more than a version that did.
    if (request.state === 'submitted') requireVersion(request, ifVersion);
    if (request.policyNumber === null) throw new Problem('conflict', 'It is not submitted yet.', { reason: 'state_draft' });
    const terms: HeldPolicy = await policyNumbered(tx, tenantId, request.budgetId, request.policyNumber);
    const today = todayOf(terms.policy, now);
    const state = stepRequest(request.state, 'approve', await factsOf(tx, tenantId, request, terms.policy, now));
    const allocation = await lockAllocation(tx, tenantId, request.allocationId);
    if (hasEnded(allocation, today)) throw new Problem('conflict', 'This fund has ended.', { reason: 'ended' });
    const requested = BigInt(request.requestedMinor ?? 0);
    const given = await approvalsOf(tx, tenantId, id, request.round);
    const amount = body.amountMinor === null ? (given[0] === undefined ? requested : BigInt(given[0].amountMinor)) : BigInt(body.amountMinor);
    if (amount > requested) throw invalid('amountMinor', `No more than what was asked for: ${majorOf(requested, request.currency)} ${request.currency}.`);
    const { available } = await balanceOf(tx, tenantId, 'allocation_id', allocation.id);
    if (amount > available)
      throw new Problem('conflict', `There is ${majorOf(available, request.currency)} ${request.currency} left in this fund.`, { reason: 'short_available' });
    if (given.some(({ personId }) => personId === personOf(context)))
      throw new Problem('conflict', 'You approved it already. Somebody else must approve it too.', { reason: 'approved_already' });
    if (given[0] && BigInt(given[0].amountMinor) !== amount)
      throw new Problem(
        'conflict',
        `${given[0].by} approved ${majorOf(given[0].amountMinor, request.currency)} ${request.currency}. Approve the same, or reject it.`,
        { reason: 'other_amount' },
      );
    await sql`
      insert into fund_approval (tenant_id, request_id, round, person_id, person_name, amount_minor, note, at)
      values (${tenantId}::uuid, ${id}::uuid, ${request.round}, ${personOf(context)}, ${context.actor.name}, ${safe(amount)}, ${body.note}, ${now.toISOString()}::timestamptz)`.execute(
      tx,
    );
    const people = peopleFor(terms.policy, amount);
    const words = `${majorOf(amount, request.currency)} ${request.currency}`;
    await ports.closeActs(tx, context, id, 'Approved');
    if (given.length + 1 < people) {
      const waiting = await changeRequest(
        tx,
        context,
        request,
        {},
        { operation: 'fundRequests.approve', event: 'seconded', sentence: `Approval ${given.length + 1} of ${people} for ${words}.`, note: null },
      );
      await askForApproval(tx, ports, context, waiting, `${context.actor.name} approved ${words}. Another person must approve it too.`);
      return;
    }
    await moveMoney(tx, ports, context, allocation, commit(amount), {
      cause: `request:${id}:${request.version}:approve`,
      onDay: today,
      memo: `Fund request ${request.number}: ${request.name}`,
      requestId: id,
      ruleVersions: { [request.budgetName]: terms.number },
    });
    await approved(tx, context, request, terms, allocation, { amount, state, today, words, note: body.note });
  });
}
async function approved(
  tx: Tx,
  context: Context,
  request: FundRequest,
  { policy }: HeldPolicy,
  _allocation: Allocation,
  of: { amount: bigint; state: string; today: string; words: string; note: string | null },
): Promise<void> {
  const until = claimUntil(policy, request.endsOn);
  const partial = of.amount < BigInt(request.requestedMinor ?? 0);
  await changeRequest(
    tx,
    context,
    request,
    {
      state: of.state,
      approved_minor: safe(of.amount),
      approved_on: of.today,
      decided_at: context.now.toISOString(),
      decide_by: null,
      claim_until: until,
      reason: of.note,
    },
    {
      operation: 'fundRequests.approve',
      event: 'approved',
      sentence: partial ? `Approved in part: ${of.words}.` : `Approved: ${of.words}.`,
      note: of.note,
      partnerSentence: `${of.words} is approved. Claim it by ${until}.`,
      dueAt: beginOf(policy, addDays(until, 1)).toISOString(),
    },
  );
  await clearClocks(tx, context.tenantId, request.id, ['fund.decision']);
  await setClocks(tx, context.tenantId, [
    { kind: 'fund.start', recordId: request.id, dueAt: beginOf(policy, request.startsOn) },
    { kind: 'fund.end', recordId: request.id, dueAt: beginOf(policy, addDays(request.endsOn, 1)) },
  ]);
  await setClaimClocks(tx, context.tenantId, request.id, policy, until);
}

export type Approval = {
  readonly personId: string;
  readonly by: string;
  readonly amountMinor: number;
  readonly note: string | null;
  readonly at: string;
  readonly round: number;
};
/** Of one round, or of all. */
export async function approvalsOf(tx: Tx, tenantId: string, requestId: string, round: number | null): Promise<Approval[]> {
  const { rows } = await sql<Approval>`
    select person_id as "personId", person_name as by, amount_minor as "amountMinor", note, at, round from fund_approval
    where tenant_id = ${tenantId}::uuid and request_id = ${requestId}::uuid ${round === null ? sql`` : sql`and round = ${round}`} order by at, person_id`.execute(
    tx,
  );
  return rows;
}

/** Reject and ask: both tell the partner why, and neither moves money. */
export async function answerRequest(
  { database, ports }: FundsDeps,
  context: Context,
  id: string,
  step: 'reject' | 'ask',
  text: string,
  ifVersion: number | null,
): Promise<void> {
  requireScope(context, 'funds:approve');
  await database.inTenant(context.tenantId, async (tx) => {
    const request = await lockRequest(tx, context.tenantId, id);
    requireVersion(request, ifVersion);
    const facts = { today: '', startsOn: request.startsOn, claimUntil: null, claimsUnderReview: 0 };
    const state = stepRequest(request.state, step, facts);
    const ask = step === 'ask';
    await changeRequest(
      tx,
      context,
      request,
      ask ? { state, question: text, decide_by: null } : { state, reason: text, decided_at: context.now.toISOString(), decide_by: null },
      {
        operation: `fundRequests.${step}`,
        event: ask ? 'info_requested' : 'rejected',
        sentence: ask ? 'Asked for more.' : 'Rejected.',
        note: text,
        partnerSentence: ask ? `We need to know more: ${text}` : `Your request was rejected: ${text}`,
      },
    );
    await clearClocks(tx, context.tenantId, id, ask ? ['fund.decision'] : [...CLOCKS]);
    await ports.closeActs(tx, context, id, ask ? 'Asked for more' : 'Rejected');
  });
}

/** By either side; what is not claimed is released, what was approved of claims stays. */
export async function cancelRequest(
  tx: Tx,
  ports: FundsPorts,
  context: Context,
  request: FundRequest,
  reason: string,
  ifVersion: number | null,
): Promise<void> {
  requireVersion(request, ifVersion);
  const { policy } =
    request.policyNumber === null
      ? await policyNow(tx, context.tenantId, request.budgetId, context.now)
      : await policyNumbered(tx, context.tenantId, request.budgetId, request.policyNumber);
  const state = stepRequest(request.state, 'cancel', await factsOf(tx, context.tenantId, request, policy, context.now));
  const allocation = await lockAllocation(tx, context.tenantId, request.allocationId);
  await releaseRest(tx, ports, context, request, allocation, todayOf(policy, context.now), 'cancelled');
  await changeRequest(
    tx,
    context,
    request,
    { state, reason, decide_by: null },
    {
      operation: 'fundRequests.cancel',
      event: 'cancelled',
      sentence: 'Cancelled; what was not claimed went back to the fund.',
      note: reason,
      partnerSentence: context.actor.audience === 'partner' ? null : `Your activity was cancelled: ${reason}`,
    },
  );
  await sql`update fund_extension set state = 'withdrawn', decided_at = ${context.now.toISOString()}::timestamptz where tenant_id = ${context.tenantId}::uuid and request_id = ${request.id}::uuid and state = 'asked'`.execute(
    tx,
  );
  await clearClocks(tx, context.tenantId, request.id, [...CLOCKS]);
  await ports.closeActs(tx, context, request.id, 'Cancelled');
}
