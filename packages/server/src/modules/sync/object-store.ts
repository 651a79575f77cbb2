import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { OutsideObject } from './ports.ts';

/** Where reading of one object goes on; kept in the transaction of what was read. */
export async function keepCursor(tx: Tx, tenantId: string, objectId: string, cursor: string, now: Date): Promise<void> {
  await sql`update connection_object set cursor = ${cursor}, read_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and id = ${objectId}::uuid`.execute(
    tx,
  );
}

/** Everything will be read once, from the beginning, beside the reading of changes. */
export async function beginWalk(tx: Tx, tenantId: string, objectId: string, jobId: string | null): Promise<void> {
  await sql`update connection_object set walking = true, walk_after = null, walked = 0, walk_job_id = ${jobId}::uuid where tenant_id = ${tenantId}::uuid and id = ${objectId}::uuid`.execute(
    tx,
  );
}
export async function keepWalk(tx: Tx, tenantId: string, objectId: string, place: { after: string | null; walked: number }): Promise<void> {
  await sql`
    update connection_object set walk_after = ${place.after}, walked = walked + ${place.walked}, walking = ${place.after !== null}
    where tenant_id = ${tenantId}::uuid and id = ${objectId}::uuid`.execute(tx);
}

/** How long a description of their fields holds when nothing speaks against it. */
export const DESCRIBE_MS = 24 * 3_600_000;
const DESCRIBED_JUST_NOW_MS = 60_000;

/** A value nobody knows says that their lists have changed: they are described again at the next turn. */
export async function describeSoon(tx: Tx, tenantId: string, objectId: string, now: Date): Promise<void> {
  const [stale, recent] = [now.getTime() - DESCRIBE_MS, now.getTime() - DESCRIBED_JUST_NOW_MS].map((at) => new Date(at).toISOString());
  await sql`
    update connection_object set described_at = ${stale}::timestamptz
    where tenant_id = ${tenantId}::uuid and id = ${objectId}::uuid and described_at < ${recent}::timestamptz`.execute(tx);
}

/** What the objects look like over there, as just described; one they do not describe counts as having no fields known. */
export async function keepDescription(tx: Tx, tenantId: string, connectionId: string, described: readonly OutsideObject[], now: Date): Promise<void> {
  await sql`update connection_object set described_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid`.execute(
    tx,
  );
  for (const object of described)
    await sql`
      update connection_object set described = ${JSON.stringify(object.fields)}::jsonb
      where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and kind = ${object.kind} and object = ${object.object}`.execute(tx);
}
