import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { ReadHints } from '../../modules/sync/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { sameBytes } from '../crm/signature.ts';
import { definitionOf } from './definition.ts';

const event = z.object({
  id: z.string().min(1).max(200),
  object: z.string().max(200),
  record: z.union([z.string().max(200), z.number()]).transform(String),
  type: z.string().max(100).default('changed'),
});

/** Whoever can call us tells what changed: `[{ id, object, record }]`, signed as HMAC-SHA256 of the body in hexadecimal. */
export const readRestEvents: ReadHints = async (access, secret, request) => {
  const expected = createHmac('sha256', secret).update(request.body).digest();
  if (!sameBytes(expected, Buffer.from((request.headers['x-entente-signature'] ?? '').replace(/^sha256=/, ''), 'hex')))
    throw new OutsideError('auth', 'The signature of a message does not hold.');
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    throw new OutsideError('invalid', 'A message is no JSON.', { cause: error });
  }
  const read = z
    .array(event)
    .max(500)
    .safeParse(Array.isArray(parsed) ? parsed : [parsed]);
  if (!read.success) throw new OutsideError('invalid', 'A message is not of the form [{ id, object, record }].');
  const kinds = new Map(definitionOf(access).objects.map((object) => [object.object, object.kind]));
  return read.data.flatMap((each) => {
    const kind = kinds.get(each.object);
    return kind === undefined ? [] : [{ dedupeKey: each.id, type: each.type, kind, outsideId: each.record, body: each }];
  });
};
