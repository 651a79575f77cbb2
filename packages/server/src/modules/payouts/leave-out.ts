import { dayIn, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { hashOfLines, unclaim } from './collect.ts';
import type { WorkingDeps } from './context.ts';
import { payoutGates, refusalOf } from './domain/gates.ts';
import { emptyPayee } from './domain/payee.ts';
import { readPayees } from './payee-store.ts';
import { readPayout, type PayoutView } from './payout-queries.ts';
import { writeRunHash } from './run-hash.ts';
import { lockRun, type Run } from './run-store.ts';
import { readSettings } from './settings-store.ts';

const NOT_RELEASED = new Set(['collecting', 'ready']);

/** Takes a whole payout out of a run that is not released; the hash of the run changes with it. */
export function leaveOut(deps: WorkingDeps, context: Context, id: string, reason: string): Promise<PayoutView> {
  requireScope(context, 'payouts:write');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const { run, payout } = await lockPayout(tx, tenantId, id);
    if (!NOT_RELEASED.has(run.state) || payout.state !== 'ready')
      throw new Problem('conflict', 'Only what is collected and not yet released can be left out.', { reason: payout.state });
    await unclaim(tx, tenantId, [id], now);
    await carry(tx, tenantId, id, `Left out by ${context.actor.name}: ${reason}`);
    if (run.state === 'ready') await writeRunHash(tx, tenantId, run.id);
    await recordChange(tx, context, {
      operation: 'payouts.leaveOut',
      recordType: 'payout',
      recordId: id,
      before: { state: 'ready' },
      after: { state: 'carried' },
      reason,
      events: [
        {
          type: 'payout.left_out',
          payload: { runNumber: run.number, partnerId: payout.partnerId, amountMinor: payout.amountMinor, currency: payout.currency },
        },
      ],
    });
    return readPayout(tx, tenantId, id);
  });
}

export type LockedPayout = {
  readonly id: string;
  readonly runId: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly state: string;
  readonly amountMinor: number;
};
/** The run first: whoever changes what is in it does so one after another. */
export async function lockPayout(tx: Tx, tenantId: string, id: string): Promise<{ run: Run; payout: LockedPayout }> {
  const { rows: found } = await sql<{ runId: string }>`select run_id as "runId" from payout where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  if (!found[0]) throw notFound('payout');
  const run = await lockRun(tx, tenantId, found[0].runId);
  const { rows } = await sql<LockedPayout>`
    select id, run_id as "runId", partner_id as "partnerId", currency, state, amount_minor as "amountMinor" from payout where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(
    tx,
  );
  if (!rows[0]) throw notFound('payout');
  return { run, payout: rows[0] };
}

async function carry(tx: Tx, tenantId: string, id: string, reason: string): Promise<void> {
  await sql`
    update payout set state = 'carried', reason = ${reason}, content_hash = null, bank_sealed = null, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
}

/**
 * Takes one line out of a run that is not released, since it is disputed. What is left is judged again: it may be too little, and is then
 * carried over as a whole. Says whether the line is free; in a run that is released it is not.
 */
export async function takeLineOut(tx: Tx, context: Context, earningId: string): Promise<boolean> {
  const { tenantId, now } = context;
  const { rows: lines } = await sql<{ payoutId: string }>`
    select payout_id as "payoutId" from payout_line where tenant_id = ${tenantId}::uuid and earning_id = ${earningId}::uuid and active`.execute(tx);
  if (!lines[0]) return true;
  const { payoutId } = lines[0];
  const { run, payout } = await lockPayout(tx, tenantId, payoutId);
  if (!NOT_RELEASED.has(run.state)) return false;
  await sql`
    with given as (delete from payout_line where tenant_id = ${tenantId}::uuid and payout_id = ${payoutId}::uuid and earning_id = ${earningId}::uuid and active returning earning_id)
    update earning e set state = 'due', updated_at = ${now.toISOString()}::timestamptz, version = e.version + 1 from given where e.tenant_id = ${tenantId}::uuid and e.id = given.earning_id and e.state = 'claimed'`.execute(
    tx,
  );
  const { rows } = await sql<{ lines: number; earnedMinor: number; takenBackMinor: number; hash: string | null }>`
    select count(*)::integer as lines, coalesce(sum(amount_minor) filter (where amount_minor > 0), 0)::bigint as "earnedMinor", coalesce(sum(amount_minor) filter (where amount_minor < 0), 0)::bigint as "takenBackMinor", ${hashOfLines} as hash
    from payout_line l join earning e on e.tenant_id = l.tenant_id and e.id = l.earning_id where l.tenant_id = ${tenantId}::uuid and l.payout_id = ${payoutId}::uuid and l.active`.execute(
    tx,
  );
  const [sum] = rows;
  if (!sum) return true;
  const settings = await readSettings(tx, tenantId);
  const payee = (await readPayees(tx, tenantId, [payout.partnerId])).get(payout.partnerId) ?? emptyPayee(payout.partnerId);
  const amountMinor = sum.earnedMinor + sum.takenBackMinor;
  const gates = payoutGates({
    payee,
    currency: payout.currency,
    amountMinor,
    today: dayIn(now, settings.timeZone),
    minimumMinor: settings.minimums[payout.currency] ?? 0,
  });
  const refusal = refusalOf(gates);
  if (refusal !== null) {
    await unclaim(tx, tenantId, [payoutId], now);
    await carry(tx, tenantId, payoutId, refusal);
  }
  await sql`
    update payout set amount_minor = ${amountMinor}, earned_minor = ${sum.earnedMinor}, taken_back_minor = ${sum.takenBackMinor}, lines = ${sum.lines}, gates = ${JSON.stringify(gates)}::jsonb,
      content_hash = ${refusal === null ? sum.hash : null}, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${payoutId}::uuid`.execute(tx);
  if (run.state === 'ready') await writeRunHash(tx, tenantId, run.id);
  return true;
}
