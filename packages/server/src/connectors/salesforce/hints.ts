import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { OutsideHint, ReadHints } from '../../modules/sync/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { sameBytes } from '../crm/signature.ts';
import { objects } from './fields.ts';

const event = z.object({
  event: z.object({ replayId: z.union([z.string().max(200), z.number()]).transform(String) }).loose(),
  payload: z
    .object({
      ChangeEventHeader: z
        .object({
          entityName: z.string().max(120),
          recordIds: z.array(z.string().max(40)).max(5_000).default([]),
          changeType: z.string().max(40),
          changeOrigin: z.string().max(400).default(''),
        })
        .loose(),
    })
    .loose(),
});
/** What an overflow has in place of ids. */
const NO_ID = /^0+AAA$/;

/**
 * Change events, pushed by whoever reads the Pub/Sub API for us: the body is signed with the connection's secret. Only ids are taken
 * from them, whatever else they carry. Our own writes come back too, marked with our client's name; one look at each ends it, and
 * trusting the mark could lose somebody else's change in the same transaction.
 */
export const readSalesforceEvents: ReadHints = async (_access, secret, request) => {
  const given = (request.headers['x-entente-signature'] ?? '').replace(/^sha256=/, '');
  const expected = createHmac('sha256', secret).update(request.body).digest();
  if (!sameBytes(expected, Buffer.from(given, 'hex'))) throw new OutsideError('auth', 'The signature of a message from Salesforce does not hold.');
  return eventsIn(request.body).flatMap((each) => hintsOf(each));
};

function eventsIn(body: Buffer): z.infer<typeof event>[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new OutsideError('invalid', 'A message from Salesforce is no JSON.', { cause: error });
  }
  const read = z
    .array(event)
    .max(500)
    .safeParse(Array.isArray(parsed) ? parsed : [parsed]);
  if (!read.success) throw new OutsideError('invalid', 'A message from Salesforce does not have the form of a change event.');
  return read.data;
}

function hintsOf(each: z.infer<typeof event>): OutsideHint[] {
  const { entityName, recordIds, changeType } = each.payload.ChangeEventHeader;
  const kind = objects.find((one) => one.object === entityName)?.kind;
  if (kind === undefined) return [];
  const ids = recordIds.filter((id) => !NO_ID.test(id));
  const body = { entityName, changeType, recordIds: ids.slice(0, 50), changeOrigin: each.payload.ChangeEventHeader.changeOrigin };
  const hint = { type: `${entityName} ${changeType}`, kind, body };
  // Without ids nobody can say which records changed: all are read once.
  if (changeType === 'GAP_OVERFLOW' || ids.length === 0) return [{ ...hint, dedupeKey: each.event.replayId, outsideId: null, gap: true }];
  return ids.map((id) => ({ ...hint, dedupeKey: `${each.event.replayId} ${id}`, outsideId: id }));
}
