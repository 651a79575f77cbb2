import { z } from 'zod';
import { partnerTypes, regions, registrationKinds, ruleEffects, tiers } from '@entente/kernel';
import { operation } from '../operation.ts';
import { byId, currency, date, id, instant, minor, name, note, version } from '../shapes.ts';

const days = z.number().int().min(0).max(1095);
const hours = z.number().int().min(1).max(1000);
const sentence = z.string().trim().min(1).max(300);
const words = z.array(z.string().trim().min(1).max(120)).max(500);

/** Working hours of one region; a clock only runs inside them. `days` are 1 (Monday) to 7; holidays are whole days. */
export const businessCalendar = z.object({
  timeZone: z.string().max(60),
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  holidays: z.array(date).max(200),
});

/** What a rule looks at. A kind that is not in this list is refused wherever it turns up. */
export const ruleTest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  /** The partner is not active, or its type is not one of these. */
  z.object({ kind: z.literal('partner_not_in'), types: z.array(z.enum(partnerTypes)).min(1) }),
  /** The partner's tier is below this one. */
  z.object({ kind: z.literal('tier_below'), tier: z.enum(tiers) }),
  /** The partner has nobody certified, on a named skill or on any, whose certificate is valid today. */
  z.object({ kind: z.literal('training_missing'), skill: z.string().max(120).nullable(), people: z.number().int().min(1).max(1000) }),
  /** The customer is outside the regions or countries the partner may sell in. */
  z.object({ kind: z.literal('outside_territory') }),
  /** The customer is one of these (by registrable domain or name): they are worked by the vendor's own people. */
  z.object({ kind: z.literal('named_account'), accounts: words.min(1) }),
  z.object({ kind: z.literal('value_below'), amountMinor: minor, currency }),
  z.object({ kind: z.literal('value_above'), amountMinor: minor, currency }),
  /** The vendor's own people work an open deal with this customer, opened at least so many days before. */
  z.object({ kind: z.literal('open_direct_deal'), atLeastDays: days }),
  /** Another partner's registration protects the customer today. */
  z.object({ kind: z.literal('protected_by_other') }),
  /** Another partner submitted for the same customer before, and is not decided yet. */
  z.object({ kind: z.literal('other_submitted_before') }),
  /** Another partner is on record with more work on this customer: more touches in the last `withinDays`. */
  z.object({ kind: z.literal('other_worked_more'), withinDays: days }),
  /** Another partner serves this customer today. */
  z.object({ kind: z.literal('other_incumbent') }),
  z.object({ kind: z.literal('is_incumbent') }),
  /** The customer bought within so many days. */
  z.object({ kind: z.literal('customer_bought_within'), days }),
  z.object({ kind: z.literal('free_mail_contact') }),
  z.object({ kind: z.literal('look_alike_domain') }),
  /** The contact's address is not of the customer's own company. */
  z.object({ kind: z.literal('contact_elsewhere') }),
  z.object({ kind: z.literal('registration_kind'), kinds: z.array(z.enum(registrationKinds)).min(1) }),
  /** No likeness to anything known above this score (0–100). */
  z.object({ kind: z.literal('no_likeness_above'), score: z.number().int().min(0).max(100) }),
]);
export const engagementRule = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().trim().min(1).max(120),
  /** All of these must hold. */
  when: z.array(ruleTest).min(1).max(10),
  effect: z.enum(ruleEffects),
  /** What the partner may be told. {days}, {value}, {tier}, {protection} are filled in; no name of anybody else ever is. */
  partnerSentence: sentence,
  enabled: z.boolean(),
});
export const programDefinition = z.object({
  protection: z.object({
    days: days.min(1),
    /** From submission instead of approval: the first to file is protected from when it filed. */
    retroactive: z.boolean(),
    remindBeforeDays: z.array(days).max(10),
    extensionDays: days,
    maxExtensions: z.number().int().min(0).max(20),
    /** Extensions up to this are granted by a partner manager; more needs an owner or admin. */
    managerMayExtendDays: days,
    /** A partner that reports nothing for so long is warned, then looked at. 0: never. */
    updateWarnDays: days,
    updateReviewDays: days,
    serviceAttachDays: days.min(1),
    renewalDays: days.min(1),
  }),
  decision: z.object({
    /** Business hours from submission to decision. */
    hours,
    warnAtPercent: z.number().int().min(1).max(100),
    escalateToRole: z.enum(['owner', 'admin', 'partner_manager', 'alliance_manager']),
    /** From this value on a second person has to approve. Null: never. */
    secondApproverAboveMinor: minor.nullable(),
    currency,
    maxResubmissions: z.number().int().min(0).max(20),
    /** Calendar by region; `default` serves every other. */
    calendars: z.partialRecord(z.enum([...regions, 'default']), businessCalendar),
  }),
  valueBands: z
    .array(z.object({ key: z.string().regex(/^[a-z0-9-]{1,20}$/), fromMinor: minor, toMinor: minor.nullable() }))
    .min(1)
    .max(12),
  currency,
  limits: z.object({ registrationsPerDay: z.number().int().min(1).max(100000), checksPerMinute: z.number().int().min(1).max(10000) }),
  /** First rule that holds decides; none: a person decides. */
  rules: z.array(engagementRule).max(500),
  /** Seller credit in basis points of the deal's amount; the same for every route unless a named exception says otherwise. */
  sellerCredit: z.object({
    basisPoints: z.number().int().min(0).max(10000),
    exceptions: z
      .array(
        z.object({ name: sentence, route: z.enum(['direct', 'resale', 'referral', 'cosell', 'marketplace']), basisPoints: z.number().int().min(0).max(20000) }),
      )
      .max(20),
  }),
  cases: z.object({ evidenceHours: hours, rulingHours: hours, appealDays: days.min(1) }),
});

