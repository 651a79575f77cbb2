import { webhookEventTypes, type WebhookEventGroup, type WebhookEventType } from '@entente/contracts';
import { COMMERCIAL_EVENTS } from './commercial-events.ts';
import { envelopeOf } from './message.ts';
import { FUND_EVENTS } from './fund-events.ts';
import { INVOICE_EVENTS } from './invoice-events.ts';
import { OUTSIDE_EVENTS, sampleId, type Entry } from './outside-events.ts';
import { PAYOUT_EVENTS } from './payout-events.ts';

const part = { participantId: sampleId(17), partnerId: sampleId(10), partnerName: 'Alpenblick IT' };
const route = { routeId: sampleId(20) };
const reg = {
  registrationId: sampleId(21),
  number: 318,
  partnerId: sampleId(10),
  actingPartnerId: null,
  companyName: 'Nordwind AG',
  holderId: sampleId(22),
  partnerSentence: null,
};
const lead = { leadId: sampleId(23), number: 77, companyName: 'Nordwind AG', partnerId: sampleId(10), holderId: null, partnerSentence: null };
const share = {
  shareId: sampleId(25),
  partnerId: sampleId(10),
  number: 1042,
  companyName: 'Nordwind AG',
  role: 'service',
  fromName: 'Alpenblick IT',
  toName: 'Fjord Systems',
  holderId: null,
  partnerSentence: null,
};
const file = { caseId: sampleId(24), number: 12, partnerId: null, companyName: 'Nordwind AG', holderId: sampleId(22), partnerSentence: null };

