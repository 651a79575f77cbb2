import { notFound, Problem, type DealStage, type ParticipantRole, type RouteKind } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { renaming } from '../../platform/db/search-words.ts';
import type { Decision } from './domain/decision.ts';
import { changedKeys, eventsOfChange, factsOf, statusOf, type DealFacts, type DealState } from './domain/deal.ts';
import { projectionOf } from './domain/projection.ts';
import { recordChanges, type Change, type ChangeEvent } from '../../platform/change.ts';
import { newId } from '@entente/kernel';

export const day = (now: Date): string => now.toISOString().slice(0, 10);

/** A refusal of the domain, as the caller hears it. */
export function insist<Value>(decision: Decision<Value>, code: 'conflict' | 'invalid_input' = 'conflict'): Value {
  if (!decision.ok) throw new Problem(code, decision.sentence);
  return decision.value;
}

const columns = [
  'id',
  'number',
  'version',
  'name',
  'account_id',
  'account_name',
  'stage',
  'amount_minor',
  'currency',
  'close_on',
  'opened_on',
  'closed_on',
  'closed_reason',
  'owner_id',
  'owner_name',
  'region',
  'source',
  'next_step',
  'external_id',
] as const;

/** Of one it is asked plainly: with a list the database plans the statement anew each time, which costs more than carrying it out. */
const oneOf = (ids: readonly string[]) => (ids.length === 1 ? sql<string>`${ids[0]}::uuid` : sql<string>`any(${[...ids]}::uuid[])`);

/** The named deals, locked until the transaction ends, in order of id so that two callers never wait for each other. */
export async function lockDeals(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, DealState>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('deal').select(columns).where('tenant_id', '=', tenantId).where('id', '=', oneOf(ids)).orderBy('id').forUpdate().execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        number: row.number,
        version: row.version,
        name: row.name,
        accountId: row.account_id,
        accountName: row.account_name,
        stage: row.stage as DealStage,
        amountMinor: row.amount_minor,
        currency: row.currency,
        closeOn: row.close_on,
        openedOn: row.opened_on,
        closedOn: row.closed_on,
        closedReason: row.closed_reason,
        ownerId: row.owner_id,
        ownerName: row.owner_name,
        region: row.region,
        source: row.source,
        nextStep: row.next_step,
        externalId: row.external_id,
      },
    ]),
  );
}

export async function lockDeal(tx: Tx, tenantId: string, id: string, ifVersion: number | null = null): Promise<DealState> {
  const deal = (await lockDeals(tx, tenantId, [id])).get(id);
  if (!deal) throw notFound('deal');
  if (ifVersion !== null && deal.version !== ifVersion)
    throw new Problem('version_stale', 'Somebody changed this deal in the meantime. Read it again, then make your change.');
  return deal;
}

/** A row of `deal` as the database takes it from JSON. */
export const factColumns = (facts: DealFacts): Record<string, unknown> => ({
  name: facts.name,
  account_id: facts.accountId,
  account_name: facts.accountName,
  stage: facts.stage,
  status: statusOf(facts),
  amount_minor: facts.amountMinor,
  currency: facts.currency,
  close_on: facts.closeOn,
  opened_on: facts.openedOn,
  closed_on: facts.closedOn,
  closed_reason: facts.closedReason,
  owner_id: facts.ownerId,
  owner_name: facts.ownerName,
  region: facts.region,
  source: facts.source,
  next_step: facts.nextStep,
  external_id: facts.externalId,
});

export type DealWrite = {
  readonly before: DealState;
  readonly after: DealFacts;
  readonly reason?: string | null;
  /** Told beside the events that follow from the facts. */ readonly events?: readonly ChangeEvent[];
};

