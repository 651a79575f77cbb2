import { z } from 'zod';
import { operation } from '../operation.ts';
import { act, byId, committeeMember, committeeRole, currency, cursor, date, dealRow, dealStatus, handoff, id, instant, limit, line, minor, name, note, page, participant, participantRole, route, routeKind, stage, timelineEntry } from '../shapes.ts';

const list = z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(z.string()).max(50));
/** One filter for list, count, board and bulk acts, so that "all matching" means exactly what is shown. */
export const dealFilter = {
  q: z.string().trim().max(100).optional(),
  status: dealStatus.optional(), stage: list.pipe(z.array(stage)).optional(), ownerId: id.optional(), accountId: id.optional(), partnerId: id.optional(),
  role: participantRole.optional(), route: routeKind.optional(), region: z.string().max(20).optional(),
  withoutPartner: z.stringbool().optional(), stalledDays: z.coerce.number().int().min(1).max(3650).optional(),
  minAmountMinor: z.coerce.number().int().optional(), closeFrom: date.optional(), closeTo: date.optional(),
};
export const dealSort = z.enum(['closeOn', '-closeOn', 'amount', '-amount', 'activity', '-activity', 'updated', '-updated', 'account', '-account', 'number', '-number', 'due', '-due']);

const lineInput = z.object({ productId: id.nullish(), description: name, quantity: z.number().int().min(1).max(1_000_000), unitPriceMinor: minor, termMonths: z.number().int().min(1).max(240).nullish() });
const inDeal = byId;
const child = z.object({ id, childId: id });

export const dealDetail = dealRow.extend({
  openedOn: date.nullable(), closedOn: date.nullable(), closedReason: z.string().nullable(), source: z.string().nullable(), externalId: z.string().nullable(),
  lines: z.array(line), participants: z.array(participant), routeList: z.array(route), stageHistory: z.array(z.object({ from: stage.nullable(), to: stage, at: instant, by: z.string() })),
  committee: z.array(committeeMember), committeeGaps: z.array(z.object({ code: z.string(), sentence: z.string() })),
  handoffs: z.array(handoff), acts: z.array(act),
  files: z.array(z.object({ id, name: z.string(), mediaType: z.string(), sizeBytes: z.number().int(), addedBy: z.string(), addedAt: instant })),
  nextStages: z.array(stage), mayWrite: z.boolean(),
});

const write = { audience: 'workspace', scope: 'deals:write', assistant: 'propose', output: dealDetail } as const;

