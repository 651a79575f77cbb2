import { programDefinition, type Result } from '@entente/contracts';
import { newId, notFound, type RuleEffect } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { advanceJob, findJob, finishJob, startJob } from '../../platform/jobs/job-progress.ts';
import type { ProgramDefinition } from './domain/definition.ts';
import { ruleOn } from './domain/rule.ts';
import type { ProgramsPorts } from './ports.ts';
import { lockProgram } from './store.ts';

type Replay = Result<'programs.replayResult'>;
type Difference = Replay['differences'][number];
type Totals = { same: number; different: number; changes: { from: RuleEffect; to: RuleEffect; count: number }[] };

const PER_STEP = 2_000;
/** The page shows this many; the counts are of all. */
const SHOWN = 500;

export async function startReplay(tx: Tx, context: Context, ports: ProgramsPorts, programId: string, definition: ProgramDefinition): Promise<string> {
  const program = await lockProgram(tx, context.tenantId, programId, null);
  const id = newId();
  const total = await ports.countPast(tx, context.tenantId, programId);
  const jobId = await startJob(tx, context, { kind: 'rule_replay', title: `Replay of ${program.name}`, subjectId: programId, total });
  await tx
    .insertInto('rule_replay')
    .values({
      tenant_id: context.tenantId,
      id,
      program_id: programId,
      definition: JSON.stringify(definition),
      job_id: jobId,
      created_by: context.actor.name,
      created_at: context.now.toISOString(),
    })
    .execute();
  await recordChange(tx, context, {
    operation: 'programs.replay',
    recordType: 'rule_replay',
    recordId: id,
    after: { programId, rules: definition.rules.length },
  });
  return id;
}

/** Rules again on everything, a step at a time, and yields between steps so that people at work are not kept waiting. */
export async function runReplay(
  deps: { database: Database; ports: ProgramsPorts; now: () => Date; stopping: () => boolean },
  tenantId: string,
  id: string,
): Promise<void> {
  const { database, ports } = deps;
  const { programId, jobId, definition } = await database.inTenant(tenantId, async (tx) => {
    const row = await tx
      .selectFrom('rule_replay')
      .select(['program_id', 'job_id', 'definition'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return { programId: row.program_id, jobId: row.job_id, definition: programDefinition.parse(row.definition) };
  });
  const changes = new Map<string, { from: RuleEffect; to: RuleEffect; count: number }>();
  const differences: Difference[] = [];
  let same = 0;
  let different = 0;
  let after: string | null = null;
  for (;;) {
    if (deps.stopping()) return;
    const more: boolean = await database.inTenant(tenantId, async (tx) => {
      const cancelled = await tx.selectFrom('job_progress').select('cancel_asked').where('tenant_id', '=', tenantId).where('id', '=', jobId).executeTakeFirst();
      if (cancelled?.cancel_asked) {
        await finishJob(tx, tenantId, jobId, { status: 'cancelled', sentence: `Stopped after ${same + different}.`, now: deps.now() });
        return false;
      }
      const batch = await ports.pastRegistrations(tx, tenantId, programId, { after, limit: PER_STEP });
      for (const past of batch) {
        const ruled = ruleOn(definition, past.facts);
        if (ruled.effect === past.ruled.effect) {
          same += 1;
          continue;
        }
        different += 1;
        const key = `${past.ruled.effect} ${ruled.effect}`;
        const change = changes.get(key) ?? { from: past.ruled.effect, to: ruled.effect, count: 0 };
        change.count += 1;
        changes.set(key, change);
        if (differences.length < SHOWN) {
          differences.push({
            registrationId: past.id,
            number: past.number,
            partnerName: past.partnerName,
            companyName: past.companyName,
            before: past.ruled.effect,
            after: ruled.effect,
            beforeRule: past.ruled.ruleName,
            afterRule: ruled.ruleName,
          });
        }
      }
      after = batch.at(-1)?.id ?? after;
      const totals: Totals = { same, different, changes: [...changes.values()] };
      await tx
        .updateTable('rule_replay')
        .set({ totals: JSON.stringify(totals), differences: JSON.stringify(differences) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute();
      await advanceJob(tx, tenantId, jobId, same + different);
      if (batch.length === PER_STEP) return true;
      await finishJob(tx, tenantId, jobId, {
        status: 'done',
        sentence: `${different} of ${same + different} would have been ruled differently.`,
        now: deps.now(),
      });
      return false;
    });
    if (!more) return;
  }
}

export async function replayResult(tx: Tx, tenantId: string, programId: string, id: string): Promise<Replay> {
  const row = await tx
    .selectFrom('rule_replay')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('program_id', '=', programId)
    .where('id', '=', id)
    .executeTakeFirst();
  const job = row ? await findJob(tx, tenantId, row.job_id) : null;
  if (!row || !job) throw notFound('replay');
  const totals = row.totals as Partial<Totals>;
  return {
    id,
    programId,
    status: job.status,
    done: job.done,
    total: job.total,
    same: totals.same ?? 0,
    different: totals.different ?? 0,
    changes: totals.changes ?? [],
    differences: row.differences as Difference[],
    sentence: job.sentence,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

/** Replays that were under way when a process ended are begun again: they write nothing but their own result. */
export async function unfinishedReplays(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('rule_replay as r')
    .innerJoin('job_progress as j', (join) => join.onRef('j.tenant_id', '=', 'r.tenant_id').onRef('j.id', '=', 'r.job_id'))
    .select('r.id')
    .where('r.tenant_id', '=', tenantId)
    .where('j.status', '=', 'running')
    .execute();
  return rows.map((row) => row.id);
}
