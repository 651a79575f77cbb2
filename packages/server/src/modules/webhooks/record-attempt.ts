import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { Attempt } from './attempt.ts';
import { disable } from './disable.ts';
import { hasFailedTooLong, nextTry, throttleUntil } from './domain/schedule.ts';
import { changeEndpoint, endpoints, type Endpoint, type Message } from './store.ts';

/** What came of a try, in one transaction: the attempt, the message and the endpoint. Of what was removed meanwhile nothing is kept. */
export async function recordAttempt(tx: Tx, message: Message, made: Attempt, now: Date, chance: number): Promise<void> {
  const { tenant_id: tenantId } = message;
  const endpoint = await endpoints(tx, { tenantId }).where('id', '=', message.endpoint_id).forNoKeyUpdate().executeTakeFirst();
  if (!endpoint) return;
  await insertAttempt(tx, message, made);
  const { kind, error } = made.verdict;
  const tries = message.tries + 1;
  // The next try is counted from the end of this one; whoever disabled the endpoint meanwhile has decided.
  const next = kind === 'delivered' || kind === 'gone' || message.test || endpoint.status === 'disabled' ? null : nextTry(tries, now, chance, made.retryAfter);
  const state = kind === 'delivered' ? 'delivered' : next === null ? 'failed' : 'waiting';
  await tx
    .updateTable('webhook_message')
    .set({
      state,
      tries,
      attempts: message.attempts + 1,
      due_at: (next ?? now).toISOString(),
      sending_until: null,
      last_status: made.status,
      last_error: error,
      last_took_ms: made.tookMs,
      finished_at: state === 'waiting' ? null : now.toISOString(),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', message.id)
    .execute();
  await markEndpoint(tx, systemContext(tenantId, 'Webhooks', now), endpoint, message, made);
}

/** A test shows how an endpoint is and does not count against it. */
async function markEndpoint(tx: Tx, context: Context, before: Endpoint, message: Message, made: Attempt): Promise<void> {
  const { kind, error } = made.verdict;
  const ok = kind === 'delivered';
  const at = context.now.toISOString();
  const failingSince = ok ? null : message.test ? before.failing_since : (before.failing_since ?? at);
  const after = await changeEndpoint(tx, context, before.id, {
    last_at: at,
    last_ok: ok,
    last_status: made.status,
    last_error: error,
    failing_since: failingSince,
    throttled_until: ok ? null : kind === 'throttled' && !message.test ? throttleUntil(context.now, made.retryAfter).toISOString() : before.throttled_until,
    ...(before.overlap_ends_at !== null && Date.parse(before.overlap_ends_at) <= context.now.getTime()
      ? { earlier_secret_sealed: null, overlap_ends_at: null }
      : {}),
  });
  if (message.test || before.status === 'disabled') return;
  if (kind === 'gone') await disable(tx, context, after, 'gone', 'webhooks.send');
  else if (hasFailedTooLong(failingSince === null ? null : new Date(failingSince), context.now)) await disable(tx, context, after, 'failing', 'webhooks.send');
}

const insertAttempt = (tx: Tx, message: Message, made: Attempt): Promise<unknown> =>
  tx
    .insertInto('webhook_attempt')
    .values({
      tenant_id: message.tenant_id,
      id: made.id,
      message_id: message.id,
      at: made.at.toISOString(),
      took_ms: made.tookMs,
      status: made.status,
      error: made.verdict.error,
      request_headers: JSON.stringify(made.requestHeaders),
      response_headers: JSON.stringify(made.responseHeaders),
      response_body: made.responseBody,
    })
    .execute();