/** What can be told, in a sentence, and an example of what an event of this type says. */
const CATALOGUE: Readonly<Record<WebhookEventType, Entry>> = {
  'deal.created': ['deals', 'A deal was created.', { number: 1042, name: 'Nordwind rollout', stage: 'prospect', amountMinor: 4_800_000, currency: 'EUR' }],
  'deal.updated': ['deals', 'Facts of a deal were changed.', { fields: ['closeOn'], closeOn: '2027-01-29' }],
  'deal.stage_moved': ['deals', 'A deal moved to another stage, was won or was lost.', { from: 'qualified', to: 'technical' }],
  'deal.lines_changed': ['deals', 'The lines of a deal were changed.', { count: 2, amountMinor: 5_200_000, currency: 'EUR' }],
  'deal.close_slipped': ['deals', 'The close date of a deal moved back.', { from: '2026-12-18', to: '2027-01-29', days: 42 }],
  'participant.added': ['deals', 'A partner joined a deal.', { ...part, role: 'resell' }],
  'participant.updated': ['deals', 'The part of a partner in a deal was changed.', { ...part, role: 'resell', state: 'in_progress', step: 'Quote sent' }],
  'participant.ended': ['deals', 'A partner left a deal.', { ...part, role: 'resell' }],
  'route.added': ['deals', 'A deal got one more route.', { ...route, kind: 'cosell', state: 'draft', settles: false }],
  'route.updated': ['deals', 'A route of a deal moved on or was changed.', { ...route, kind: 'cosell', from: 'in_review', to: 'action_required' }],
  'route.ended': ['deals', 'A route of a deal ended.', { ...route, kind: 'cosell', state: 'withdrawn', settles: false }],
  'committee.changed': ['deals', 'The buying committee of a deal was changed.', { contactId: sampleId(11), contactName: 'Ida Berg', role: 'economic_buyer' }],
  'handoff.added': ['deals', 'A handoff was promised.', { handoffId: sampleId(12), title: 'Security questionnaire' }],
  'handoff.updated': ['deals', 'What a handoff waits on was changed.', { handoffId: sampleId(12), title: 'Security questionnaire', waitsOn: ['Sizing'] }],
  'handoff.done': ['deals', 'A handoff is done.', { handoffId: sampleId(12), title: 'Security questionnaire' }],
  'handoff.reopened': ['deals', 'A handoff was opened again.', { handoffId: sampleId(12), title: 'Security questionnaire' }],
  'comment.added': ['deals', 'Somebody commented on a deal.', { commentId: sampleId(13), excerpt: 'The board meets on Tuesday.', visibleTo: 'workspace' }],
  'file.added': ['deals', 'A file of a deal was added or removed.', { fileId: sampleId(14), name: 'sizing.pdf' }],
  'touch.logged': ['deals', 'A partner did something for a deal.', { ...part, kind: 'meeting', note: 'Technical workshop' }],
  'meeting.invited': ['deals', 'A meeting about a deal was set up.', { meetingId: sampleId(15), title: 'Joint call', startsAt: '2026-11-24T09:00:00.000Z' }],
  'match.made': ['deals', 'Partners were matched to a deal.', { considered: 214 }],
  'brief.written': ['deals', 'A brief was written for a deal.', { briefId: sampleId(16), title: 'Nordwind: brief' }],
  'chain.priced': ['deals', 'A price within a resale chain was set.', part],
  'outcome.logged': ['deals', 'The outcome of a deal was logged.', { outcome: 'won' }],
  'registration.created': ['registrations', 'A registration was begun.', reg],
  'registration.edited': ['registrations', 'A registration was changed before it was decided.', reg],
  'registration.submitted': ['registrations', 'A partner submitted a registration.', reg],
  'registration.ruled': ['registrations', 'The rules of engagement ruled on a registration.', { ...reg, effect: 'review' }],
  'registration.asked': ['registrations', 'The partner was asked about a registration.', reg],
  'registration.answered': ['registrations', 'The partner answered a question about a registration.', reg],
  'registration.assigned': ['registrations', 'A registration was given to somebody to decide.', reg],
  'registration.approved_once': ['registrations', 'A registration has the first of two approvals.', reg],
  'registration.approved': ['registrations', 'A registration was approved and the deal is protected.', reg],
  'registration.rejected': ['registrations', 'A registration was declined.', reg],
  'registration.warned': ['registrations', 'A registration has to be decided soon.', reg],
  'registration.escalated': ['registrations', 'A registration was not decided in time.', { ...reg, role: 'admin' }],
  'registration.taken_back': ['registrations', 'A decision was taken back and the registration is looked at again.', reg],
  'registration.reported': ['registrations', 'The partner reported how a protected deal goes on.', reg],
  'registration.update_due': ['registrations', 'The partner has to report soon.', reg],
  'registration.silent': ['registrations', 'The partner did not report in time.', reg],
  'registration.expiring': ['registrations', 'A protection ends soon.', reg],
  'registration.extension_asked': ['registrations', 'The partner asked for a longer protection.', { ...reg, days: 30 }],
  'registration.extended': ['registrations', 'A protection was extended.', reg],
  'registration.extension_refused': ['registrations', 'A protection was not extended.', reg],
  'registration.expired': ['registrations', 'A protection ended by its date.', reg],
  'registration.revoked': ['registrations', 'A protection was ended before its date.', reg],
  'registration.withdrawn': ['registrations', 'The partner withdrew a registration.', reg],
  'registration.won': ['registrations', 'The deal of a registration was won.', reg],
  'registration.lost': ['registrations', 'The deal of a registration was lost.', reg],
  'lead.created': ['leads', 'A lead came in.', { ...lead, source: 'web' }],
  'lead.updated': ['leads', 'A lead was changed or came back to the workspace.', { ...lead, state: 'with_vendor' }],
  'lead.offered': ['leads', 'A lead was put before a partner.', lead],
  'lead.accepted': ['leads', 'A partner accepted a lead.', lead],
  'lead.declined': ['leads', 'A partner declined a lead.', { ...lead, reason: 'No capacity' }],
  'lead.contacted': ['leads', 'A partner contacted the customer of a lead.', lead],
  'lead.pulled_back': ['leads', 'A lead was taken back from a partner.', lead],
  'lead.converted': ['leads', 'A lead became a deal.', lead],
  'lead.closed': ['leads', 'A lead was closed.', lead],
  'case.opened': ['cases', 'A conflict case was opened.', file],
  'case.assigned': ['cases', 'A conflict case was given to a mediator.', file],
  'case.noted': ['cases', 'A mediator wrote a note in a conflict case.', file],
  'case.evidence': ['cases', 'Evidence was given in a conflict case, or its time is over.', file],
  'case.escalated': ['cases', 'A conflict case was not ruled in time.', { ...file, role: 'admin' }],
  'case.ruled': ['cases', 'A conflict case was ruled.', file],
  'case.appealed': ['cases', 'A ruling was appealed.', file],
  'case.closed': ['cases', 'A conflict case was closed.', file],
  'share.asked': ['cases', 'Sharing a deal with another partner was asked for.', share],
  'share.consented': ['cases', 'The partner that has the deal consented to share it.', share],
  'share.accepted': ['cases', 'A partner agreed to join a shared deal.', share],
  'share.declined': ['cases', 'Sharing a deal was declined.', share],
  'share.ended': ['cases', 'Sharing a deal ended.', share],
  'partner.created': ['records', 'A partner was created.', { name: 'Alpenblick IT', types: ['reseller'] }],
  'partner.updated': ['records', 'Facts of a partner were changed, or it was removed.', { name: 'Alpenblick IT', changed: ['status'] }],
  'account.created': ['records', 'An account was created.', { name: 'Nordwind AG' }],
  'account.updated': ['records', 'Facts or contacts of an account were changed, or it was removed.', { name: 'Nordwind AG', changed: ['domain'] }],
  'tie.changed': [
    'records',
    'The tie between an account and a partner was changed.',
    { accountId: sampleId(18), partnerId: sampleId(10), kind: 'customer', strength: 3 },
  ],
  'usage.reported': ['records', 'Usage of a product was reported for an account.', { accountId: sampleId(18) }],
  'report.uploaded': ['records', 'A distributor uploaded a sales report.', { lines: 320 }],
  'program.created': ['rules', 'A programme was created.', { name: 'Resellers' }],
  'program.updated': ['rules', 'The draft of a programme was changed.', { name: 'Resellers' }],
  'program.published': ['rules', 'Terms and rules of a programme were published.', { name: 'Resellers', number: 4 }],
  'lead_routing.published': ['rules', 'Rules for routing leads were published.', { number: 7 }],
  'play.created': ['work', 'A play was created.', { name: 'Welcome a partner' }],
  'play.updated': ['work', 'A play was changed, started or paused.', { name: 'Welcome a partner', version: 3 }],
  'run.started': ['work', 'A play began on a record.', { runId: sampleId(19), playName: 'Welcome a partner' }],
  'run.finished': ['work', 'A play came to its end.', { playName: 'Welcome a partner', status: 'done' }],
  'act.opened': ['work', 'Something waits for somebody.', { title: 'Approve the discount', kind: 'approval', dueAt: '2026-11-24T10:00:00.000Z' }],
  'act.assigned': ['work', 'What waits was given to somebody else.', { title: 'Approve the discount', to: 'Jon' }],
  'act.decided': ['work', 'What waited was decided.', { title: 'Approve the discount', outcome: 'approved' }],
  'act.escalated': ['work', 'What waits was not decided in time.', { title: 'Approve the discount' }],
  'import.checked': ['work', 'A file was checked and can be imported.', { target: 'partners', fileName: 'partners.csv', create: 214 }],
  'import.finished': ['work', 'An import came to its end.', { target: 'partners', fileName: 'partners.csv', create: 214 }],
  'import.stopped': ['work', 'An import was stopped.', { why: 'Stopped by Mara.' }],
  'import.undone': ['work', 'An import was undone.', { removed: 214 }],
  'webhook.disabled': ['work', 'An endpoint of webhooks was disabled.', { endpoint: 'hooks.example.com/…4f2a', why: 'gone' }],
  ...OUTSIDE_EVENTS,
  ...INVOICE_EVENTS,
  ...PAYOUT_EVENTS,
  ...FUND_EVENTS,
  ...COMMERCIAL_EVENTS,
};

