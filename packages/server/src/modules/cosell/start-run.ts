import { newId } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { ExpressionFacts } from './domain/expression.ts';
import type { PlayDefinition } from './domain/play.ts';
import { newRun } from './domain/run.ts';
import type { PartnerCache } from './partner-cache.ts';
import type { CosellPorts } from './ports.ts';
import { moveRun } from './run-engine.ts';

export type StartInput = {
  readonly playId: string;
  readonly version: number;
  readonly play: PlayDefinition;
  readonly dealId: string;
  readonly triggerKey: string;
  readonly trigger: { type: string; reason: string };
  readonly facts: ExpressionFacts;
};

/** One occasion starts one run: the trigger key is unique, so an event that is delivered twice finds the run already there. */
export async function startRun(tx: Tx, context: Context, ports: CosellPorts, cache: PartnerCache, input: StartInput): Promise<string | null> {
  const at = context.now.toISOString();
  const id = newId(context.now.getTime());
  const play = { ...input.play, version: input.version };
  const row = await tx
    .insertInto('play_run')
    .values({
      tenant_id: context.tenantId,
      id,
      play_id: input.playId,
      version: input.version,
      deal_id: input.dealId,
      status: 'running',
      trigger: JSON.stringify({ ...input.trigger, at }),
      trigger_key: input.triggerKey,
      state: JSON.stringify(newRun(id, input.dealId, play, input.facts)),
      started_at: at,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'play_id', 'trigger_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return null;
  await recordChange(tx, context, {
    operation: 'plays.start',
    recordType: 'run',
    recordId: id,
    after: { play: play.name, reason: input.trigger.reason },
    events: [{ type: 'run.started', dealId: input.dealId, payload: { runId: id, playName: play.name, reason: input.trigger.reason } }],
  });
  await moveRun(tx, context, ports, cache, id, { id: newId(), at, type: 'start', facts: input.facts });
  return id;
}
