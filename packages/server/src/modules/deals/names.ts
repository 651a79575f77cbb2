import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

const unknown = (path: string, what: string): Problem =>
  new Problem('invalid_input', `There is no such ${what}.`, { fields: [{ path, code: 'unknown', sentence: `There is no such ${what}.` }] });

export async function accountNamed(
  tx: Tx,
  tenantId: string,
  id: string | null | undefined,
): Promise<{ id: string; name: string; region: string | null } | null> {
  if (id === null || id === undefined) return null;
  const row = await tx.selectFrom('account').select(['id', 'name', 'region']).where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw unknown('accountId', 'account');
  return row;
}

/** People of the workspace who are there now, by membership. */
export async function ownerNamed(tx: Tx, tenantId: string, id: string | null | undefined): Promise<{ id: string; name: string } | null> {
  if (id === null || id === undefined) return null;
  const row = await tx
    .selectFrom('membership as m')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .select(['m.id', 'u.name'])
    .where('m.tenant_id', '=', tenantId)
    .where('m.id', '=', id)
    .where('m.audience', '=', 'workspace')
    .where('m.status', '=', 'active')
    .executeTakeFirst();
  if (!row) throw unknown('ownerId', 'person in this workspace');
  return row;
}

export async function partnerNames(tx: Tx, tenantId: string, ids: readonly (string | null | undefined)[], path = 'partnerId'): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .selectFrom('partner')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${wanted}::uuid[])`)
    .execute();
  if (rows.length < wanted.length) throw unknown(path, 'partner');
  return new Map(rows.map((row) => [row.id, row.name]));
}

export async function requireProducts(tx: Tx, tenantId: string, ids: readonly (string | null | undefined)[]): Promise<void> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  if (wanted.length === 0) return;
  const rows = await tx
    .selectFrom('product')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${wanted}::uuid[])`)
    .execute();
  if (rows.length < wanted.length) throw unknown('lines', 'product');
}
