import { z } from 'zod';
import { operation } from '../operation.ts';
import { binaryFile, byId, currency, cursor, date, explanation, id, instant, limit, minor, money, name, note, page, participantRole, textFile, timeZone, version } from '../shapes.ts';

export const fundRequestStates = ['draft', 'submitted', 'info_requested', 'approved', 'in_execution', 'executed', 'settled', 'rejected', 'cancelled', 'expired'] as const;
export const fundClaimStates = ['draft', 'submitted', 'info_requested', 'approved', 'paid', 'rejected', 'withdrawn', 'reversed'] as const;
export const fundProofs = ['photo', 'invoice', 'lead_list', 'report'] as const;
export const fundPlaces = ['outside', 'available', 'committed', 'claimed', 'owed', 'paid', 'expired'] as const;

const shareBp = z.number().int().min(1).max(10_000);
const days = (most: number) => z.number().int().min(0).max(most);
const positive = minor.min(1);

/** The terms of a fund. Amounts are of the fund's currency. */
export const fundPolicy = z.strictObject({
  /** Of the cost of an activity we bear at most this, in basis points. */ costShareBp: shareBp,
  /** Working days between submission and the first day of the activity. */ leadWorkingDays: days(120),
  /** Working days in which a request or a claim is to be decided. */ decisionWorkingDays: z.number().int().min(1).max(60),
  /** Days after the last day of the activity in which it can be claimed. */ claimWindowDays: z.number().int().min(1).max(365),
  /** Days after the approval of a claim by which it should be paid. */ paymentDays: days(180),
  /** No more than this for one activity; null: no limit of its own. */ maxPerActivityMinor: positive.nullable(),
  activityTypes: z
    .array(z.strictObject({ key: z.string().regex(/^[a-z0-9_]{1,40}$/), name, proof: z.array(z.enum(fundProofs)).max(4) }))
    .min(1)
    .max(40),
  /** From which amount how many people must approve; the first begins at 0. */
  approvals: z
    .array(z.strictObject({ fromMinor: minor.min(0), people: z.number().int().min(1).max(3) }))
    .min(1)
    .max(5),
  /** The rate of a claim in another currency: the one its request was submitted with, or that of the day it is claimed. */ claimRate: z.enum(['request', 'claim_day']),
  /** Where its days are counted. */ timeZone,
  /** Working days, 1 is Monday; and days on which nobody works. */ workingDays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  holidays: z.array(date).max(200),
  /** Of an accrued fund: which part of what is received on the deals of a partner, in which roles. */
  accrual: z.strictObject({ shareBp, roles: z.array(participantRole).min(1).max(8) }).nullable(),
});
export type FundPolicy = z.infer<typeof fundPolicy>;

/** allocated = available + committed + claimed pending + paid + expired, at every moment. */
export const fundBalance = z.object({
  allocatedMinor: minor,
  /** Below zero where refunds took back what was used: what accrues next makes up for it. */ availableMinor: minor,
  /** Approved for activities and not yet claimed. */ committedMinor: minor,
  /** Claimed, and not yet paid. */ claimedPendingMinor: minor,
  /** Of that, what is approved and waits for its payment. */ owedMinor: minor,
  paidMinor: minor,
  /** Not used in time. */ expiredMinor: minor,
});
/** How an amount of another currency became one of the fund: units of the fund's currency for one of the other. */
export const fundRate = z.object({ id, from: currency, to: currency, rate: z.string(), day: date, source: z.string(), inverse: z.boolean() });

const budget = z.object({
  id,
  name: z.string(),
  kind: z.enum(['proposal', 'accrued']),
  currency,
  amountMinor: minor,
  /** Not yet given to anybody. */ unallocatedMinor: minor,
  balance: fundBalance,
  startsOn: date,
  /** The first day that is not in it. */ endsOn: date,
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  allocations: z.number().int(),
  closedAt: instant.nullable(),
  policyNumber: z.number().int(),
  version,
});
const policyVersion = z.object({ number: z.number().int(), effectiveFrom: date, document: fundPolicy, note: z.string().nullable(), publishedBy: z.string(), publishedAt: instant });
const allocation = z.object({
  id,
  budgetId: id,
  budgetName: z.string(),
  kind: z.enum(['proposal', 'accrued']),
  partnerId: id,
  partnerName: z.string(),
  currency,
  startsOn: date,
  endsOn: date,
  endedAt: instant.nullable(),
  note: z.string().nullable(),
  balance: fundBalance,
  version,
});
const movement = z.object({
  id,
  kind: z.string(),
  from: z.enum(fundPlaces),
  to: z.enum(fundPlaces),
  amountMinor: minor,
  currency,
  requestId: id.nullable(),
  requestNumber: z.number().int().nullable(),
  claimId: id.nullable(),
  claimNumber: z.number().int().nullable(),
  transferId: id.nullable(),
  onDay: date,
  note: z.string().nullable(),
  by: z.string(),
  at: instant,
});

