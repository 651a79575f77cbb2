import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { sql } from 'kysely';
import { circleOfWaits } from './domain/handoff.ts';
import { partnerNames } from './names.ts';
import { childChanged, lockDeal } from './store.ts';

export async function addHandoff(tx: Tx, context: Context, dealId: string, input: Parsed<'deals.addHandoff'>['body']): Promise<{ handoffId: string }> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  const from = input.fromPartnerId ?? null;
  const to = input.toPartnerId ?? null;
  if (from === to) throw new Problem('invalid_input', 'A handoff goes from one party to another.');
  const names = await partnerNames(tx, tenant, [from, to]);
  const last = await tx
    .selectFrom('deal_handoff')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('tenant_id', '=', tenant)
    .where('deal_id', '=', dealId)
    .executeTakeFirst();
  const id = newId();
  const row = { position: (last?.position ?? 0) + 1, from_partner_id: from, to_partner_id: to, title: input.title, due_at: input.dueAt ?? null };
  await tx
    .insertInto('deal_handoff')
    .values({ tenant_id: tenant, id, deal_id: dealId, ...row, done_at: null, done_by: null, added_at: context.now.toISOString() })
    .execute();
  const waitsOn = [...new Set(input.waitsOn)];
  if (waitsOn.length > 0) await insertWaits(tx, tenant, dealId, id, waitsOn);
  await childChanged(tx, context, dealId, {
    operation: 'deals.addHandoff',
    recordType: 'handoff',
    recordId: id,
    after: { dealId, ...row, waitsOn },
    events: [
      {
        type: 'handoff.added',
        dealId,
        payload: { handoffId: id, title: input.title, fromName: from ? names.get(from) : null, toName: to ? names.get(to) : null },
      },
    ],
  });
  return { handoffId: id };
}

/** The list replaces the one before. A circle would leave everybody in it waiting for ever, so it is refused by name. */
export async function setHandoffWaits(tx: Tx, context: Context, dealId: string, id: string, given: readonly string[]): Promise<void> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  const handoffs = await tx.selectFrom('deal_handoff').select(['id', 'title']).where('tenant_id', '=', tenant).where('deal_id', '=', dealId).execute();
  const titles = new Map(handoffs.map((row) => [row.id, row.title]));
  const title = titles.get(id);
  if (title === undefined) throw notFound('handoff');
  const waits = await waitsOfDeal(tx, tenant, dealId);
  const before = waits.get(id) ?? [];
  const after = [...new Set(given)];
  if (before.length === after.length && after.every((one) => before.includes(one))) return;
  const circle = after.every((one) => titles.has(one)) ? circleOfWaits(waits, id, after) : null;
  if (circle)
    throw new Problem('conflict', `They would wait for one another for ever: ${circle.map((one) => `“${titles.get(one) ?? ''}”`).join(' waits for ')}.`, {
      reason: 'circle',
    });
  await tx.deleteFrom('deal_handoff_wait').where('tenant_id', '=', tenant).where('handoff_id', '=', id).execute();
  await insertWaits(tx, tenant, dealId, id, after);
  await childChanged(tx, context, dealId, {
    operation: 'deals.setHandoffWaits',
    recordType: 'handoff',
    recordId: id,
    before: { waitsOn: before },
    after: { waitsOn: after },
    events: [{ type: 'handoff.updated', dealId, payload: { handoffId: id, title, waitsOn: after.map((one) => titles.get(one) ?? '') } }],
  });
}

async function insertWaits(tx: Tx, tenant: string, dealId: string, id: string, waitsOn: readonly string[]): Promise<void> {
  const { rows } = await sql`
    insert into deal_handoff_wait (tenant_id, handoff_id, waits_on_id)
    select ${tenant}::uuid, ${id}::uuid, h.id from deal_handoff h where h.tenant_id = ${tenant}::uuid and h.deal_id = ${dealId}::uuid and h.id = any(${waitsOn}::uuid[])
    returning waits_on_id`.execute(tx);
  if (rows.length < waitsOn.length) throw new Problem('invalid_input', 'A handoff waits only for handoffs of the same deal.');
}

export async function waitsOfDeal(tx: Tx, tenant: string, dealId: string): Promise<Map<string, string[]>> {
  const rows = await tx
    .selectFrom('deal_handoff_wait as w')
    .innerJoin('deal_handoff as h', (join) => join.onRef('h.tenant_id', '=', 'w.tenant_id').onRef('h.id', '=', 'w.handoff_id'))
    .innerJoin('deal_handoff as o', (join) => join.onRef('o.tenant_id', '=', 'w.tenant_id').onRef('o.id', '=', 'w.waits_on_id'))
    .select(['w.handoff_id as id', 'w.waits_on_id as waitsOn'])
    .where('w.tenant_id', '=', tenant)
    .where('h.deal_id', '=', dealId)
    .orderBy('o.position')
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.id)].map(([id, own]) => [id, own.map((row) => row.waitsOn)]));
}

/**
 * How long parties took for what was handed to them, from the moment it was theirs (promised, and all it waits on done) until it was
 * done. Handoffs that came with a history have no such moment and are left out.
 */
export async function handoffTimes(tx: Tx, tenant: string, since: Date): Promise<{ partnerId: string; hours: number }[]> {
  const { rows } = await sql<{ partnerId: string; hours: number }>`
    select h.to_partner_id as "partnerId", extract(epoch from h.done_at - greatest(h.added_at, (
      select max(o.done_at) from deal_handoff_wait w join deal_handoff o on o.tenant_id = w.tenant_id and o.id = w.waits_on_id
      where w.tenant_id = h.tenant_id and w.handoff_id = h.id)))::float8 / 3600 as hours
    from deal_handoff h
    where h.tenant_id = ${tenant}::uuid and h.to_partner_id is not null and h.added_at is not null and h.done_at >= ${since.toISOString()}::timestamptz`.execute(
    tx,
  );
  // Marked done before what it waits on was: it took no time of the partner's.
  return rows.map((row) => ({ ...row, hours: Math.max(0, row.hours) }));
}

/** Saying it twice changes nothing and is no fault. */
export async function completeHandoff(tx: Tx, context: Context, dealId: string, id: string, done: boolean): Promise<void> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  const row = await tx
    .selectFrom('deal_handoff')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('deal_id', '=', dealId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('handoff');
  if ((row.done_at !== null) === done) return;
  const after = done ? { done_at: context.now.toISOString(), done_by: context.actor.name } : { done_at: null, done_by: null };
  await tx.updateTable('deal_handoff').set(after).where('tenant_id', '=', tenant).where('id', '=', id).execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.completeHandoff',
    recordType: 'handoff',
    recordId: id,
    before: { done_at: row.done_at, done_by: row.done_by },
    after,
    events: [{ type: done ? 'handoff.done' : 'handoff.reopened', dealId, payload: { handoffId: id, title: row.title } }],
  });
}
