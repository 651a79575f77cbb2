import type { Parsed } from '@entente/contracts';
import { majorOf, newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { allocatedOf, readBudget, requireVersion } from './budget-store.ts';
import type { FundsDeps } from './context.ts';
import { requireCurrency } from './domain/amounts.ts';
import { checkPolicy, type FundPolicy } from './domain/policy.ts';
import { invalid } from './requests.ts';

async function refuseName(tx: Tx, tenantId: string, name: string, besides: string | null): Promise<void> {
  const { rows } =
    await sql`select 1 from fund_budget where tenant_id = ${tenantId}::uuid and lower(name) = lower(${name}) and id is distinct from ${besides}::uuid`.execute(
      tx,
    );
  if (rows.length > 0) throw new Problem('conflict', 'There is a budget of that name.', { reason: 'name_taken' });
}
async function requireOwner(tx: Tx, tenantId: string, ownerId: string | null | undefined): Promise<void> {
  if (ownerId === null || ownerId === undefined) return;
  const found = await tx
    .selectFrom('membership')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', ownerId)
    .where('audience', '=', 'workspace')
    .executeTakeFirst();
  if (!found) throw notFound('person');
}
async function insertPolicy(
  tx: Tx,
  context: Context,
  budgetId: string,
  number: number,
  policy: FundPolicy,
  effectiveFrom: string,
  note: string | null,
): Promise<void> {
  await sql`
    insert into fund_policy (tenant_id, budget_id, number, document, effective_from, note, published_by, published_at)
    values (${context.tenantId}::uuid, ${budgetId}::uuid, ${number}, ${JSON.stringify(policy)}::jsonb, ${effectiveFrom}::date, ${note}, ${context.actor.name}, ${context.now.toISOString()}::timestamptz)`.execute(
    tx,
  );
}
const told = (
  tx: Tx,
  context: Context,
  operation: string,
  event: string,
  id: string,
  after: Record<string, unknown>,
  reason: string | null = null,
): Promise<void> =>
  recordChange(tx, context, {
    operation,
    recordType: 'fund_budget',
    recordId: id,
    after,
    reason,
    events: [{ type: `fund_budget.${event}`, payload: { budgetId: id } }],
  });

export async function createBudget({ database }: FundsDeps, context: Context, body: Parsed<'funds.createBudget'>['body']): Promise<string> {
  requireScope(context, 'funds:write');
  requireCurrency(body.currency, 'currency');
  if (body.startsOn >= body.endsOn) throw invalid('endsOn', 'A budget ends after the day it begins.');
  checkPolicy(body.policy, body.kind);
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    await refuseName(tx, tenantId, body.name, null);
    await requireOwner(tx, tenantId, body.ownerId);
    const id = newId();
    const at = context.now.toISOString();
    await tx
      .insertInto('fund_budget')
      .values({
        tenant_id: tenantId,
        id,
        name: body.name,
        kind: body.kind,
        currency: body.currency,
        amount_minor: body.amountMinor,
        starts_on: body.startsOn,
        ends_on: body.endsOn,
        owner_id: body.ownerId,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await insertPolicy(tx, context, id, 1, body.policy, body.startsOn, null);
    await told(tx, context, 'funds.createBudget', 'created', id, { name: body.name, kind: body.kind, currency: body.currency, amountMinor: body.amountMinor });
    return id;
  });
}

export async function updateBudget(
  { database }: FundsDeps,
  context: Context,
  id: string,
  body: Parsed<'funds.updateBudget'>['body'],
  ifVersion: number | null,
): Promise<void> {
  requireScope(context, 'funds:write');
  const { tenantId } = context;
  await database.inTenant(tenantId, async (tx) => {
    const budget = await readBudget(tx, tenantId, id, true);
    requireVersion(budget, ifVersion);
    if (body.name !== undefined) await refuseName(tx, tenantId, body.name, id);
    await requireOwner(tx, tenantId, body.ownerId);
    const allocated = await allocatedOf(tx, tenantId, id);
    if (body.amountMinor !== undefined && BigInt(body.amountMinor) < allocated)
      throw new Problem('conflict', `${majorOf(allocated, budget.currency)} ${budget.currency} of it is allocated already.`, { reason: 'allocated' });
    if (body.endsOn !== undefined) {
      const { rows } = await sql<{
        last: string | null;
      }>`select max(ends_on) as last from fund_allocation where tenant_id = ${tenantId}::uuid and budget_id = ${id}::uuid`.execute(tx);
      const last = rows[0]?.last ?? null;
      if (body.endsOn <= budget.startsOn || (last !== null && body.endsOn < last))
        throw invalid('endsOn', last === null ? 'A budget ends after the day it begins.' : `A fund of it lasts until ${last}.`);
    }
    const after = {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.amountMinor === undefined ? {} : { amount_minor: body.amountMinor }),
      ...(body.endsOn === undefined ? {} : { ends_on: body.endsOn }),
      ...(body.ownerId === undefined ? {} : { owner_id: body.ownerId }),
    };
    await tx
      .updateTable('fund_budget')
      .set((eb) => ({ ...after, updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await told(tx, context, 'funds.updateBudget', 'changed', id, after);
  });
}

export async function closeBudget({ database }: FundsDeps, context: Context, id: string, reason: string, ifVersion: number | null): Promise<void> {
  requireScope(context, 'funds:write');
  const { tenantId, now } = context;
  await database.inTenant(tenantId, async (tx) => {
    const budget = await readBudget(tx, tenantId, id, true);
    requireVersion(budget, ifVersion);
    if (budget.closedAt !== null) throw new Problem('conflict', 'This budget is closed already.', { reason: 'closed' });
    await sql`update fund_budget set closed_at = ${now.toISOString()}::timestamptz, version = version + 1, updated_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
      tx,
    );
    await told(tx, context, 'funds.closeBudget', 'closed', id, {}, reason);
  });
}

/** From a day on that is not past: what was submitted under older terms keeps them. */
export async function publishPolicy(
  { database }: FundsDeps,
  context: Context,
  id: string,
  body: Parsed<'funds.publishPolicy'>['body'],
  ifVersion: number | null,
): Promise<void> {
  requireScope(context, 'funds:write');
  const { tenantId, now } = context;
  await database.inTenant(tenantId, async (tx) => {
    const budget = await readBudget(tx, tenantId, id, true);
    requireVersion(budget, ifVersion);
    checkPolicy(body.policy, budget.kind);
    if (body.effectiveFrom < now.toISOString().slice(0, 10)) throw invalid('effectiveFrom', 'New terms begin today or later: the past keeps its own.');
    const { rows } = await sql<{
      number: number;
    }>`select max(number) as number from fund_policy where tenant_id = ${tenantId}::uuid and budget_id = ${id}::uuid`.execute(tx);
    await insertPolicy(tx, context, id, (rows[0]?.number ?? 0) + 1, body.policy, body.effectiveFrom, body.note);
    await sql`update fund_budget set version = version + 1, updated_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
      tx,
    );
    await told(tx, context, 'funds.publishPolicy', 'terms_published', id, { effectiveFrom: body.effectiveFrom }, body.note);
  });
}
