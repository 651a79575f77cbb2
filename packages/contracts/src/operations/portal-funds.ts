import { z } from 'zod';
import { operation } from '../operation.ts';
import { binaryFile, byId, currency, cursor, date, id, limit, minor, name, note, page } from '../shapes.ts';
import {
  fundActivity,
  fundBalance,
  fundClaimFields,
  fundClaimLine,
  fundClaimParts,
  fundClaimProof,
  fundClaimStates,
  fundExtension,
  fundFile,
  fundHistory,
  fundProofs,
  fundRate,
  fundRequestFields,
  fundRequestStates,
} from './funds.ts';

const fund = z.object({
  allocationId: id,
  name: z.string(),
  kind: z.enum(['proposal', 'accrued']),
  currency,
  balance: fundBalance,
  startsOn: date,
  /** What is not committed by this day is lost. */ endsOn: date,
  open: z.boolean(),
  terms: z.object({
    costShareBp: z.number().int(),
    leadWorkingDays: z.number().int(),
    decisionWorkingDays: z.number().int(),
    claimWindowDays: z.number().int(),
    paymentDays: z.number().int(),
    maxPerActivityMinor: minor.nullable(),
    activityTypes: z.array(z.object({ key: z.string(), name: z.string(), proof: z.array(z.enum(fundProofs)) })),
    /** The first day an activity can begin that is asked for today. */ earliestStart: date,
  }),
});
const requestDetail = fundRequestFields.extend({
  extensions: z.array(fundExtension),
  claims: z.array(z.object({ id, number: z.number().int(), title: z.string(), state: z.enum(fundClaimStates), claimedMinor: minor.nullable(), approvedMinor: minor.nullable() })),
  deals: z.array(z.object({ dealId: id, number: z.number().int(), name: z.string() })),
  history: z.array(fundHistory),
  may: z.array(z.enum(['edit', 'submit', 'amend', 'cancel', 'claim', 'extend'])),
});
const claimDetail = fundClaimFields.extend({ ...fundClaimParts, may: z.array(z.enum(['edit', 'submit', 'withdraw'])) });
const claimBody = z.object({
  title: name,
  /** The last claim of the activity: what is left then goes back to the fund. */ final: z.boolean().default(false),
  lines: z.array(fundClaimLine).max(200),
  proofs: z.array(fundClaimProof).max(100),
});

const own = { audience: 'partner', scope: 'portal:funds', assistant: 'none' } as const;

/** A partner's own funds: what it has, what it asked for, and what it claims. Nobody else's. */
export const portalFunds = {
  'portalFunds.list': operation({ method: 'GET', path: '/portal/funds', summary: 'My funds with balance, terms and the day they end', ...own, output: z.object({ items: z.array(fund) }) }),
  'portalFunds.quote': operation({
    method: 'GET',
    path: '/portal/funds/:id/quote',
    summary: 'What an amount of another currency is worth in the fund today, with the rate',
    ...own,
    params: byId,
    query: z.object({ currency, amountMinor: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
    output: z.object({ amountMinor: minor, currency, rate: fundRate.nullable() }),
  }),
  'portalFunds.requests': operation({
    method: 'GET',
    path: '/portal/fund-requests',
    summary: 'What I asked for, the newest first',
    ...own,
    query: z.object({ state: z.enum(fundRequestStates).optional(), allocationId: id.optional(), q: z.string().trim().max(200).optional(), cursor: cursor.optional(), limit }),
    output: page(fundRequestFields),
  }),
  'portalFunds.request': operation({ method: 'GET', path: '/portal/fund-requests/:id', summary: 'One request with who did what and when', ...own, params: byId, output: requestDetail }),
  'portalFunds.createRequest': operation({ method: 'POST', path: '/portal/fund-requests', summary: 'Begin a request', ...own, body: fundActivity.extend({ allocationId: id }), output: requestDetail, status: 201 }),
  'portalFunds.updateRequest': operation({
    method: 'PATCH',
    path: '/portal/fund-requests/:id',
    summary: 'Change a request; of an approved one, another type, day, place or cost needs a new approval',
    ...own,
    params: byId,
    body: fundActivity.partial(),
    output: requestDetail,
    versioned: true,
  }),
  'portalFunds.submitRequest': operation({ method: 'POST', path: '/portal/fund-requests/:id/submit', summary: 'Ask for approval, or answer what was asked', ...own, params: byId, body: z.object({ note: note.nullable().default(null) }), output: requestDetail, versioned: true }),
  'portalFunds.cancelRequest': operation({ method: 'POST', path: '/portal/fund-requests/:id/cancel', summary: 'Cancel a request; what is not claimed goes back to the fund', ...own, params: byId, body: z.object({ reason: note.min(1) }), output: requestDetail, versioned: true }),
  'portalFunds.askExtension': operation({
    method: 'POST',
    path: '/portal/fund-requests/:id/extensions',
    summary: 'Ask to claim later',
    ...own,
    params: byId,
    body: z.object({ claimUntil: date, reason: note.min(1) }),
    output: requestDetail,
    status: 201,
  }),
  'portalFunds.claims': operation({
    method: 'GET',
    path: '/portal/fund-claims',
    summary: 'My claims, the newest first',
    ...own,
    query: z.object({ state: z.enum(fundClaimStates).optional(), requestId: id.optional(), cursor: cursor.optional(), limit }),
    output: page(fundClaimFields),
  }),
  'portalFunds.claim': operation({ method: 'GET', path: '/portal/fund-claims/:id', summary: 'One claim with lines, files and history', ...own, params: byId, output: claimDetail }),
  'portalFunds.createClaim': operation({ method: 'POST', path: '/portal/fund-claims', summary: 'Begin a claim for an activity', ...own, body: claimBody.extend({ requestId: id }), output: claimDetail, status: 201 }),
  'portalFunds.updateClaim': operation({ method: 'PUT', path: '/portal/fund-claims/:id', summary: 'Change a claim that is not under review', ...own, params: byId, body: claimBody, output: claimDetail, versioned: true }),
  'portalFunds.submitClaim': operation({ method: 'POST', path: '/portal/fund-claims/:id/submit', summary: 'Send a claim for review, or answer what was asked', ...own, params: byId, body: z.object({ note: note.nullable().default(null) }), output: claimDetail, versioned: true }),
  'portalFunds.withdrawClaim': operation({ method: 'POST', path: '/portal/fund-claims/:id/withdraw', summary: 'Withdraw a claim that is not decided', ...own, params: byId, body: z.object({ reason: note.min(1) }), output: claimDetail, versioned: true }),
  'portalFunds.uploadFile': operation({
    method: 'POST',
    path: '/portal/fund-files',
    summary: 'Store an invoice or a proof, at most 1.4 MB',
    ...own,
    body: z.object({ fileName: name, mediaType: z.string().trim().min(3).max(100), base64: z.base64().min(4).max(1_900_000) }),
    output: fundFile,
    status: 201,
  }),
  'portalFunds.file': operation({ method: 'GET', path: '/portal/fund-claims/:id/files/:childId', summary: 'A file of one of my claims', ...own, params: z.object({ id, childId: id }), output: binaryFile }),
};
