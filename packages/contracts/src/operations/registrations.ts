import { z } from 'zod';
import { duplicateAnswers, registrationKinds, registrationStates } from '@entente/kernel';
import { operation } from '../operation.ts';
import { byId, currency, cursor, date, email, id, instant, limit, minor, name, note, page, version } from '../shapes.ts';
import { ruling } from './programs.ts';

export const domainText = z.string().trim().min(3).max(253);
/** The four a partner has to give; everything else is derived or asked later. */
export const registrationInput = {
  customerDomain: domainText,
  contactEmail: email,
  valueBand: z.string().max(20),
  closeOn: date,
  kind: z.enum(registrationKinds).default('sourcing'),
  companyName: name.nullish(),
  contactName: name.nullish(),
  amountMinor: minor.min(0).nullish(),
  country: z.string().trim().max(80).nullish(),
  productIds: z.array(id).max(50).default([]),
  story: note.nullish(),
};

/** What the check found that looks like the customer, for people of the workspace only. */
export const candidate = z.object({
  kind: z.enum(['account', 'deal', 'registration', 'named_account']),
  id: id.nullable(),
  label: z.string(),
  detail: z.string().nullable(),
  /** 0–100. */
  score: z.number().int(),
  reasons: z.array(z.object({ code: z.string(), sentence: z.string(), points: z.number().int() })),
});
export const valueBand = z.object({ key: z.string(), fromMinor: minor, toMinor: minor.nullable(), currency });

export const decisionClock = z.object({
  startedAt: instant,
  warnAt: instant.nullable(),
  dueAt: instant,
  /** Share of the business time that has passed, in percent; over 100 it is late. */
  elapsedPercent: z.number().int(),
  state: z.enum(['running', 'warning', 'late']),
});
export const registrationRow = z.object({
  id,
  number: z.number().int(),
  kind: z.enum(registrationKinds),
  state: z.enum(registrationStates),
  partnerId: id,
  partnerName: z.string(),
  companyName: z.string(),
  customerDomain: z.string(),
  region: z.string().nullable(),
  amountMinor: minor,
  currency,
  closeOn: date,
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  heldBy: z.enum(['vendor', 'partner', 'nobody']),
  holderName: z.string().nullable(),
  heldSince: instant,
  clock: decisionClock.nullable(),
  protectedFrom: instant.nullable(),
  protectedUntil: instant.nullable(),
  /** What the rules would do, for the queue. */
  ruledEffect: z.string().nullable(),
  submittedAt: instant.nullable(),
  mayDecide: z.boolean(),
  version,
});
export const registrationDetail = registrationRow.extend({
  programId: id,
  programName: z.string(),
  actingPartnerName: z.string().nullable(),
  contactEmail: z.string(),
  contactName: z.string().nullable(),
  country: z.string().nullable(),
  valueBand: z.string(),
  products: z.array(z.object({ id, name: z.string() })),
  story: z.string().nullable(),
  accountId: id.nullable(),
  accountName: z.string().nullable(),
  cameBy: z.enum(['portal', 'link', 'mail', 'api', 'staff']),
  submittedBy: z.string().nullable(),
  resubmissions: z.number().int(),
  needsSecond: z.boolean(),
  firstApprovalBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  extensions: z.number().int(),
  extensionAsked: z.object({ days: z.number().int(), reason: z.string() }).nullable(),
  partnerUpdatedAt: instant.nullable(),
  partnerSentence: z.string().nullable(),
  ruling: ruling.nullable(),
  candidates: z.array(candidate),
  events: z.array(
    z.object({
      id,
      at: instant,
      kind: z.string(),
      by: z.string(),
      side: z.enum(['vendor', 'partner', 'system']),
      partnerSentence: z.string().nullable(),
      privateNote: z.string().nullable(),
    }),
  ),
  protections: z.array(z.object({ id, startsAt: instant, endsAt: instant, endedWhy: z.string().nullable(), grantedBy: z.string() })),
  cases: z.array(z.object({ id, number: z.number().int(), state: z.string() })),
  /** Steps this person may take now, and for the others why not. */
  steps: z.array(z.object({ key: z.string(), allowed: z.boolean(), why: z.string().nullable() })),
});

