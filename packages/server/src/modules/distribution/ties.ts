import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, newId, notFound, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { dayOf } from './context.ts';
import { closesCircle, holdsOn } from './domain/tie.ts';
import type { DistributionPorts } from './ports.ts';

type Shape = Result<'partnerTies.add'>;

function tieQuery(tx: Tx, tenantId: string) {
  return tx
    .selectFrom('partner_tie as t')
    .innerJoin('partner as d', (join) => join.onRef('d.tenant_id', '=', 't.tenant_id').onRef('d.id', '=', 't.distributor_id'))
    .innerJoin('partner as r', (join) => join.onRef('r.tenant_id', '=', 't.tenant_id').onRef('r.id', '=', 't.reseller_id'))
    .where('t.tenant_id', '=', tenantId)
    .select(['t.id', 't.distributor_id', 'd.name as distributor_name', 't.reseller_id', 'r.name as reseller_name', 't.may_act', 't.since', 't.until']);
}
type TieRow = Awaited<ReturnType<ReturnType<typeof tieQuery>['executeTakeFirstOrThrow']>>;

const shape = (row: TieRow): Shape => ({
  id: row.id,
  distributorId: row.distributor_id,
  distributorName: row.distributor_name,
  resellerId: row.reseller_id,
  resellerName: row.reseller_name,
  mayAct: row.may_act,
  since: row.since,
  until: row.until,
});

/** The newest first; ended ties stay in the list. */
export async function listTies(tx: Tx, context: Context, query: Parsed<'partnerTies.list'>['query']): Promise<Result<'partnerTies.list'>> {
  const place = placeIn(query.cursor, 'id');
  let rows = tieQuery(tx, context.tenantId);
  const { partnerId } = query;
  if (partnerId !== undefined) rows = rows.where((eb) => eb.or([eb('t.distributor_id', '=', partnerId), eb('t.reseller_id', '=', partnerId)]));
  if (place) rows = rows.where('t.id', '<', place.id);
  const found = await rows
    .orderBy('t.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return { items: items.map(shape), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
}

export async function addTie(tx: Tx, context: Context, ports: DistributionPorts, body: Parsed<'partnerTies.add'>['body']): Promise<Shape> {
  const { tenantId } = context;
  const { distributorId, resellerId } = body;
  if (distributorId === resellerId) throw refused('resellerId', 'A partner cannot be its own distributor.');
  // Two ties added at once could close a circle that neither of them sees.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`partner-ties:${tenantId}`}, 0))`.execute(tx);
  const known = await ports.partners(tx, tenantId, [distributorId, resellerId]);
  const distributor = known.find((partner) => partner.id === distributorId);
  const reseller = known.find((partner) => partner.id === resellerId);
  if (!distributor || !reseller) throw notFound('partner');
  if (!distributor.types.includes('distributor')) throw refused('distributorId', `${distributor.name} does not have the partner type distributor.`);
  const since = body.since ?? dayOf(context.now);
  const standing = await tx
    .selectFrom('partner_tie')
    .select(['distributor_id', 'reseller_id'])
    .where('tenant_id', '=', tenantId)
    .where('until', 'is', null)
    .execute();
  const ties = standing.map((row) => ({ distributorId: row.distributor_id, resellerId: row.reseller_id }));
  if (ties.some((tie) => tie.distributorId === distributorId && tie.resellerId === resellerId))
    throw new Problem('conflict', `${reseller.name} is tied to ${distributor.name} already.`, { reason: 'tied_already' });
  if (closesCircle(ties, { distributorId, resellerId }))
    throw new Problem('conflict', `${distributor.name} buys through ${reseller.name}, so it cannot be its distributor.`, { reason: 'circle' });
  const id = newId();
  await tx
    .insertInto('partner_tie')
    .values({
      tenant_id: tenantId,
      id,
      distributor_id: distributorId,
      reseller_id: resellerId,
      may_act: body.mayAct,
      since,
      until: null,
      created_by: context.actor.name,
    })
    .execute();
  await recordChange(tx, context, {
    operation: 'partnerTies.add',
    recordType: 'partner_tie',
    recordId: id,
    after: { distributorId, resellerId, mayAct: body.mayAct, since },
    events: [{ type: 'partner.updated', payload: { partnerId: resellerId, name: reseller.name, distributorId } }],
  });
  return readTie(tx, tenantId, id);
}

export async function endTie(tx: Tx, context: Context, id: string): Promise<Shape> {
  const { tenantId } = context;
  const row = await tx.selectFrom('partner_tie').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('tie');
  if (row.until !== null) return readTie(tx, tenantId, id);
  const today = dayOf(context.now);
  const until = today < row.since ? row.since : today;
  await tx.updateTable('partner_tie').set({ until }).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
  const ended = await readTie(tx, tenantId, id);
  await recordChange(tx, context, {
    operation: 'partnerTies.end',
    recordType: 'partner_tie',
    recordId: id,
    before: { until: null },
    after: { until },
    events: [{ type: 'partner.updated', payload: { partnerId: row.reseller_id, name: ended.resellerName, distributorId: row.distributor_id } }],
  });
  return ended;
}

async function readTie(tx: Tx, tenantId: string, id: string): Promise<Shape> {
  return shape(await tieQuery(tx, tenantId).where('t.id', '=', id).executeTakeFirstOrThrow());
}

/** Whether the distributor may act in the reseller's name on this day. Both have to be active partners. */
export async function mayActFor(tx: Tx, ports: DistributionPorts, tenantId: string, distributorId: string, resellerId: string, day: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('partner_tie')
    .select(['since', 'until'])
    .where('tenant_id', '=', tenantId)
    .where('distributor_id', '=', distributorId)
    .where('reseller_id', '=', resellerId)
    .where('may_act', '=', true)
    .execute();
  if (!rows.some((tie) => holdsOn(tie, day))) return false;
  const known = await ports.partners(tx, tenantId, [distributorId, resellerId]);
  return known.length === 2 && known.every((partner) => partner.active);
}

/** Resellers tied to the distributor on this day. */
export async function resellersOf(
  tx: Tx,
  tenantId: string,
  distributorId: string,
  day: string,
): Promise<{ partnerId: string; name: string; mayAct: boolean }[]> {
  const rows = await tieQuery(tx, tenantId).where('t.distributor_id', '=', distributorId).orderBy('r.name').orderBy('t.id').execute();
  return rows.filter((row) => holdsOn(row, day)).map((row) => ({ partnerId: row.reseller_id, name: row.reseller_name, mayAct: row.may_act }));
}

/** Whether two partners are tied today, whichever of them is the distributor. */
export async function areTied(tx: Tx, tenantId: string, one: string, other: string, day: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('partner_tie')
    .select(['since', 'until'])
    .where('tenant_id', '=', tenantId)
    .where((eb) =>
      eb.or([eb.and([eb('distributor_id', '=', one), eb('reseller_id', '=', other)]), eb.and([eb('distributor_id', '=', other), eb('reseller_id', '=', one)])]),
    )
    .execute();
  return rows.some((tie) => holdsOn(tie, day));
}

/** Every tie of a distributor, ended ones too: what was sold is judged by the day it was sold on. */
export async function tiesOfDistributor(tx: Tx, tenantId: string, distributorId: string) {
  const rows = await tieQuery(tx, tenantId).where('t.distributor_id', '=', distributorId).execute();
  return rows.map((row) => ({ resellerId: row.reseller_id, name: row.reseller_name, since: row.since, until: row.until }));
}

const refused = (path: string, sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path, code: 'refused', sentence }] });
