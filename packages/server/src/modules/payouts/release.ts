import type { Parsed } from '@entente/contracts';
import { dayIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { startJob } from '../../platform/jobs/job-progress.ts';
import type { WorkingDeps } from './context.ts';
import { payeeGates, refusalOf } from './domain/gates.ts';
import { releaseRefusal } from './domain/run.ts';
import { readPayees } from './payee-store.ts';
import { hashOfRun, payoutsThatDiffer } from './run-hash.ts';
import { shapeOne } from './run-shape.ts';
import { lockRun, type Run } from './run-store.ts';
import { allow, told, type RunView } from './runs.ts';
import { readSettings } from './settings-store.ts';

const NAMED = 3;

/** A second person lets the money go, naming what they saw. Of two who do so at once, one is told that it was done. */
export async function releaseRun(deps: WorkingDeps, context: Context, id: string, body: Parsed<'payoutRuns.release'>['body']): Promise<RunView> {
  requireScope(context, 'payouts:release');
  const { tenantId, now } = context;
  const view = await deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    if (run.releasedByName !== null)
      throw new Problem('conflict', `${run.releasedByName} released this run already. Nothing was released twice.`, { reason: 'released' });
    const refusal = releaseRefusal(run, context.actor);
    if (refusal !== null) throw new Problem('not_allowed', refusal, { reason: 'same_person' });
    const counts = await allow(tx, context, run, 'release');
    const { timeZone } = await readSettings(tx, tenantId);
    const today = dayIn(now, timeZone);
    if (body.payOn < today)
      throw new Problem('invalid_input', 'The day of payment has passed.', {
        fields: [{ path: 'payOn', code: 'past', sentence: 'The day of payment has passed.' }],
      });
    await checkContent(tx, tenantId, run, body.contentHash);
    await checkPayees(tx, tenantId, id, today);
    const jobId = await startJob(tx, context, {
      kind: 'payout_run',
      title: `Issue documents of payout run ${run.number}`,
      subjectId: id,
      total: counts.payouts,
    });
    await sql`
      update payout_run set state = 'released', doing = 'issuing', job_id = ${jobId}::uuid, released_by = ${context.actor.id}, released_by_name = ${context.actor.name},
        released_at = ${now.toISOString()}::timestamptz, pay_on = ${body.payOn}::date, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    await told(tx, context, run, 'payoutRuns.release', 'released', {
      contentHash: body.contentHash,
      payouts: counts.payouts,
      totals: counts.totals,
      payOn: body.payOn,
    });
    await deps.ports.closeActs(tx, context, id, `Released by ${context.actor.name}.`);
    return shapeOne(tx, context, id);
  });
  deps.kick(tenantId, id);
  return view;
}

async function checkContent(tx: Tx, tenantId: string, run: Run, seen: string): Promise<void> {
  if (seen !== run.contentHash)
    throw new Problem('conflict', 'The run changed since you looked at it. Look again before you release it.', { reason: 'changed' });
  const [hash, differ] = [await hashOfRun(tx, tenantId, run.id), await payoutsThatDiffer(tx, tenantId, run.id)];
  if (hash !== run.contentHash || differ > 0)
    throw new Problem('conflict', 'The lines of this run are not those that were frozen. Cancel it and collect again.', { reason: 'tampered' });
}

/** A hold or another account since it was collected stops the release; it is not passed over in silence. */
async function checkPayees(tx: Tx, tenantId: string, runId: string, today: string): Promise<void> {
  const { rows } = await sql<{ partnerId: string; name: string; sealed: string | null }>`
    select p.partner_id as "partnerId", partner.name, p.bank_sealed as sealed from payout p join partner on partner.tenant_id = p.tenant_id and partner.id = p.partner_id
    where p.tenant_id = ${tenantId}::uuid and p.run_id = ${runId}::uuid and p.state = 'ready'`.execute(tx);
  const payees = await readPayees(tx, tenantId, [...new Set(rows.map(({ partnerId }) => partnerId))]);
  const refused = rows.flatMap(({ partnerId, name, sealed }) => {
    const payee = payees.get(partnerId);
    if (!payee) return [];
    const sentence = refusalOf(payeeGates(payee, today)) ?? (payee.bankSealed === sealed ? null : 'The bank account was changed.');
    return sentence === null ? [] : [`${name}: ${sentence}`];
  });
  if (refused.length === 0) return;
  const more = refused.length > NAMED ? ` And ${refused.length - NAMED} more.` : '';
  throw new Problem(
    'conflict',
    `Since this run was collected, some can no longer be paid. ${refused.slice(0, NAMED).join(' ')}${more} Leave them out or collect again.`,
    { reason: 'gates' },
  );
}