export const deals = {
  'deals.list': operation({ method: 'GET', path: '/deals', summary: 'Deals by filter and order, a page at a time', audience: 'workspace', scope: 'deals:read', assistant: 'read', query: z.object({ ...dealFilter, sort: dealSort.default('-updated'), cursor: cursor.optional(), limit }), output: page(dealRow) }),
  'deals.summary': operation({ method: 'GET', path: '/deals/summary', summary: 'How many deals match, and what they are worth in each currency', audience: 'workspace', scope: 'deals:read', assistant: 'read', query: z.object(dealFilter), output: z.object({ count: z.number().int(), totals: z.array(z.object({ currency, amountMinor: minor })), byStage: z.array(z.object({ stage, count: z.number().int(), amountMinor: minor })), asOf: instant }) }),
  'deals.get': operation({ method: 'GET', path: '/deals/:id', summary: 'The deal room: routes, participants, lines, committee, handoffs and open acts', audience: 'workspace', scope: 'deals:read', assistant: 'read', params: inDeal, output: dealDetail }),
  'deals.create': operation({ method: 'POST', path: '/deals', summary: 'Create a deal', ...write, body: z.object({ name, accountId: id.nullish(), amountMinor: minor.nullish(), currency, closeOn: date.nullish(), stage: stage.default('prospect'), ownerId: id.nullish(), region: z.string().max(20).nullish(), source: z.string().max(60).nullish(), nextStep: note.nullish(), lines: z.array(lineInput).max(200).default([]) }), status: 201 }),
  'deals.update': operation({ method: 'PATCH', path: '/deals/:id', summary: 'Change facts of a deal', ...write, versioned: true, params: inDeal, body: z.object({ name: name.optional(), accountId: id.nullish(), amountMinor: minor.nullish(), currency: currency.optional(), closeOn: date.nullish(), ownerId: id.nullish(), region: z.string().max(20).nullish(), source: z.string().max(60).nullish(), nextStep: note.nullish() }) }),
  'deals.moveStage': operation({ method: 'POST', path: '/deals/:id/stage', summary: 'Move the deal to another stage; a lost deal says why', ...write, versioned: true, params: inDeal, body: z.object({ to: stage, reason: note.nullish() }) }),
  'deals.bulk': operation({ method: 'POST', path: '/deals/bulk', summary: 'Assign or move many deals at once; each refusal is listed', audience: 'workspace', scope: 'deals:write', assistant: 'none', body: z.object({ ids: z.array(id).min(1).max(500), ownerId: id.optional(), stage: stage.optional(), reason: note.optional() }), output: z.object({ changed: z.array(id), refused: z.array(z.object({ id, sentence: z.string() })) }) }),
  'deals.setLines': operation({ method: 'PUT', path: '/deals/:id/lines', summary: 'Replace the lines; the amount of the deal becomes their sum', ...write, versioned: true, params: inDeal, body: z.object({ lines: z.array(lineInput).max(200) }) }),
  'deals.addParticipant': operation({ method: 'POST', path: '/deals/:id/participants', summary: 'Give a partner a role on the deal, with its evidence', ...write, params: inDeal, body: z.object({ partnerId: id, role: participantRole, since: date.nullish(), step: note.nullish(), dueAt: instant.nullish(), evidence: z.object({ kind: z.string().max(40), note: note.nullish() }).nullish() }), status: 201 }),
  'deals.updateParticipant': operation({ method: 'PATCH', path: '/deals/:id/participants/:childId', summary: 'Move a lane on, or change its step and due time', ...write, params: child, body: z.object({ state: z.enum(['not_started', 'in_progress', 'waiting', 'done']).optional(), step: note.nullish(), dueAt: instant.nullish() }) }),
  'deals.endParticipant': operation({ method: 'DELETE', path: '/deals/:id/participants/:childId', summary: 'End a role today; what it did stays on record', ...write, params: child }),
  'deals.addRoute': operation({ method: 'POST', path: '/deals/:id/routes', summary: 'Add a route. It never makes a second deal and never counts the amount twice', ...write, params: inDeal, body: z.object({ kind: routeKind, settles: z.boolean().default(false), ownerId: id.nullish(), externalSystem: z.string().max(60).nullish(), externalId: z.string().max(200).nullish(), chain: z.array(id).max(6).default([]), nextStep: note.nullish(), dueAt: instant.nullish() }), status: 201 }),
  'deals.updateRoute': operation({ method: 'PATCH', path: '/deals/:id/routes/:childId', summary: 'Move a route to its next state, or change its owner and outside identity', ...write, params: child, body: z.object({ state: z.string().max(40).optional(), settles: z.boolean().optional(), ownerId: id.nullish(), externalSystem: z.string().max(60).nullish(), externalId: z.string().max(200).nullish(), nextStep: note.nullish(), dueAt: instant.nullish() }) }),
  'deals.endRoute': operation({ method: 'DELETE', path: '/deals/:id/routes/:childId', summary: 'End a route', ...write, params: child }),
  'deals.setCommitteeMember': operation({ method: 'POST', path: '/deals/:id/committee', summary: 'Put a contact on the buying committee and say who owns the relationship', ...write, params: inDeal, body: z.object({ contactId: id, role: committeeRole, influence: z.number().int().min(1).max(5).default(3), ownerMemberId: id.nullish(), ownerPartnerId: id.nullish() }) }),
  'deals.removeCommitteeMember': operation({ method: 'DELETE', path: '/deals/:id/committee/:childId', summary: 'Take a contact off the buying committee', ...write, params: child }),
  'deals.addHandoff': operation({ method: 'POST', path: '/deals/:id/handoffs', summary: 'Promise work from one party to the next', ...write, params: inDeal, body: z.object({ fromPartnerId: id.nullish(), toPartnerId: id.nullish(), title: name, dueAt: instant.nullish() }), status: 201 }),
  'deals.completeHandoff': operation({ method: 'POST', path: '/deals/:id/handoffs/:childId/done', summary: 'Mark a handoff done, or open again', ...write, params: child, body: z.object({ done: z.boolean() }) }),
  'deals.comments': operation({ method: 'GET', path: '/deals/:id/comments', summary: 'Comments, newest first', audience: 'workspace', scope: 'deals:read', assistant: 'read', params: inDeal, query: z.object({ cursor: cursor.optional(), limit }), output: page(z.object({ id, body: z.string(), by: z.string(), mine: z.boolean(), at: instant })) }),
  'deals.comment': operation({ method: 'POST', path: '/deals/:id/comments', summary: 'Comment on a deal', audience: 'workspace', scope: 'deals:comment', assistant: 'propose', params: inDeal, body: z.object({ body: z.string().trim().min(1).max(4000) }), output: z.object({ id }), status: 201 }),
  'deals.removeComment': operation({ method: 'DELETE', path: '/deals/:id/comments/:childId', summary: 'Take back your own comment', audience: 'workspace', scope: 'deals:comment', assistant: 'none', params: child, output: z.object({ id }) }),
  'deals.timeline': operation({ method: 'GET', path: '/deals/:id/timeline', summary: 'All that happened on the deal, newest first', audience: 'workspace', scope: 'deals:read', assistant: 'read', params: inDeal, query: z.object({ cursor: cursor.optional(), limit }), output: page(timelineEntry) }),
  'deals.removeFile': operation({ method: 'DELETE', path: '/deals/:id/files/:childId', summary: 'Remove a file from the deal', audience: 'workspace', scope: 'deals:write', assistant: 'none', params: child, output: z.object({ id }) }),
  'overview.get': operation({ method: 'GET', path: '/overview', summary: 'The figures of the workspace, each with the rows behind it', audience: 'workspace', scope: 'deals:read', assistant: 'read', output: z.object({ asOf: instant, open: z.object({ count: z.number().int(), totals: z.array(z.object({ currency, amountMinor: minor })) }), wonLast90Days: z.object({ count: z.number().int(), withPartner: z.number().int(), totals: z.array(z.object({ currency, amountMinor: minor })) }), withoutPartner: z.object({ count: z.number().int() }), stalled: z.object({ count: z.number().int(), days: z.number().int() }), closeSlipped: z.object({ count: z.number().int() }), openActs: z.object({ count: z.number().int(), overdue: z.number().int() }), runs: z.object({ running: z.number().int(), medianSecondsToFirstAct: z.number().nullable() }), byStage: z.array(z.object({ stage, count: z.number().int(), amountMinor: minor })), wonByMonth: z.array(z.object({ month: z.string(), withPartner: z.number().int(), withoutPartner: z.number().int() })), partnersMoving: z.array(z.object({ partnerId: id, name: z.string(), touchesNow: z.number().int(), touchesBefore: z.number().int() })) }) }),
};
