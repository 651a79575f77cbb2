import type { Tx } from '../../platform/db/database.ts';

export async function memberNames(tx: Tx, tenantId: string, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))];
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .selectFrom('membership as m')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .select(['m.id', 'u.name'])
    .where('m.tenant_id', '=', tenantId)
    .where('m.id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

export async function numbersOfDeals(tx: Tx, tenantId: string, ids: readonly (string | null)[]): Promise<Map<string, number>> {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))];
  if (wanted.length === 0) return new Map();
  const rows = await tx.selectFrom('deal').select(['id', 'number']).where('tenant_id', '=', tenantId).where('id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.id, row.number]));
}
