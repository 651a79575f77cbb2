import { z } from 'zod';
import { operation } from '../operation.ts';
import { priceModel } from '../price-model.ts';
import { byId, currency, cursor, date, decimalText, explanation, id, instant, limit, minor, name, page, version } from '../shapes.ts';

export const meterAggregations = ['sum', 'max', 'unique', 'last', 'time_weighted'] as const;
export const eventRefusals = [
  'malformed',
  'unknown_meter',
  'inactive_meter',
  'bad_time',
  'too_late',
  'in_future',
  'bad_quantity',
  'missing_value',
  'missing_dimension',
  'unknown_dimension',
  'other_content',
] as const;
const key = z.string().regex(/^[a-z][a-z0-9_.-]{0,59}$/, 'Small letters, digits, dots, dashes; begins with a letter.');
const meter = z.object({
  id,
  key,
  name: z.string(),
  unit: z.string(),
  /** How events of a period become its quantity. `time_weighted` is in units × hours. */ aggregation: z.enum(meterAggregations),
  dimensions: z.array(z.string()),
  productId: id.nullable(),
  productName: z.string().nullable(),
  graceHours: z.number().int(),
  latestDays: z.number().int(),
  active: z.boolean(),
  version,
});
const settings = {
  name,
  unit: z.string().trim().min(1).max(40),
  productId: id.nullable().default(null),
  /** Hours after a period that events are waited for before it is charged. */ graceHours: z.number().int().min(0).max(240).default(0),
  /** How many days late an event may be at all. */ latestDays: z.number().int().min(1).max(400).default(62),
  active: z.boolean().default(true),
};
/** Each row is judged by itself: what is wrong with one is told by its place and id, and refuses no other. */
const event = z.object({
  /** Yours; the same id again is the same event. */ id: z.string(),
  meter: z.string(),
  subject: z.string(),
  at: z.string(),
  /** Up to six decimals. */ quantity: z.union([z.string(), z.number()]).optional(),
  /** What a `unique` meter counts. */ value: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
});
const refused = z.object({ row: z.number().int(), id: z.string().nullable(), code: z.enum(eventRefusals), sentence: z.string() });
const taken = z.object({
  accepted: z.number().int(),
  /** Known already with the same content; counted once. */ repeated: z.number().int(),
  refused: z.array(refused),
});
const read = { audience: 'workspace', scope: 'subscriptions:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'meters:write', assistant: 'none' } as const;

/** What customers used: events counted once, rolled up by the hour, and rated when their period is charged. */
export const meters = {
  'meters.list': operation({
    method: 'GET',
    path: '/meters',
    summary: 'Meters by key',
    ...read,
    query: z.object({ q: z.string().trim().max(100).optional(), active: z.stringbool().optional(), cursor: cursor.optional(), limit }),
    output: page(meter),
  }),
  'meters.get': operation({ method: 'GET', path: '/meters/:id', summary: 'One meter', ...read, params: byId, output: meter }),
  'meters.create': operation({
    method: 'POST',
    path: '/meters',
    summary: 'A new meter; its key, aggregation and dimensions never change',
    ...write,
    body: z.strictObject({ key, aggregation: z.enum(meterAggregations), dimensions: z.array(key).max(5).default([]), ...settings }),
    output: meter,
    status: 201,
  }),
  'meters.update': operation({
    method: 'PUT',
    path: '/meters/:id',
    summary: 'Name, unit, product, grace, and whether it takes events',
    ...write,
    versioned: true,
    params: byId,
    body: z.strictObject(settings),
    output: meter,
  }),
  'meters.ingest': operation({
    method: 'POST',
    path: '/meters/events',
    summary: 'Report up to 5,000 events; each is counted once by its id, and each refused one says why',
    ...write,
    body: z.object({ events: z.array(event).min(1).max(5000) }),
    output: taken,
  }),
  'meters.import': operation({
    method: 'POST',
    path: '/meters/events/lines',
    summary: 'The same as text, one JSON object a line (NDJSON), up to 20,000 lines',
    ...write,
    body: z.object({ lines: z.string().min(1).max(1_900_000) }),
    output: taken,
  }),
  'meters.rejections': operation({
    method: 'GET',
    path: '/meters/rejections',
    summary: 'Events that were refused, the newest first, with why and what they were',
    ...read,
    query: z.object({ code: z.enum(eventRefusals).optional(), q: z.string().trim().max(100).optional(), cursor: cursor.optional(), limit }),
    output: page(
      z.object({
        id,
        eventId: z.string().nullable(),
        meter: z.string().nullable(),
        subject: z.string().nullable(),
        code: z.enum(eventRefusals),
        sentence: z.string(),
        content: z.unknown(),
        receivedAt: instant,
        receivedBy: z.string(),
      }),
    ),
  }),
  'meters.usage': operation({
    method: 'GET',
    path: '/meters/:id/usage',
    summary: 'Usage of a meter by hour or day (UTC), of all subjects or one; at most 92 days by day, 8 days by hour',
    ...read,
    params: byId,
    query: z.object({
      from: instant,
      to: instant,
      by: z.enum(['hour', 'day']).default('day'),
      subject: z.string().max(200).optional(),
      dimension: key.optional(),
    }),
    output: z.object({
      unit: z.string(),
      points: z.array(z.object({ at: instant, group: z.string().nullable(), quantity: decimalText, events: z.number().int() })),
      /** Up to when events that came in are counted in here; null: all. */ waitingSince: instant.nullable(),
    }),
  }),
  'meters.subjects': operation({
    method: 'GET',
    path: '/meters/:id/subjects',
    summary: 'Who used it in a time, and which subscription pays for it; without one, nobody does',
    ...read,
    params: byId,
    query: z.object({ from: instant, to: instant, unassigned: z.stringbool().optional(), cursor: cursor.optional(), limit }),
    output: page(
      z.object({
        subject: z.string(),
        quantity: decimalText,
        events: z.number().int(),
        subscriptionId: id.nullable(),
        subscriptionName: z.string().nullable(),
        accountName: z.string().nullable(),
      }),
    ),
  }),
  'meters.rate': operation({
    method: 'POST',
    path: '/meters/rate',
    summary: 'What a quantity would cost by a price model, step by step; nothing is stored',
    ...read,
    body: z.strictObject({ price: priceModel, quantity: decimalText, events: z.number().int().min(0).optional(), currency }),
    output: z.object({ amountMinor: minor, currency, explanation }),
  }),
  'meters.running': operation({
    method: 'GET',
    path: '/subscriptions/:id/usage',
    summary: 'Of a subscription: usage of the running period and what it would cost if it ended now, and the periods charged before',
    ...read,
    params: byId,
    output: z.object({
      running: z.array(
        z.object({
          itemId: id,
          meterKey: z.string(),
          unit: z.string(),
          period: z.object({ from: date, to: date }),
          quantity: decimalText,
          amountMinor: minor,
          currency,
          explanation,
        }),
      ),
      charged: z.array(
        z.object({
          itemId: id,
          meterKey: z.string(),
          unit: z.string(),
          period: z.object({ from: date, to: date }),
          quantity: decimalText,
          amountMinor: minor,
          currency,
          corrections: z.number().int(),
        }),
      ),
    }),
  }),
};
