import type { WebhookEventType } from '@entente/contracts';
import { sampleId, type Entry } from './outside-events.ts';

const partnerId = sampleId(10);
const quote = { quoteId: sampleId(41), number: 42, name: 'Nordwind rollout', quoteVersion: 2, currency: 'EUR', netMinor: 4_800_000 };
const subscription = { subscriptionId: sampleId(42), name: 'Nordwind platform' };
const published = { name: 'Resale in DACH', number: 4, effectiveFrom: '2027-01-01' };
const incentive = { partnerId, ruleName: 'Growth rebate 2026' };
const accrued = { amountMinor: 24_000, currency: 'EUR' };

/** From the quote to what follows of each receipt: prices, the way of settlement, subscriptions, splits and incentives. */
export const COMMERCIAL_EVENTS = {
  'quote.created': ['quotes', 'A quote was begun.', { ...quote, copiedFrom: null }],
  'quote.changed': ['quotes', 'A quote was changed.', quote],
  'quote.submitted': ['quotes', 'A quote waits for approvals.', { ...quote, approvals: ['Discount above 20 %'] }],
  'quote.approved_once': ['quotes', 'A quote has one of its approvals.', quote],
  'quote.approved': ['quotes', 'A quote has all of its approvals, or needs none.', { ...quote, approvals: [] }],
  'quote.rejected': ['quotes', 'A quote was not approved.', quote],
  'quote.sent': ['quotes', 'A quote was sent to the customer.', quote],
  'quote.accepted': ['quotes', 'The customer accepted a quote.', quote],
  'quote.declined': ['quotes', 'The customer declined a quote.', quote],
  'quote.withdrawn': ['quotes', 'A quote was withdrawn.', quote],
  'quote.expired': ['quotes', 'The last day of a quote has passed.', quote],
  'quote.superseded': ['quotes', 'Another quote took the place of one.', { ...quote, supersededBy: 43 }],
  'settlement.chosen': [
    'quotes',
    'It was chosen how a deal is settled.',
    {
      number: 2,
      kind: 'channel_private_offer',
      label: 'Channel private offer · Alpenblick IT · AWS Marketplace',
      from: 'Resale · Alpenblick IT',
      routeId: sampleId(20),
      netMinor: 3_912_000,
      currency: 'EUR',
    },
  ],
  'subscription.started': ['quotes', 'A subscription began.', { ...subscription, number: 17, accountId: sampleId(11) }],
  'subscription.changed': ['quotes', 'A subscription was changed.', { ...subscription, kind: 'paused', sentence: 'The subscription is paused.' }],
  'subscription.renewal_opened': ['quotes', 'A deal was opened to renew a subscription.', { ...subscription, endsOn: '2027-11-30', dealId: sampleId(2) }],
  'outcome.accepted': [
    'quotes',
    'Both sides accepted an outcome, and it is charged.',
    { outcomeId: sampleId(43), description: 'Migration of 200 desks', amountMinor: 600_000, currency: 'EUR' },
  ],
  'split.allocated': [
    'incentives',
    'What came for a deal was divided among its partners.',
    { splitId: sampleId(44), currency: 'EUR', netMinor: 1_000_000, partnersMinor: 240_000 },
  ],
  'split.held': ['incentives', 'A receipt could not be divided and waits for a person.', { splitId: sampleId(44), sentence: 'No rule fits this receipt.' }],
  'split_rule.published': ['incentives', 'A rule for dividing receipts was published.', published],
  'incentive.accrued': [
    'incentives',
    'A partner earned an incentive, or one was taken back.',
    { kind: 'commission', partnerId, ...accrued, state: 'earned', ruleId: sampleId(45), ruleNumber: 3 },
  ],
  'incentive.held': ['incentives', 'Incentives could not be worked out and wait for a person.', { type: 'receipt', sentence: 'No exchange rate is known.' }],
  'incentive.claimed': ['incentives', 'A partner’s influence on a deal was claimed.', incentive],
  'incentive.claim_decided': ['incentives', 'A claim of influence was decided.', { partnerId, approved: true, reason: null }],
  'incentive.spiff_registered': ['incentives', 'Somebody of a partner was registered for a spiff on a deal.', incentive],
  'incentive.enrolled': ['incentives', 'A partner was enrolled in an incentive.', { ...incentive, from: '2027-01-01' }],
  'incentive.period_closed': ['incentives', 'The period of a rebate was closed.', { ...incentive, ...accrued, from: '2026-07-01', to: '2026-10-01' }],
  'incentive_rule.published': ['incentives', 'A rule of incentives was published.', published],
} as const satisfies Partial<Record<WebhookEventType, Entry>>;
