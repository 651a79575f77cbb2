import { z } from 'zod';
import type { OutsideHint, ReadHints } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { requirePartnerSignature } from './event-certificate.ts';
import { requireMarketplaceToken } from './event-token.ts';
import { answerOperation, readOperation, type SaasOperation } from './marketplace/operations.ts';

const referralEvent = z.looseObject({
  EventName: z.string().min(1).max(100),
  ResourceUri: z.string().min(1).max(500),
  ResourceName: z.string().max(100).nullish(),
  ResourceChangeUtcDate: z.string().max(60).nullish(),
});
/** Read loosely: fields are added without notice, and a value of a kind that is not known is news all the same. */
const purchaseEvent = z.looseObject({
  id: z.string().min(1).max(100),
  subscriptionId: z.string().min(1).max(100),
  action: z.string().min(1).max(100),
  status: z.string().max(100).nullish(),
  timeStamp: z.string().max(60).nullish(),
});

/**
 * Two of Microsoft's services send messages: Partner Center signs the body with a certificate, the marketplace shows a token of the
 * directory. Neither knows a secret of ours. What they say is only where to look.
 */
export const readMicrosoftEvents: ReadHints = async (access, _secret, { headers, body }) => {
  if (/^Bearer\s/i.test(headers['authorization'] ?? '')) {
    await requireMarketplaceToken(access, headers);
    return [await purchaseHint(access, parsed(body))];
  }
  await requirePartnerSignature(access, headers, body);
  return referralHints(parsed(body));
};

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new OutsideError('invalid', 'A message from Microsoft is no JSON.');
  }
}

/** One that is new may be an invitation too: it is told as news of a record, and as news of something else. */
function referralHints(json: unknown): OutsideHint[] {
  const hint = referralHint(json);
  return hint.type === 'referral-created' ? [hint, { ...hint, dedupeKey: `${hint.dedupeKey} invitation`, kind: null }] : [hint];
}

function referralHint(json: unknown): OutsideHint {
  const read = referralEvent.safeParse(json);
  if (!read.success) throw new OutsideError('invalid', 'A message from Partner Center does not have the form of an event.');
  const event = read.data;
  const id = event.EventName.startsWith('referral-') ? (/\/referrals\/([\w-]+)$/.exec(event.ResourceUri)?.[1] ?? null) : null;
  return {
    // They number nothing; the same change of the same referral is the same message.
    dedupeKey: [event.EventName, id ?? event.ResourceUri, event.ResourceChangeUtcDate ?? ''].join(' '),
    type: event.EventName,
    kind: id === null ? null : 'deal',
    outsideId: id,
    body: event,
  };
}

/** What waits ten seconds for a refusal and then happens. Nobody here refuses: it is accepted at once, so that what is read next is true. */
const asks = new Set(['ChangePlan', 'ChangeQuantity', 'Reinstate']);

async function verified(access: Access, event: z.infer<typeof purchaseEvent>): Promise<SaasOperation | null> {
  const operation = await readOperation(access, event.subscriptionId, event.id);
  if (operation === null || operation.action !== event.action || operation.status !== 'InProgress' || !asks.has(operation.action)) return operation;
  return answerOperation(access, event.subscriptionId, event.id, true);
}

/** The operation is looked up before anything acts on it: a message that names none is told by nobody we know. */
async function purchaseHint(access: Access, json: unknown): Promise<OutsideHint> {
  const read = purchaseEvent.safeParse(json);
  if (!read.success) throw new OutsideError('invalid', 'A message from the marketplace does not have the form of an event.');
  const event = read.data;
  const operation = await verified(access, event).catch((error: unknown) => {
    // Not now: whoever acts on it reads the subscription itself, so the message is kept.
    if (error instanceof OutsideError && error.mayPass) return 'unknown' as const;
    throw error;
  });
  if (operation === null || (operation !== 'unknown' && operation.action !== event.action))
    throw new OutsideError('invalid', 'A message tells of an operation that the marketplace does not know.');
  return {
    dedupeKey: [event.id, event.action, event.status ?? ''].join(' '),
    type: `marketplace ${event.action}`,
    kind: null,
    outsideId: event.subscriptionId,
    body: { ...event, verified: operation === 'unknown' ? null : { status: operation.status, planId: operation.planId, quantity: operation.quantity } },
  };
}
