import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import { startJob } from '../../platform/jobs/job-progress.ts';
import type { WorkingDeps } from './context.ts';
import { byFile, type PaymentProvider } from './domain/provider.ts';
import { payBatch } from './pay.ts';
import { readPayments } from './payments.ts';
import { shapeOne } from './run-shape.ts';
import { lockRun } from './run-store.ts';
import { allow, told, type RunView } from './runs.ts';

const AT_ONCE = 500;

/**
 * Hands payments over, some at a time. A provider pays each id once, so that what was handed over when the process ended is handed over
 * again without harm.
 */
export async function sendRun(deps: WorkingDeps, context: Context, id: string, providerName: string): Promise<RunView> {
  requireScope(context, 'payouts:release');
  const { tenantId, now } = context;
  const provider: PaymentProvider | undefined = [byFile, ...deps.ports.providers].find(({ name }) => name === providerName);
  if (!provider) throw new Problem('invalid_input', `There is no provider “${providerName}”.`, { reason: 'provider' });
  const payments = await deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    await allow(tx, context, run, 'send');
    return readPayments(tx, deps.secrets, tenantId, id, sql`and p.state = 'released'`);
  });
  const refusals: { id: string; sentence: string }[] = [];
  for (let at = 0; at < payments.length; at += AT_ONCE) {
    const { accepted, refused } = await provider.send(payments.slice(at, at + AT_ONCE));
    refusals.push(...refused);
    await deps.database.inTenant(tenantId, (tx) =>
      sql`
        update payout set state = 'sent', sent_at = ${now.toISOString()}::timestamptz, version = version + 1
        where tenant_id = ${tenantId}::uuid and run_id = ${id}::uuid and id = any(${[...accepted]}::uuid[]) and state = 'released'`.execute(tx),
    );
  }
  return deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    for (const { id: payoutId, sentence } of refusals)
      await sql`update payout set reason = ${`${provider.name}: ${sentence}`} where tenant_id = ${tenantId}::uuid and id = ${payoutId}::uuid`.execute(tx);
    if (run.state === 'released' && refusals.length === 0) {
      await sql`update payout_run set state = 'sent', sent_at = ${now.toISOString()}::timestamptz, provider = ${provider.name}, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
        tx,
      );
      await told(tx, context, run, 'payoutRuns.send', 'sent', { provider: provider.name, payouts: payments.length });
    }
    return shapeOne(tx, context, id);
  });
}

/** The bank says that it paid: all that is under way, or the payouts that are named. */
export async function markPaid(deps: WorkingDeps, context: Context, id: string, body: Parsed<'payoutRuns.markPaid'>['body']): Promise<RunView> {
  requireScope(context, 'payouts:write');
  const { tenantId, now } = context;
  const view = await deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    const counts = await allow(tx, context, run, 'mark_paid');
    if (body.payoutIds) {
      const done = await payBatch(deps.ports, tx, context, run, body.paidOn, body.payoutIds.length, sql`and id = any(${body.payoutIds}::uuid[])`);
      if (done < new Set(body.payoutIds).size)
        throw new Problem('conflict', 'One of these payouts is not on its way, or of another run. Nothing was marked.', { reason: 'state' });
      const left =
        await sql`select 1 from payout where tenant_id = ${tenantId}::uuid and run_id = ${id}::uuid and state in ('released', 'sent') limit 1`.execute(tx);
      await sql`
        update payout_run set version = version + 1, sent_at = coalesce(sent_at, ${now.toISOString()}::timestamptz), ${left.rows.length > 0 ? sql`state = 'sent'` : sql`state = 'settled', settled_at = ${now.toISOString()}::timestamptz`}
        where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    } else {
      const jobId = await startJob(tx, context, { kind: 'payout_run', title: `Mark payout run ${run.number} as paid`, subjectId: id, total: counts.payouts });
      await sql`
        update payout_run set state = 'sent', doing = 'paying', job_id = ${jobId}::uuid, paid_on = ${body.paidOn}::date, sent_at = coalesce(sent_at, ${now.toISOString()}::timestamptz), version = version + 1
        where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    }
    await told(tx, context, run, 'payoutRuns.markPaid', 'paid', { paidOn: body.paidOn, payouts: body.payoutIds?.length ?? counts.underWay });
    return shapeOne(tx, context, id);
  });
  deps.kick(tenantId, id);
  return view;
}
