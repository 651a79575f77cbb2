import { z } from 'zod';
import { committeeRoles, dealStages, dealStatuses, participantRoles, partnerStatuses, partnerTypes, regions, routeKinds } from '@entente/kernel';
import { partnerRoles, scopes, staffRoles } from './permissions.ts';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** By counting: lists hold hundreds of days, and making a date of each costs more than all else that is checked. */
function isDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  const leaps = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (DAYS[month - 1] ?? 0) + (leaps ? 1 : 0);
}

/** Shapes shared by operations. Money is whole minor units with an ISO 4217 code; dates are YYYY-MM-DD; instants are ISO 8601 UTC. */
export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine(isDay, 'is not a day of the calendar');
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
export const currency = z.string().regex(/^[A-Z]{3}$/);
export const minor = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
export const name = z.string().trim().min(1).max(200);
export const note = z.string().trim().max(4000);
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/);
export const version = z.number().int().min(1);
export const cursor = z.string().max(500);
export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const pageQuery = { cursor: cursor.optional(), limit };
export const page = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const byId = z.object({ id });

export const stage = z.enum(dealStages);
export const dealStatus = z.enum(dealStatuses);
export const participantRole = z.enum(participantRoles);
export const routeKind = z.enum(routeKinds);
export const partnerType = z.enum(partnerTypes);
export const partnerStatus = z.enum(partnerStatuses);
export const committeeRole = z.enum(committeeRoles);
export const region = z.enum(regions);
export const staffRole = z.enum(staffRoles);
export const anyRole = z.enum([...staffRoles, ...partnerRoles]);
export const scope = z.enum(scopes);

export const product = z.object({
  id,
  name,
  family: z.string().nullable(),
  listPriceMinor: minor.nullable(),
  currency: currency.nullable(),
  active: z.boolean(),
  version,
});

export const act = z.object({
  id,
  kind: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  dealName: z.string().nullable(),
  accountName: z.string().nullable(),
  amountMinor: minor.nullable(),
  currency: currency.nullable(),
  partnerId: id.nullable(),
  partnerName: z.string().nullable(),
  runId: id.nullable(),
  stepKey: z.string().nullable(),
  /** The record of another module it stands for: that record is where it is answered, and its answer closes the act. */
  recordType: z
    .enum([
      'registration',
      'lead',
      'case',
      'share',
      'connection',
      'invitation',
      'view',
      'offer',
      'disbursement',
      'dispute',
      'payout_run',
      'payee',
      'fund_request',
      'fund_claim',
      'fund_extension',
      'split',
      'incentive',
      'incentive_claim',
    ])
    .nullable(),
  recordId: id.nullable(),
  assigneeId: id.nullable(),
  assigneeName: z.string().nullable(),
  assigneeRole: anyRole.nullable(),
  status: z.enum(['open', 'done', 'dismissed']),
  outcome: z.string().nullable(),
  note: z.string().nullable(),
  /** What may be answered, in the order to show; the first is the main one. */
  choices: z.array(z.object({ key: z.string(), label: z.string(), needsNote: z.boolean() })),
  openedAt: instant,
  dueAt: instant.nullable(),
  escalatedAt: instant.nullable(),
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  mayDecide: z.boolean(),
  version,
});

export const dealRow = z.object({
  id,
  number: z.number().int(),
  name: z.string(),
  accountId: id.nullable(),
  accountName: z.string().nullable(),
  stage,
  status: dealStatus,
  amountMinor: minor.nullable(),
  currency,
  closeOn: date.nullable(),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  region: z.string().nullable(),
  roles: z.array(participantRole),
  partnerCount: z.number().int(),
  routes: z.array(routeKind),
  nextActTitle: z.string().nullable(),
  nextActDueAt: instant.nullable(),
  nextStep: z.string().nullable(),
  lastActivityAt: instant,
  updatedAt: instant,
  version,
});

