import { z } from 'zod';
import { caseStates } from '@entente/kernel';
import { operation } from '../operation.ts';
import { byId, cursor, id, instant, limit, note, page, version } from '../shapes.ts';

export const caseOutcomes = ['first', 'second', 'shared', 'vendor', 'nobody'] as const;
const caseRow = z.object({
  id,
  number: z.number().int(),
  title: z.string(),
  state: z.enum(caseStates),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  mediatorId: id.nullable(),
  mediatorName: z.string().nullable(),
  evidenceUntil: instant,
  ruleBy: instant,
  appealUntil: instant.nullable(),
  late: z.boolean(),
  openedAt: instant,
  openedBy: z.string(),
  version,
});
const outcome = z.object({
  /** Letters of the sides that keep a claim; two when it is shared. */
  inFavourOf: z.array(z.string()),
  reason: z.string(),
  /** What each side reads, without the other's name. */
  partnerText: z.string(),
  /** How the partner's part is shared between sides, in basis points. */
  shares: z.array(z.object({ letter: z.string(), basisPoints: z.number().int() })),
  by: z.string(),
  at: instant,
});
const caseDetail = caseRow.extend({
  accountId: id.nullable(),
  accountName: z.string().nullable(),
  sides: z.array(
    z.object({
      id,
      letter: z.string(),
      partnerId: id.nullable(),
      name: z.string(),
      registrationId: id.nullable(),
      registrationNumber: z.number().int().nullable(),
      submittedAt: instant.nullable(),
    }),
  ),
  entries: z.array(
    z.object({
      id,
      kind: z.enum(['evidence', 'note', 'event']),
      letter: z.string().nullable(),
      visibleTo: z.enum(['mediators', 'party', 'all']),
      body: z.string(),
      fileId: id.nullable(),
      by: z.string(),
      at: instant,
    }),
  ),
  outcome: outcome.nullable(),
  appeal: z.object({ at: instant, by: z.string(), mediatorName: z.string().nullable() }).nullable(),
  mayRule: z.boolean(),
  whyNot: z.string().nullable(),
});
const read = { audience: 'workspace', scope: 'cases:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'cases:write', assistant: 'none', params: byId, output: caseDetail } as const;
const mediate = { ...write, scope: 'cases:mediate' } as const;

export const cases = {
  'cases.list': operation({
    method: 'GET',
    path: '/cases',
    summary: 'Conflict cases, soonest due first',
    ...read,
    query: z.object({ state: z.enum(caseStates).optional(), mine: z.stringbool().default(false), cursor: cursor.optional(), limit }),
    output: page(caseRow),
  }),
  'cases.get': operation({
    method: 'GET',
    path: '/cases/:id',
    summary: 'A case with both sides, the evidence and the deadlines',
    ...read,
    params: byId,
    output: caseDetail,
  }),
  'cases.open': operation({
    method: 'POST',
    path: '/cases',
    summary: 'Open a case between two registrations, or a registration and the vendor’s own deal',
    audience: 'workspace',
    scope: 'cases:write',
    assistant: 'none',
    body: z.object({ registrationIds: z.array(id).min(1).max(2), dealId: id.nullish(), mediatorId: id.nullish(), reason: note.min(1) }),
    output: caseDetail,
    status: 201,
  }),
  'cases.addEntry': operation({
    method: 'POST',
    path: '/cases/:id/entries',
    summary: 'Add evidence of the vendor’s side, or a note only mediators read',
    ...write,
    body: z.object({ kind: z.enum(['evidence', 'note']), body: note.min(1), letter: z.string().max(1).nullish(), fileId: id.nullish() }),
    status: 201,
  }),
  'cases.assign': operation({
    method: 'POST',
    path: '/cases/:id/assign',
    summary: 'Name the mediator; nobody who owns the deal or decided the registration can be it',
    ...mediate,
    versioned: true,
    body: z.object({ mediatorId: id }),
  }),
  'cases.rule': operation({
    method: 'POST',
    path: '/cases/:id/rule',
    summary: 'Rule: protection and credit follow at once; each side may appeal once',
    ...mediate,
    versioned: true,
    body: z.object({
      outcome: z.enum(caseOutcomes),
      reason: note.min(10),
      partnerText: z.string().trim().min(10).max(1000),
      firstShareBasisPoints: z.number().int().min(0).max(10000).nullish(),
    }),
  }),
  'cases.close': operation({
    method: 'POST',
    path: '/cases/:id/close',
    summary: 'Close a case the sides have settled themselves',
    ...mediate,
    versioned: true,
    body: z.object({ reason: note.min(1) }),
  }),
};