/** The one way a deal's facts change: row, stage history, audit and events together. Callers hold the locks. */
export async function writeDeals(tx: Tx, context: Context, operation: string, writes: readonly DealWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const at = context.now.toISOString();
  const rows = writes.map(({ before, after }) => ({ id: before.id, ...factColumns(after) }));
  const renamed = writes.filter(({ before, after }) => before.name !== after.name || before.accountName !== after.accountName).map(({ before }) => before.id);
  const moves = writes
    .filter(({ before, after }) => before.stage !== after.stage)
    .map(({ before, after }) => ({ id: newId(), deal_id: before.id, from_stage: before.stage, to_stage: after.stage }));
  await renaming(tx, context.tenantId, 'deal', renamed, () =>
    sql`
    with moved as (
      insert into deal_stage_change (tenant_id, id, deal_id, from_stage, to_stage, at, by_name)
      select ${context.tenantId}::uuid, m.id, m.deal_id, m.from_stage, m.to_stage, ${at}::timestamptz, ${context.actor.name}
      from json_to_recordset(${JSON.stringify(moves)}::json) as m(id uuid, deal_id uuid, from_stage text, to_stage text)
    )
    update deal set name = c.name, account_id = c.account_id, account_name = c.account_name, stage = c.stage, status = c.status, amount_minor = c.amount_minor, currency = c.currency, close_on = c.close_on,
      opened_on = c.opened_on, closed_on = c.closed_on, closed_reason = c.closed_reason, owner_id = c.owner_id, owner_name = c.owner_name, region = c.region, source = c.source, next_step = c.next_step,
      external_id = c.external_id, version = deal.version + 1, updated_at = ${at}::timestamptz, last_activity_at = ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as c(id uuid, name text, account_id uuid, account_name text, stage text, status text, amount_minor bigint, currency text, close_on date, opened_on date, closed_on date,
      closed_reason text, owner_id uuid, owner_name text, region text, source text, next_step text, external_id text)
    where deal.tenant_id = ${context.tenantId}::uuid and deal.id = c.id`.execute(tx),
  );
  await recordChanges(
    tx,
    context,
    writes.map(({ before, after, reason, events }): Change => {
      const changed = changedKeys(before, after);
      return {
        operation,
        recordType: 'deal',
        recordId: before.id,
        before: pick(before, changed),
        after: pick(after, changed),
        reason: reason ?? null,
        events: [...eventsOfChange(before, after, reason ?? null), ...(events ?? [])],
      };
    }),
  );
}

const pick = (facts: DealFacts, keys: readonly (keyof DealFacts)[]): Record<string, unknown> =>
  Object.fromEntries(keys.map((key) => [key, factsOf(facts)[key]]));

/** After a change of what hangs on the deal: its projections, its version and its last activity, and the record of the change. */
export async function childChanged(tx: Tx, context: Context, dealId: string, change: Change): Promise<void> {
  await refreshTeam(tx, context.tenantId, dealId, context.now);
  await recordChanges(tx, context, [change]);
}

async function refreshTeam(tx: Tx, tenantId: string, dealId: string, now: Date): Promise<void> {
  const projection = projectionOf(await participantFacts(tx, tenantId, dealId), await routeFacts(tx, tenantId, dealId));
  await tx
    .updateTable('deal')
    .set((eb) => ({
      roles: projection.roles,
      partner_ids: projection.partnerIds,
      route_kinds: projection.routeKinds,
      version: eb('version', '+', 1),
      updated_at: now.toISOString(),
      last_activity_at: now.toISOString(),
    }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', dealId)
    .execute();
}

/** Words and touches are activity, and no change of what somebody may be editing: the version stays. */
export async function markActivity(tx: Tx, context: Context, dealId: string): Promise<void> {
  await tx
    .updateTable('deal')
    .set({ last_activity_at: context.now.toISOString() })
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', dealId)
    .execute();
}

export async function participantFacts(tx: Tx, tenantId: string, dealId: string) {
  const rows = await tx
    .selectFrom('deal_participant')
    .select(['id', 'partner_id', 'role', 'until'])
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .execute();
  return rows.map((row) => ({ id: row.id, partnerId: row.partner_id, role: row.role as ParticipantRole, until: row.until }));
}

export async function routeFacts(tx: Tx, tenantId: string, dealId: string) {
  const rows = await tx
    .selectFrom('deal_route')
    .select(['id', 'kind', 'settles', 'ended_at'])
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .execute();
  return rows.map((row) => ({ id: row.id, kind: row.kind as RouteKind, settles: row.settles, endedAt: row.ended_at }));
}

export async function visitedStages(tx: Tx, tenantId: string, dealIds: readonly string[]): Promise<Map<string, DealStage[]>> {
  const rows = await tx
    .selectFrom('deal_stage_change')
    .select(['deal_id', 'from_stage', 'to_stage'])
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', oneOf(dealIds))
    .execute();
  const visited = new Map<string, DealStage[]>();
  for (const row of rows) {
    const stages = visited.get(row.deal_id) ?? [];
    for (const stage of [row.from_stage, row.to_stage]) if (stage !== null) stages.push(stage as DealStage);
    visited.set(row.deal_id, stages);
  }
  return visited;
}
