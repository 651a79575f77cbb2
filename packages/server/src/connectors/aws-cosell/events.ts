import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { OutsideHint, ReadHints } from '../../modules/sync/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { awsSettings } from '../aws/settings.ts';

/** What is not named here is kept as well: those who read other events know more of them. */
const event = z.looseObject({
  id: z.string().min(1).max(200),
  source: z.string().max(200).default(''),
  account: z.string().max(40).optional(),
  'detail-type': z.string().min(1).max(200),
  detail: z
    .object({
      catalog: z.string().optional(),
      opportunity: z.object({ identifier: z.string().max(100) }).optional(),
      engagementInvitation: z.object({ id: z.string().max(100) }).optional(),
      engagement: z.object({ engagementId: z.string().max(100).optional(), id: z.string().max(100).optional() }).optional(),
    })
    .loose()
    .optional(),
});
const SELLING = 'aws.partnercentral-selling';

/**
 * Events of EventBridge, pushed to us. EventBridge itself signs nothing: whoever forwards them signs the body with the connection's
 * secret. One request holds one event or a list of them. What they say is only where to look.
 */
export const readAwsEvents: ReadHints = async (access, secret, request) => {
  const { catalog } = awsSettings(access);
  requireSignature(secret, request.headers, request.body);
  return readEvents(request.body).flatMap((each) => {
    // The bus carries everything of the account; of co-selling, other catalogues are other connections.
    if (each.source === SELLING && each.detail?.catalog !== undefined && each.detail.catalog !== catalog) return [];
    return [hintOf(each)];
  });
};

function requireSignature(secret: string, headers: Readonly<Record<string, string>>, body: Buffer): void {
  const given = (headers['x-entente-signature'] ?? '').replace(/^sha256=/, '');
  const expected = createHmac('sha256', secret).update(body).digest();
  const bytes = Buffer.from(given, /^[0-9a-f]{64}$/i.test(given) ? 'hex' : 'base64');
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected))
    throw new OutsideError('auth', 'The signature of a message from AWS does not hold.');
}

function readEvents(body: Buffer): z.infer<typeof event>[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new OutsideError('invalid', 'A message from AWS is no JSON.');
  }
  const read = z
    .array(event)
    .max(500)
    .safeParse(Array.isArray(parsed) ? parsed : [parsed]);
  if (!read.success) throw new OutsideError('invalid', 'A message from AWS does not have the form of an event.');
  return read.data;
}

function hintOf(each: z.infer<typeof event>): OutsideHint {
  const opportunity = each.source === SELLING ? each.detail?.opportunity?.identifier : undefined;
  const other = each.detail?.engagementInvitation?.id ?? each.detail?.engagement?.engagementId ?? each.detail?.engagement?.id ?? null;
  return {
    dedupeKey: each.id,
    type: each['detail-type'],
    kind: opportunity === undefined ? null : 'deal',
    outsideId: opportunity ?? other,
    body: each,
  };
}
