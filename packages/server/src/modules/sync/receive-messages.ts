import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/db/database.ts';
import { findConnection, objectsOf } from './connection-store.ts';
import { beginWalk } from './object-store.ts';
import { clean, storable } from './domain/storable.ts';
import type { OutsideHint, SyncPorts } from './ports.ts';
import type { Systems } from './systems.ts';
import { ask } from './tasks.ts';

export type Received = { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/**
 * A request of the other side: verified, kept message by message under the sender's own ids, and turned into looks at records. A
 * message that comes again is counted and changes nothing. @throws {OutsideError} `auth` when it is not from them.
 */
export async function receiveMessages(
  options: { database: Database; systems: Systems; ports: SyncPorts; now: () => Date },
  tenantId: string,
  connectionId: string,
  request: Received,
): Promise<{ readonly messages: number }> {
  const system = await options.systems.byId(tenantId, connectionId);
  const hints = (await system.adapter.hints(system.access, options.systems.eventSecretOf(system.connection), request)).map(storableHint);
  await options.database.inTenant(tenantId, (tx) => keepMessages(tx, tenantId, connectionId, hints, options.now()));
  // One that comes again may have been kept and then not handled: those who read such news know theirs by its id.
  const others = hints.filter((hint) => hint.kind === null);
  if (others.length > 0) await options.ports.otherMessages({ tenantId, connectionId, system: system.connection.system }, others);
  return { messages: hints.length };
}

const storableHint = (hint: OutsideHint): OutsideHint => ({
  ...hint,
  dedupeKey: clean(hint.dedupeKey),
  type: clean(hint.type),
  outsideId: hint.outsideId === null ? null : clean(hint.outsideId),
  body: storable(hint.body),
});

/** Each message once, under its own id; all of them cause a look: that is what makes a repetition harmless and a loss mendable. */
async function keepMessages(tx: Tx, tenantId: string, connectionId: string, hints: readonly OutsideHint[], now: Date): Promise<void> {
  if (hints.length === 0) return;
  await findConnection(tx, tenantId, connectionId);
  const objects = await objectsOf(tx, tenantId, connectionId);
  const kinds = new Set(objects.map((object) => object.kind));
  const once = [...new Map(hints.map((hint) => [hint.dedupeKey, hint])).values()];
  const rows = once.map((hint) => ({ id: newId(), key: hint.dedupeKey, type: hint.type, kind: hint.kind, outsideId: hint.outsideId, body: hint.body }));
  await sql`
    insert into sync_inbox (tenant_id, id, connection_id, dedupe_key, type, kind, outside_id, body, received_at)
    select ${tenantId}::uuid, r.id, ${connectionId}::uuid, r.key, r.type, r.kind, r."outsideId", r.body, ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, key text, type text, kind text, "outsideId" text, body jsonb)
    on conflict (tenant_id, connection_id, dedupe_key) do update set times = sync_inbox.times + 1`.execute(tx);
  await ask(
    tx,
    tenantId,
    connectionId,
    hints.flatMap((hint) =>
      hint.kind !== null && hint.outsideId !== null && kinds.has(hint.kind) ? [{ kind: hint.kind, key: hint.outsideId, urgency: 1 as const }] : [],
    ),
    now,
  );
  for (const object of objects)
    if (hints.some((hint) => hint.gap === true && (hint.kind === null || hint.kind === object.kind)) && !object.walking)
      await beginWalk(tx, tenantId, object.id, null);
}

/** All kept messages once more, as if they had just come: where nothing was lost, nothing changes. */
export async function replayMessages(
  options: { database: Database; now: () => Date },
  tenantId: string,
  connectionId: string,
  since: string | null,
): Promise<number> {
  return options.database.inTenant(tenantId, async (tx) => {
    const { rows } = await sql<{ kind: 'deal'; outsideId: string }>`
      select distinct kind, outside_id as "outsideId" from sync_inbox
      where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and kind is not null and outside_id is not null
        and received_at >= coalesce(${since}::timestamptz, '-infinity')`.execute(tx);
    const kinds = new Set((await objectsOf(tx, tenantId, connectionId)).map((object) => object.kind));
    const asks = rows.filter((row) => kinds.has(row.kind)).map((row) => ({ kind: row.kind, key: row.outsideId, urgency: 2 as const }));
    for (let at = 0; at < asks.length; at += 5_000) await ask(tx, tenantId, connectionId, asks.slice(at, at + 5_000), options.now());
    return asks.length;
  });
}
