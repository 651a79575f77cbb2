import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import type { HookMessageTable, NotificationHookTable } from '../../platform/db/schema.ts';
import type { Notice } from './notice-mail.ts';
import { boundTo, type RoomDeps } from './room-address.ts';

const MINUTE = 60_000;
/** Before each further try; after the last the message is given up. */
const RETRY_AFTER = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE];
const PAUSE_AFTER = 10;
const BATCH = 20;

type Room = Selectable<NotificationHookTable>;
type Message = Selectable<HookMessageTable>;

/** Sends what is due, oldest first. Gives how many messages arrived. */
export async function sendToRooms(deps: RoomDeps): Promise<number> {
  let arrived = 0;
  for (let batch = await claim(deps.database, deps.now()); batch.length > 0; batch = await claim(deps.database, deps.now())) {
    for (const message of batch) if (await send(deps, message)) arrived += 1;
  }
  return arrived;
}

/** The try is counted, and the next one set, before it is made: no crash and no second process sends in a circle. */
async function claim(database: Database, now: Date): Promise<Message[]> {
  return database.inSystem(async (tx) => {
    const { rows } = await sql<Message>`
      update hook_message h set attempts = h.attempts + 1, due_at = ${now.toISOString()}::timestamptz + (${sql.raw(waits)})[least(h.attempts + 1, ${RETRY_AFTER.length})] * interval '1 millisecond'
      where (h.tenant_id, h.id) in (select tenant_id, id from hook_message where due_at <= ${now.toISOString()}::timestamptz order by due_at, id limit ${BATCH} for update skip locked)
      returning h.*`.execute(tx);
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  });
}
const waits = `array[${RETRY_AFTER.join(', ')}]`;

async function send(deps: RoomDeps, message: Message): Promise<boolean> {
  const { tenant_id: tenantId } = message;
  const room = await deps.database.inTenant(tenantId, (tx) =>
    tx.selectFrom('notification_hook').selectAll().where('tenant_id', '=', tenantId).where('id', '=', message.hook_id).executeTakeFirst(),
  );
  if (!room) return false;
  const arrived = room.paused_at === null && (await sendToRoom(deps, room, message));
  if (arrived || room.paused_at !== null || message.attempts > RETRY_AFTER.length)
    await deps.database.inTenant(tenantId, (tx) => tx.deleteFrom('hook_message').where('tenant_id', '=', tenantId).where('id', '=', message.id).execute());
  return arrived;
}

/** One try. What came of it is kept with the room; ten failures in a row pause it. */
export async function sendToRoom(deps: RoomDeps, room: Room, notice: Notice): Promise<boolean> {
  const error = await post(deps, room, notice);
  await deps.database.inTenant(room.tenant_id, async (tx) => {
    const at = deps.now().toISOString();
    if (error === null) {
      await tx
        .updateTable('notification_hook')
        .set({ failures: 0, last_error: null, paused_at: null })
        .where('tenant_id', '=', room.tenant_id)
        .where('id', '=', room.id)
        .execute();
      return;
    }
    const after = await tx
      .updateTable('notification_hook')
      .set((eb) => ({
        failures: eb('failures', '+', 1),
        last_error: error,
        paused_at: sql<string | null>`case when failures + 1 >= ${PAUSE_AFTER} then coalesce(paused_at, ${at}::timestamptz) else paused_at end`,
      }))
      .where('tenant_id', '=', room.tenant_id)
      .where('id', '=', room.id)
      .returning('paused_at')
      .executeTakeFirst();
    if (after && after.paused_at !== null) await tx.deleteFrom('hook_message').where('tenant_id', '=', room.tenant_id).where('hook_id', '=', room.id).execute();
  });
  return error === null;
}

async function post(deps: RoomDeps, room: Room, notice: Notice): Promise<string | null> {
  try {
    const status = await deps.outbound.post(deps.secrets.open(room.url_sealed, boundTo(room.tenant_id, room.id)), slackMessage(notice, deps.publicUrl));
    return status >= 200 && status < 300 ? null : `The room answered ${status}.`;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    // What a library says may hold the address, which is a secret.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return error instanceof Error && error.message.startsWith('no answer within')
      ? `There was ${error.message}.`
      : `The room could not be reached${code === '' ? '' : ` (${code})`}.`;
  }
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** As Slack's incoming webhooks take it, and others that follow them. Signs that would mention people or make links are only text. */
export function slackMessage(notice: Notice, publicUrl: string): { text: string; blocks: unknown[] } {
  const link = notice.path === null ? '' : `\n<${publicUrl}${notice.path}|Open>`;
  return {
    text: `${escaped(notice.title)}: ${escaped(notice.body)}`,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `*${escaped(notice.title)}*\n${escaped(notice.body)}${link}` } }],
  };
}
