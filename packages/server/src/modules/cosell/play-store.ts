import { notFound } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import type { PlayDefinition } from './domain/play.ts';
import type { RunState } from './domain/run.ts';

export type StoredRun = {
  readonly id: string;
  readonly playId: string;
  readonly dealId: string;
  readonly state: RunState;
  readonly play: PlayDefinition;
  readonly trigger: { type: string; reason: string; at: string };
  readonly firstActAt: string | null;
  readonly revision: number;
};

export async function playVersion(tx: Tx, tenantId: string, playId: string, version: number): Promise<PlayDefinition> {
  const row = await tx
    .selectFrom('play_version')
    .select('definition')
    .where('tenant_id', '=', tenantId)
    .where('play_id', '=', playId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw notFound('version of the play');
  // Checked by validatePlay before it was stored. The row's version counts, whatever the definition was copied from.
  return { ...(row.definition as PlayDefinition), version };
}

/** Locked, so that a person's answer, the clock and an event that arrive together move the run one after another. */
export async function lockRun(tx: Tx, tenantId: string, runId: string): Promise<StoredRun | null> {
  const row = await tx.selectFrom('play_run').selectAll().where('tenant_id', '=', tenantId).where('id', '=', runId).forUpdate().executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    playId: row.play_id,
    dealId: row.deal_id,
    state: row.state as RunState,
    play: await playVersion(tx, tenantId, row.play_id, row.version),
    trigger: row.trigger as StoredRun['trigger'],
    firstActAt: row.first_act_at,
    revision: row.revision,
  };
}

export async function saveRun(
  tx: Tx,
  tenantId: string,
  run: StoredRun,
  state: RunState,
  options: { wakeAt: string | null; firstActAt: string | null; at: string },
): Promise<void> {
  const ended = state.status === 'done' || state.status === 'failed' || state.status === 'cancelled';
  const current = state.steps.find((step) => step.stepId === state.currentStepId);
  const status =
    state.status === 'running' || state.status === 'new'
      ? current?.status === 'ready' || current?.status === 'waiting'
        ? 'waiting'
        : 'running'
      : state.status;
  await tx
    .updateTable('play_run')
    .set({
      status,
      state: JSON.stringify(state),
      wake_at: options.wakeAt,
      first_act_at: options.firstActAt,
      finished_at: ended ? options.at : null,
      revision: run.revision + 1,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', run.id)
    .execute();
  const rows = state.steps.map((step, position) => ({
    tenant_id: tenantId,
    run_id: run.id,
    step_key: step.stepId,
    position,
    kind: step.kind,
    status: step.status,
    holder: step.holder,
    input: null,
    output: JSON.stringify({ title: step.title, note: step.note, by: step.by }),
    attempt: step.attempt,
    since: step.since,
    due_at: step.dueAt,
    finished_at: step.endedAt,
  }));
  if (rows.length > 0) {
    await tx
      .insertInto('play_step')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'run_id', 'step_key']).doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          holder: eb.ref('excluded.holder'),
          output: eb.ref('excluded.output'),
          attempt: eb.ref('excluded.attempt'),
          since: eb.ref('excluded.since'),
          due_at: eb.ref('excluded.due_at'),
          finished_at: eb.ref('excluded.finished_at'),
        })),
      )
      .execute();
  }
}
