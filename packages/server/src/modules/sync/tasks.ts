import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { RecordKind } from './ports.ts';

/** 0 somebody waits for it, 1 a hint, 2 back-fill. */
export type Urgency = 0 | 1 | 2;
export type Ask = { readonly kind: RecordKind; readonly key: string; readonly urgency: Urgency; readonly dueAt?: Date };
export type Task = { readonly kind: RecordKind; readonly key: string; readonly urgency: Urgency; readonly asked: number; readonly attempts: number };

/** A record without an id over there goes by its view. */
export const keyOfView = (viewId: string): string => `view:${viewId}`;
export const viewOfKey = (key: string): string | null => (key.startsWith('view:') ? key.slice('view:'.length) : null);

/** However often a record is asked for, it is looked at once: the row is one, and only its count goes up. */
export async function ask(tx: Tx, tenantId: string, connectionId: string, asks: readonly Ask[], now: Date): Promise<void> {
  if (asks.length === 0) return;
  const once = [...new Map(asks.map((each) => [`${each.kind} ${each.key}`, each])).values()].sort((a, b) => (a.kind + a.key < b.kind + b.key ? -1 : 1));
  const rows = once.map((each) => ({ kind: each.kind, key: each.key, urgency: each.urgency, due_at: (each.dueAt ?? now).toISOString() }));
  await sql`
    insert into sync_task (tenant_id, connection_id, kind, key, urgency, due_at, since)
    select ${tenantId}::uuid, ${connectionId}::uuid, r.kind, r.key, r.urgency, r.due_at, ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(kind text, key text, urgency integer, due_at timestamptz)
    on conflict (tenant_id, connection_id, kind, key) do update
      set asked = sync_task.asked + 1, urgency = least(sync_task.urgency, excluded.urgency), due_at = least(sync_task.due_at, excluded.due_at)`.execute(tx);
}

/** How long somebody may work on a task before it is thought lost: longer than any one call may take. */
const TAKEN_FOR_MS = 90_000;

export async function take(
  tx: Tx,
  tenantId: string,
  connectionId: string,
  options: { urgency: 'live' | 'backfill'; kind: RecordKind; limit: number; now: Date },
): Promise<Task[]> {
  const { now } = options;
  const { rows } = await sql<Task>`
    update sync_task t set taken_until = ${new Date(now.getTime() + TAKEN_FOR_MS).toISOString()}::timestamptz
    from (
      select kind, key from sync_task
      where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and kind = ${options.kind}
        and ${options.urgency === 'live' ? sql`urgency < 2` : sql`urgency = 2`}
        and due_at <= ${now.toISOString()}::timestamptz and (taken_until is null or taken_until < ${now.toISOString()}::timestamptz)
      order by urgency, due_at, key limit ${options.limit} for update skip locked
    ) due
    where t.tenant_id = ${tenantId}::uuid and t.connection_id = ${connectionId}::uuid and t.kind = due.kind and t.key = due.key
    returning t.kind, t.key, t.urgency, t.asked, t.attempts`.execute(tx);
  return rows.map((row) => ({ ...row, asked: Number(row.asked) }));
}

/** Ends those nobody asked for again meanwhile; the others are due at once. */
export async function finish(tx: Tx, tenantId: string, connectionId: string, tasks: readonly Task[]): Promise<void> {
  if (tasks.length === 0) return;
  const rows = JSON.stringify(tasks.map(({ kind, key, asked }) => ({ kind, key, asked })));
  await sql`
    delete from sync_task t using json_to_recordset(${rows}::json) as r(kind text, key text, asked bigint)
    where t.tenant_id = ${tenantId}::uuid and t.connection_id = ${connectionId}::uuid and t.kind = r.kind and t.key = r.key and t.asked = r.asked`.execute(tx);
  await sql`
    update sync_task t set taken_until = null, attempts = 0 from json_to_recordset(${rows}::json) as r(kind text, key text, asked bigint)
    where t.tenant_id = ${tenantId}::uuid and t.connection_id = ${connectionId}::uuid and t.kind = r.kind and t.key = r.key`.execute(tx);
}

export async function putOff(tx: Tx, tenantId: string, connectionId: string, tasks: readonly (Task & { readonly until: Date })[]): Promise<void> {
  if (tasks.length === 0) return;
  const rows = JSON.stringify(tasks.map(({ kind, key, until }) => ({ kind, key, until: until.toISOString() })));
  await sql`
    update sync_task t set taken_until = null, attempts = t.attempts + 1, due_at = r.until
    from json_to_recordset(${rows}::json) as r(kind text, key text, until timestamptz)
    where t.tenant_id = ${tenantId}::uuid and t.connection_id = ${connectionId}::uuid and t.kind = r.kind and t.key = r.key`.execute(tx);
}

const BACK_OFF_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
export const backOffMs = (attempts: number): number => BACK_OFF_MS[Math.min(attempts, BACK_OFF_MS.length - 1)] ?? 600_000;