/** Happens in the house and is told to nobody outside: each step of a long job, a colleague's look at the partner's pages, a link that ran out. */
export const internalEventTypes = ['import.progress', 'partner.viewed_as', 'link.expired'] as const;

export const isWebhookEvent = (type: string): type is WebhookEventType => Object.hasOwn(CATALOGUE, type);

const RECORD: Readonly<Record<string, string>> = {
  participant: 'deal',
  route: 'deal',
  committee: 'deal',
  handoff: 'deal',
  comment: 'deal',
  file: 'deal',
  touch: 'deal',
  meeting: 'deal',
  match: 'deal',
  brief: 'deal',
  chain: 'deal',
  outcome: 'deal',
  share: 'deal_share',
  tie: 'account',
  usage: 'account',
  report: 'sales_report',
  webhook: 'webhook_endpoint',
  failure: 'sync_failure',
  cosell: 'cloud_step',
  'cosell.shared': 'view',
  'cosell.review_changed': 'view',
  invitation: 'cloud_invitation',
  authorization: 'resale_authorization',
  'usage.batch_sent': 'usage_batch',
  'usage.rejected': 'entitlement',
  'disbursement.matched': 'agreement',
  'disbursement.unmatched': 'billing_source',
  settlement: 'settlement_plan',
  'outcome.accepted': 'outcome',
  incentive: 'incentive_accrual',
  'incentive.held': 'incentive_fact',
  'incentive.claimed': 'incentive_claim',
  'incentive.claim_decided': 'incentive_claim',
  'incentive.spiff_registered': 'spiff_registration',
  'incentive.enrolled': 'incentive_enrolment',
  'incentive.period_closed': 'incentive_rebate_period',
  dispute: 'earning_dispute',
  fund: 'fund_allocation',
};
/** Those whose record belongs to a deal without being it. */
const OF_DEAL = new Set([
  'deal',
  'act',
  'run',
  'view',
  'conflict',
  'failure',
  'cosell',
  'offer',
  'authorization',
  'agreement',
  'entitlement',
  'receipt',
  'earning',

  'quote',
  'settlement',
  'subscription',
  'outcome',
  'split',
  'incentive',
]);

