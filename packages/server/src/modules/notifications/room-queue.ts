import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { NotificationEvent } from './domain/events.ts';
import type { Notice } from './notice-mail.ts';

/** Puts a message before each room of these sides that wishes to hear of the event. The workspace's own rooms have no partner (null). */
export async function queueForRooms(
  tx: Tx,
  at: { tenantId: string; eventId: string; now: Date },
  event: NotificationEvent,
  partnerIds: readonly (string | null)[],
  notice: Notice,
): Promise<void> {
  const ids = partnerIds.filter((id) => id !== null);
  const { rows } = await sql<{ id: string }>`
    select id from notification_hook where tenant_id = ${at.tenantId}::uuid and paused_at is null and ${event} = any(events)
      and (partner_id = any(${ids}::uuid[]) or (${partnerIds.includes(null)} and partner_id is null))`.execute(tx);
  if (rows.length === 0) return;
  await tx
    .insertInto('hook_message')
    .values(
      rows.map(({ id }) => ({
        tenant_id: at.tenantId,
        id: newId(),
        hook_id: id,
        event_id: at.eventId,
        title: notice.title.slice(0, 300),
        body: notice.body.slice(0, 2_000),
        path: notice.path,
        due_at: at.now.toISOString(),
      })),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'hook_id', 'event_id']).doNothing())
    .execute();
}
