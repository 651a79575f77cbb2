import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { changeEndpoint, told, type Endpoint } from './store.ts';

/** Nothing is sent any more. What waited is given up, so that it can be replayed by somebody and does not start by itself after weeks. */
export async function disable(tx: Tx, context: Context, before: Endpoint, why: 'by_person' | 'gone' | 'failing', operation: string): Promise<Endpoint> {
  const { tenantId } = context;
  const at = context.now.toISOString();
  const after = await changeEndpoint(tx, context, before.id, {
    status: 'disabled',
    disabled_at: at,
    disabled_why: why,
    disabled_by: why === 'by_person' ? context.actor.name : null,
    throttled_until: null,
    version: before.version + 1,
    updated_at: at,
  });
  await tx
    .updateTable('webhook_message')
    .set({ state: 'failed', finished_at: at, sending_until: null, last_error: 'The endpoint was disabled before it was delivered.' })
    .where('tenant_id', '=', tenantId)
    .where('endpoint_id', '=', before.id)
    .where('state', '=', 'waiting')
    .execute();
  await recordChange(tx, context, {
    operation,
    recordType: 'webhook_endpoint',
    recordId: before.id,
    before: told(before),
    after: told(after),
    events: [
      {
        type: 'webhook.disabled',
        payload: { endpoint: before.url_shown, description: before.description, why, failingSince: before.failing_since, lastError: before.last_error },
      },
    ],
  });
  return after;
}
