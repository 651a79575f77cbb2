import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { RecordAct } from '../../platform/record-act.ts';
import { openAct } from './act-store.ts';

export async function openRecordAct(tx: Tx, context: Context, { recordId, ...act }: RecordAct): Promise<void> {
  await openAct(tx, context, { ...act, runId: null, stepKey: `record:${recordId}`, escalateAt: null, payload: { recordId } });
}

/** Closes every open act of the record, saying what became of it. */
export async function closeRecordActs(tx: Tx, context: Context, recordId: string, outcome: string): Promise<void> {
  const closed = await tx
    .updateTable('act')
    .set((eb) => ({ status: 'done', outcome, closed_at: context.now.toISOString(), closed_by: context.actor.name, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('status', '=', 'open')
    .where('step_key', '=', `record:${recordId}`)
    .where('run_id', 'is', null)
    .returning(['id', 'title', 'deal_id'])
    .execute();
  for (const act of closed)
    await recordChange(tx, context, {
      operation: 'acts.close',
      recordType: 'act',
      recordId: act.id,
      before: { status: 'open' },
      after: { status: 'done', outcome },
      events: [{ type: 'act.decided', dealId: act.deal_id, payload: { title: act.title, outcome } }],
    });
}
