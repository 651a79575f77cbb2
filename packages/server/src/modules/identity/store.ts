import { isRole, scopesOfRole } from '@entente/contracts/permissions';
import { sql } from 'kysely';
import type { Actor } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Principal } from './principal.ts';

export type MemberRow = {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: string;
  audience: string;
  partner_id: string | null;
  partner_name: string | null;
  region: string | null;
  status: string;
  two_factor: boolean;
  created_at: string;
};

const memberQuery = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('membership as m')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .leftJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'm.tenant_id').onRef('p.id', '=', 'm.partner_id'))
    .select([
      'm.id',
      'm.user_id',
      'u.name',
      'u.email',
      'm.role',
      'm.audience',
      'm.partner_id',
      'p.name as partner_name',
      'm.region',
      'm.status',
      'u.twoFactorEnabled as two_factor',
      'm.created_at',
    ])
    .where('m.tenant_id', '=', tenantId);

export async function listMembers(
  tx: Tx,
  tenantId: string,
  options: { q: string | undefined; after: { name: string; id: string } | null; limit: number },
): Promise<MemberRow[]> {
  let query = memberQuery(tx, tenantId).where('m.status', '=', 'active');
  const { q, after } = options;
  if (q !== undefined && q.trim() !== '') {
    const pattern = `%${q.trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where((e) => e.or([e('u.name', 'ilike', pattern), e('u.email', 'ilike', pattern)]));
  }
  if (after) query = query.where(sql<boolean>`(u.name, m.id) > (${after.name}, ${after.id}::uuid)`);
  return query.orderBy('u.name').orderBy('m.id').limit(options.limit).execute();
}

export const listMembersOfPartner = (tx: Tx, tenantId: string, partnerId: string): Promise<MemberRow[]> =>
  memberQuery(tx, tenantId).where('m.partner_id', '=', partnerId).where('m.status', '=', 'active').orderBy('u.name').orderBy('m.id').limit(1000).execute();

/** All active admins of a partner, locked, for the same reason as owners. */
export async function lockPartnerAdmins(tx: Tx, tenantId: string, partnerId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('membership')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('partner_id', '=', partnerId)
    .where('role', '=', 'partner_admin')
    .where('status', '=', 'active')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}

export const findMember = (tx: Tx, tenantId: string, id: string): Promise<MemberRow | undefined> =>
  memberQuery(tx, tenantId).where('m.id', '=', id).executeTakeFirst();

/** All active owners, locked: two owners who remove each other must not both succeed. */
export async function lockOwners(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('membership')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('role', '=', 'owner')
    .where('status', '=', 'active')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}

export async function lockActiveMember(tx: Tx, tenantId: string, id: string): Promise<boolean> {
  return (
    (await tx
      .selectFrom('membership')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('status', '=', 'active')
      .forUpdate()
      .executeTakeFirst()) !== undefined
  );
}

/** Across tenants, for sign-in: needs a system transaction. */
export async function isMemberAnywhere(tx: Tx, userId: string): Promise<boolean> {
  return (
    (await tx.selectFrom('membership').select('id').where('user_id', '=', userId).where('status', '=', 'active').limit(1).executeTakeFirst()) !== undefined
  );
}

export type WorkspaceOfUser = {
  memberId: string;
  tenantId: string;
  slug: string;
  name: string;
  role: string;
  audience: string;
  partnerId: string | null;
  personName: string;
};

/** Across tenants: needs a system transaction. The workspace one works for comes before those one is a partner of. */
export async function workspacesOfUser(tx: Tx, userId: string): Promise<WorkspaceOfUser[]> {
  return tx
    .selectFrom('membership as m')
    .innerJoin('workspace as w', 'w.id', 'm.tenant_id')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .select(['m.id as memberId', 'w.id as tenantId', 'w.slug', 'w.name', 'm.role', 'm.audience', 'm.partner_id as partnerId', 'u.name as personName'])
    .where('m.user_id', '=', userId)
    .where('m.status', '=', 'active')
    .orderBy(sql`m.audience = 'partner'`)
    .orderBy('m.created_at')
    .orderBy('m.id')
    .execute();
}

export function personPrincipal(row: WorkspaceOfUser): Principal {
  const actor: Actor = {
    kind: 'person',
    id: row.memberId,
    name: row.personName,
    memberId: row.memberId,
    audience: row.audience === 'partner' ? 'partner' : 'workspace',
    partnerId: row.partnerId,
    role: row.role,
    scopes: new Set(isRole(row.role) ? scopesOfRole[row.role] : []),
    onBehalfOf: null,
  };
  return { tenantId: row.tenantId, actor };
}
