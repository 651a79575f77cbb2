import { sql } from 'kysely';
import type { WebhookDeps } from './deps.ts';

const DAY = 24 * 3_600_000;
/** What was delivered or given up longer ago is not looked at again; the event itself stays. */
const KEPT_DAYS = 30;
const BATCH = 5_000;

/** In one workspace: messages of long ago with their attempts, and secrets whose overlap has ended. Gives how many messages went. */
export async function forgetOld({ database, now }: Pick<WebhookDeps, 'database' | 'now'>, tenantId: string): Promise<number> {
  const before = new Date(now().getTime() - KEPT_DAYS * DAY).toISOString();
  await database.inTenant(tenantId, (tx) =>
    tx
      .updateTable('webhook_endpoint')
      .set({ earlier_secret_sealed: null, overlap_ends_at: null })
      .where('tenant_id', '=', tenantId)
      .where('overlap_ends_at', '<=', now().toISOString())
      .execute(),
  );
  let count = 0;
  for (;;) {
    const gone = await database.inTenant(tenantId, async (tx) => {
      const result = await sql`
        delete from webhook_message where tenant_id = ${tenantId}::uuid and id in (
          select id from webhook_message where tenant_id = ${tenantId}::uuid and finished_at < ${before}::timestamptz limit ${sql.lit(BATCH)})`.execute(tx);
      return Number(result.numAffectedRows ?? 0);
    });
    count += gone;
    if (gone < BATCH) return count;
  }
}
