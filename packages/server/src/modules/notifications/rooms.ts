import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql, type Selectable } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { NotificationHookTable } from '../../platform/db/schema.ts';
import { isEvent } from './domain/events.ts';
import { boundTo, masked, type RoomDeps } from './room-address.ts';
import { sendToRoom } from './send-to-rooms.ts';

type Shown = Result<'notificationHooks.add'>;
type Row = Selectable<NotificationHookTable>;

const MOST = 20;

/** Rooms are a side's: those who run the partner's team, or the workspace, name them. */
function requireRunning(context: Context): void {
  requireScope(context, context.actor.audience === 'partner' ? 'portal:team' : 'workspace:write');
}
const sideOf = (context: Context): string | null => (context.actor.audience === 'partner' ? partnerOf(context) : null);
function partnerOf(context: Context): string {
  if (context.actor.partnerId === null) throw notFound('room');
  return context.actor.partnerId;
}

const rooms = (tx: Tx, context: Context) => {
  const side = sideOf(context);
  const query = tx.selectFrom('notification_hook').selectAll().where('tenant_id', '=', context.tenantId);
  return side === null ? query.where('partner_id', 'is', null) : query.where('partner_id', '=', side);
};

async function roomOf(tx: Tx, context: Context, id: string): Promise<Row> {
  const row = await rooms(tx, context).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('room');
  return row;
}

export async function listRooms(tx: Tx, context: Context): Promise<{ items: Shown[] }> {
  return { items: (await rooms(tx, context).orderBy('id').execute()).map(shape) };
}

export async function addRoom(deps: RoomDeps, context: Context, body: Parsed<'notificationHooks.add'>['body']): Promise<Shown> {
  requireRunning(context);
  // Outside the transaction: looking a name up may take a while.
  await deps.outbound.check(body.url);
  const { tenantId } = context;
  const id = newId();
  return deps.database.inTenant(tenantId, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`rooms ${tenantId} ${sideOf(context) ?? ''}`}, 0))`.execute(tx);
    if ((await rooms(tx, context).execute()).length >= MOST) throw new Problem('conflict', `There are ${MOST} rooms already. Remove one first.`);
    const row = await tx
      .insertInto('notification_hook')
      .values({
        tenant_id: tenantId,
        id,
        partner_id: sideOf(context),
        name: body.name,
        url_sealed: deps.secrets.seal(body.url, boundTo(tenantId, id)),
        url_shown: masked(body.url),
        events: [...new Set(body.events)],
        created_by: context.actor.name,
        created_at: context.now.toISOString(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const { url_sealed: _, ...after } = row;
    await recordChange(tx, context, { operation: 'notificationHooks.add', recordType: 'notification_hook', recordId: id, after });
    return shape(row);
  });
}

export async function removeRoom(tx: Tx, context: Context, id: string): Promise<Shown> {
  requireRunning(context);
  const row = await roomOf(tx, context, id);
  await tx.deleteFrom('notification_hook').where('tenant_id', '=', context.tenantId).where('id', '=', id).execute();
  const { url_sealed: _, ...before } = row;
  await recordChange(tx, context, { operation: 'notificationHooks.remove', recordType: 'notification_hook', recordId: id, before });
  return shape(row);
}

/** Sends a message now. What the room answers is shown; one that arrives ends a pause. */
export async function testRoom(deps: RoomDeps, context: Context, id: string): Promise<Shown> {
  requireRunning(context);
  const row = await deps.database.inTenant(context.tenantId, (tx) => roomOf(tx, context, id));
  await sendToRoom(deps, row, { title: 'Test', body: `${context.actor.name} tries whether messages arrive here. They do.`, path: null });
  return deps.database.inTenant(context.tenantId, async (tx) => shape(await roomOf(tx, context, id)));
}

const shape = (row: Row): Shown => ({
  id: row.id,
  name: row.name,
  urlShown: row.url_shown,
  events: row.events.filter(isEvent),
  failures: row.failures,
  lastError: row.last_error,
  pausedAt: row.paused_at,
  createdBy: row.created_by,
  createdAt: row.created_at,
});
