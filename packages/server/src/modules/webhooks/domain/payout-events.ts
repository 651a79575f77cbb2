import type { WebhookEventType } from '@entente/contracts';
import { sampleId, type Entry } from './outside-events.ts';

const money = { amountMinor: 415_000, currency: 'EUR' };
const partnerId = sampleId(10);
const run = { number: 12, name: 'November' };
const frozen = { contentHash: '9f2c4a17b8d05e63'.repeat(4), payouts: 7, totals: [{ ...money, count: 7 }] };
const dispute = { number: 4, title: 'Resale margin of Nordwind rollout', partnerId };
const change = { partnerId, changes: ['Bank account: DE•• 3000'] };

/** What partners earn, how it is paid to them, and what they dispute of it. */
export const PAYOUT_EVENTS = {
  'earning.recorded': [
    'payouts',
    'A partner earned something, or what it had earned was taken back.',
    { title: 'Resale margin of Nordwind rollout', partnerId, ...money, state: 'held', earnings: 1 },
  ],
  'earning.held': ['payouts', 'Somebody holds an earning.', { reason: 'The customer has complained.' }],
  'earning.released': ['payouts', 'Somebody released an earning before its day.', { reason: 'The complaint is settled.' }],
  'earning.due': ['payouts', 'The day came on which earnings are owed.', { earnings: 14 }],
  'payout_run.created': ['payouts', 'A payout run was begun.', run],
  'payout_run.updated': ['payouts', 'A payout run was changed before it collected.', { ...run, until: '2026-11-30', currency: null }],
  'payout_run.collecting': ['payouts', 'A payout run claims what is owed.', { ...run, payouts: 7 }],
  'payout_run.collected': ['payouts', 'A payout run has claimed what is owed.', run],
  'payout_run.ready': ['payouts', 'A payout run is frozen and waits for its release.', { ...run, ...frozen, lines: 31 }],
  'payout_run.released': ['payouts', 'A second person released a payout run.', { ...run, ...frozen, payOn: '2026-12-04' }],
  'payout_run.issued': ['payouts', 'The documents of a payout run are issued.', run],
  'payout_run.sent': ['payouts', 'The payments of a run were handed over.', { ...run, provider: 'file', payouts: 7 }],
  'payout_run.paid': ['payouts', 'Payments of a run were said to be paid.', { ...run, paidOn: '2026-12-04', payouts: 7 }],
  'payout_run.settled': ['payouts', 'Nothing of a payout run is under way any more.', run],
  'payout_run.cancelled': ['payouts', 'A payout run was cancelled.', { ...run, state: 'cancelled' }],
  'payout_run.undone': ['payouts', 'All that a cancelled run had claimed is owed again.', run],
  'payout.left_out': ['payouts', 'A payout was left out of a run.', { runNumber: 12, partnerId, ...money }],
  'payout.returned': ['payouts', 'A payment came back and is owed again.', { runNumber: 12, partnerId, ...money, reason: 'The account is closed.' }],
  'dispute.opened': ['payouts', 'An earning was disputed.', { ...dispute, ...money }],
  'dispute.commented': ['payouts', 'Something was said in a dispute.', dispute],
  'dispute.late': ['payouts', 'A dispute was not answered in time.', dispute],
  'dispute.answered': ['payouts', 'A dispute was accepted, rejected or withdrawn.', { ...dispute, outcome: 'accepted', answer: 'The tier was wrong.' }],
  'payee.changed': ['payouts', 'A change of how a partner is paid was proposed or made.', { ...change, state: 'waiting' }],
  'payee.approved': ['payouts', 'A change of how a partner is paid was approved.', change],
  'payee.refused': ['payouts', 'A change of how a partner is paid was refused.', change],
  'payee.held': ['payouts', 'Nothing is paid to a partner until a hold is lifted.', { partnerId, kind: 'compliance', reason: 'Ownership is being checked.' }],
  'payee.hold_lifted': ['payouts', 'A hold on a partner was lifted.', { partnerId, kind: 'compliance', reason: 'Ownership is known.' }],
  'payout_settings.changed': ['payouts', 'Settings of payouts were changed.', {}],
} as const satisfies Partial<Record<WebhookEventType, Entry>>;
