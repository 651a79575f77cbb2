import type { Result } from '@entente/contracts';
import { decodeCursor, encodeCursor, newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

/** The id to continue behind, or null at the beginning; lists by id need nothing else. */
export function placeOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const place = decodeCursor(cursor);
  if (place === null) throw new Problem('invalid_input', 'The place to continue from cannot be read. Begin the list again.');
  return place.id;
}

export async function requireDeal(tx: Tx, tenantId: string, id: string): Promise<void> {
  if (!(await dealExists(tx, tenantId, id))) throw notFound('deal');
}
export const dealExists = async (tx: Tx, tenantId: string, id: string): Promise<boolean> =>
  (await tx.selectFrom('deal').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst()) !== undefined;

export async function listComments(
  tx: Tx,
  context: Context,
  dealId: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<Result<'deals.comments'>> {
  await requireDeal(tx, context.tenantId, dealId);
  const place = placeOf(query.cursor);
  const rows = await tx
    .selectFrom('deal_comment as c')
    .leftJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'c.tenant_id').onRef('p.id', '=', 'c.partner_id'))
    .select(['c.id', 'c.body', 'c.by_id', 'c.by_name', 'c.at', 'c.visible_to', 'c.partner_id', 'p.name as partner_name'])
    .where('c.tenant_id', '=', context.tenantId)
    .where('c.deal_id', '=', dealId)
    .where('c.deleted_at', 'is', null)
    .$if(place !== null, (some) => some.where('c.id', '<', place ?? ''))
    .orderBy('c.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const items = rows.slice(0, query.limit).map((row) => ({
    id: row.id,
    body: row.body,
    by: row.by_name,
    mine: row.by_id === context.actor.id,
    at: row.at,
    visibleTo: row.visible_to as Audience['visibleTo'],
    partnerId: row.partner_id,
    partnerName: row.partner_name,
  }));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
}

/** For whom a comment is. What a partner writes is between it and the workspace. */
export type Audience =
  | { readonly visibleTo: 'workspace' | 'partners'; readonly partnerId: null }
  | { readonly visibleTo: 'partner'; readonly partnerId: string };

export async function audienceFor(
  tx: Tx,
  context: Context,
  dealId: string,
  wished: { toPartnerId?: string | null | undefined; toAllPartners?: boolean | undefined },
): Promise<Audience> {
  const partnerId = wished.toPartnerId ?? null;
  if (partnerId === null) return { visibleTo: wished.toAllPartners === true ? 'partners' : 'workspace', partnerId: null };
  const lane = await tx
    .selectFrom('deal_participant')
    .select('id')
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    .where('partner_id', '=', partnerId)
    .where('until', 'is', null)
    .executeTakeFirst();
  if (!lane) throw new Problem('invalid_input', 'This partner takes no part in the deal, so it would not read the comment.');
  return { visibleTo: 'partner', partnerId };
}

export async function addComment(
  tx: Tx,
  context: Context,
  dealId: string,
  body: string,
  audience: Audience = { visibleTo: 'workspace', partnerId: null },
): Promise<{ id: string }> {
  const id = newId();
  const { actor, tenantId } = context;
  const at = context.now.toISOString();
  // Words are activity, and no change of what somebody may be editing: the version stays. Moving the deal locks it as well.
  const { rows } = await sql<{ id: string }>`
    with active as (
      update deal set last_activity_at = ${at}::timestamptz where tenant_id = ${tenantId}::uuid and id = ${dealId}::uuid returning id
    )
    insert into deal_comment (tenant_id, id, deal_id, body, by_id, by_name, at, visible_to, partner_id)
    select ${tenantId}::uuid, ${id}::uuid, id, ${body}, ${actor.id}, ${actor.name}, ${at}::timestamptz, ${audience.visibleTo}, ${audience.partnerId}::uuid
    from active returning id`.execute(tx);
  if (rows.length === 0) throw notFound('deal');
  await recordChange(tx, context, {
    operation: 'deals.comment',
    recordType: 'comment',
    recordId: id,
    after: { dealId, body, ...audience },
    events: [{ type: 'comment.added', dealId, payload: { commentId: id, excerpt: body.length > 160 ? `${body.slice(0, 159)}…` : body, ...audience } }],
  });
  return { id };
}

export async function removeComment(tx: Tx, context: Context, dealId: string, id: string): Promise<{ id: string }> {
  const row = await tx
    .selectFrom('deal_comment')
    .select(['id', 'by_id'])
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('comment');
  if (row.by_id !== context.actor.id) throw new Problem('not_allowed', 'Only the person who wrote a comment can take it back.');
  await tx.updateTable('deal_comment').set({ deleted_at: context.now.toISOString() }).where('tenant_id', '=', context.tenantId).where('id', '=', id).execute();
  await recordChange(tx, context, { operation: 'deals.removeComment', recordType: 'comment', recordId: id });
  return { id };
}
