import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { OutsideHint, ReadHints } from '../../modules/sync/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { sameBytes } from '../crm/signature.ts';
import { objects } from './fields.ts';
import { hubspotSettings } from './settings.ts';

const event = z.object({
  eventId: z.union([z.string().max(100), z.number()]).transform(String),
  subscriptionId: z
    .union([z.string().max(100), z.number()])
    .transform(String)
    .optional(),
  subscriptionType: z.string().max(100),
  objectId: z.union([z.string().max(100), z.number()]).transform(String),
  objectTypeId: z.string().max(40).optional(),
  occurredAt: z.number().optional(),
  changeSource: z.string().max(100).optional(),
  mergedObjectIds: z
    .array(z.union([z.string(), z.number()]).transform(String))
    .max(100)
    .optional(),
});
/** HubSpot asks for this: an older request may be one that somebody kept and sends again. */
const OLDEST_MS = 5 * 60_000;

/** Webhooks with the third signature: over method, address, body and time. Only ids are taken from them. */
export const readHubspotEvents: ReadHints = async (access, secret, request) => {
  const refuse = (why: string): OutsideError => new OutsideError('auth', `A message from HubSpot was refused: ${why}`);
  const time = request.headers['x-hubspot-request-timestamp'] ?? '';
  // Their time is a real one, and so is the clock it is compared with.
  if (!/^\d{13}$/.test(time) || Math.abs(Date.now() - Number(time)) > OLDEST_MS) throw refuse('it is older than five minutes, or one of the clocks is wrong.');
  const given = Buffer.from(request.headers['x-hubspot-signature-v3'] ?? '', 'base64');
  const secrets = [access.credentials['clientSecret'] ?? '', secret].filter((each) => each !== '');
  const holds = addressesOf(hubspotSettings(access).eventUrl, request).some((address) =>
    secrets.some((each) => sameBytes(createHmac('sha256', each).update(`${request.method}${address}`).update(request.body).update(time).digest(), given)),
  );
  if (!holds) throw refuse('its signature does not hold.');
  return eventsIn(request.body).flatMap(hintsOf);
};

/**
 * The address HubSpot called, as it wrote it. Behind a proxy we see only a part of it; whatever somebody puts into these headers, only
 * who has the secret can sign it.
 */
function addressesOf(known: string, request: Parameters<ReadHints>[2]): string[] {
  if (known !== '') return [known];
  if (/^https?:/.test(request.url)) return [request.url];
  const hosts = [request.headers['x-forwarded-host'], request.headers['host']].flatMap((host) => host ?? []);
  return [...new Set(hosts)].flatMap((host) => [`https://${host}${request.url}`, `http://${host}${request.url}`]);
}

function eventsIn(body: Buffer): z.infer<typeof event>[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new OutsideError('invalid', 'A message from HubSpot is no JSON.', { cause: error });
  }
  const read = z.array(event).max(1_000).safeParse(parsed);
  if (!read.success) throw new OutsideError('invalid', 'A message from HubSpot does not have the form of its events.');
  return read.data;
}

function hintsOf(each: z.infer<typeof event>): OutsideHint[] {
  const [name] = each.subscriptionType.split('.');
  const kind = objects.find((one) => one.singular === name || (name === 'object' && one.typeId !== '' && one.typeId === each.objectTypeId))?.kind;
  if (kind === undefined) return [];
  const key = `${each.eventId} ${each.subscriptionId ?? ''}`.trim();
  return [each.objectId, ...(each.mergedObjectIds ?? [])].map((id) => ({
    dedupeKey: id === each.objectId ? key : `${key} ${id}`,
    type: each.subscriptionType,
    kind,
    outsideId: id,
    body: each,
  }));
}
