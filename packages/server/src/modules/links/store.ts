import type { LinkPurpose } from '@entente/kernel';
import type { Selectable } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { SignedLinkTable } from '../../platform/db/schema.ts';

export type Link = Selectable<SignedLinkTable> & { readonly purpose: LinkPurpose };
const typed = (row: Selectable<SignedLinkTable>): Link => row as Link;

export async function findLink(tx: Tx, tenantId: string, id: string): Promise<Link | null> {
  const row = await tx.selectFrom('signed_link').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  return row ? typed(row) : null;
}

/** Locked until the transaction ends: whoever comes second sees what the first did. */
export async function lockLink(tx: Tx, tenantId: string, id: string): Promise<Link | null> {
  const row = await tx.selectFrom('signed_link').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? typed(row) : null;
}

export async function insertLink(tx: Tx, link: Omit<Link, 'opened_at' | 'used_at' | 'used_from' | 'revoked_at'>): Promise<Link> {
  return typed(await tx.insertInto('signed_link').values(link).returningAll().executeTakeFirstOrThrow());
}

export async function changeLink(
  tx: Tx,
  link: Link,
  after: Partial<Pick<Link, 'opened_at' | 'used_at' | 'used_from' | 'revoked_at' | 'record_id'>>,
): Promise<Link> {
  return typed(
    await tx.updateTable('signed_link').set(after).where('tenant_id', '=', link.tenant_id).where('id', '=', link.id).returningAll().executeTakeFirstOrThrow(),
  );
}

export async function partnerOfLink(tx: Tx, tenantId: string, partnerId: string): Promise<{ name: string; status: string } | null> {
  const row = await tx.selectFrom('partner').select(['name', 'status']).where('tenant_id', '=', tenantId).where('id', '=', partnerId).executeTakeFirst();
  return row ?? null;
}

/** Newest first, with the names of their partners. */
export async function pageOfLinks(
  tx: Tx,
  tenantId: string,
  query: { partnerId: string | undefined; before: string | null; limit: number },
): Promise<(Link & { partner_name: string })[]> {
  let rows = tx
    .selectFrom('signed_link as l')
    .innerJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'l.tenant_id').onRef('p.id', '=', 'l.partner_id'))
    .selectAll('l')
    .select('p.name as partner_name')
    .where('l.tenant_id', '=', tenantId);
  if (query.partnerId !== undefined) rows = rows.where('l.partner_id', '=', query.partnerId);
  if (query.before !== null) rows = rows.where('l.id', '<', query.before);
  const found = await rows.orderBy('l.id', 'desc').limit(query.limit).execute();
  return found.map((row) => ({ ...typed(row), partner_name: row.partner_name }));
}

/** People of a partner who used a link about a record: they are told what becomes of it. */
export async function usersOfLinks(tx: Tx, tenantId: string, partnerId: string, recordId: string): Promise<{ email: string; name: string | null }[]> {
  const rows = await tx
    .selectFrom('signed_link')
    .select(['email', 'person_name as name'])
    .where('tenant_id', '=', tenantId)
    .where('partner_id', '=', partnerId)
    .where('record_id', '=', recordId)
    .where('used_at', 'is not', null)
    .orderBy('id')
    .limit(20)
    .execute();
  return [...new Map(rows.map((row) => [row.email, row])).values()];
}
