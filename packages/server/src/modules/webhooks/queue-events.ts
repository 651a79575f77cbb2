import type { WebhookEventType } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { OutboxEvent, OutboxHandler } from '../../platform/events/outbox.ts';
import type { WebhookDeps } from './deps.ts';
import { isWebhookEvent } from './domain/event-catalogue.ts';
import { render, type Happened } from './domain/message.ts';
import { formatOf } from './shape.ts';
import { endpoints, wants, type Endpoint } from './store.ts';

/** Makes a message of each event for each endpoint that wants it. Read again, an event makes none anew. */
export function queueEvents({ database, now }: Pick<WebhookDeps, 'database' | 'now'>, queued: () => void): OutboxHandler {
  return async (events) => {
    let count = 0;
    for (const [tenantId, own] of Map.groupBy(events, (event) => event.tenantId)) {
      const known = own.filter((event): event is OutboxEvent & { type: WebhookEventType } => isWebhookEvent(event.type));
      if (known.length === 0) continue;
      await database.inTenant(tenantId, async (tx) => {
        const open = await endpoints(tx, { tenantId }).where('status', '=', 'active').execute();
        for (const endpoint of open)
          count += await queueFor(
            tx,
            endpoint,
            known.filter((event) => wants(endpoint, event.type)),
            now(),
          );
      });
    }
    if (count > 0) queued();
  };
}

/** What is under way just now is left alone; with `again`, what was sent before is sent once more. Gives how many were queued. */
export async function queueFor(tx: Tx, endpoint: Endpoint, events: readonly Happened[], now: Date, { again = false } = {}): Promise<number> {
  if (events.length === 0) return 0;
  const wishes = { format: formatOf(endpoint), includeData: endpoint.include_data };
  const at = now.toISOString();
  const rows = events.map((event) => {
    const { body, contentType } = render(event, wishes);
    return { id: newId(), event_id: event.id, event_type: event.type, body, content_type: contentType, created_at: event.at };
  });
  const existing = again
    ? sql`do update set state = 'waiting', tries = 0, due_at = excluded.due_at, sending_until = null, finished_at = null, body = excluded.body, content_type = excluded.content_type
        where webhook_message.sending_until is null or webhook_message.sending_until < excluded.due_at`
    : sql`do nothing`;
  const result = await sql`
    insert into webhook_message (tenant_id, id, endpoint_id, event_id, event_type, body, content_type, state, due_at, created_at)
    select ${endpoint.tenant_id}::uuid, m.id, ${endpoint.id}::uuid, m.event_id, m.event_type, m.body, m.content_type, 'waiting', ${at}::timestamptz, m.created_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as m(id uuid, event_id uuid, event_type text, body text, content_type text, created_at timestamptz)
    on conflict (tenant_id, endpoint_id, event_id) ${existing}`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}