export const ruleTrace = z.object({ ruleId: z.string(), name: z.string(), held: z.boolean(), failedTest: z.string().nullable() });
export const ruling = z.object({
  programId: id,
  programName: z.string(),
  programVersion: z.number().int(),
  ruleId: z.string().nullable(),
  ruleName: z.string().nullable(),
  effect: z.enum(ruleEffects),
  /** For people of the workspace. */
  sentence: z.string(),
  partnerSentence: z.string(),
  trace: z.array(ruleTrace),
  at: instant,
});

const programRow = z.object({
  id,
  name: z.string(),
  position: z.number().int(),
  partnerTypes: z.array(z.enum(partnerTypes)),
  liveVersion: z.number().int().nullable(),
  hasDraft: z.boolean(),
  updatedAt: instant,
  version,
});
const programDetail = programRow.extend({
  live: programDefinition.nullable(),
  draft: programDefinition.nullable(),
  problems: z.array(z.object({ path: z.string(), code: z.string(), sentence: z.string() })),
  versions: z.array(z.object({ number: z.number().int(), note: z.string().nullable(), by: z.string(), at: instant })),
});
const replayShape = z.object({
  id,
  programId: id,
  status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int().nullable(),
  same: z.number().int(),
  different: z.number().int(),
  changes: z.array(z.object({ from: z.enum(ruleEffects), to: z.enum(ruleEffects), count: z.number().int() })),
  /** The first of them; the count above is of all. */
  differences: z.array(
    z.object({
      registrationId: id,
      number: z.number().int(),
      partnerName: z.string(),
      companyName: z.string(),
      before: z.enum(ruleEffects),
      after: z.enum(ruleEffects),
      beforeRule: z.string().nullable(),
      afterRule: z.string().nullable(),
    }),
  ),
  sentence: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
});
const read = { audience: 'workspace', scope: 'programs:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'programs:write', assistant: 'none' } as const;

export const programs = {
  'programs.list': operation({
    method: 'GET',
    path: '/programs',
    summary: 'Programmes in the order they are tried',
    ...read,
    output: z.object({ items: z.array(programRow) }),
  }),
  'programs.get': operation({
    method: 'GET',
    path: '/programs/:id',
    summary: 'A programme: its terms, its rules of engagement, its draft and its versions',
    ...read,
    params: byId,
    output: programDetail,
  }),
  'programs.version': operation({
    method: 'GET',
    path: '/programs/:id/versions/:number',
    summary: 'Terms and rules as they were published in one version',
    ...read,
    params: z.object({ id, number: z.coerce.number().int().min(1) }),
    output: z.object({ number: z.number().int(), definition: programDefinition, note: z.string().nullable(), by: z.string(), at: instant }),
  }),
  'programs.create': operation({
    method: 'POST',
    path: '/programs',
    summary: 'Create a programme; it starts as a copy of the first one and serves nobody until it is published',
    ...write,
    body: z.object({ name, partnerTypes: z.array(z.enum(partnerTypes)) }),
    output: programDetail,
    status: 201,
  }),
  'programs.update': operation({
    method: 'PATCH',
    path: '/programs/:id',
    summary: 'Rename a programme, or change whom it is for and its place in the order',
    ...write,
    versioned: true,
    params: byId,
    body: z.object({ name: name.optional(), partnerTypes: z.array(z.enum(partnerTypes)).optional(), position: z.number().int().min(1).max(1000).optional() }),
    output: programDetail,
  }),
  'programs.saveDraft': operation({
    method: 'PUT',
    path: '/programs/:id/draft',
    summary: 'Keep changed terms and rules as a draft; nothing is ruled by it',
    ...write,
    versioned: true,
    params: byId,
    body: z.object({ definition: programDefinition }),
    output: programDetail,
  }),
  'programs.discardDraft': operation({
    method: 'DELETE',
    path: '/programs/:id/draft',
    summary: 'Throw the draft away',
    ...write,
    versioned: true,
    params: byId,
    output: programDetail,
  }),
  'programs.publish': operation({
    method: 'POST',
    path: '/programs/:id/publish',
    summary: 'Make the draft the next version; past rulings keep the version that made them',
    ...write,
    versioned: true,
    params: byId,
    body: z.object({ note: note.nullish() }),
    output: programDetail,
  }),
  'programs.try': operation({
    method: 'POST',
    path: '/programs/:id/try',
    summary: 'How the draft (or the live version) would rule on one registration of the past, rule by rule',
    ...read,
    params: byId,
    body: z.object({ registrationId: id, definition: programDefinition.optional() }),
    output: z.object({ before: ruling.nullable(), after: ruling }),
  }),
  'programs.replay': operation({
    method: 'POST',
    path: '/programs/:id/replays',
    summary: 'Rule again on every registration of the past with changed rules, and list who would have been ruled differently',
    ...write,
    params: byId,
    body: z.object({ definition: programDefinition }),
    output: replayShape,
    status: 202,
  }),
  'programs.replayResult': operation({
    method: 'GET',
    path: '/programs/:id/replays/:childId',
    summary: 'How far a replay is, and what it found',
    ...read,
    params: z.object({ id, childId: id }),
    output: replayShape,
  }),
};
