import { dayIn } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { advanceJob, finishJob } from '../../platform/jobs/job-progress.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { collectBatch, unclaim } from './collect.ts';
import type { PayoutsDeps } from './context.ts';
import { issueBatch } from './issue.ts';
import { payBatch } from './pay.ts';
import { lockRun, readRun, runCounts, type Run } from './run-store.ts';
import { readSettings } from './settings-store.ts';

const AT_ONCE = 500;
const LANES = 2;
const TRIES = 5;
/** Two who lock the same earnings in another order: one of them has to begin its batch again. */
const TRY_AGAIN = new Set(['40P01', '40001', '55P03']);

/**
 * Goes on with what a run is doing, batch by batch, each a transaction of its own: whoever ends it in the middle loses nothing and doubles
 * nothing, and the next to come goes on. Several may work on the same run; each takes payouts nobody has.
 */
export async function workOnRun(deps: PayoutsDeps, tenantId: string, runId: string): Promise<void> {
  const ends = await Promise.allSettled(Array.from({ length: LANES }, () => lane(deps, tenantId, runId)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  // What one held the other could not finish.
  await lane(deps, tenantId, runId);
}
async function lane(deps: PayoutsDeps, tenantId: string, runId: string): Promise<void> {
  for (;;) {
    const context = systemContext(tenantId, 'Payout run', deps.now());
    const more = await again(() => deps.database.inTenant(tenantId, (tx) => oneBatch(deps, tx, context, runId)));
    if (!more) return;
  }
}

async function again<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!TRY_AGAIN.has(code) || attempt >= TRIES) throw error;
    }
  }
}

async function oneBatch(deps: PayoutsDeps, tx: Tx, context: Context, runId: string): Promise<boolean> {
  const { tenantId } = context;
  const run = await readRun(tx, tenantId, runId);
  if (run.doing === null) return false;
  if (run.doing === 'collecting' && (await cancelAsked(tx, tenantId, run.jobId))) return cancelByJob(tx, context, run);
  const handled = await batchOf(deps, tx, context, run);
  if (handled === 0) return end(tx, context, runId, run.doing);
  const counts = (await runCounts(tx, tenantId, [runId]))(runId);
  const all = counts.payouts + counts.carried + counts.waiting + counts.undone;
  const done = { collecting: all - counts.waiting, issuing: counts.payouts - counts.ready, paying: counts.settled, undoing: counts.undone }[run.doing];
  if (run.jobId !== null) await advanceJob(tx, tenantId, run.jobId, done, run.doing === 'collecting' || run.doing === 'undoing' ? all : counts.payouts);
  return true;
}

async function batchOf(deps: PayoutsDeps, tx: Tx, context: Context, run: Run): Promise<number> {
  const { tenantId, now } = context;
  if (run.doing === 'collecting') return collectBatch(tx, tenantId, run, AT_ONCE, now);
  if (run.doing === 'issuing') return issueBatch(deps.ports, tx, context, run, await releaseDay(tx, tenantId, run), AT_ONCE);
  if (run.doing === 'paying') return payBatch(deps.ports, tx, context, run, run.paidOn ?? now.toISOString().slice(0, 10), AT_ONCE);
  return undoBatch(tx, context, run);
}
/** The day of the release and not of the batch: what is interrupted over midnight has documents of one day. */
async function releaseDay(tx: Tx, tenantId: string, run: Run): Promise<string> {
  const { timeZone } = await readSettings(tx, tenantId);
  return dayIn(new Date(run.releasedAt ?? run.createdAt), timeZone);
}

async function undoBatch(tx: Tx, { tenantId, now }: Context, run: Run): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from payout where tenant_id = ${tenantId}::uuid and run_id = ${run.id}::uuid and state in ('waiting', 'carried', 'ready') order by id limit ${AT_ONCE} for update skip locked`.execute(
    tx,
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await unclaim(tx, tenantId, ids, now);
  await sql`update payout set state = 'cancelled', version = version + 1 where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
  return ids.length;
}

async function cancelAsked(tx: Tx, tenantId: string, jobId: string | null): Promise<boolean> {
  if (jobId === null) return false;
  const { rows } = await sql<{
    asked: boolean;
  }>`select cancel_asked as asked from job_progress where tenant_id = ${tenantId}::uuid and id = ${jobId}::uuid`.execute(tx);
  return rows[0]?.asked ?? false;
}
async function cancelByJob(tx: Tx, context: Context, { id }: Run): Promise<boolean> {
  const run = await lockRun(tx, context.tenantId, id);
  if (run.doing !== 'collecting') return true;
  await sql`
    update payout_run set state = 'cancelled', doing = 'undoing', cancelled_by_name = ${context.actor.name}, cancel_reason = 'The job was cancelled.', version = version + 1
    where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  return true;
}

const LEFT = { collecting: ['waiting'], issuing: ['ready'], paying: ['released', 'sent'], undoing: ['waiting', 'carried', 'ready'] } as const;

/** Nothing was found to do; what somebody else still holds is theirs, and they come here last. */
async function end(tx: Tx, context: Context, runId: string, did: NonNullable<Run['doing']>): Promise<boolean> {
  const { tenantId, now } = context;
  const run = await lockRun(tx, tenantId, runId);
  if (run.doing !== did) return run.doing !== null;
  const { rows } =
    await sql`select 1 from payout where tenant_id = ${tenantId}::uuid and run_id = ${runId}::uuid and state = any(${[...LEFT[did]]}::text[]) limit 1`.execute(
      tx,
    );
  if (rows.length > 0) return false;
  const settles = did === 'paying';
  await sql`
    update payout_run set doing = null, version = version + 1 ${settles ? sql`, state = 'settled', settled_at = ${now.toISOString()}::timestamptz` : sql``}
    where tenant_id = ${tenantId}::uuid and id = ${runId}::uuid`.execute(tx);
  const counts = (await runCounts(tx, tenantId, [runId]))(runId);
  const sentence = sentences[did](counts.payouts, counts.carried, counts.lines);
  if (run.jobId !== null) await finishJob(tx, tenantId, run.jobId, { status: did === 'undoing' ? 'cancelled' : 'done', sentence, now });
  await recordChange(tx, context, {
    operation: `payoutRuns.${did}`,
    recordType: 'payout_run',
    recordId: runId,
    after: { state: settles ? 'settled' : run.state, payouts: counts.payouts, lines: counts.lines },
    events: [
      {
        type: `payout_run.${{ collecting: 'collected', issuing: 'issued', paying: 'settled', undoing: 'undone' }[did]}`,
        payload: { number: run.number, name: run.name, sentence },
      },
    ],
  });
  return false;
}
const sentences: Readonly<Record<NonNullable<Run['doing']>, (payouts: number, carried: number, lines: number) => string>> = {
  collecting: (payouts, carried, lines) => `${payouts} payouts with ${lines} lines; ${carried} carried over.`,
  issuing: (payouts) => `${payouts} documents issued.`,
  paying: (payouts) => `${payouts} payouts are paid.`,
  undoing: () => 'Everything the run held is owed again.',
};

/** Runs of the workspace that something ended in the middle. */
export async function workOnRuns(deps: PayoutsDeps, tenantId: string): Promise<number> {
  const { rows } = await deps.database.reading(tenantId, (tx) =>
    sql<{ id: string }>`select id from payout_run where tenant_id = ${tenantId}::uuid and doing is not null order by id`.execute(tx),
  );
  for (const { id } of rows) await workOnRun(deps, tenantId, id);
  return rows.length;
}
