import type { Parsed } from '@entente/contracts';
import { majorOf, newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askApprovers } from './acts.ts';
import { requireVersion } from './budget-store.ts';
import { changeClaim, linesOf, missingProof, readClaim, requireFiles, type Claim, type ClaimLine } from './claim-store.ts';
import { partnerOf } from './context.ts';
import { inFund, mostOf, safe, type Rate } from './domain/amounts.ts';
import { stepClaim } from './domain/machine.ts';
import { claim as claimMoves, unclaim } from './domain/moves.ts';
import { decideBy, todayOf, type FundPolicy } from './domain/policy.ts';
import { balanceOf, lockAllocation, moveMoney } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { lockRequest, nextNumber, tellRequest, type FundRequest } from './request-store.ts';
import { invalid, rateFor } from './requests.ts';
import { endClaimWindow, termsOf } from './settle.ts';

type Body = Parsed<'portalFunds.updateClaim'>['body'];
export type LockedClaim = { readonly request: FundRequest; readonly claim: Claim; readonly policy: FundPolicy };

/** The request first, since everything that happens to a claim happens to its request as well. */
export async function lockClaim(tx: Tx, context: Context, id: string, partnerId: string | null): Promise<LockedClaim> {
  const { requestId } = await readClaim(tx, context.tenantId, id, partnerId);
  const request = await lockRequest(tx, context.tenantId, requestId);
  return { request, claim: await readClaim(tx, context.tenantId, id, partnerId), policy: await termsOf(tx, context.tenantId, request) };
}
export const claimRate = (
  tx: Tx,
  ports: FundsPorts,
  tenantId: string,
  { request, policy }: Pick<LockedClaim, 'request' | 'policy'>,
  now: Date,
): Promise<Rate | null> =>
  policy.claimRate === 'request' ? Promise.resolve(request.rate) : rateFor(tx, ports, tenantId, request.localCurrency, request.currency, todayOf(policy, now));

