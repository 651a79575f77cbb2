import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export type LogEntry = {
  readonly viewId: string | null;
  readonly direction: 'in' | 'out';
  readonly act: string;
  readonly fields: readonly string[];
  readonly sentence: string | null;
  readonly milliseconds: number | null;
};

export async function writeLog(tx: Tx, tenantId: string, connectionId: string, entries: readonly LogEntry[], now: Date): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({ ...entry, id: newId() }));
  await sql`
    insert into sync_log (tenant_id, id, connection_id, view_id, at, direction, act, fields, sentence, milliseconds)
    select ${tenantId}::uuid, e.id, ${connectionId}::uuid, e."viewId", ${now.toISOString()}::timestamptz, e.direction, e.act, array(select json_array_elements_text(e.fields)), e.sentence, e.milliseconds
    from json_to_recordset(${JSON.stringify(rows)}::json) as e(id uuid, "viewId" uuid, direction text, act text, fields json, sentence text, milliseconds integer)`.execute(
    tx,
  );
}
