import type { Result } from '@entente/contracts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { releaseRefusal } from './domain/run.ts';
import { readRun, runCounts, type Run, type RunCounts } from './run-store.ts';

type RunView = Result<'payoutRuns.get'>;

export async function shapeRuns(tx: Tx, context: Context, runs: readonly Run[]): Promise<RunView[]> {
  const countsOf = await runCounts(
    tx,
    context.tenantId,
    runs.map(({ id }) => id),
  );
  return runs.map((run) => shapeRun(context, run, countsOf(run.id)));
}
export async function shapeOne(tx: Tx, context: Context, id: string): Promise<RunView> {
  const run = await readRun(tx, context.tenantId, id);
  return shapeRun(context, run, (await runCounts(tx, context.tenantId, [id]))(id));
}

function shapeRun(context: Context, run: Run, counts: RunCounts): RunView {
  const refusal =
    run.state !== 'ready'
      ? 'Only a run that is ready can be released.'
      : context.actor.scopes.has('payouts:release')
        ? releaseRefusal(run, context.actor)
        : 'Your role does not release runs.';
  return {
    id: run.id,
    number: run.number,
    name: run.name,
    state: run.state,
    until: run.until,
    currency: run.currency,
    partnerIds: [...run.partnerIds],
    jobId: run.jobId,
    progress: progressOf(run, counts),
    payouts: counts.payouts,
    carried: counts.carried,
    lines: counts.lines,
    totals: [...counts.totals],
    contentHash: run.contentHash,
    createdBy: run.createdByName,
    createdAt: run.createdAt,
    readyBy: run.readyByName,
    readyAt: run.readyAt,
    releasedBy: run.releasedByName,
    releasedAt: run.releasedAt,
    sentAt: run.sentAt,
    settledAt: run.settledAt,
    cancelledBy: run.cancelledByName,
    cancelReason: run.cancelReason,
    payOn: run.payOn,
    mayRelease: refusal === null,
    releaseRefusal: refusal,
    version: run.version,
  };
}

function progressOf({ doing }: Run, counts: RunCounts): RunView['progress'] {
  const all = counts.payouts + counts.carried + counts.waiting + counts.undone;
  if (doing === 'collecting') return { doing, done: all - counts.waiting, total: all };
  if (doing === 'issuing') return { doing, done: counts.payouts - counts.ready, total: counts.payouts };
  if (doing === 'paying') return { doing, done: counts.settled, total: counts.payouts };
  if (doing === 'undoing') return { doing, done: counts.undone, total: all };
  return { doing: null, done: all, total: all };
}