export async function createClaim(tx: Tx, context: Context, body: Body & { readonly requestId: string }): Promise<string> {
  const { tenantId } = context;
  const request = await lockRequest(tx, tenantId, body.requestId, partnerOf(context));
  if (request.state !== 'in_execution' && request.state !== 'executed')
    throw new Problem(
      'conflict',
      request.state === 'approved'
        ? 'It can be claimed once the activity has begun.'
        : `There is nothing to claim of a request that is ${request.state.replaceAll('_', ' ')}.`,
      { reason: `state_${request.state}` },
    );
  const id = newId();
  const at = context.now.toISOString();
  await tx
    .insertInto('fund_claim')
    .values({
      tenant_id: tenantId,
      id,
      number: await nextNumber(tx, tenantId, 'fund_claim'),
      request_id: request.id,
      allocation_id: request.allocationId,
      partner_id: request.partnerId,
      state: 'draft',
      title: body.title,
      final: body.final,
      currency: request.currency,
      local_currency: request.localCurrency,
      created_by: context.actor.name,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await writeParts(tx, context, id, body);
  await tellRequest(tx, context, request, { operation: 'portalFunds.createClaim', event: 'created', claimId: id, sentence: `Began claim “${body.title}”.` });
  return id;
}

async function writeParts(tx: Tx, context: Context, claimId: string, body: Body): Promise<void> {
  const { tenantId } = context;
  body.lines.forEach((line, index) => {
    if (line.claimedMinor > line.costMinor) throw invalid(`lines.${index}.claimedMinor`, 'No more can be claimed than was invoiced.');
  });
  await requireFiles(tx, context, [...body.lines.map((line) => line.invoiceFileId), ...body.proofs.map((proof) => proof.fileId)]);
  await sql`delete from fund_claim_line where tenant_id = ${tenantId}::uuid and claim_id = ${claimId}::uuid`.execute(tx);
  await sql`delete from fund_claim_proof where tenant_id = ${tenantId}::uuid and claim_id = ${claimId}::uuid`.execute(tx);
  if (body.lines.length > 0)
    await tx
      .insertInto('fund_claim_line')
      .values(
        body.lines.map((line, index) => ({
          tenant_id: tenantId,
          claim_id: claimId,
          number: index + 1,
          description: line.description,
          supplier: line.supplier,
          invoice_number: line.invoiceNumber,
          invoice_date: line.invoiceDate,
          invoice_file_id: line.invoiceFileId,
          cost_minor: line.costMinor,
          claimed_minor: line.claimedMinor,
        })),
      )
      .execute();
  if (body.proofs.length > 0)
    await tx
      .insertInto('fund_claim_proof')
      .values(
        body.proofs.map((proof, index) => ({
          tenant_id: tenantId,
          claim_id: claimId,
          number: index + 1,
          kind: proof.kind,
          file_id: proof.fileId,
          note: proof.note,
        })),
      )
      .execute();
}

export async function updateClaim(tx: Tx, context: Context, id: string, body: Body, ifVersion: number | null): Promise<void> {
  const { request, claim } = await lockClaim(tx, context, id, partnerOf(context));
  requireVersion(claim, ifVersion);
  if (claim.state !== 'draft' && claim.state !== 'info_requested')
    throw new Problem('conflict', `A claim that is ${claim.state.replaceAll('_', ' ')} cannot be changed.`, { reason: `state_${claim.state}` });
  await writeParts(tx, context, id, body);
  await changeClaim(
    tx,
    context,
    request,
    claim,
    { title: body.title, final: body.final },
    { operation: 'portalFunds.updateClaim', event: 'changed', sentence: 'Claim changed.' },
  );
}

export async function submitClaim(tx: Tx, ports: FundsPorts, context: Context, id: string, note: string | null, ifVersion: number | null): Promise<void> {
  const { tenantId, now } = context;
  const locked = await lockClaim(tx, context, id, partnerOf(context));
  const { request, claim, policy } = locked;
  requireVersion(claim, ifVersion);
  const today = todayOf(policy, now);
  const again = claim.state === 'info_requested';
  if (!again && request.state !== 'in_execution' && request.state !== 'executed')
    throw new Problem(
      'conflict',
      request.claimUntil !== null && today > request.claimUntil
        ? `It could be claimed until ${request.claimUntil}.`
        : `There is nothing left to claim of a request that is ${request.state.replaceAll('_', ' ')}.`,
      { reason: `state_${request.state}` },
    );
  const state = stepClaim(claim.state, again ? 'answer' : 'submit', { today, claimUntil: request.claimUntil });
  const lines = await linesOf(tx, tenantId, id);
  checkLines(lines, request, policy, today);
  await refuseDuplicates(tx, tenantId, claim);
  const wanted = policy.activityTypes.find(({ key }) => key === request.activityType)?.proof ?? [];
  const missing = await missingProof(tx, tenantId, request.id, id, wanted);
  if (missing.length > 0) throw invalid('proofs', `This activity is proved by: ${missing.map((kind) => kind.replaceAll('_', ' ')).join(', ')}. Add it.`);
  const rate = await claimRate(tx, ports, tenantId, locked, now);
  const allocation = await lockAllocation(tx, tenantId, request.allocationId);
  // What it held until now is free for it again.
  const held = again ? BigInt(claim.claimedMinor ?? 0) : 0n;
  const { committed } = await balanceOf(tx, tenantId, 'request_id', request.id);
  const claimed = await amountOf(tx, tenantId, request, BigInt(claim.claimedLocalMinor), rate, committed + held);
  const fact = { onDay: today, memo: `Fund claim ${claim.number}: ${claim.title}`, requestId: request.id, claimId: id };
  await moveMoney(tx, ports, context, allocation, unclaim(held), { ...fact, cause: `claim:${id}:${claim.version}:again` });
  await moveMoney(tx, ports, context, allocation, claimMoves(claimed), { ...fact, cause: `claim:${id}:${claim.version}:submit` });
  const due = decideBy(policy, now);
  await changeClaim(
    tx,
    context,
    request,
    claim,
    {
      state,
      rate: rate === null ? null : JSON.stringify(rate),
      claimed_minor: safe(claimed),
      submitted_at: claim.submittedAt ?? now.toISOString(),
      decide_by: due.toISOString(),
    },
    {
      operation: 'portalFunds.submitClaim',
      event: 'submitted',
      sentence: again ? `Answered for claim ${claim.number}.` : `Claim ${claim.number} submitted: ${majorOf(claimed, claim.currency)} ${claim.currency}.`,
      note,
      dueAt: due.toISOString(),
    },
  );
  await setClocks(tx, tenantId, [{ kind: 'fund.claim_decision', recordId: id, dueAt: due }]);
  await ports.closeActs(tx, context, id, 'Submitted again');
  await askApprovers(tx, ports, context, request, {
    kind: 'fund_claim',
    recordId: id,
    title: `Fund claim ${claim.number}: ${claim.title}`.slice(0, 200),
    detail: `${claim.partnerName} claims ${majorOf(claimed, claim.currency)} ${claim.currency} for request ${request.number}.`,
    dueAt: due.toISOString(),
  });
  // Answered after the last day with less than before: the difference is not claimed any more.
  if (again) await endClaimWindow(tx, ports, context, await lockRequest(tx, tenantId, request.id), allocation, policy);
}

function checkLines(lines: readonly ClaimLine[], request: FundRequest, policy: FundPolicy, today: string): void {
  if (lines.length === 0) throw invalid('lines', 'A claim has at least one invoice.');
  for (const [index, line] of lines.entries()) {
    if (request.approvedOn !== null && line.invoiceDate < request.approvedOn)
      throw invalid(`lines.${index}.invoiceDate`, `Invoice ${line.invoiceNumber} is from before the approval on ${request.approvedOn}: it is not part of it.`);
    if (line.invoiceDate > today) throw invalid(`lines.${index}.invoiceDate`, `Invoice ${line.invoiceNumber} is from a day that is still to come.`);
  }
  const cost = lines.reduce((sum, line) => sum + BigInt(line.costMinor), 0n);
  const claimed = lines.reduce((sum, line) => sum + BigInt(line.claimedMinor), 0n);
  const most = mostOf(cost, policy.costShareBp);
  if (claimed > most)
    throw invalid(
      'lines',
      `This fund bears ${policy.costShareBp / 100} % of the cost: at most ${majorOf(most, request.localCurrency)} ${request.localCurrency} of these invoices.`,
    );
}

/** An invoice is claimed once, whichever activity it is claimed for. */
async function refuseDuplicates(tx: Tx, tenantId: string, claim: Claim): Promise<void> {
  const { rows } = await sql<{ invoice: string; number: number }>`
    select l.invoice_number as invoice, c.number from fund_claim_line l
      join fund_claim_line o on o.tenant_id = l.tenant_id and lower(o.supplier) = lower(l.supplier) and lower(o.invoice_number) = lower(l.invoice_number) and (o.claim_id, o.number) <> (l.claim_id, l.number)
      join fund_claim c on c.tenant_id = o.tenant_id and c.id = o.claim_id
    where l.tenant_id = ${tenantId}::uuid and l.claim_id = ${claim.id}::uuid and c.partner_id = ${claim.partnerId}::uuid
      and (c.id = ${claim.id}::uuid or c.state in ('submitted', 'info_requested', 'approved', 'paid')) limit 1`.execute(tx);
  const [twice] = rows;
  if (twice) throw new Problem('conflict', `Invoice ${twice.invoice} is in claim ${twice.number} already.`, { reason: 'invoice_twice' });
}

/** In the fund's currency. Parts that were each rounded may come to a unit more than what was rounded whole: that unit is not claimed. */
async function amountOf(tx: Tx, tenantId: string, request: FundRequest, localMinor: bigint, rate: Rate | null, left: bigint): Promise<bigint> {
  const amount = inFund(localMinor, rate);
  if (amount <= 0n) throw invalid('lines', `This is less than the smallest amount of ${request.currency}.`);
  if (amount <= left) return amount;
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from fund_claim where tenant_id = ${tenantId}::uuid and request_id = ${request.id}::uuid and state in ('submitted', 'info_requested', 'approved', 'paid')`.execute(
    tx,
  );
  const sameRate = rate !== null && request.rate !== null && rate.id === request.rate.id;
  if (sameRate && left > 0n && amount - left <= BigInt((rows[0]?.count ?? 0) + 1)) return left;
  throw new Problem(
    'conflict',
    `This claims ${majorOf(amount, request.currency)} ${request.currency}, and ${majorOf(left, request.currency)} is left of what was approved.`,
    { reason: 'short_committed' },
  );
}

export async function withdrawClaim(tx: Tx, ports: FundsPorts, context: Context, id: string, reason: string, ifVersion: number | null): Promise<void> {
  const { request, claim, policy } = await lockClaim(tx, context, id, partnerOf(context));
  requireVersion(claim, ifVersion);
  const today = todayOf(policy, context.now);
  const state = stepClaim(claim.state, 'withdraw', { today, claimUntil: request.claimUntil });
  const allocation = await lockAllocation(tx, context.tenantId, request.allocationId);
  if (claim.state !== 'draft')
    await moveMoney(tx, ports, context, allocation, unclaim(BigInt(claim.claimedMinor ?? 0)), {
      cause: `claim:${id}:${claim.version}:withdraw`,
      onDay: today,
      memo: `Fund claim ${claim.number} withdrawn`,
      requestId: request.id,
      claimId: id,
    });
  await changeClaim(
    tx,
    context,
    request,
    claim,
    { state, reason, decide_by: null },
    { operation: 'portalFunds.withdrawClaim', event: 'withdrawn', sentence: `Claim ${claim.number} withdrawn.`, note: reason },
  );
  await clearClocks(tx, context.tenantId, id, ['fund.claim_decision']);
  await ports.closeActs(tx, context, id, 'Withdrawn');
  await endClaimWindow(tx, ports, context, await lockRequest(tx, context.tenantId, request.id), allocation, policy);
}
