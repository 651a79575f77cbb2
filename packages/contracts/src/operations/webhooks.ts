import { z } from 'zod';
import { operation } from '../operation.ts';
import { byId, cursor, id, instant, limit, page, pageQuery, version } from '../shapes.ts';
import { webhookEventGroups, webhookEventTypes } from '../webhook-events.ts';

const eventType = z.enum(webhookEventTypes);
const format = z.enum(['standard', 'cloudevents']);
const signing = z.enum(['hmac', 'ed25519']);
const endpoint = z.object({
  id,
  /** Whole only for those who may change it: an address is often a secret itself. */
  url: z.string().nullable(),
  urlShown: z.string(),
  description: z.string(),
  /** Null is every event there is, also those that come to be later. */
  eventTypes: z.array(eventType).nullable(),
  format,
  /** Whether messages say what happened, or only that it did. */
  includeData: z.boolean(),
  signing,
  /** With ed25519: what messages are verified with. It is no secret. */
  publicKey: z.string().nullable(),
  /** How many messages are under way to it at the same time. */
  concurrency: z.number().int(),
  status: z.enum(['active', 'disabled']),
  disabledAt: instant.nullable(),
  disabledWhy: z.enum(['by_person', 'gone', 'failing']).nullable(),
  disabledBy: z.string().nullable(),
  /** Since when nothing but failure came of it. */
  failingSince: instant.nullable(),
  throttledUntil: instant.nullable(),
  /** Until then messages carry a signature by the earlier secret as well. */
  overlapEndsAt: instant.nullable(),
  lastDelivery: z.object({ at: instant, ok: z.boolean(), status: z.number().int().nullable(), error: z.string().nullable() }).nullable(),
  /** Messages that wait to be sent, and those that were given up. */
  waiting: z.number().int(),
  failed: z.number().int(),
  createdBy: z.string(),
  createdAt: instant,
  version,
});
const withSecret = endpoint.extend({ secret: z.string() });
const deliveryState = z.enum(['waiting', 'delivered', 'failed']);
const delivery = z.object({
  id,
  /** The header webhook-id: the same at every attempt and replay, and for the same event in `events.list`. */
  messageId: z.string(),
  /** Null is a test. */
  eventId: id.nullable(),
  eventType,
  test: z.boolean(),
  state: deliveryState,
  attempts: z.number().int(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  lastTookMs: z.number().int().nullable(),
  createdAt: instant,
  nextAttemptAt: instant.nullable(),
  finishedAt: instant.nullable(),
});
const attempt = z.object({
  id,
  at: instant,
  tookMs: z.number().int(),
  status: z.number().int().nullable(),
  /** Why it does not count as delivered, in a sentence. */
  error: z.string().nullable(),
  requestHeaders: z.record(z.string(), z.string()),
  responseHeaders: z.record(z.string(), z.string()),
  /** The first 4 kB. */
  responseBody: z.string().nullable(),
});
const opened = delivery.extend({ body: z.string(), tries: z.array(attempt) });
const settings = {
  url: z.string().trim().min(1).max(1000),
  description: z.string().trim().max(200),
  eventTypes: z.array(eventType).min(1).max(webhookEventTypes.length).nullable(),
  format,
  includeData: z.boolean(),
  concurrency: z.number().int().min(1).max(16),
};
const child = z.object({ id, childId: id });
const reads = { audience: 'workspace', scope: 'webhooks:read', assistant: 'read' } as const;
const writes = { audience: 'workspace', scope: 'webhooks:write', assistant: 'none' } as const;

/** Messages to outside systems about what happened here, by Standard Webhooks; and the same events to be fetched. */
export const webhooks = {
  'webhooks.eventTypes': operation({
    method: 'GET',
    path: '/webhook-event-types',
    summary: 'What can be told, with a sample of each message',
    ...reads,
    output: z.object({
      items: z.array(z.object({ type: eventType, group: z.enum(webhookEventGroups), sentence: z.string(), sample: z.record(z.string(), z.unknown()) })),
    }),
  }),
  'webhooks.list': operation({
    method: 'GET',
    path: '/webhooks',
    summary: 'Endpoints, newest first',
    ...reads,
    query: z.object(pageQuery),
    output: page(endpoint),
  }),
  'webhooks.get': operation({ method: 'GET', path: '/webhooks/:id', summary: 'An endpoint', ...reads, params: byId, output: endpoint }),
  'webhooks.create': operation({
    method: 'POST',
    path: '/webhooks',
    summary: 'Add an endpoint; its secret is shown once',
    ...writes,
    body: z.object({
      url: settings.url,
      description: settings.description.default(''),
      eventTypes: settings.eventTypes.default(null),
      format: format.default('standard'),
      includeData: z.boolean().default(false),
      signing: signing.default('hmac'),
      concurrency: settings.concurrency.default(4),
    }),
    output: withSecret,
    status: 201,
    secretAnswer: true,
  }),
  'webhooks.update': operation({
    method: 'PATCH',
    path: '/webhooks/:id',
    summary: 'Change an endpoint',
    ...writes,
    params: byId,
    body: z.object(settings).partial(),
    output: endpoint,
    versioned: true,
  }),
  'webhooks.setStatus': operation({
    method: 'PUT',
    path: '/webhooks/:id/status',
    summary: 'Disable an endpoint, or enable it again; what happens meanwhile is not sent unless it is replayed',
    ...writes,
    params: byId,
    body: z.object({ status: z.enum(['active', 'disabled']) }),
    output: endpoint,
  }),
  'webhooks.remove': operation({
    method: 'DELETE',
    path: '/webhooks/:id',
    summary: 'Remove an endpoint with its secret, messages and attempts',
    ...writes,
    params: byId,
    output: endpoint,
  }),
  'webhooks.rotate': operation({
    method: 'POST',
    path: '/webhooks/:id/rotate',
    summary: 'Give a new secret, shown once; for a while messages are signed by both',
    ...writes,
    params: byId,
    body: z.object({ overlapHours: z.number().int().min(0).max(168).default(24) }),
    output: withSecret,
    secretAnswer: true,
  }),
  'webhooks.test': operation({
    method: 'POST',
    path: '/webhooks/:id/test',
    summary: 'Send a sample now and tell what came of it; it is not tried again',
    ...writes,
    params: byId,
    body: z.object({ eventType: eventType.default('deal.stage_moved') }),
    output: opened,
  }),
  'webhooks.deliveries': operation({
    method: 'GET',
    path: '/webhooks/:id/deliveries',
    summary: 'Messages to an endpoint, newest first',
    ...reads,
    params: byId,
    query: z.object({ state: deliveryState.optional(), eventType: eventType.optional(), cursor: cursor.optional(), limit }),
    output: page(delivery),
  }),
  'webhooks.delivery': operation({
    method: 'GET',
    path: '/webhooks/:id/deliveries/:childId',
    summary: 'A message as it is sent, and each attempt with what was answered',
    ...reads,
    params: child,
    output: opened,
  }),
  'webhooks.replay': operation({
    method: 'POST',
    path: '/webhooks/:id/replay',
    summary: 'Send again: one message, all that were given up, or all events of a time, also those that happened while it was disabled',
    ...writes,
    params: byId,
    body: z.discriminatedUnion('what', [
      z.object({ what: z.literal('one'), deliveryId: id }),
      z.object({ what: z.literal('failed') }),
      z.object({ what: z.literal('range'), from: instant, to: instant }),
    ]),
    output: z.object({ count: z.number().int() }),
    status: 202,
  }),
  'events.list': operation({
    method: 'GET',
    path: '/events/log',
    summary: 'Events in the order in which they were committed, to be fetched in place of webhooks; keep nextCursor and ask again',
    ...reads,
    query: z.object({
      cursor: cursor.optional(),
      limit,
      /** Event types, separated by commas. */
      types: z.string().max(4000).optional(),
      include: z.enum(['data']).optional(),
    }),
    output: z.object({
      items: z.array(z.object({ id: z.string(), type: eventType, timestamp: instant, data: z.record(z.string(), z.unknown()) })),
      nextCursor: z.string(),
      hasMore: z.boolean(),
    }),
  }),
};
