import type { Parsed } from '@entente/contracts';
import { addDays, explained, majorOf, Problem } from '@entente/kernel';
import { clearClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import { requireVersion } from './budget-store.ts';
import { changeClaim, linesOf, proofsOf, type ClaimLine } from './claim-store.ts';
import { lockClaim } from './claims.ts';
import type { FundsDeps } from './context.ts';
import { explainClaim, inFund, safe } from './domain/amounts.ts';
import { stepClaim } from './domain/machine.ts';
import { decide, reverse, unclaim } from './domain/moves.ts';
import { todayOf } from './domain/policy.ts';
import { balanceOf, lockAllocation, moveMoney } from './moves-store.ts';
import { lockRequest } from './request-store.ts';
import { closeIfDone, endClaimWindow, hasEnded, releaseRest } from './settle.ts';
import { invalid } from './requests.ts';
import { sql } from 'kysely';

type Approve = Parsed<'fundClaims.approve'>['body'];
export const earningKey = (claimId: string): string => `fund_claim:${claimId}`;

function approvedLines(lines: readonly ClaimLine[], given: Approve['lines']): ClaimLine[] {
  const cut = new Map(given.map((line) => [line.number, line]));
  if (cut.size !== given.length) throw invalid('lines', 'A line is named once.');
  for (const [index, line] of given.entries()) {
    const known = lines.find(({ number }) => number === line.number);
    if (!known) throw invalid(`lines.${index}.number`, `There is no line ${line.number}.`);
    if (line.approvedMinor > known.claimedMinor) throw invalid(`lines.${index}.approvedMinor`, `Line ${line.number} claims less than this.`);
  }
  return lines.map((line) => {
    const less = cut.get(line.number);
    return { ...line, approvedMinor: less?.approvedMinor ?? line.claimedMinor, reason: less && less.approvedMinor < line.claimedMinor ? less.reason : null };
  });
}

export async function approveClaim({ database, ports }: FundsDeps, context: Context, id: string, body: Approve, ifVersion: number | null): Promise<void> {
  requireScope(context, 'funds:approve');
  const { tenantId, now } = context;
  await database.inTenant(tenantId, async (tx) => {
    const { request, claim, policy } = await lockClaim(tx, context, id, null);
    const today = todayOf(policy, now);
    const state = stepClaim(claim.state, 'approve', { today, claimUntil: request.claimUntil });
    requireVersion(claim, ifVersion);
    const lines = approvedLines(await linesOf(tx, tenantId, id), body.lines);
    const local = lines.reduce((sum, line) => sum + BigInt(line.approvedMinor ?? 0), 0n);
    const claimed = BigInt(claim.claimedMinor ?? 0);
    const whole = local === BigInt(claim.claimedLocalMinor);
    const converted = inFund(local, claim.rate);
    const amount = whole || converted > claimed ? claimed : converted;
    if (amount <= 0n) throw new Problem('invalid_input', 'Nothing of it would be approved. Reject the claim.', { reason: 'nothing' });
    const allocation = await lockAllocation(tx, tenantId, request.allocationId);
    const ended = hasEnded(allocation, today);
    const memo = `Fund claim ${claim.number}: ${claim.title}`;
    await moveMoney(tx, ports, context, allocation, decide(claimed, amount, body.rest, ended), {
      cause: `claim:${id}:${claim.version}:approve`,
      onDay: today,
      memo,
      requestId: request.id,
      claimId: id,
    });
    for (const line of lines)
      await sql`
        update fund_claim_line set approved_minor = ${line.approvedMinor}, reason = ${line.reason} where tenant_id = ${tenantId}::uuid and claim_id = ${id}::uuid and number = ${line.number}`.execute(
        tx,
      );
    const proofs = await proofsOf(tx, tenantId, id);
    const explanation = explainClaim({
      claimNumber: claim.number,
      requestId: request.id,
      requestNumber: request.number,
      budget: { id: request.budgetId, name: request.budgetName, policyNumber: request.policyNumber ?? 0, costShareBp: policy.costShareBp },
      localCurrency: claim.localCurrency,
      currency: claim.currency,
      rate: claim.rate,
      lines: lines.map((line) => ({
        ...line,
        costMinor: BigInt(line.costMinor),
        claimedMinor: BigInt(line.claimedMinor),
        approvedMinor: BigInt(line.approvedMinor ?? 0),
      })),
      approvedMinor: amount,
      files: [
        ...lines.map((line) => ({ id: line.invoiceFileId, label: `Invoice ${line.invoiceNumber}` })),
        ...proofs.map((proof) => ({ id: proof.fileId, label: proof.fileName })),
      ],
      approvedBy: context.actor.name,
    });
    await ports.earn(tx, context, [
      {
        key: earningKey(id),
        kind: 'fund_claim',
        partnerId: claim.partnerId,
        personId: null,
        dealId: null,
        amountMinor: safe(amount),
        currency: claim.currency,
        earnedOn: today,
        heldUntil: null,
        title: memo.slice(0, 200),
        source: { type: 'fund_claim', id },
        reverses: null,
        bornBy: 'fund_liability',
        explanation,
      },
    ]);
    const words = `${majorOf(amount, claim.currency)} ${claim.currency}`;
    await changeClaim(
      tx,
      context,
      request,
      claim,
      {
        state,
        approved_minor: safe(amount),
        decided_at: now.toISOString(),
        decided_by: context.actor.name,
        decide_by: null,
        reason: body.note,
        pay_by: addDays(today, policy.paymentDays),
        explanation: JSON.stringify(explanation),
      },
      {
        operation: 'fundClaims.approve',
        event: 'approved',
        sentence: amount < claimed ? `Claim ${claim.number} approved in part: ${words}.` : `Claim ${claim.number} approved: ${words}.`,
        note: body.note,
        partnerSentence: `${words} of your claim is approved; we pay by ${addDays(today, policy.paymentDays)}.`,
      },
    );
    await clearClocks(tx, tenantId, id, ['fund.claim_decision']);
    await ports.closeActs(tx, context, id, 'Approved');
    let after = await lockRequest(tx, tenantId, request.id);
    if (claim.final && (after.state === 'in_execution' || after.state === 'executed'))
      await releaseRest(tx, ports, context, after, allocation, today, 'the last claim is decided');
    after = await endClaimWindow(tx, ports, context, after, allocation, policy);
    await closeIfDone(tx, context, after, policy);
  });
}

export async function rejectClaim(
  { database, ports }: FundsDeps,
  context: Context,
  id: string,
  body: Parsed<'fundClaims.reject'>['body'],
  ifVersion: number | null,
): Promise<void> {
  requireScope(context, 'funds:approve');
  const { tenantId, now } = context;
  await database.inTenant(tenantId, async (tx) => {
    const { request, claim, policy } = await lockClaim(tx, context, id, null);
    const today = todayOf(policy, now);
    const state = stepClaim(claim.state, 'reject', { today, claimUntil: request.claimUntil });
    requireVersion(claim, ifVersion);
    const allocation = await lockAllocation(tx, tenantId, request.allocationId);
    const claimed = BigInt(claim.claimedMinor ?? 0);
    // A request that was cancelled meanwhile keeps nothing for another claim.
    const keeps = body.rest === 'keep' && (request.state === 'in_execution' || request.state === 'executed');
    const moves = keeps ? unclaim(claimed) : decide(claimed, 0n, 'release', hasEnded(allocation, today));
    await moveMoney(tx, ports, context, allocation, moves, {
      cause: `claim:${id}:${claim.version}:reject`,
      onDay: today,
      memo: `Fund claim ${claim.number} rejected`,
      requestId: request.id,
      claimId: id,
    });
    await changeClaim(
      tx,
      context,
      request,
      claim,
      { state, reason: body.reason, decided_at: now.toISOString(), decided_by: context.actor.name, decide_by: null },
      {
        operation: 'fundClaims.reject',
        event: 'rejected',
        sentence: keeps
          ? `Claim ${claim.number} rejected; its money can be claimed again.`
          : `Claim ${claim.number} rejected; its money went back to the fund.`,
        note: body.reason,
        partnerSentence: `Your claim was rejected: ${body.reason}`,
      },
    );
    await clearClocks(tx, tenantId, id, ['fund.claim_decision']);
    await ports.closeActs(tx, context, id, 'Rejected');
    const after = await endClaimWindow(tx, ports, context, await lockRequest(tx, tenantId, request.id), allocation, policy);
    await closeIfDone(tx, context, after, policy);
  });
}

export async function askAboutClaim({ database, ports }: FundsDeps, context: Context, id: string, question: string, ifVersion: number | null): Promise<void> {
  requireScope(context, 'funds:approve');
  await database.inTenant(context.tenantId, async (tx) => {
    const { request, claim, policy } = await lockClaim(tx, context, id, null);
    requireVersion(claim, ifVersion);
    const state = stepClaim(claim.state, 'ask', { today: todayOf(policy, context.now), claimUntil: request.claimUntil });
    await changeClaim(
      tx,
      context,
      request,
      claim,
      { state, question, decide_by: null },
      {
        operation: 'fundClaims.ask',
        event: 'info_requested',
        sentence: `Asked for more about claim ${claim.number}.`,
        note: question,
        partnerSentence: `We need to know more about your claim: ${question}`,
      },
    );
    await clearClocks(tx, context.tenantId, id, ['fund.claim_decision']);
    await ports.closeActs(tx, context, id, 'Asked for more');
  });
}

/** Takes back what was approved, paid or not: the earning is reversed, and the money is the fund's again. */
export async function reverseClaim(
  { database, ports }: FundsDeps,
  context: Context,
  id: string,
  body: Parsed<'fundClaims.reverse'>['body'],
  ifVersion: number | null,
): Promise<void> {
  requireScope(context, 'funds:approve');
  const { tenantId } = context;
  await database.inTenant(tenantId, async (tx) => {
    const { request, claim, policy } = await lockClaim(tx, context, id, null);
    const today = todayOf(policy, context.now);
    const reversed = stepClaim(claim.state, 'reverse', { today, claimUntil: request.claimUntil });
    requireVersion(claim, ifVersion);
    const left = BigInt(claim.approvedMinor ?? 0) - BigInt(claim.reversedMinor);
    const amount = body.amountMinor === null ? left : BigInt(body.amountMinor);
    if (amount > left) throw invalid('amountMinor', `${majorOf(left, claim.currency)} ${claim.currency} is left to take back.`);
    const allocation = await lockAllocation(tx, tenantId, request.allocationId);
    const { owed } = await balanceOf(tx, tenantId, 'claim_id', id);
    const memo = `Fund claim ${claim.number} taken back: ${body.reason}`;
    // The earning first: what it takes back comes to the liability, from which the movement then releases it.
    await ports.earn(tx, context, [
      {
        key: `${earningKey(id)}:back:${claim.version}`,
        kind: 'fund_claim',
        partnerId: claim.partnerId,
        personId: null,
        dealId: null,
        amountMinor: -safe(amount),
        currency: claim.currency,
        earnedOn: today,
        heldUntil: null,
        title: `Fund claim ${claim.number} taken back`,
        source: { type: 'fund_claim', id },
        reverses: earningKey(id),
        bornBy: 'fund_liability',
        explanation: explained(`Claim ${claim.number} is taken back: ${body.reason}`, {
          rule: { name: request.budgetName, id: request.budgetId, version: request.policyNumber },
          inputs: [{ label: 'Approved', value: `${majorOf(claim.approvedMinor ?? 0, claim.currency)} ${claim.currency}`, from: { type: 'fund_claim', id } }],
          steps: [
            { label: 'Taken back', formula: amount === left ? 'all that was left' : 'a part of it', resultMinor: -safe(amount), currency: claim.currency },
          ],
          approvedBy: context.actor.name,
        }),
      },
    ]);
    await moveMoney(tx, ports, context, allocation, reverse(amount, owed, hasEnded(allocation, today)), {
      cause: `claim:${id}:${claim.version}:reverse`,
      onDay: today,
      memo: memo.slice(0, 300),
      requestId: request.id,
      claimId: id,
    });
    await changeClaim(
      tx,
      context,
      request,
      claim,
      { reversed_minor: claim.reversedMinor + safe(amount), reason: body.reason, ...(amount === left ? { state: reversed, pay_by: null } : {}) },
      {
        operation: 'fundClaims.reverse',
        event: 'reversed',
        sentence: `${majorOf(amount, claim.currency)} ${claim.currency} of claim ${claim.number} taken back.`,
        note: body.reason,
        partnerSentence: `${majorOf(amount, claim.currency)} ${claim.currency} of your claim was taken back: ${body.reason}`,
      },
    );
  });
}
