import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, newId, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { finishJob, startJob } from '../../platform/jobs/job-progress.ts';
import { planPayouts } from './collect.ts';
import type { WorkingDeps } from './context.ts';
import { stepRun, type RunStep } from './domain/run.ts';
import { nextNumber } from './next-number.ts';
import { hashOfRun } from './run-hash.ts';
import { shapeOne, shapeRuns } from './run-shape.ts';
import { lockRun, runColumns, runCounts, type Run, type RunCounts } from './run-store.ts';

export type RunView = Result<'payoutRuns.get'>;

export async function allow(tx: Tx, context: Context, run: Run, step: RunStep): Promise<RunCounts> {
  const counts = (await runCounts(tx, context.tenantId, [run.id]))(run.id);
  const result = stepRun(run.state, step, { working: run.doing !== null, payouts: counts.payouts, waiting: counts.waiting });
  if (!result.ok) throw new Problem('conflict', result.sentence, { reason: run.state });
  return counts;
}

export const told = (
  tx: Tx,
  context: Context,
  run: Run,
  operation: string,
  event: string,
  after: Readonly<Record<string, unknown>>,
  reason: string | null = null,
): Promise<void> =>
  recordChange(tx, context, {
    operation,
    recordType: 'payout_run',
    recordId: run.id,
    before: { state: run.state },
    after,
    reason,
    events: [{ type: `payout_run.${event}`, payload: { number: run.number, name: run.name, ...after } }],
  });

export function createRun(deps: WorkingDeps, context: Context, body: Parsed<'payoutRuns.create'>['body']): Promise<RunView> {
  requireScope(context, 'payouts:write');
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const id = newId();
    await checkPartners(tx, tenantId, body.partnerIds);
    const number = await nextNumber(tx, tenantId, 'payout_run');
    await sql`
      insert into payout_run (tenant_id, id, number, name, state, until, currency, partner_ids, created_by, created_by_name, created_at)
      values (${tenantId}::uuid, ${id}::uuid, ${number}, ${body.name}, 'draft', ${body.until}::date, ${body.currency}, ${body.partnerIds}::uuid[], ${context.actor.id}, ${context.actor.name}, ${context.now.toISOString()}::timestamptz)`.execute(
      tx,
    );
    await recordChange(tx, context, {
      operation: 'payoutRuns.create',
      recordType: 'payout_run',
      recordId: id,
      after: { name: body.name, until: body.until, currency: body.currency },
      events: [{ type: 'payout_run.created', payload: { number, name: body.name } }],
    });
    return shapeOne(tx, context, id);
  });
}

async function checkPartners(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{
    found: number;
  }>`select count(*)::integer as found from partner where tenant_id = ${tenantId}::uuid and id = any(${[...new Set(ids)]}::uuid[])`.execute(tx);
  if (rows[0]?.found !== new Set(ids).size) throw new Problem('invalid_input', 'One of the partners is not in this workspace.', { reason: 'partner' });
}

export function updateRun(
  deps: WorkingDeps,
  context: Context,
  id: string,
  body: Parsed<'payoutRuns.update'>['body'],
  ifVersion: number | null,
): Promise<RunView> {
  requireScope(context, 'payouts:write');
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    checkVersion(run, ifVersion);
    await allow(tx, context, run, 'change');
    const next = { ...run, ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) } as Run;
    await checkPartners(tx, tenantId, next.partnerIds);
    await sql`
      update payout_run set name = ${next.name}, until = ${next.until}::date, currency = ${next.currency}, partner_ids = ${[...next.partnerIds]}::uuid[], version = version + 1
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    await told(tx, context, run, 'payoutRuns.update', 'updated', { name: next.name, until: next.until, currency: next.currency });
    return shapeOne(tx, context, id);
  });
}
export function checkVersion({ version }: { readonly version: number }, ifVersion: number | null): void {
  if (ifVersion !== null && ifVersion !== version) throw new Problem('version_stale', 'Somebody changed this in the meantime. Look at it again.');
}

export async function collectRun(deps: WorkingDeps, context: Context, id: string): Promise<RunView> {
  requireScope(context, 'payouts:write');
  const { tenantId } = context;
  const view = await deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    // Asked twice, or by two at once: it is being done.
    if (run.state === 'collecting') return shapeOne(tx, context, id);
    await allow(tx, context, run, 'collect');
    const planned = await planPayouts(tx, tenantId, run);
    const jobId = await startJob(tx, context, { kind: 'payout_run', title: `Collect payout run ${run.number}: ${run.name}`, subjectId: id, total: planned });
    await sql`update payout_run set state = 'collecting', doing = 'collecting', job_id = ${jobId}::uuid, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
      tx,
    );
    await told(tx, context, run, 'payoutRuns.collect', 'collecting', { payouts: planned });
    return shapeOne(tx, context, id);
  });
  deps.kick(tenantId, id);
  return view;
}