export const fundHistory = z.object({ id, at: instant, by: z.string(), byPartner: z.boolean(), claimId: id.nullable(), sentence: z.string(), note: z.string().nullable() });
export const fundExtension = z.object({
  id,
  state: z.enum(['asked', 'granted', 'refused', 'withdrawn']),
  claimUntilBefore: date,
  claimUntil: date,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  answer: z.string().nullable(),
});
/** What a partner says of an activity. Amounts are of `localCurrency`. */
export const fundActivity = z.object({
  name,
  activityType: z.string().min(1).max(40),
  inPerson: z.boolean(),
  description: note,
  startsOn: date,
  /** Its last day. */ endsOn: date,
  place: z.string().trim().max(200).nullable(),
  campaign: z.string().trim().max(200).nullable(),
  targetContacts: z.number().int().min(0).max(10_000_000).nullable(),
  /** Of the fund's currency. */ expectedPipelineMinor: minor.min(0).nullable(),
  localCurrency: currency,
  totalCostMinor: positive,
  requestedLocalMinor: positive,
});
export const fundRequestFields = fundActivity.extend({
  id,
  number: z.number().int(),
  state: z.enum(fundRequestStates),
  allocationId: id,
  budgetName: z.string(),
  currency,
  /** What the partner bears. */ partnerShareLocalMinor: minor,
  /** In the fund's currency, with the rate that made it. Of a draft: at today's rate. */ requestedMinor: minor.nullable(),
  rate: fundRate.nullable(),
  approvedMinor: minor.nullable(),
  approvedOn: date.nullable(),
  /** Of what was approved: not yet claimed, under review, approved and not paid, paid. */ committedMinor: minor,
  claimedMinor: minor,
  owedMinor: minor,
  paidMinor: minor,
  /** The last day on which it can be claimed. */ claimUntil: date.nullable(),
  submittedAt: instant.nullable(),
  decideBy: instant.nullable(),
  decidedAt: instant.nullable(),
  reason: z.string().nullable(),
  question: z.string().nullable(),
  proof: z.array(z.enum(fundProofs)),
  version,
});
const request = fundRequestFields.extend({ budgetId: id, partnerId: id, partnerName: z.string(), createdBy: z.string(), approvalsNeeded: z.number().int(), approvalsGiven: z.number().int(), policyNumber: z.number().int().nullable() });
const fundReturn = z.object({
  deals: z.array(
    z.object({ dealId: id, number: z.number().int(), name: z.string(), status: z.enum(['open', 'won', 'lost']), amountMinor: minor.nullable(), currency, sourced: z.boolean(), touches: z.number().int(), linkedBy: z.string() }),
  ),
  touches: z.number().int(),
  sourcedDeals: z.number().int(),
  /** Of the deals named above, by currency: never added across. */ open: z.array(money),
  won: z.array(money),
  leads: z.number().int(),
  /** What was paid or is owed for the activity, to hold against it. */ costMinor: minor,
  currency,
});
const requestDetail = request.extend({
  approvals: z.array(z.object({ by: z.string(), amountMinor: minor, note: z.string().nullable(), at: instant, round: z.number().int() })),
  extensions: z.array(fundExtension),
  claims: z.array(z.object({ id, number: z.number().int(), title: z.string(), state: z.enum(fundClaimStates), claimedMinor: minor.nullable(), approvedMinor: minor.nullable() })),
  history: z.array(fundHistory),
  available: z.array(z.enum(['approve', 'reject', 'ask', 'cancel'])),
  return: fundReturn,
});