export const participant = z.object({
  id,
  partnerId: id,
  partnerName: z.string(),
  role: participantRole,
  since: date,
  until: date.nullable(),
  state: z.enum(['not_started', 'in_progress', 'waiting', 'done']),
  step: z.string().nullable(),
  dueAt: instant.nullable(),
  shareBasisPoints: z.number().int().min(0).max(10000).nullable(),
  evidence: z.object({ kind: z.string(), note: z.string().nullable(), at: instant }).nullable(),
  addedBy: z.string(),
});
export const line = z.object({
  id,
  productId: id.nullable(),
  description: z.string(),
  quantity: z.number().int(),
  unitPriceMinor: minor,
  amountMinor: minor,
  termMonths: z.number().int().nullable(),
});
export const route = z.object({
  id,
  kind: routeKind,
  state: z.string(),
  nextStates: z.array(z.string()),
  settles: z.boolean(),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  externalSystem: z.string().nullable(),
  externalId: z.string().nullable(),
  chain: z.array(z.object({ partnerId: id, partnerName: z.string() })),
  nextStep: z.string().nullable(),
  dueAt: instant.nullable(),
  endedAt: instant.nullable(),
  version,
});
export const committeeMember = z.object({
  id,
  contactId: id,
  contactName: z.string(),
  contactTitle: z.string().nullable(),
  role: committeeRole,
  influence: z.number().int().min(1).max(5),
  ownerMemberId: id.nullable(),
  ownerPartnerId: id.nullable(),
  ownerName: z.string().nullable(),
});
export const handoff = z.object({
  id,
  position: z.number().int(),
  fromPartnerId: id.nullable(),
  fromName: z.string(),
  toPartnerId: id.nullable(),
  toName: z.string(),
  title: z.string(),
  dueAt: instant.nullable(),
  doneAt: instant.nullable(),
  doneBy: z.string().nullable(),
  state: z.enum(['done', 'late', 'open']),
  /** Handoffs of the deal that must be done before this one can begin. */
  waitsOn: z.array(id),
  /** One of them is still open. */
  waiting: z.boolean(),
});

export const matchReason = z.object({ factor: z.string(), score: z.number(), weight: z.number(), points: z.number(), sentence: z.string(), thin: z.boolean() });
export const matchedPartner = z.object({ partnerId: id, name: z.string(), role: participantRole, score: z.number(), reasons: z.array(matchReason) });
export const matchResult = z.object({
  id,
  at: instant,
  weightsVersion: z.string(),
  considered: z.number().int(),
  ranked: z.array(matchedPartner),
  passedOver: z.array(z.object({ partnerId: id, name: z.string(), score: z.number().nullable(), code: z.string(), why: z.string() })),
  team: z.object({
    members: z.array(z.object({ partnerId: id, name: z.string(), roles: z.array(participantRole), value: z.number(), why: z.string() })),
    covered: z.array(z.object({ role: participantRole, by: z.string() })),
    uncovered: z.array(z.object({ role: participantRole, why: z.string() })),
  }),
  thinData: z.array(z.string()),
});

export const briefShape = z.object({
  id,
  dealId: id,
  at: instant,
  title: z.string(),
  sections: z.array(
    z.object({
      heading: z.string(),
      statements: z.array(
        z.object({ text: z.string(), source: z.object({ type: z.string(), id: z.string().nullable(), label: z.string(), at: z.string().nullable() }) }),
      ),
    }),
  ),
  agenda: z.array(z.string()),
  suggestion: z.object({ text: z.string(), provider: z.string() }).nullable(),
});

export const meetingShape = z.object({
  id,
  dealId: id,
  title: z.string(),
  agenda: z.array(z.string()),
  startsAt: instant,
  endsAt: instant,
  attendees: z.array(z.object({ name: z.string(), email: z.string() })),
  status: z.enum(['proposed', 'held', 'cancelled']),
  outcome: z.string().nullable(),
  nextStep: z.string().nullable(),
});

export const timelineEntry = z.object({
  id,
  at: instant,
  kind: z.string(),
  sentence: z.string(),
  by: z.string(),
  role: participantRole.nullable(),
  recordType: z.string(),
  recordId: id.nullable(),
});
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  reason: z.string().optional(),
  fields: z.array(z.object({ path: z.string(), code: z.string(), sentence: z.string() })).optional(),
});

/** A decimal number as text: rates, quantities and unit prices are exact and never floats. */
export const decimalText = z.string().regex(/^-?\d{1,18}(\.\d{1,12})?$/);
/** YYYY-MM. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
export const timeZone = z.string().min(1).max(60);
/** Why an amount is what it is; see the kernel's Explanation. */
export const explanation = z.object({
  sentence: z.string(),
  rule: z.object({ name: z.string(), id: id.nullable(), version: z.number().int().nullable() }).nullable(),
  inputs: z.array(z.object({ label: z.string(), value: z.string(), from: z.object({ type: z.string(), id }).optional() })),
  steps: z.array(z.object({ label: z.string(), formula: z.string(), resultMinor: minor, currency, rounding: z.string().optional() })),
  evidence: z.array(z.object({ kind: z.string(), label: z.string(), type: z.string(), id, at: z.string().optional() })),
  approvedBy: z.string().nullable().optional(),
});
export const money = z.object({ amountMinor: minor, currency });
/** A file as an answer: CSV and XML as text, what is not text in base64. */
export const textFile = z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() });
export const binaryFile = z.object({ fileName: z.string(), mediaType: z.string(), base64: z.string() });
