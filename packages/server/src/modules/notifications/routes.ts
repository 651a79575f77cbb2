import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { isEvent } from './domain/events.ts';
import { USUAL_PREFERENCES } from './domain/when-to-mail.ts';
import { readPreferences, setPreferences } from './preferences.ts';
import type { RoomDeps } from './room-address.ts';
import { addRoom, listRooms, removeRoom, testRoom } from './rooms.ts';

type Operation = Extract<keyof Handlers, `notifications.${string}` | `notificationHooks.${string}`>;

export function notificationsRoutes(deps: RoomDeps): Pick<Handlers, Operation> {
  const within = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'notifications:read');
    return deps.database.inTenant(context.tenantId, work);
  };
  return {
    'notifications.list': (context, { query }) => within(context, (tx) => listNotifications(tx, context, query)),
    'notifications.read': (context, { body }) => within(context, (tx) => markRead(tx, context, body.ids)),
    'notifications.preferences': (context) =>
      within(context, (tx) =>
        context.actor.memberId === null ? Promise.resolve(USUAL_PREFERENCES) : readPreferences(tx, context.tenantId, context.actor.memberId),
      ),
    'notifications.setPreferences': (context, { body }) => within(context, (tx) => setPreferences(tx, context, memberOf(context), body)),
    'notificationHooks.list': (context) => within(context, (tx) => listRooms(tx, context)),
    'notificationHooks.add': (context, { body }) => addRoom(deps, context, body),
    'notificationHooks.test': (context, { params }) => testRoom(deps, context, params.id),
    'notificationHooks.remove': (context, { params }) => within(context, (tx) => removeRoom(tx, context, params.id)),
  };
}

function memberOf(context: Context): string {
  if (context.actor.memberId === null) throw new Problem('not_allowed', 'Notifications belong to people; a key has none.');
  return context.actor.memberId;
}

async function unreadCount(tx: Tx, tenantId: string, memberId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notification where tenant_id = ${tenantId}::uuid and member_id = ${memberId}::uuid and read_at is null`.execute(tx);
  return rows[0]?.count ?? 0;
}

async function listNotifications(tx: Tx, context: Context, query: Parsed<'notifications.list'>['query']): Promise<Result<'notifications.list'>> {
  const { memberId } = context.actor;
  // Who looks through a partner's eyes, or is a key, sees the list as it is for somebody who was told nothing.
  if (memberId === null) return { items: [], nextCursor: null, unreadCount: 0 };
  const place = placeIn(query.cursor, 'id');
  let rows = tx.selectFrom('notification').selectAll().where('tenant_id', '=', context.tenantId).where('member_id', '=', memberId);
  if (query.unread) rows = rows.where('read_at', 'is', null);
  if (place) rows = rows.where('id', '<', place.id);
  const found = await rows
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = found.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.flatMap((row) =>
      isEvent(row.event) ? [{ id: row.id, event: row.event, title: row.title, body: row.body, path: row.path, at: row.at, readAt: row.read_at }] : [],
    ),
    nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null,
    unreadCount: await unreadCount(tx, context.tenantId, memberId),
  };
}

/** Ids of others are passed over without a word. */
async function markRead(tx: Tx, context: Context, ids: readonly string[] | undefined): Promise<{ unreadCount: number }> {
  const memberId = memberOf(context);
  let update = tx
    .updateTable('notification')
    .set({ read_at: context.now.toISOString() })
    .where('tenant_id', '=', context.tenantId)
    .where('member_id', '=', memberId)
    .where('read_at', 'is', null);
  if (ids !== undefined) update = update.where('id', '=', sql<string>`any(${[...ids]}::uuid[])`);
  await update.execute();
  return { unreadCount: await unreadCount(tx, context.tenantId, memberId) };
}
