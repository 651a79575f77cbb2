import { z } from 'zod';
import type { ReadHints } from '../../modules/sync/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { dedupeKeyOf, procurementMessage } from './marketplace/notices.ts';
import { jsonOf } from './outside-error.ts';
import { requirePush } from './push.ts';
import { googleSettings } from './settings.ts';

const envelope = z.object({
  message: z
    .object({
      data: z.string().default(''),
      messageId: z.string().min(1).max(200).optional(),
      message_id: z.string().min(1).max(200).optional(),
      publishTime: z.string().max(100).optional(),
    })
    .loose(),
});

/**
 * Pushes of Pub/Sub: procurement only, since no message about opportunities is documented. The secret of the connection has no part in
 * it. What is no message of this provider is taken and left alone: refused, it would come again for a week.
 */
export const readGoogleEvents: ReadHints = async (access, _secret, request) => {
  await requirePush(access, request);
  const read = envelope.safeParse(jsonOf(request.body));
  if (!read.success) throw new OutsideError('invalid', 'A message from Google does not have the form of a push.');
  const { message } = read.data;
  const messageId = message.messageId ?? message.message_id;
  const parsed = procurementMessage.safeParse({
    messageId,
    publishTime: message.publishTime ?? null,
    account: access.account,
    data: jsonOf(Buffer.from(message.data, 'base64')),
  });
  if (!parsed.success) return [];
  const { provider } = googleSettings(access);
  if (parsed.data.data.providerId !== undefined && parsed.data.data.providerId !== provider) return [];
  return [
    {
      dedupeKey: dedupeKeyOf(parsed.data),
      type: parsed.data.data.eventType,
      kind: null,
      outsideId: parsed.data.data.entitlement?.id ?? null,
      body: parsed.data,
    },
  ];
};