const read = { audience: 'workspace', scope: 'registrations:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'registrations:write', assistant: 'propose' } as const;
const decide = { audience: 'workspace', scope: 'registrations:decide', assistant: 'none', params: byId, output: registrationDetail } as const;
export const declineReasons = [
  'already_worked',
  'not_eligible',
  'insufficient_detail',
  'not_a_customer_fit',
  'below_minimum',
  'outside_territory',
  'other',
] as const;
const partnerText = z.string().trim().min(10).max(1000);

export const registrations = {
  'registrations.list': operation({
    method: 'GET',
    path: '/registrations',
    summary: 'Registrations; with `queue` those that wait for a decision, soonest due first',
    ...read,
    query: z.object({
      queue: z.stringbool().default(false),
      mine: z.stringbool().default(false),
      state: z.enum(registrationStates).optional(),
      kind: z.enum(registrationKinds).optional(),
      partnerId: id.optional(),
      dealId: id.optional(),
      region: z.string().max(20).optional(),
      /** Approved or extended: what is protected today, soonest to end first. */
      protected: z.stringbool().default(false),
      expiringDays: z.coerce.number().int().min(1).max(365).optional(),
      q: z.string().trim().max(100).optional(),
      cursor: cursor.optional(),
      limit,
    }),
    output: page(registrationRow),
  }),
  'registrations.summary': operation({
    method: 'GET',
    path: '/registrations/summary',
    summary: 'How many wait, are late, are protected and expire soon; and how long decisions take',
    ...read,
    output: z.object({
      waiting: z.number().int(),
      /** Of those, held by the one who asks. */
      mine: z.number().int(),
      late: z.number().int(),
      withPartner: z.number().int(),
      protected: z.number().int(),
      expiring14Days: z.number().int(),
      openCases: z.number().int(),
      /** Business hours, over the last 90 days; null when there was none. */
      medianDecisionHours: z.number().nullable(),
      decisions90Days: z.number().int(),
      asOf: instant,
    }),
  }),
  'registrations.get': operation({
    method: 'GET',
    path: '/registrations/:id',
    summary: 'A registration with its evidence, likenesses, ruling and history',
    ...read,
    params: byId,
    output: registrationDetail,
  }),
  'registrations.check': operation({
    method: 'POST',
    path: '/registrations/check',
    summary: 'What looks like this customer: accounts, open deals, registrations, named accounts',
    ...read,
    body: z.object({ customerDomain: domainText, companyName: name.nullish(), partnerId: id.nullish() }),
    output: z.object({ answer: z.enum(duplicateAnswers), candidates: z.array(candidate), tookMs: z.number().int() }),
  }),
  'registrations.create': operation({
    method: 'POST',
    path: '/registrations',
    summary: 'Register for a partner, as a person of the workspace',
    ...write,
    body: z.object({ partnerId: id, ...registrationInput, dealId: id.nullish() }),
    output: registrationDetail,
    status: 201,
  }),
  'registrations.approve': operation({
    method: 'POST',
    path: '/registrations/:id/approve',
    summary: 'Approve: it attaches to one deal (named, found or new) and protects it; may need a second person',
    ...decide,
    versioned: true,
    /** `newDeal` makes a new deal even where the customer has an open one. */
    body: z.object({ dealId: id.nullish(), accountId: id.nullish(), newDeal: z.boolean().optional(), note: note.nullish() }),
  }),
  'registrations.decline': operation({
    method: 'POST',
    path: '/registrations/:id/decline',
    summary: 'Decline, with a reason and the text the partner reads',
    ...decide,
    versioned: true,
    body: z.object({ reason: z.enum(declineReasons), partnerText, note: note.nullish() }),
  }),
  'registrations.askInfo': operation({
    method: 'POST',
    path: '/registrations/:id/ask',
    summary: 'Ask the partner for more; the clock waits for the answer',
    ...decide,
    versioned: true,
    body: z.object({ question: partnerText }),
  }),
  'registrations.undo': operation({
    method: 'POST',
    path: '/registrations/:id/undo',
    summary: 'Take back the last decision within ten minutes, when nothing has been built on it',
    ...decide,
    versioned: true,
  }),
  'registrations.extend': operation({
    method: 'POST',
    path: '/registrations/:id/extend',
    summary: 'Extend the protection, asked for or not',
    ...decide,
    versioned: true,
    body: z.object({ days: z.number().int().min(1).max(365), partnerText: partnerText.nullish() }),
  }),
  'registrations.refuseExtension': operation({
    method: 'POST',
    path: '/registrations/:id/refuse-extension',
    summary: 'Refuse an extension that was asked for',
    ...decide,
    versioned: true,
    body: z.object({ partnerText }),
  }),
  'registrations.revoke': operation({
    method: 'POST',
    path: '/registrations/:id/revoke',
    summary: 'End the protection before its time',
    ...decide,
    versioned: true,
    body: z.object({ partnerText, note: note.nullish() }),
  }),
  'registrations.assign': operation({
    method: 'POST',
    path: '/registrations/:id/assign',
    summary: 'Give the decision to somebody else',
    ...decide,
    versioned: true,
    body: z.object({ memberId: id }),
  }),
  'registrations.note': operation({
    method: 'POST',
    path: '/registrations/:id/notes',
    summary: 'A note the partner never sees',
    ...write,
    params: byId,
    body: z.object({ note: note.min(1) }),
    output: registrationDetail,
  }),
  'registrations.bulkDecide': operation({
    method: 'POST',
    path: '/registrations/bulk',
    summary: 'Approve or decline many; each refusal is listed',
    audience: 'workspace',
    scope: 'registrations:decide',
    assistant: 'none',
    body: z.object({
      ids: z.array(id).min(1).max(200),
      decision: z.enum(['approve', 'decline']),
      reason: z.enum(declineReasons).optional(),
      partnerText: partnerText.optional(),
    }),
    output: z.object({ decided: z.array(id), refused: z.array(z.object({ id, sentence: z.string() })) }),
  }),
  'registrations.ofDeal': operation({
    method: 'GET',
    path: '/deals/:id/registrations',
    summary: 'Who is protected on a deal until when, and what the seller is credited whatever the route',
    ...read,
    params: byId,
    output: z.object({
      registrations: z.array(registrationRow),
      protections: z.array(
        z.object({ partnerId: id, partnerName: z.string(), kind: z.string(), startsAt: instant, endsAt: instant, endedWhy: z.string().nullable() }),
      ),
      sellerCredit: z.object({
        amountMinor: minor.nullable(),
        currency,
        basisPoints: z.number().int(),
        creditMinor: minor.nullable(),
        /** The exception that applied, by name; null when the rule is the same for every route. */
        exception: z.string().nullable(),
        sentence: z.string(),
        byRoute: z.array(z.object({ route: z.string(), basisPoints: z.number().int(), creditMinor: minor.nullable() })),
      }),
    }),
  }),
  'delegations.list': operation({
    method: 'GET',
    path: '/delegations',
    summary: 'Who decides for whom, and until when',
    ...read,
    output: z.object({
      items: z.array(z.object({ id, fromId: id, fromName: z.string(), toId: id, toName: z.string(), startsOn: date, endsOn: date, active: z.boolean() })),
    }),
  }),
  'delegations.create': operation({
    method: 'POST',
    path: '/delegations',
    summary: 'Let somebody decide in your place from one day to another',
    audience: 'workspace',
    scope: 'registrations:decide',
    assistant: 'none',
    body: z.object({ fromId: id.nullish(), toId: id, startsOn: date, endsOn: date }),
    output: z.object({ id }),
    status: 201,
  }),
  'delegations.end': operation({
    method: 'DELETE',
    path: '/delegations/:id',
    summary: 'End a delegation',
    audience: 'workspace',
    scope: 'registrations:decide',
    assistant: 'none',
    params: byId,
    output: z.object({ id }),
  }),
};
