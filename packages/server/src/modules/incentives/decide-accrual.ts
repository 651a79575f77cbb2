import { dayIn, majorOf, notFound, Problem, type NewEarning } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { earningOf } from './accrue.ts';
import { rebateRule } from './count-volume.ts';
import { asWritten, measured } from './domain/rebate.ts';
import type { IncentivesPorts } from './ports.ts';
import { changePeriod, lockPeriod, volumeOf } from './rebate-store.ts';
import { ruleVersion } from './rule-store.ts';
import { lockAccrual, reversalsOf, type AccrualRow } from './store.ts';
import { addSettlement, release } from './tend-rebates.ts';

type Decision = { readonly id: string; readonly ifVersion: number | null; readonly approve: boolean; readonly reason: string | null };

/** Approves or declines what waits, with all that was taken back of it meanwhile. Nobody approves what they asked for. */
export async function decideAccrual(tx: Tx, ports: IncentivesPorts, context: Context, { id, ifVersion, approve, reason }: Decision): Promise<void> {
  const { tenantId, actor, now } = context;
  const row = await lockAccrual(tx, tenantId, id);
  if (!row) throw notFound('accrual');
  if (ifVersion !== null && row.version !== ifVersion)
    throw new Problem('version_stale', 'Somebody changed this accrual since you opened it. Reload to see it.');
  if (row.state !== 'waiting' || row.reversesId !== null) throw new Problem('conflict', 'This accrual waits for no approval.');
  if (actor.memberId === null) throw new Problem('not_allowed', 'A person decides about this.');
  if (row.askedByMember === actor.memberId) throw new Problem('not_allowed', 'You asked for this. Somebody else decides about it.');
  const rows = [row, ...(await reversalsOf(tx, tenantId, id))];
  const state = approve ? 'earned' : 'declined';
  await tx
    .updateTable('incentive_accrual')
    .set((eb) => ({ state, sentence: approve ? null : reason, decided_by: actor.name, decided_at: now.toISOString(), reason, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where(
      'id',
      'in',
      rows.map((one) => one.id),
    )
    .execute();
  if (approve)
    await ports.earn(
      tx,
      context,
      rows.map((one): NewEarning =>
        earningOf({ ...one, explanation: { ...one.explanation, approvedBy: actor.name } }, one.reversesId === null ? null : row.earningKey),
      ),
    );
  else if (row.factType === 'rebate_period') await releaseDeclined(tx, ports, context, row, rows);
  await recordChange(tx, context, {
    operation: approve ? 'incentives.approve' : 'incentives.decline',
    recordType: 'incentive_accrual',
    recordId: id,
    before: { state: 'waiting' },
    after: { state },
    reason,
    events: [
      {
        type: `incentive.${approve ? 'approved' : 'declined'}`,
        dealId: row.dealId,
        payload: { kind: row.kind, partnerId: row.partnerId, amountMinor: row.amountMinor, currency: row.currency, reason },
      },
    ],
  });
  await ports.closeActs(tx, context, id, approve ? 'Approved' : 'Declined');
}

async function releaseDeclined(tx: Tx, ports: IncentivesPorts, context: Context, row: AccrualRow, rows: readonly AccrualRow[]): Promise<void> {
  const period = await lockPeriod(tx, context.tenantId, row.factId);
  if (!period) return;
  const rule = rebateRule(await ruleVersion(tx, context.tenantId, period.ruleId, period.ruleNumber));
  const left = rows.reduce((sum, one) => sum + BigInt(one.amountMinor), 0n);
  await release(
    { tx, ports, context, rule, period },
    row,
    -left,
    dayIn(context.now, rule.document.period.timeZone),
    'Declined: what was set aside for it is released.',
  );
}

/** Part of what accrued becomes an earning before the period ends. */
export async function settlePart(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  id: string,
  ifVersion: number | null,
  body: { readonly amountMinor: number; readonly reason?: string | undefined },
): Promise<void> {
  const { tenantId, now, actor } = context;
  const period = await lockPeriod(tx, tenantId, id);
  if (!period) throw notFound('period');
  if (ifVersion !== null && period.version !== ifVersion) throw new Problem('version_stale', 'This period moved on since you opened it. Reload to see it.');
  if (period.state !== 'open') throw new Problem('conflict', 'This period is settled.');
  const room = period.accruedMinor - period.settledMinor;
  if (body.amountMinor > room)
    throw new Problem('invalid_input', `Only ${majorOf(Math.max(room, 0), period.currency)} ${period.currency} accrued and is not settled yet.`, {
      fields: [{ path: 'amountMinor', code: 'too_large', sentence: 'Settle no more than accrued.' }],
    });
  const rule = rebateRule(await ruleVersion(tx, tenantId, period.ruleId, period.ruleNumber));
  const today = dayIn(now, rule.document.period.timeZone);
  const reached = asWritten(rule.document, measured(rule.document, await volumeOf(tx, tenantId, id, true)));
  const steps = [
    {
      label: 'Settled in part',
      formula: `of ${majorOf(period.accruedMinor, period.currency)} ${period.currency} that accrued`,
      resultMinor: body.amountMinor,
      currency: period.currency,
    },
  ];
  await addSettlement(
    { tx, ports, context, rule, period, today },
    BigInt(body.amountMinor),
    today,
    { steps, sentence: null },
    reached,
    period.settlements + 1,
    actor.memberId,
  );
  await changePeriod(tx, tenantId, id, { settledMinor: BigInt(period.settledMinor + body.amountMinor), settled: 1 }, now.toISOString());
  await recordChange(tx, context, {
    operation: 'incentives.settlePart',
    recordType: 'incentive_rebate_period',
    recordId: id,
    after: body,
    reason: body.reason ?? null,
  });
}