export function makeReady(deps: WorkingDeps, context: Context, id: string, ifVersion: number | null): Promise<RunView> {
  requireScope(context, 'payouts:write');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    checkVersion(run, ifVersion);
    const counts = await allow(tx, context, run, 'make_ready');
    const hash = await hashOfRun(tx, tenantId, id);
    await sql`
      update payout_run set state = 'ready', content_hash = ${hash}, ready_by = ${context.actor.id}, ready_by_name = ${context.actor.name}, ready_at = ${now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    await told(tx, context, run, 'payoutRuns.ready', 'ready', { contentHash: hash, payouts: counts.payouts, lines: counts.lines, totals: counts.totals });
    await deps.ports.openAct(tx, context, {
      kind: 'payout_release',
      title: `Release payout run ${run.number}: ${run.name}`,
      detail: `${counts.payouts} payouts, made ready by ${context.actor.name}. Another person releases it.`,
      dealId: null,
      partnerId: null,
      assigneeId: null,
      assigneeRole: 'finance',
      dueAt: new Date(now.getTime() + 2 * 86_400_000).toISOString(),
      recordId: id,
    });
    return shapeOne(tx, context, id);
  });
}

export async function cancelRun(deps: WorkingDeps, context: Context, id: string, reason: string): Promise<RunView> {
  requireScope(context, 'payouts:write');
  const { tenantId, now } = context;
  const view = await deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    const counts = await allow(tx, context, run, 'cancel');
    if (run.jobId !== null && run.doing === 'collecting')
      await finishJob(tx, tenantId, run.jobId, { status: 'cancelled', sentence: reason.slice(0, 300), now });
    const total = counts.payouts + counts.carried + counts.waiting;
    const jobId =
      total === 0 ? null : await startJob(tx, context, { kind: 'payout_run', title: `Undo payout run ${run.number}: ${run.name}`, subjectId: id, total });
    await sql`
      update payout_run set state = 'cancelled', doing = ${total === 0 ? null : 'undoing'}, job_id = coalesce(${jobId}::uuid, job_id), cancelled_by_name = ${context.actor.name}, cancel_reason = ${reason}, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    await told(tx, context, run, 'payoutRuns.cancel', 'cancelled', { state: 'cancelled' }, reason);
    await deps.ports.closeActs(tx, context, id, 'The run was cancelled.');
    return shapeOne(tx, context, id);
  });
  deps.kick(tenantId, id);
  return view;
}

export function listRuns(deps: WorkingDeps, context: Context, query: Parsed<'payoutRuns.list'>['query']): Promise<Result<'payoutRuns.list'>> {
  requireScope(context, 'payouts:read');
  const after = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<Run>`
      select ${runColumns} from payout_run r where r.tenant_id = ${context.tenantId}::uuid ${query.state === undefined ? sql`` : sql`and r.state = ${query.state}`}
        ${after === null ? sql`` : sql`and r.id < ${after.id}::uuid`} order by r.id desc limit ${query.limit + 1}`.execute(tx);
    const items = await shapeRuns(tx, context, rows.slice(0, query.limit));
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}
export function getRun(deps: WorkingDeps, context: Context, id: string): Promise<RunView> {
  requireScope(context, 'payouts:read');
  return deps.database.reading(context.tenantId, (tx) => shapeOne(tx, context, id));
}
