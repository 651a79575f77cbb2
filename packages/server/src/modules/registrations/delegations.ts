import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

/** Who decides in this person's place today; they themselves when nobody does. Chains are followed, circles end where they began. */
export async function standIn(tx: Tx, context: Context, memberId: string): Promise<string> {
  const day = context.now.toISOString().slice(0, 10);
  const seen = new Set([memberId]);
  let now = memberId;
  for (;;) {
    const row = await tx
      .selectFrom('delegation')
      .select('to_member_id')
      .where('tenant_id', '=', context.tenantId)
      .where('from_member_id', '=', now)
      .where('ended_at', 'is', null)
      .where('starts_on', '<=', day)
      .where('ends_on', '>=', day)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!row || seen.has(row.to_member_id)) return now;
    seen.add(row.to_member_id);
    now = row.to_member_id;
  }
}

export async function listDelegations(tx: Tx, context: Context): Promise<Result<'delegations.list'>> {
  const day = context.now.toISOString().slice(0, 10);
  const { rows } = await sql<Result<'delegations.list'>['items'][number]>`
    select d.id, d.from_member_id as "fromId", fu.name as "fromName", d.to_member_id as "toId", tu.name as "toName", d.starts_on as "startsOn", d.ends_on as "endsOn",
      (d.starts_on <= ${day}::date and d.ends_on >= ${day}::date) as active
    from delegation d
    join membership f on f.tenant_id = d.tenant_id and f.id = d.from_member_id join "user" fu on fu.id = f.user_id
    join membership t on t.tenant_id = d.tenant_id and t.id = d.to_member_id join "user" tu on tu.id = t.user_id
    where d.tenant_id = ${context.tenantId}::uuid and d.ended_at is null and d.ends_on >= ${day}::date
    order by d.starts_on, d.id`.execute(tx);
  return { items: rows };
}

export async function addDelegation(tx: Tx, context: Context, body: Parsed<'delegations.create'>['body']): Promise<{ id: string }> {
  const from = body.fromId ?? context.actor.memberId;
  if (from === null) throw new Problem('invalid_input', 'Say for whom somebody is to decide.');
  if (from !== context.actor.memberId && context.actor.role !== 'owner' && context.actor.role !== 'admin')
    throw new Problem('not_allowed', 'An owner or admin sets this for somebody else.');
  if (from === body.toId) throw new Problem('invalid_input', 'Choose somebody else.');
  if (body.endsOn < body.startsOn) throw new Problem('invalid_input', 'It ends before it begins.');
  const members = await tx
    .selectFrom('membership')
    .select('id')
    .where('tenant_id', '=', context.tenantId)
    .where('id', 'in', [from, body.toId])
    .where('audience', '=', 'workspace')
    .where('status', '=', 'active')
    .execute();
  if (members.length !== 2) throw notFound('person');
  const id = newId();
  const row = { from_member_id: from, to_member_id: body.toId, starts_on: body.startsOn, ends_on: body.endsOn };
  await tx
    .insertInto('delegation')
    .values({ tenant_id: context.tenantId, id, ...row, created_by: context.actor.name, created_at: context.now.toISOString() })
    .execute();
  await recordChange(tx, context, { operation: 'delegations.create', recordType: 'delegation', recordId: id, after: row });
  return { id };
}

export async function endDelegation(tx: Tx, context: Context, id: string): Promise<{ id: string }> {
  const row = await tx
    .selectFrom('delegation')
    .select(['from_member_id', 'ended_at'])
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('delegation');
  if (row.from_member_id !== context.actor.memberId && context.actor.role !== 'owner' && context.actor.role !== 'admin')
    throw new Problem('not_allowed', 'An owner or admin ends this for somebody else.');
  if (row.ended_at !== null) return { id };
  await tx.updateTable('delegation').set({ ended_at: context.now.toISOString() }).where('tenant_id', '=', context.tenantId).where('id', '=', id).execute();
  await recordChange(tx, context, { operation: 'delegations.end', recordType: 'delegation', recordId: id, after: { ended: true } });
  return { id };
}