const WITHOUT_DEAL: ReadonlySet<string> = new Set(['incentive.enrolled', 'incentive.period_closed']);

export type SampleEvent = {
  readonly tenantId: string;
  readonly id: string;
  readonly type: WebhookEventType;
  readonly recordType: string;
  readonly recordId: string;
  readonly dealId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: string;
};

/** An event as it could have been; its record does not exist. */
export function sampleEvent(type: WebhookEventType, real: { tenantId: string; id: string; at: string }): SampleEvent {
  const subject = type.split('.')[0] ?? '';
  const recordType = RECORD[type] ?? RECORD[subject] ?? subject;
  const recordId = sampleId(1);
  const dealId = recordType === 'deal' ? recordId : OF_DEAL.has(subject) && !WITHOUT_DEAL.has(type) ? sampleId(2) : null;
  return { ...real, type, recordType, recordId, dealId, payload: { ...CATALOGUE[type][2], by: 'Mara Lindt' } };
}

export function listEventTypes(): { type: WebhookEventType; group: WebhookEventGroup; sentence: string; sample: Record<string, unknown> }[] {
  const real = { tenantId: sampleId(3), id: sampleId(4), at: '2026-11-21T10:00:00.000Z' };
  return webhookEventTypes.map((type) => {
    const [group, sentence] = CATALOGUE[type];
    return { type, group, sentence, sample: envelopeOf(sampleEvent(type, real), { format: 'standard', includeData: true }) };
  });
}
