import type { Result } from '@entente/contracts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { boundTo, type WebhookDeps } from './deps.ts';
import { isWebhookEvent } from './domain/event-catalogue.ts';
import { messageIdOf } from './domain/message.ts';
import { countOf, type Endpoint, type Message } from './store.ts';

export type ShownEndpoint = Result<'webhooks.get'>;
export type ShownDelivery = Result<'webhooks.deliveries'>['items'][number];

const oneOf = <Value extends string>(values: readonly Value[], text: string): Value => {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error(`${text} is none of ${values.join(', ')}`);
  return found;
};

export const formatOf = (row: Endpoint) => oneOf(['standard', 'cloudevents'] as const, row.format);
export const signingOf = (row: Endpoint) => oneOf(['hmac', 'ed25519'] as const, row.signing);

/** The whole address is only for those who may change it, so that nobody who merely looks can write to the receiver. */
export async function shownEndpoint(tx: Tx, { secrets }: Pick<WebhookDeps, 'secrets'>, context: Context, row: Endpoint): Promise<ShownEndpoint> {
  const mayChange = context.actor.scopes.has('webhooks:write');
  const overlaps = row.overlap_ends_at !== null && Date.parse(row.overlap_ends_at) > context.now.getTime();
  const throttled = row.throttled_until !== null && Date.parse(row.throttled_until) > context.now.getTime();
  return {
    id: row.id,
    url: mayChange ? secrets.open(row.url_sealed, boundTo(row.tenant_id, row.id, 'url')) : null,
    urlShown: row.url_shown,
    description: row.description,
    eventTypes: row.event_types === null ? null : row.event_types.filter(isWebhookEvent),
    format: formatOf(row),
    includeData: row.include_data,
    signing: signingOf(row),
    publicKey: row.public_key,
    concurrency: row.concurrency,
    status: oneOf(['active', 'disabled'] as const, row.status),
    disabledAt: row.disabled_at,
    disabledWhy: row.disabled_why === null ? null : oneOf(['by_person', 'gone', 'failing'] as const, row.disabled_why),
    disabledBy: row.disabled_by,
    failingSince: row.failing_since,
    throttledUntil: throttled ? row.throttled_until : null,
    overlapEndsAt: overlaps ? row.overlap_ends_at : null,
    lastDelivery: row.last_at === null ? null : { at: row.last_at, ok: row.last_ok ?? false, status: row.last_status, error: row.last_error },
    ...(await countOf(tx, context, row.id)),
    createdBy: row.created_by,
    createdAt: row.created_at,
    version: row.version,
  };
}

/** Null when the event has been taken out of the catalogue since. */
export function shownDelivery(row: Message): ShownDelivery | null {
  if (!isWebhookEvent(row.event_type)) return null;
  return {
    id: row.id,
    messageId: messageIdOf(row.event_id),
    eventId: row.test ? null : row.event_id,
    eventType: row.event_type,
    test: row.test,
    state: oneOf(['waiting', 'delivered', 'failed'] as const, row.state),
    attempts: row.attempts,
    lastStatus: row.last_status,
    lastError: row.last_error,
    lastTookMs: row.last_took_ms,
    createdAt: row.created_at,
    nextAttemptAt: row.state === 'waiting' ? row.due_at : null,
    finishedAt: row.finished_at,
  };
}
