import type { WebhookEventGroup, WebhookEventType } from '@entente/contracts';

/** Ids of samples are of the right form and belong to nothing. */
export const sampleId = (number: number): string => `01930000-0000-7000-8000-${String(number).padStart(12, '0')}`;

export type Entry = readonly [group: WebhookEventGroup, sentence: string, payload: Readonly<Record<string, unknown>>];

const offer = { offerId: sampleId(31), name: 'Nordwind 2027', marketplaceName: 'AWS Marketplace', amountMinor: 4_800_000, currency: 'EUR' };
const resale = { authorizationId: sampleId(35), partnerId: sampleId(10), partnerName: 'Alpenblick IT', marketplaceName: 'AWS Marketplace' };
const agreement = {
  agreementId: sampleId(32),
  externalId: 'agmt-4f2a',
  marketplaceName: 'AWS Marketplace',
  amountMinor: 4_800_000,
  currency: 'EUR',
  endsAt: '2027-11-30T00:00:00.000Z',
};
const entitlement = { entitlementId: sampleId(33), agreementId: sampleId(32), externalId: 'ent-4f2a', marketplaceName: 'AWS Marketplace' };
const payout = { marketplace: 'AWS Marketplace', key: 'ECB-4711', currency: 'EUR', amountMinor: 4_320_000, lines: 12 };

