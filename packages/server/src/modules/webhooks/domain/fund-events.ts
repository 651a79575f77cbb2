import type { WebhookEventType } from '@entente/contracts';
import { sampleId, type Entry } from './outside-events.ts';

const fund = { allocationId: sampleId(42), partnerId: sampleId(10), currency: 'EUR' };
const request = {
  requestId: sampleId(44),
  claimId: null,
  number: 17,
  name: 'Joint workshop in Hamburg',
  partnerId: sampleId(10),
  companyName: 'Alpenblick IT',
  holderId: null,
  sentence: 'Submitted for approval.',
  partnerSentence: null,
  dueAt: null,
};
const claim = { ...request, claimId: sampleId(45), sentence: 'Claim 9 submitted.' };

/** Money set aside for activities of partners: what it is asked for, and what is paid of it. */
export const FUND_EVENTS = {
  'fund_budget.created': ['funds', 'A budget for activities of partners was made.', { budgetId: sampleId(41) }],
  'fund_budget.changed': ['funds', 'Name, amount, end or owner of a budget was changed.', { budgetId: sampleId(41) }],
  'fund_budget.closed': ['funds', 'A budget was closed; nothing more is given of it.', { budgetId: sampleId(41) }],
  'fund_budget.terms_published': ['funds', 'New terms of a budget were published.', { budgetId: sampleId(41) }],
  'fund.allocated': ['funds', 'A partner was given part of a budget.', { ...fund, amountMinor: 2_000_000, startsOn: '2026-12-01', endsOn: '2027-07-01' }],
  'fund.adjusted': ['funds', 'The fund of a partner was raised, lowered, or ends on another day.', { ...fund, byMinor: -500_000, endsOn: '2027-07-01' }],
  'fund.transferred': ['funds', 'Money was moved from one fund to another.', { ...fund, toAllocationId: sampleId(43), amountMinor: 300_000 }],
  'fund.accrued': ['funds', 'A receipt added to the fund of a partner, or a refund took from it.', { ...fund, amountMinor: 12_000 }],
  'fund.ended': ['funds', 'The fund of a partner ended; what was not used expired.', { ...fund, expiredMinor: 140_000 }],
  'fund_request.created': ['funds', 'A partner began a request for funds.', request],
  'fund_request.changed': ['funds', 'A request for funds was changed.', request],
  'fund_request.submitted': ['funds', 'A partner submitted a request for funds, or answered what was asked about it.', request],
  'fund_request.info_requested': ['funds', 'The partner was asked about a request for funds.', request],
  'fund_request.seconded': ['funds', 'A request for funds has one approval and needs another.', request],
  'fund_request.approved': [
    'funds',
    'A request for funds was approved, in full or in part.',
    { ...request, sentence: 'Approved: 4000.00 EUR.', partnerSentence: '4000.00 EUR is approved. Claim it by 2027-03-31.' },
  ],
  'fund_request.rejected': ['funds', 'A request for funds was rejected.', request],
  'fund_request.cancelled': ['funds', 'A request for funds was cancelled; what was not claimed is free again.', request],
  'fund_request.begun': ['funds', 'An approved activity has begun.', request],
  'fund_request.executed': ['funds', 'An approved activity is over and can be claimed.', request],
  'fund_request.claim_due': ['funds', 'An activity has to be claimed soon.', request],
  'fund_request.extension_asked': ['funds', 'A partner asks to claim an activity later.', request],
  'fund_request.extended': ['funds', 'A partner may claim an activity later.', request],
  'fund_request.extension_refused': ['funds', 'A later day to claim an activity was refused.', request],
  'fund_request.settled': ['funds', 'All that was approved for an activity is claimed or released.', request],
  'fund_request.expired': ['funds', 'A request for funds expired undecided, or was not claimed in time.', request],
  'fund_request.deal_linked': ['funds', 'A deal was named as having come of an activity.', request],
  'fund_request.deal_unlinked': ['funds', 'A deal was found not to have come of an activity.', request],
  'fund_claim.created': ['funds', 'A partner began a claim for an activity.', claim],
  'fund_claim.changed': ['funds', 'A claim for an activity was changed.', claim],
  'fund_claim.submitted': ['funds', 'A partner submitted a claim, or answered what was asked about it.', claim],
  'fund_claim.info_requested': ['funds', 'The partner was asked about a claim.', claim],
  'fund_claim.approved': ['funds', 'A claim was approved, in full or in part, and is owed.', claim],
  'fund_claim.rejected': ['funds', 'A claim was rejected.', claim],
  'fund_claim.withdrawn': ['funds', 'The partner withdrew a claim.', claim],
  'fund_claim.reversed': ['funds', 'All or part of an approved claim was taken back.', claim],
  'fund_claim.paid': ['funds', 'A claim was paid.', { ...claim, sentence: 'Paid on 2026-12-04.', partnerSentence: 'Your claim 9 was paid on 2026-12-04.' }],
  'fund_claim.returned': ['funds', 'The payment of a claim came back.', claim],
} as const satisfies Partial<Record<WebhookEventType, Entry>>;
