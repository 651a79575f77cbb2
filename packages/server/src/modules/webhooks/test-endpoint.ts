import type { Parsed, Result } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import { attempt } from './attempt.ts';
import type { WebhookDeps } from './deps.ts';
import { openDelivery } from './deliveries.ts';
import { sampleEvent } from './domain/event-catalogue.ts';
import { render } from './domain/message.ts';
import { recordAttempt } from './record-attempt.ts';
import { formatOf } from './shape.ts';
import { endpointOf } from './store.ts';

/** Who asks waits for the answer, so not many may be asked for at the same time. */
const MOST_AT_ONCE = 20;
const LEASE_MS = 60_000;

/** Sends a sample now, also to an endpoint that is disabled. It is kept among the deliveries and never tried again. */
export function testEndpoint(deps: WebhookDeps): (context: Context, input: Parsed<'webhooks.test'>) => Promise<Result<'webhooks.test'>> {
  let underWay = 0;
  return async (context, { params, body }) => {
    requireScope(context, 'webhooks:write');
    if (underWay >= MOST_AT_ONCE) throw new Problem('rate_limited', 'Many tests are under way. Try again in a moment.');
    underWay += 1;
    try {
      return await sendSample(deps, context, params.id, body.eventType);
    } finally {
      underWay -= 1;
    }
  };
}

async function sendSample(
  deps: WebhookDeps,
  context: Context,
  endpointId: string,
  type: Parsed<'webhooks.test'>['body']['eventType'],
): Promise<Result<'webhooks.test'>> {
  const { tenantId } = context;
  const at = context.now.toISOString();
  const { endpoint, message } = await deps.database.inTenant(tenantId, async (tx) => {
    const found = await endpointOf(tx, context, endpointId);
    const event = sampleEvent(type, { tenantId, id: newId(), at });
    const { body, contentType } = render(event, { format: formatOf(found), includeData: found.include_data });
    const row = await tx
      .insertInto('webhook_message')
      .values({
        tenant_id: tenantId,
        id: newId(),
        endpoint_id: endpointId,
        event_id: event.id,
        event_type: type,
        test: true,
        body,
        content_type: contentType,
        // Nobody takes it up after a crash: whoever asked is not waiting any more.
        state: 'failed',
        due_at: at,
        sending_until: new Date(context.now.getTime() + LEASE_MS).toISOString(),
        created_at: at,
        finished_at: at,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { endpoint: found, message: row };
  });
  // Outside of any transaction: a slow receiver must not hold one open.
  const made = await attempt(deps, endpoint, message);
  return deps.database.inTenant(tenantId, async (tx) => {
    await recordAttempt(tx, message, made, deps.now(), 0);
    return openDelivery(tx, context, endpointId, message.id);
  });
}