/** What happens with outside systems: connections, clouds, marketplaces and the money that comes back. */
export const OUTSIDE_EVENTS = {
  'deal.facts_set': ['deals', 'Facts of a deal beyond its own were set.', { fields: ['Use case'] }],
  'connection.created': ['connections', 'An outside system was connected.', { name: 'Salesforce', system: 'salesforce' }],
  'connection.updated': ['connections', 'A connection was changed, paused or resumed.', { name: 'Salesforce', status: 'paused' }],
  'connection.stopped': [
    'connections',
    'A connection stopped and waits for a person.',
    { name: 'Salesforce', system: 'salesforce', sentence: 'The refresh token was revoked.' },
  ],
  'connection.removed': ['connections', 'A connection was ended.', { name: 'Salesforce' }],
  'view.linked': ['connections', 'A deal was tied to a record of an outside system.', { connection: 'Salesforce', outsideId: '006Q1' }],
  'view.unlinked': ['connections', 'A deal was untied from a record of an outside system.', { outsideId: '006Q1' }],
  'view.changed': [
    'connections',
    'What an outside system shows of a deal changed, or how it stands with ours.',
    { connection: 'Salesforce', system: 'salesforce', outsideId: '006Q1', status: 'locked', sentence: 'It is in review and cannot be edited.' },
  ],
  'conflict.opened': [
    'connections',
    'Two systems disagree on a field and a person decides.',
    { connection: 'Salesforce', field: 'amount', reason: 'both_changed' },
  ],
  'conflict.resolved': ['connections', 'Somebody decided which value both systems shall have.', { field: 'amount', with: 'ours' }],
  'conflict.reopened': ['connections', 'A decision on two values was taken back.', { field: 'amount' }],
  'failure.retried': ['connections', 'A record that could not be synced is tried again.', {}],
  'failure.skipped': ['connections', 'A record that could not be synced is let be.', {}],
  'cosell.shared': ['cosell', 'A deal is shared with a cloud.', { with: 'AWS' }],
  'cosell.submitted': ['cosell', 'A shared deal was submitted for review.', { with: 'AWS' }],
  'cosell.linked': ['cosell', 'A shared deal was linked to a solution or an offer of the cloud.', { with: 'AWS' }],
  'cosell.unlinked': ['cosell', 'A shared deal is no longer linked to a solution or an offer of the cloud.', { with: 'AWS' }],
  'cosell.links_changed': [
    'cosell',
    'Somebody at the cloud named or removed a solution or an offer on a shared deal.',
    { with: 'AWS', added: ['S-0012345'], removed: [] },
  ],
  'cosell.partner_invited': ['cosell', 'A partner was invited to a shared deal.', { with: 'AWS' }],
  'cosell.step_failed': ['cosell', 'The cloud did not carry out a step.', { with: 'AWS', step: 'submit', sentence: 'The customer website is missing.' }],
  'cosell.review_changed': [
    'cosell',
    'The review of a shared deal moved on.',
    { with: 'AWS', from: 'waiting', to: 'needs_work', label: 'Action required', sentence: 'Say more about the use case.', outsideId: 'O4711' },
  ],
  'invitation.received': [
    'cosell',
    'A cloud invited us to an opportunity.',
    { with: 'AWS', sender: 'AWS', title: 'Warehouse move', expiresAt: '2026-12-05T10:00:00.000Z' },
  ],
  'invitation.expiring': [
    'cosell',
    'Nobody has answered an invitation and it expires soon.',
    { with: 'AWS', sender: 'AWS', title: 'Warehouse move', expiresAt: '2026-12-05T10:00:00.000Z' },
  ],
  'invitation.decided': [
    'cosell',
    'An invitation was accepted, rejected or expired.',
    { with: 'AWS', sender: 'AWS', title: 'Warehouse move', status: 'accepted', reason: null },
  ],
  'listing.drifted': [
    'marketplaces',
    'A listing differs from what its marketplace shows.',
    { listingId: sampleId(30), name: 'Entente Pro', marketplaceName: 'AWS Marketplace', count: 1, first: 'The price differs.' },
  ],
  'offer.drafted': ['marketplaces', 'A private offer was drafted.', { ...offer }],
  'offer.sent': ['marketplaces', 'A private offer is out and can be accepted.', { ...offer, state: 'released', expiresOn: '2026-12-18' }],
  'offer.moved': ['marketplaces', 'A private offer moved to another state of its marketplace.', { ...offer, state: 'in_approval' }],
  'offer.extended': ['marketplaces', 'A private offer may be accepted for longer.', { ...offer, state: 'released', expiresOn: '2027-01-15' }],
  'offer.expiring': [
    'marketplaces',
    'A private offer expires soon.',
    { offerId: sampleId(31), name: 'Nordwind 2027', marketplaceName: 'AWS Marketplace', expiresOn: '2026-12-18', days: 7 },
  ],
  'offer.accepted': [
    'marketplaces',
    'The buyer accepted a private offer.',
    { ...offer, state: 'accepted', agreementId: sampleId(32), acceptedAt: '2026-12-01T08:00:00.000Z', late: false },
  ],
  'offer.expired': ['marketplaces', 'A private offer expired.', { ...offer, state: 'expired', expiresOn: '2026-12-18' }],
  'offer.withdrawn': ['marketplaces', 'A private offer was withdrawn.', { ...offer, state: 'withdrawn', reason: 'A better one is out.' }],
  'offer.refused': [
    'marketplaces',
    'A marketplace refused a private offer.',
    { offerId: sampleId(31), name: 'Nordwind 2027', marketplaceName: 'AWS Marketplace', reason: 'The buyer account is not known.' },
  ],
  'authorization.drafted': ['marketplaces', 'A resale authorisation was drafted.', { ...resale }],
  'authorization.given': ['marketplaces', 'A partner may resell on a marketplace.', { ...resale, reason: null }],
  'authorization.changed': ['marketplaces', 'A resale authorisation was changed: a draft of it, or its last day.', { ...resale, untilOn: '2027-01-31' }],
  'authorization.restricted': ['marketplaces', 'A resale authorisation was taken back.', { ...resale, reason: 'The term ended.' }],
  'authorization.failed': ['marketplaces', 'A marketplace refused a resale authorisation.', { ...resale, reason: 'The reseller account is not known.' }],
  'agreement.created': ['marketplaces', 'An agreement of a marketplace became known for a deal.', agreement],
  'agreement.amended': ['marketplaces', 'An agreement of a marketplace was changed.', agreement],
  'agreement.renewal_opened': [
    'marketplaces',
    'A deal was opened to renew an agreement.',
    { agreementId: sampleId(32), renewalDealId: sampleId(34), endsOn: '2027-11-30' },
  ],
  'agreement.renewed': ['marketplaces', 'An agreement of a marketplace was renewed.', agreement],
  'agreement.replaced': ['marketplaces', 'Another agreement took the place of one.', agreement],
  'agreement.expired': ['marketplaces', 'An agreement of a marketplace came to its end.', agreement],
  'agreement.cancelled': ['marketplaces', 'An agreement of a marketplace was ended early.', agreement],
  'entitlement.pending': ['marketplaces', 'A purchase waits to be fulfilled.', { ...entitlement, state: 'pending' }],
  'entitlement.active': ['marketplaces', 'A buyer may use what was bought.', { ...entitlement, state: 'active' }],
  'entitlement.changed': ['marketplaces', 'What a buyer may use was changed.', { ...entitlement, state: 'active' }],
  'entitlement.suspended': ['marketplaces', 'The use of what was bought is suspended.', { ...entitlement, state: 'suspended' }],
  'entitlement.ended': ['marketplaces', 'A buyer may no longer use what was bought.', { ...entitlement, state: 'ended' }],
  'usage.batch_sent': ['billing', 'Usage was sent to a marketplace.', { marketplace: 'AWS Marketplace', lines: 25, outcomes: { accepted: 25 } }],
  'usage.rejected': [
    'billing',
    'A marketplace did not accept usage.',
    {
      entitlementId: sampleId(33),
      entitlementName: 'Nordwind AG',
      marketplace: 'AWS Marketplace',
      dimension: 'requests',
      hours: 2,
      quantity: '40',
      code: 'CustomerNotSubscribed',
      sentence: 'The buyer is not subscribed.',
    },
  ],
  'disbursement.matched': ['billing', 'Billed lines were matched to an agreement.', { marketplace: 'AWS Marketplace', agreementKey: 'agmt-4f2a', lines: 3 }],
  'disbursement.unmatched': ['billing', 'Billed lines match no agreement that is known here.', { marketplace: 'AWS Marketplace', lines: 2 }],
  'disbursement.reconciled': ['billing', 'A payout comes to the same as its lines.', { ...payout, linesMinor: 4_320_000, state: 'reconciled' }],
  'disbursement.differs': ['billing', 'A payout differs from its lines.', { ...payout, linesMinor: 4_319_000, state: 'differs' }],
} as const satisfies Partial<Record<WebhookEventType, Entry>>;
