import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem, type RouteKind } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { initialState, moveRoute, wayTo } from './domain/route-machine.ts';
import { maySettle } from './domain/team.ts';
import { ownerNamed, partnerNames } from './names.ts';
import { childChanged, insist, lockDeal, routeFacts } from './store.ts';

/** The ways a deal is sold. A route adds no amount: the deal's amount stays the one there is. */
export async function addRoute(tx: Tx, context: Context, dealId: string, input: Parsed<'deals.addRoute'>['body']): Promise<{ routeId: string }> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  if (input.settles) insist(maySettle(await routeFacts(tx, tenant, dealId), input.kind));
  const owner = await ownerNamed(tx, tenant, input.ownerId);
  await partnerNames(tx, tenant, input.chain, 'chain');
  await requireFreeIdentity(tx, tenant, input.externalSystem ?? null, input.externalId ?? null, null);
  const id = newId();
  const row = {
    kind: input.kind,
    state: initialState(input.kind),
    settles: input.settles,
    owner_id: owner?.id ?? null,
    owner_name: owner?.name ?? null,
    external_system: input.externalSystem ?? null,
    external_id: input.externalId ?? null,
    chain: input.chain,
    next_step: input.nextStep ?? null,
    due_at: input.dueAt ?? null,
  };
  await tx
    .insertInto('deal_route')
    .values({ tenant_id: tenant, id, deal_id: dealId, ...row, created_at: context.now.toISOString(), ended_at: null })
    .execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.addRoute',
    recordType: 'route',
    recordId: id,
    after: { dealId, ...row },
    events: [{ type: 'route.added', dealId, payload: { routeId: id, kind: input.kind, state: row.state, settles: input.settles } }],
  });
  return { routeId: id };
}

async function load(tx: Tx, context: Context, dealId: string, id: string) {
  await lockDeal(tx, context.tenantId, dealId);
  const row = await tx
    .selectFrom('deal_route')
    .selectAll()
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('route');
  if (row.ended_at !== null) throw new Problem('conflict', 'This route has ended. Add it again to go on.');
  return { ...row, kind: row.kind as RouteKind };
}

