import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../platform/db/database.ts';

/**
 * The CRM port's first adapter: one JSON line per outcome in a folder that the CRM's own importer reads, a file per workspace and
 * day. A line carries the id of its row, so a reader that sees it twice (after a crash between writing and marking) can tell.
 */
export async function dropCrmWrites(database: Database, folder: string, now: Date): Promise<number> {
  const rows = await database.inSystem((tx) => tx.selectFrom('crm_write').selectAll().where('status', '=', 'queued').orderBy('id').limit(500).execute());
  if (rows.length === 0) return 0;
  await mkdir(folder, { recursive: true });
  for (const row of rows) {
    const external = await database.inTenant(row.tenant_id, (tx) =>
      tx.selectFrom('deal').select(['external_id', 'number']).where('tenant_id', '=', row.tenant_id).where('id', '=', row.deal_id).executeTakeFirst(),
    );
    const line = JSON.stringify({
      id: row.id,
      at: row.created_at,
      kind: row.kind,
      dealNumber: external?.number ?? null,
      opportunityId: external?.external_id ?? null,
      ...(row.payload as Record<string, unknown>),
    });
    await appendFile(join(folder, `${row.tenant_id}-${now.toISOString().slice(0, 10)}.jsonl`), `${line}\n`, { mode: 0o600 });
    await database.inTenant(row.tenant_id, (tx) =>
      tx
        .updateTable('crm_write')
        .set({ status: 'sent', attempts: row.attempts + 1, sent_at: now.toISOString() })
        .where('tenant_id', '=', row.tenant_id)
        .where('id', '=', row.id)
        .execute(),
    );
  }
  return rows.length;
}
