import { z } from 'zod';
import { operation } from '../operation.ts';
import { byId, cursor, id, instant, limit, name, note, page, version } from '../shapes.ts';

/** Exact quantities travel as text, so that no reader makes a float of them: `12`, `0.000125`. */
const quantity = z.string().regex(/^-?\d+(\.\d{1,6})?$/);
export const usageStates = ['waiting', 'sent', 'accepted', 'included', 'rejected', 'expired', 'written_off'] as const;
const usageState = z.enum(usageStates);

const reported = z.object({
  /** The source's own key of the record: it is counted once under this key, however often it is sent. */
  key: z.string().trim().min(1).max(200),
  /** The entitlement, by its id here or by the marketplace's own. */
  entitlement: z.string().trim().min(1).max(300),
  dimension: z.string().trim().min(1).max(100),
  /** When it was used; the clock hour it lies in is what is billed. */
  at: z.string().max(40),
  quantity: z.union([z.string().max(40), z.number()]),
});
const refusal = z.object({
  /** Place in the list from 0, or line of the file. */
  at: z.number().int(),
  key: z.string(),
  code: z.enum([
    'key_twice',
    'key_taken',
    'entitlement',
    'dimension',
    'not_metered',
    'time',
    'future',
    'not_entitled',
    'quantity',
    'whole_units',
    'row',
    'too_much',
  ]),
  sentence: z.string(),
});
const taken = z.object({
  accepted: z.number().int(),
  /** Known under their key already, with the same content. */
  repeated: z.number().int(),
  refused: z.array(refusal),
});
export const usageLine = z.object({
  id,
  state: usageState,
  marketplace: z.string(),
  entitlementId: id,
  entitlementName: z.string(),
  agreementKey: z.string().nullable(),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  dealName: z.string().nullable(),
  productId: id.nullable(),
  productName: z.string().nullable(),
  buyerAccount: z.string().nullable(),
  buyerName: z.string().nullable(),
  dimension: z.string(),
  /** Beginning of the clock hour. */
  hour: instant,
  records: z.number().int(),
  ingested: quantity,
  corrected: quantity,
  included: quantity,
  /** What is or was sent: ingested and corrected, less what is included. */
  quantity,
  readyAt: instant,
  expiresAt: instant,
  outcome: z.string().nullable(),
  sentence: z.string().nullable(),
  remoteId: z.string().nullable(),
  batchId: id.nullable(),
  settledBy: z.string().nullable(),
  settledReason: z.string().nullable(),
  /** What may be done with it now. */
  acts: z.array(z.enum(['retry', 'write_off', 'correct'])),
  version,
});
const totals = z.object({
  ingested: quantity,
  corrected: quantity,
  waiting: quantity,
  sent: quantity,
  accepted: quantity,
  included: quantity,
  rejected: quantity,
  expired: quantity,
  writtenOff: quantity,
});
const filter = {
  entitlementId: id.optional(),
  dealId: id.optional(),
  productId: id.optional(),
  /** The account of the buyer at the marketplace. */
  buyer: z.string().trim().min(1).max(300).optional(),
  /** Clock hours from here on, and before there. */
  from: instant.optional(),
  to: instant.optional(),
};
const listState = z.enum(['unbilled', ...usageStates]);
const mostAtOnce = 500;
const read = { audience: 'workspace', scope: 'usage:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'usage:write', assistant: 'none' } as const;
const lineAct = { method: 'POST', ...write, versioned: true, params: byId, output: usageLine } as const;

/** Metering: what customers used of what they bought at a marketplace, hour by hour, until the marketplace has taken it. */
export const usage = {
  'metering.report': operation({
    method: 'POST',
    path: '/metering/records',
    summary: 'Report what was used; each record is counted once under its key, and each refused one says why',
    ...write,
    body: z.object({ records: z.array(reported).min(1).max(1000) }),
    output: taken,
  }),
  'metering.upload': operation({
    method: 'POST',
    path: '/metering/files',
    summary: 'Report what was used as a CSV file with the columns key, entitlement, dimension, at and quantity',
    ...write,
    body: z.object({ fileName: name, csv: z.string().min(1).max(1_500_000) }),
    output: taken.extend({ lines: z.number().int() }),
  }),
  'metering.lines': operation({
    method: 'GET',
    path: '/metering/lines',
    summary: 'Hours of usage by state; unbilled are those that wait or are on their way',
    ...read,
    query: z.object({
      state: listState.optional(),
      ...filter,
      cursor: cursor.optional(),
      limit,
    }),
    output: page(usageLine),
  }),
  'metering.totals': operation({
    method: 'GET',
    path: '/metering/totals',
    summary: 'Usage by dimension: what came in, and how much of it stands where; the parts always add up',
    ...read,
    query: z.object(filter),
    output: z.object({
      dimensions: z.array(totals.extend({ marketplace: z.string(), dimension: z.string() })),
      lines: z.object(Object.fromEntries(usageStates.map((state) => [state, z.number().int()])) as Record<(typeof usageStates)[number], z.ZodInt>),
      /** What can be chosen among: whatever has hours. */
      products: z.array(z.object({ id, name: z.string() })),
      buyers: z.array(z.object({ account: z.string(), name: z.string() })),
      /** Connections that send, and why one does not. */
      senders: z.array(
        z.object({
          connectionId: id,
          marketplace: z.string(),
          pausedUntil: instant.nullable(),
          sentence: z.string().nullable(),
          openBatches: z.number().int(),
        }),
      ),
    }),
  }),
  'metering.batches': operation({
    method: 'GET',
    path: '/metering/batches',
    summary: 'Batches as they were sent, the newest first',
    ...read,
    query: z.object({ cursor: cursor.optional(), limit }),
    output: page(
      z.object({
        id,
        marketplace: z.string(),
        state: z.enum(['reserved', 'done']),
        lines: z.number().int(),
        attempts: z.number().int(),
        reservedAt: instant,
        firstSentAt: instant.nullable(),
        doneAt: instant.nullable(),
        lastError: z.string().nullable(),
        outcomes: z.record(z.string(), z.number().int()),
      }),
    ),
  }),
  'metering.retry': operation({
    path: '/metering/lines/:id/retry',
    summary: 'Send a rejected hour again, or one that waits before its hour has ended',
    ...lineAct,
  }),
  'metering.writeOff': operation({
    path: '/metering/lines/:id/write-off',
    summary: 'Give an hour up that will not be billed, and say why',
    ...lineAct,
    body: z.object({ reason: note.min(1) }),
  }),
  'metering.bulk': operation({
    method: 'POST',
    path: '/metering/lines/bulk',
    summary: 'Send many hours again or now, or give them up: those named, or the first that a filter finds; each refusal is listed',
    ...write,
    body: z.object({
      act: z.enum(['retry', 'write_off']),
      lines: z
        .array(z.object({ id, version: version.optional() }))
        .min(1)
        .max(mostAtOnce)
        .optional(),
      /** Instead of naming them: those that the act can be done with, the oldest hour first. */
      matching: z.object({ state: listState.optional(), ...filter }).optional(),
      reason: note.min(1).optional(),
    }),
    output: z.object({
      changed: z.array(id),
      refused: z.array(z.object({ id, sentence: z.string() })),
      /** More of them match: ask again. */
      more: z.boolean(),
    }),
  }),
  'metering.correct': operation({
    path: '/metering/lines/:id/correct',
    summary: 'Set what an hour that is not sent yet, or was rejected, comes to',
    ...lineAct,
    body: z.object({ quantity: z.union([z.string().max(40), z.number()]), reason: note.min(1) }),
  }),
};
