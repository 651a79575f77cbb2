import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { UsageDeps, UsageLine } from './context.ts';
import type { MeteredEntitlement } from './domain/facts.ts';
import { actsOf, periodOf, type LineAct } from './domain/line.ts';
import { formatQuantity, isWhole, readQuantity } from './domain/quantity.ts';
import { shownInstant } from './domain/window.ts';
import { dealsOf, lineShape, lockLine, type LineRow } from './line-store.ts';

type Extra = { readonly ifVersion: number | null };
const UNIQUE = '23505';
const STATES = {
  waiting: 'waits to be sent',
  sent: 'is on its way',
  accepted: 'was accepted',
  included: 'needs no sending',
  rejected: 'was rejected',
  expired: 'has expired',
  written_off: 'was written off',
};

export function retryLine(deps: UsageDeps, context: Context, id: string, extra: Extra): Promise<UsageLine> {
  return act(deps, context, id, extra, 'retry', null, async (tx, line, entitlement) => {
    if (line.state === 'waiting') return sql`ready_at = ${context.now.toISOString()}::timestamptz`;
    await giveBack(tx, context, line, entitlement);
    return sql`state = 'waiting', included = 0, batch_id = null, outcome = null, sentence = null`;
  });
}

export function writeOffLine(deps: UsageDeps, context: Context, id: string, body: Parsed<'metering.writeOff'>['body'], extra: Extra): Promise<UsageLine> {
  return act(deps, context, id, extra, 'write_off', body.reason, () =>
    Promise.resolve(sql`state = 'written_off', settled_by = ${context.actor.name}, settled_reason = ${body.reason}`),
  );
}

export function correctLine(deps: UsageDeps, context: Context, id: string, body: Parsed<'metering.correct'>['body'], extra: Extra): Promise<UsageLine> {
  return act(deps, context, id, extra, 'correct', body.reason, async (tx, line, entitlement) => {
    const quantity = readQuantity(body.quantity);
    if (!quantity.ok) throw invalid(quantity.sentence);
    if (entitlement?.rules.wholeUnits && !isWhole(quantity.value)) throw invalid(`${entitlement.marketplace} takes whole units only.`);
    await giveBack(tx, context, line, entitlement);
    return sql`state = 'waiting', included = 0, batch_id = null, outcome = null, sentence = null, correction = ${(quantity.value - BigInt(line.ingested)).toString()}::bigint,
      settled_by = ${context.actor.name}, settled_reason = ${body.reason}`;
  });
}

async function act(
  deps: UsageDeps,
  context: Context,
  id: string,
  { ifVersion }: Extra,
  what: LineAct,
  reason: string | null,
  change: (tx: Tx, line: LineRow, entitlement: MeteredEntitlement | undefined) => Promise<RawBuilder<unknown>>,
): Promise<UsageLine> {
  requireScope(context, 'usage:write');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const line = await lockLine(tx, tenantId, id);
    if (ifVersion !== null && ifVersion !== line.version) throw new Problem('version_stale', 'This hour has changed since you read it. Look at it again.');
    const late = Date.parse(line.expiresAt) <= now.getTime();
    if (!actsOf(line, late, Date.parse(line.readyAt) > now.getTime()).includes(what)) throw new Problem('conflict', refusal(line, late), { reason: 'state' });
    const [entitlement] = await deps.ports.entitlements(tx, tenantId, { ids: [line.entitlementId] });
    if (line.state !== 'waiting' && what !== 'write_off') await refuseTwo(tx, tenantId, line);
    const set = await change(tx, line, entitlement);
    const store = () =>
      sql`update usage_line set ${set}, updated_at = ${now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
        tx,
      );
    await store().catch((error: unknown) => {
      throw error instanceof Error && 'code' in error && error.code === UNIQUE ? hourWaits() : error;
    });
    const after = await lockLine(tx, tenantId, id);
    await recordChange(tx, context, {
      operation: `metering.${what === 'write_off' ? 'writeOff' : what}`,
      recordType: 'usage_line',
      recordId: id,
      before: told(line),
      after: told(after),
      reason,
    });
    return lineShape(after, entitlement, await dealsOf(tx, tenantId, entitlement ? [entitlement] : []), now);
  });
}

const told = (line: LineRow) => ({ state: line.state, quantity: formatQuantity(BigInt(line.ingested) + BigInt(line.correction)), outcome: line.outcome });
const invalid = (sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path: 'quantity', code: 'quantity', sentence }] });

function refusal(line: LineRow, late: boolean): string {
  if (late && (line.state === 'rejected' || line.state === 'waiting' || line.state === 'expired'))
    return `The marketplace took this hour until ${shownInstant(Date.parse(line.expiresAt))}. It can only be written off.`;
  return `This hour ${STATES[line.state]}; that cannot be done with it now.`;
}

/** More of the same hour waits already: both sent, the marketplace would count the first only. */
async function refuseTwo(tx: Tx, tenantId: string, line: LineRow): Promise<void> {
  const { rows } = await sql`
    select 1 from usage_line where tenant_id = ${tenantId}::uuid and entitlement_id = ${line.entitlementId}::uuid and dimension = ${line.dimension} and hour = ${line.hour}::timestamptz and state = 'waiting'`.execute(
    tx,
  );
  if (rows.length > 0) throw hourWaits();
}
const hourWaits = (): Problem =>
  new Problem('conflict', 'More usage of the same hour came in and waits. Correct that one to the sum of both, and write this one off.', {
    reason: 'hour_waits',
  });

/** What its included part had taken of the base is free again; it is counted anew when it is sent. */
async function giveBack(tx: Tx, context: Context, line: LineRow, entitlement: MeteredEntitlement | undefined): Promise<void> {
  const renews = entitlement?.rules.onlyOverage ?? null;
  if (renews === null || line.included === '0') return;
  await sql`
    update usage_allowance set used = greatest(0, used - ${line.included}::bigint)
    where tenant_id = ${context.tenantId}::uuid and entitlement_id = ${line.entitlementId}::uuid and dimension = ${line.dimension} and period = ${periodOf(line.hour, renews)}`.execute(
    tx,
  );
}