export async function updateRoute(tx: Tx, context: Context, dealId: string, id: string, input: Parsed<'deals.updateRoute'>['body']): Promise<void> {
  const tenant = context.tenantId;
  const row = await load(tx, context, dealId, id);
  const state = input.state === undefined ? row.state : insist(moveRoute(row.kind, row.state, input.state));
  const settles = input.settles ?? row.settles;
  if (settles && !row.settles)
    insist(
      maySettle(
        (await routeFacts(tx, tenant, dealId)).filter((route) => route.id !== id),
        row.kind,
      ),
    );
  const owner = input.ownerId === undefined ? { id: row.owner_id, name: row.owner_name } : await ownerNamed(tx, tenant, input.ownerId);
  const kept = <Value>(given: Value | undefined, known: Value): Value => (given === undefined ? known : given);
  const after = {
    state,
    settles,
    owner_id: owner?.id ?? null,
    owner_name: owner?.name ?? null,
    external_system: kept(input.externalSystem, row.external_system),
    external_id: kept(input.externalId, row.external_id),
    next_step: kept(input.nextStep, row.next_step),
    due_at: kept(input.dueAt, row.due_at),
  };
  await requireFreeIdentity(tx, tenant, after.external_system, after.external_id, id);
  await tx
    .updateTable('deal_route')
    .set((eb) => ({ ...after, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .execute();
  const before = Object.fromEntries(Object.keys(after).map((key) => [key, row[key as keyof typeof row]]));
  await childChanged(tx, context, dealId, {
    operation: 'deals.updateRoute',
    recordType: 'route',
    recordId: id,
    before,
    after,
    events: [
      {
        type: 'route.updated',
        dealId,
        payload: {
          routeId: id,
          kind: row.kind,
          ...(state === row.state ? {} : { from: row.state, to: state }),
          ...(settles === row.settles ? {} : { settles }),
        },
      },
    ],
  });
}

/**
 * Moves a route to where an outside system says it is, through the states in between, and sets what is next. A state that cannot be
 * reached from here leaves the state as it is: what they say is shown beside it.
 */
export async function followRoute(
  tx: Tx,
  context: Context,
  dealId: string,
  id: string,
  to: { readonly state: string; readonly nextStep?: string | null; readonly dueAt?: string | null; readonly outsideId?: string | null },
): Promise<void> {
  const row = await load(tx, context, dealId, id);
  for (const state of wayTo(row.kind, row.state, to.state) ?? []) await updateRoute(tx, context, dealId, id, { state });
  const changed = {
    ...(to.nextStep === undefined || to.nextStep === row.next_step ? {} : { nextStep: to.nextStep }),
    ...(to.dueAt === undefined || to.dueAt === row.due_at ? {} : { dueAt: to.dueAt }),
    ...(to.outsideId === undefined || to.outsideId === null || to.outsideId === row.external_id ? {} : { externalId: to.outsideId }),
  };
  if (Object.keys(changed).length > 0) await updateRoute(tx, context, dealId, id, changed);
}

export async function endRoute(tx: Tx, context: Context, dealId: string, id: string): Promise<void> {
  const row = await load(tx, context, dealId, id);
  const ended_at = context.now.toISOString();
  await tx
    .updateTable('deal_route')
    .set((eb) => ({ ended_at, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.endRoute',
    recordType: 'route',
    recordId: id,
    before: { ended_at: null },
    after: { ended_at },
    events: [{ type: 'route.ended', dealId, payload: { routeId: id, kind: row.kind, state: row.state, settles: row.settles } }],
  });
}

/** One outside record belongs to one active route, so that two deals never answer for the same one. */
async function requireFreeIdentity(tx: Tx, tenantId: string, system: string | null, externalId: string | null, except: string | null): Promise<void> {
  if (externalId === null) return;
  if (system === null) throw new Problem('invalid_input', 'Name the outside system the identity belongs to.');
  const taken = await tx
    .selectFrom('deal_route as r')
    .innerJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'r.tenant_id').onRef('d.id', '=', 'r.deal_id'))
    .select(['r.id', 'd.number'])
    .where('r.tenant_id', '=', tenantId)
    .where('r.external_system', '=', system)
    .where('r.external_id', '=', externalId)
    .where('r.ended_at', 'is', null)
    .executeTakeFirst();
  if (taken && taken.id !== except) throw new Problem('conflict', `${system} ${externalId} belongs to a route of deal ${taken.number} already.`);
}

/** What a route that is under way waits for, whose it is and until when. */
export async function nextOfRoute(tx: Tx, tenantId: string, routeId: string): Promise<{ sentence: string; owner: string | null; dueAt: string | null } | null> {
  const row = await tx
    .selectFrom('deal_route')
    .select(['next_step', 'owner_name', 'due_at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', routeId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row?.next_step ? { sentence: row.next_step, owner: row.owner_name, dueAt: row.due_at } : null;
}

/** Co-sell routes with one system that were launched since then, and what was won by the deals they belong to. */
export async function launchedRoutes(
  tx: Tx,
  tenantId: string,
  of: { readonly system: string; readonly since: string },
): Promise<{ launched: number; wonMinor: number; currency: string | null }> {
  // When it was launched is what the timeline tells; one that came here launched has no such event.
  const { rows } = await sql<{ launched: number; wonMinor: number; currency: string | null }>`
    select count(*)::int as launched, coalesce(sum(d.amount_minor) filter (where d.status = 'won'), 0)::bigint as "wonMinor", mode() within group (order by d.currency) as currency
    from deal_route r
    join deal d on d.tenant_id = r.tenant_id and d.id = r.deal_id
    where r.tenant_id = ${tenantId}::uuid and r.kind = 'cosell' and r.external_system = ${of.system} and r.state = 'launched'
      and coalesce(
        (select e.at from outbox_event e where e.tenant_id = r.tenant_id and e.deal_id = r.deal_id and e.type = 'route.updated'
          and e.payload ->> 'routeId' = r.id::text and e.payload ->> 'to' = 'launched' order by e.id desc limit 1),
        r.created_at) >= ${of.since}::timestamptz`.execute(tx);
  return rows[0] ?? { launched: 0, wonMinor: 0, currency: null };
}