export const fundFile = z.object({ id, name: z.string(), sizeBytes: z.number().int() });
export const fundClaimLine = z.object({
  description: name,
  supplier: name,
  invoiceNumber: z.string().trim().min(1).max(80),
  invoiceDate: date,
  invoiceFileId: id,
  /** Before tax, in the currency of the activity. */ costMinor: positive,
  claimedMinor: positive,
});
export const fundClaimProof = z.object({ kind: z.enum(fundProofs), fileId: id, note: z.string().trim().max(500).nullable() });
export const fundClaimFields = z.object({
  id,
  number: z.number().int(),
  requestId: id,
  requestNumber: z.number().int(),
  requestName: z.string(),
  state: z.enum(fundClaimStates),
  title: z.string(),
  final: z.boolean(),
  currency,
  localCurrency: currency,
  rate: fundRate.nullable(),
  claimedLocalMinor: minor,
  /** In the fund's currency. Of a draft: at the rate it would have today. */ claimedMinor: minor.nullable(),
  approvedMinor: minor.nullable(),
  reversedMinor: minor,
  submittedAt: instant.nullable(),
  decideBy: instant.nullable(),
  decidedAt: instant.nullable(),
  reason: z.string().nullable(),
  question: z.string().nullable(),
  payBy: date.nullable(),
  paidOn: date.nullable(),
  version,
});
export const fundClaimParts = {
  lines: z.array(fundClaimLine.extend({ number: z.number().int(), invoiceFile: fundFile, approvedMinor: minor.nullable(), reason: z.string().nullable() })),
  proofs: z.array(fundClaimProof.extend({ file: fundFile })),
  missingProof: z.array(z.enum(fundProofs)),
  explanation: explanation.nullable(),
  history: z.array(fundHistory),
};
const claim = fundClaimFields.extend({ partnerId: id, partnerName: z.string(), decidedBy: z.string().nullable() });
const claimDetail = claim.extend({ ...fundClaimParts, available: z.array(z.enum(['approve', 'reject', 'ask', 'reverse'])), committedMinor: minor });

