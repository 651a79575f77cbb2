import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export type BulkMember = {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly region: string | null;
  readonly managerId: string | null;
  readonly managerName: string | null;
  /** Has proved the address, or has any way to sign in. */
  readonly signedIn: boolean;
};

/** Memberships have no version; what an import may write or must not overwrite, told in one number, serves as one. */
export function versionOfMember(member: Pick<BulkMember, 'email' | 'role' | 'region' | 'managerId'>): number {
  const state = JSON.stringify([member.email, member.role, member.region, member.managerId]);
  return createHash('sha256').update(state).digest().readUInt32BE() >>> 1;
}

const members = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('membership as m')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .leftJoin('membership as b', (join) => join.onRef('b.tenant_id', '=', 'm.tenant_id').onRef('b.id', '=', 'm.manager_id'))
    .leftJoin('user as bu', 'bu.id', 'b.user_id')
    .select((e) => [
      'm.id',
      'm.user_id as userId',
      'u.name',
      'u.email',
      'm.role',
      'm.region',
      'm.manager_id as managerId',
      'bu.name as managerName',
      sql<boolean>`(${e.ref('u.emailVerified')} or exists (select from session s where s."userId" = u.id)
        or exists (select from "authAccount" a where a."userId" = u.id) or exists (select from passkey k where k."userId" = u.id))`.as('signedIn'),
    ])
    .where('m.tenant_id', '=', tenantId)
    .where('m.status', '=', 'active')
    .where('m.audience', '=', 'workspace');

/** In one order, so that two imports at once cannot wait for each other. */
export async function lockMembers(tx: Tx, tenantId: string, ids: readonly string[]): Promise<ReadonlyMap<string, BulkMember>> {
  if (ids.length === 0) return new Map();
  await tx
    .selectFrom('membership')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  const rows = await members(tx, tenantId)
    .where('m.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Names without regard to case and outer spaces, addresses without regard to case. */
export async function membersByKeys(tx: Tx, tenantId: string, keys: { names: readonly string[]; emails: readonly string[] }): Promise<BulkMember[]> {
  const names = [...new Set(keys.names.map((name) => name.trim().toLowerCase()))];
  const emails = [...new Set(keys.emails.map((email) => email.trim().toLowerCase()))];
  if (names.length + emails.length === 0) return [];
  return members(tx, tenantId)
    .where(sql<boolean>`(lower(btrim(u.name)) = any(${names}) or u.email = any(${emails}))`)
    .orderBy('m.id')
    .execute();
}

export async function managersOf(tx: Tx, tenantId: string): Promise<Map<string, string | null>> {
  const rows = await tx.selectFrom('membership').select(['id', 'manager_id']).where('tenant_id', '=', tenantId).where('status', '=', 'active').execute();
  return new Map(rows.map((row) => [row.id, row.manager_id]));
}

/** Whoever owns a record, or has somebody who reports to them, is still needed. */
export async function membersInUse(tx: Tx, tenantId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select m.id from unnest(${[...ids]}::uuid[]) as m (id) where
      exists (select from deal where tenant_id = ${tenantId} and owner_id = m.id)
      or exists (select from account where tenant_id = ${tenantId} and owner_id = m.id)
      or exists (select from partner where tenant_id = ${tenantId} and manager_id = m.id)
      or exists (select from deal_route where tenant_id = ${tenantId} and owner_id = m.id)
      or exists (select from deal_committee where tenant_id = ${tenantId} and owner_member_id = m.id)
      or exists (select from lead where tenant_id = ${tenantId} and owner_id = m.id)
      or exists (select from act where tenant_id = ${tenantId} and assignee_id = m.id and status = 'open')
      or exists (select from membership below where below.tenant_id = ${tenantId} and below.manager_id = m.id and below.status = 'active')`.execute(tx);
  return new Set(rows.map((row) => row.id));
}
