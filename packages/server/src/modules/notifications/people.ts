import { isRole, roleAllows, type Scope } from '@entente/contracts/permissions';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { ForPartners, ForVendor } from './domain/tell.ts';

export type Person = { readonly memberId: string; readonly userId: string; readonly name: string; readonly email: string; readonly partnerId: string | null };
type Row = Person & { role: string };

const mayKnow = (row: Row, scope: Scope): boolean => isRole(row.role) && roleAllows(row.role, scope);

/** The partners a telling is for: those it names, or those that take part in the deal now. Partners that have ended are told nothing. */
export async function partnersOf(tx: Tx, tenantId: string, telling: ForPartners): Promise<string[]> {
  const { rows } = await (
    telling.partnerIds === 'deal'
      ? sql<{ id: string }>`
        select distinct p.id from deal_participant d join partner p on p.tenant_id = d.tenant_id and p.id = d.partner_id
        where d.tenant_id = ${tenantId}::uuid and d.deal_id = ${telling.recordId}::uuid and d.until is null and p.status <> 'ended'`
      : sql<{ id: string }>`select id from partner where tenant_id = ${tenantId}::uuid and id = any(${[...telling.partnerIds]}::uuid[]) and status <> 'ended'`
  ).execute(tx);
  return rows.map((row) => row.id);
}

/** People of these partners whose role includes what the telling is about. */
export async function peopleOfPartners(tx: Tx, tenantId: string, partnerIds: readonly string[], scope: Scope): Promise<Person[]> {
  if (partnerIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select m.id as "memberId", m.user_id as "userId", u.name, u.email, m.partner_id as "partnerId", m.role from membership m join "user" u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.audience = 'partner' and m.status = 'active' and m.partner_id = any(${[...partnerIds]}::uuid[]) order by m.id`.execute(
    tx,
  );
  return rows.filter((row) => mayKnow(row, scope));
}

/** The person who has it, those of a role, and where nobody is named the partner's manager: of the workspace only. */
export async function peopleOfVendor(tx: Tx, tenantId: string, telling: ForVendor): Promise<Person[]> {
  const { rows } = await sql<Row>`
    select m.id as "memberId", m.user_id as "userId", u.name, u.email, m.partner_id as "partnerId", m.role from membership m join "user" u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.audience = 'workspace' and m.status = 'active' and (
      m.id = ${telling.memberId}::uuid or m.role = ${telling.role}::text
      or (${telling.memberId === null && telling.role === null} and m.id = (select manager_id from partner where tenant_id = ${tenantId}::uuid and id = ${telling.partnerId}::uuid)))
    order by m.id`.execute(tx);
  return rows;
}

/** Of a deal: what people call it, and who has it. */
export async function dealOf(tx: Tx, tenantId: string, dealId: string): Promise<{ name: string; ownerId: string | null } | null> {
  const row = await tx.selectFrom('deal').select(['number', 'name', 'owner_id']).where('tenant_id', '=', tenantId).where('id', '=', dealId).executeTakeFirst();
  return row ? { name: `D-${row.number} ${row.name}`, ownerId: row.owner_id } : null;
}

/** Who wrote a comment, and whether for a partner. */
export async function authorOf(tx: Tx, tenantId: string, commentId: string): Promise<{ id: string; ofPartner: boolean } | null> {
  const { rows } = await sql<{ id: string; ofPartner: boolean }>`
    select c.by_id as id, exists (select from membership m where m.tenant_id = c.tenant_id and m.audience = 'partner' and (m.user_id = c.by_id or m.id::text = c.by_id)) as "ofPartner"
    from deal_comment c where c.tenant_id = ${tenantId}::uuid and c.id = ${commentId}::uuid and c.deleted_at is null`.execute(tx);
  return rows[0] ?? null;
}

export type Guest = { readonly partnerId: string; readonly email: string; readonly name: string | null };

/**
 * People of a partner without an account: its first contact where nobody of it has one, and those who acted on the record by a link.
 * Whoever is a member by now is told as one.
 */
export async function guestsOf(tx: Tx, tenantId: string, partnerId: string, usersOfLinks: readonly { email: string; name: string | null }[]): Promise<Guest[]> {
  const { rows } = await sql<{ email: string }>`
    select lower(u.email) as email from membership m join "user" u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.partner_id = ${partnerId}::uuid and m.audience = 'partner' and m.status = 'active'`.execute(tx);
  const members = new Set(rows.map((row) => row.email));
  const contact =
    members.size > 0
      ? undefined
      : await tx
          .selectFrom('partner_contact')
          .select(['email', 'name'])
          .where('tenant_id', '=', tenantId)
          .where('partner_id', '=', partnerId)
          .orderBy('id')
          .limit(1)
          .executeTakeFirst();
  const all = [...usersOfLinks, ...(contact ? [contact] : [])].map(({ email, name }) => ({ partnerId, email: email.trim().toLowerCase(), name }));
  return [...new Map(all.filter((guest) => !members.has(guest.email)).map((guest) => [guest.email, guest])).values()];
}