const read = { audience: 'workspace', scope: 'funds:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'funds:write', assistant: 'none' } as const;
const decide = { audience: 'workspace', scope: 'funds:approve', assistant: 'none' } as const;
const reason = z.object({ reason: note.min(1) });
const budgetBody = z.object({ name, amountMinor: positive, endsOn: date, ownerId: id.nullable() });

/** Market development funds. Errors: 404 outside reach, 409 with a sentence where state, time or balance forbids it, 412 where it changed meanwhile. */
export const funds = {
  'funds.budgets': operation({
    method: 'GET',
    path: '/fund-budgets',
    summary: 'Budgets with what is left of each, the newest first',
    ...read,
    query: z.object({ q: z.string().trim().max(200).optional(), kind: z.enum(['proposal', 'accrued']).optional(), currency: currency.optional(), open: z.enum(['true', 'false']).optional(), cursor: cursor.optional(), limit }),
    output: page(budget),
  }),
  'funds.budget': operation({ method: 'GET', path: '/fund-budgets/:id', summary: 'One budget with its terms and their versions', ...read, params: byId, output: budget.extend({ policy: fundPolicy, policies: z.array(policyVersion) }) }),
  'funds.createBudget': operation({
    method: 'POST',
    path: '/fund-budgets',
    summary: 'Set money aside for activities of partners, on stated terms',
    ...write,
    body: budgetBody.extend({ kind: z.enum(['proposal', 'accrued']), currency, startsOn: date, policy: fundPolicy }),
    output: budget,
    status: 201,
  }),
  'funds.updateBudget': operation({ method: 'PATCH', path: '/fund-budgets/:id', summary: 'Change name, amount, end or owner; never below what is allocated', ...write, params: byId, body: budgetBody.partial(), output: budget, versioned: true }),
  'funds.closeBudget': operation({ method: 'POST', path: '/fund-budgets/:id/close', summary: 'Give nothing more of it; what partners have stays theirs', ...write, params: byId, body: reason, output: budget, versioned: true }),
  'funds.publishPolicy': operation({
    method: 'POST',
    path: '/fund-budgets/:id/policies',
    summary: 'New terms from a day on; what was submitted before keeps its own',
    ...write,
    params: byId,
    body: z.object({ policy: fundPolicy, effectiveFrom: date, note: note.nullable().default(null) }),
    output: budget,
    versioned: true,
  }),
  'funds.allocations': operation({
    method: 'GET',
    path: '/fund-allocations',
    summary: 'What of which budget belongs to which partner, with its balance',
    ...read,
    query: z.object({ budgetId: id.optional(), partnerId: id.optional(), currency: currency.optional(), open: z.enum(['true', 'false']).optional(), q: z.string().trim().max(200).optional(), cursor: cursor.optional(), limit }),
    output: page(allocation),
  }),
  'funds.allocation': operation({ method: 'GET', path: '/fund-allocations/:id', summary: 'One allocation', ...read, params: byId, output: allocation }),
  'funds.movements': operation({
    method: 'GET',
    path: '/fund-allocations/:id/movements',
    summary: 'Every movement of an allocation, the newest first: its balance is their sum',
    ...read,
    params: byId,
    query: z.object({ cursor: cursor.optional(), limit }),
    output: page(movement),
  }),
  'funds.allocate': operation({
    method: 'POST',
    path: '/fund-allocations',
    summary: 'Give a partner part of a budget, to be used before a day',
    ...write,
    body: z.object({ budgetId: id, partnerId: id, amountMinor: positive, startsOn: date, endsOn: date, note: note.nullable().default(null) }),
    output: allocation,
    status: 201,
  }),
  'funds.adjustAllocation': operation({
    method: 'POST',
    path: '/fund-allocations/:id/adjust',
    summary: 'Add to an allocation, or take back of what is available; or end it on another day',
    ...write,
    params: byId,
    body: z.object({ /** Negative: taken back. */ byMinor: minor.default(0), endsOn: date.optional(), reason: note.min(1) }),
    output: allocation,
    versioned: true,
  }),
  'funds.transfer': operation({
    method: 'POST',
    path: '/fund-allocations/:id/transfer',
    summary: 'Move what is available to another allocation of the same currency',
    ...write,
    params: byId,
    body: z.object({ toAllocationId: id, amountMinor: positive, reason: note.min(1) }),
    output: z.object({ from: allocation, to: allocation }),
    versioned: true,
  }),
  'fundRequests.list': operation({
    method: 'GET',
    path: '/fund-requests',
    summary: 'What partners asked for, the newest first',
    ...read,
    query: z.object({ state: z.enum(fundRequestStates).optional(), partnerId: id.optional(), budgetId: id.optional(), allocationId: id.optional(), q: z.string().trim().max(200).optional(), cursor: cursor.optional(), limit }),
    output: page(request),
  }),
  'fundRequests.get': operation({ method: 'GET', path: '/fund-requests/:id', summary: 'One request with approvals, claims, history and what came of it', ...read, params: byId, output: requestDetail }),
  'fundRequests.approve': operation({
    method: 'POST',
    path: '/fund-requests/:id/approve',
    summary: 'Approve all or part of it before the activity begins; above an amount a second person must',
    ...decide,
    params: byId,
    body: z.object({ /** In the fund's currency; null: all. */ amountMinor: positive.nullable().default(null), note: note.nullable().default(null) }),
    output: requestDetail,
    versioned: true,
  }),
  'fundRequests.reject': operation({ method: 'POST', path: '/fund-requests/:id/reject', summary: 'Reject a request; the partner reads the reason', ...decide, params: byId, body: reason, output: requestDetail, versioned: true }),
  'fundRequests.ask': operation({ method: 'POST', path: '/fund-requests/:id/ask', summary: 'Ask the partner for more before deciding', ...decide, params: byId, body: z.object({ question: note.min(1) }), output: requestDetail, versioned: true }),
  'fundRequests.cancel': operation({ method: 'POST', path: '/fund-requests/:id/cancel', summary: 'Cancel a request; what is not claimed is released', ...decide, params: byId, body: reason, output: requestDetail, versioned: true }),
  'fundRequests.linkDeal': operation({ method: 'POST', path: '/fund-requests/:id/deals', summary: 'Name a deal that came of the activity', ...write, params: byId, body: z.object({ dealId: id }), output: requestDetail }),
  'fundRequests.unlinkDeal': operation({ method: 'DELETE', path: '/fund-requests/:id/deals/:childId', summary: 'The deal did not come of it', ...write, params: z.object({ id, childId: id }), output: requestDetail }),
  'fundExtensions.list': operation({
    method: 'GET',
    path: '/fund-extensions',
    summary: 'Who asks to claim later, the newest first',
    ...read,
    query: z.object({ state: fundExtension.shape.state.optional(), cursor: cursor.optional(), limit }),
    output: page(fundExtension.extend({ requestId: id, requestNumber: z.number().int(), requestName: z.string(), partnerId: id, partnerName: z.string() })),
  }),
  'fundExtensions.decide': operation({
    method: 'POST',
    path: '/fund-extensions/:id/decide',
    summary: 'Grant or refuse a later day to claim by',
    ...decide,
    params: byId,
    body: z.object({ grant: z.boolean(), answer: note.min(1) }),
    output: requestDetail,
  }),
  'fundClaims.list': operation({
    method: 'GET',
    path: '/fund-claims',
    summary: 'Claims, the newest first',
    ...read,
    query: z.object({ state: z.enum(fundClaimStates).optional(), partnerId: id.optional(), requestId: id.optional(), q: z.string().trim().max(200).optional(), cursor: cursor.optional(), limit }),
    output: page(claim),
  }),
  'fundClaims.get': operation({ method: 'GET', path: '/fund-claims/:id', summary: 'One claim with lines, files, arithmetic and history', ...read, params: byId, output: claimDetail }),
  'fundClaims.file': operation({ method: 'GET', path: '/fund-claims/:id/files/:childId', summary: 'An invoice or proof of a claim', ...read, params: z.object({ id, childId: id }), output: binaryFile }),
  'fundClaims.approve': operation({
    method: 'POST',
    path: '/fund-claims/:id/approve',
    summary: 'Approve a claim, or part of it line by line with a reason; it is owed at once',
    ...decide,
    params: byId,
    body: z.object({
      /** Lines that get less, in the currency of the claim; the rest is approved whole. */
      lines: z.array(z.object({ number: z.number().int().min(1), approvedMinor: minor.min(0), reason: note.min(1) })).max(200).default([]),
      /** What is not approved: stays for another claim, or goes back to the fund. */ rest: z.enum(['keep', 'release']).default('keep'),
      note: note.nullable().default(null),
    }),
    output: claimDetail,
    versioned: true,
  }),
  'fundClaims.reject': operation({
    method: 'POST',
    path: '/fund-claims/:id/reject',
    summary: 'Reject a claim; its money stays for another claim, or goes back to the fund',
    ...decide,
    params: byId,
    body: z.object({ reason: note.min(1), rest: z.enum(['keep', 'release']).default('keep') }),
    output: claimDetail,
    versioned: true,
  }),
  'fundClaims.ask': operation({ method: 'POST', path: '/fund-claims/:id/ask', summary: 'Ask the partner for more before deciding', ...decide, params: byId, body: z.object({ question: note.min(1) }), output: claimDetail, versioned: true }),
  'fundClaims.reverse': operation({
    method: 'POST',
    path: '/fund-claims/:id/reverse',
    summary: 'Take back all or part of an approved claim, paid or not; a payment already made is netted with the next',
    ...decide,
    params: byId,
    body: z.object({ /** In the fund's currency; null: all that is left. */ amountMinor: positive.nullable().default(null), reason: note.min(1) }),
    output: claimDetail,
    versioned: true,
  }),
  'funds.calendar': operation({
    method: 'GET',
    path: '/fund-calendar',
    summary: 'Activities that take place in a time, by their first day',
    ...read,
    query: z.object({ from: date, to: date, partnerId: id.optional(), cursor: cursor.optional(), limit }),
    output: page(
      z.object({ requestId: id, number: z.number().int(), name: z.string(), activityType: z.string(), inPerson: z.boolean(), place: z.string().nullable(), startsOn: date, endsOn: date, partnerId: id, partnerName: z.string(), state: z.enum(fundRequestStates), approvedMinor: minor.nullable(), currency }),
    ),
  }),
  'funds.figures': operation({
    method: 'GET',
    path: '/fund-figures',
    summary: 'What was given, committed, claimed, approved, paid and lost, by partner and quarter',
    ...read,
    query: z.object({ budgetId: id.optional(), partnerId: id.optional(), from: date.optional(), to: date.optional() }),
    output: z.object({
      items: z.array(
        z.object({ partnerId: id, partnerName: z.string(), quarter: z.string().regex(/^\d{4}-Q[1-4]$/), currency, allocatedMinor: minor, committedMinor: minor, claimedMinor: minor, approvedMinor: minor, paidMinor: minor, expiredMinor: minor }),
      ),
      /** More than the 2,000 rows shown. */ more: z.boolean(),
    }),
  }),
  'funds.export': operation({
    method: 'GET',
    path: '/fund-export',
    summary: 'Allocations, requests, claims or movements as CSV, at most 50,000 rows',
    ...read,
    query: z.object({ what: z.enum(['allocations', 'requests', 'claims', 'movements']), partnerId: id.optional(), budgetId: id.optional() }),
    output: textFile,
  }),
};
