import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Source } from './import-store.ts';
import type { DisbursementsPorts } from './ports.ts';

const DAYS_TO_LOOK = 3;

/** Asks finance once while lines of a source match nothing, and takes the question back when none is left. */
export async function askForUnmatched(
  tx: Tx,
  ports: DisbursementsPorts,
  context: Context,
  source: Pick<Source, 'id' | 'marketplace' | 'askedAt'>,
  unmatched: number,
): Promise<void> {
  const { tenantId, now } = context;
  if (unmatched > 0 === (source.askedAt !== null)) return;
  if (unmatched > 0)
    await ports.openAct(tx, context, {
      kind: 'billing_unmatched',
      title: `Match billing lines of ${source.marketplace}`,
      detail: `${unmatched} ${unmatched === 1 ? 'line names' : 'lines name'} no agreement that is known here. Until matched, ${unmatched === 1 ? 'its money is' : 'their money is'} in no deal.`,
      dealId: null,
      partnerId: null,
      assigneeId: null,
      assigneeRole: 'finance',
      dueAt: new Date(now.getTime() + DAYS_TO_LOOK * 24 * 3_600_000).toISOString(),
      recordId: source.id,
    });
  else await ports.closeActs(tx, context, source.id, 'Every line is matched.');
  await sql`update billing_source set asked_at = ${unmatched > 0 ? now.toISOString() : null}::timestamptz where tenant_id = ${tenantId}::uuid and id = ${source.id}::uuid`.execute(
    tx,
  );
}
