import type { Tx } from './database.ts';

/** Which of these ids are no rows of the workspace. */
export async function strangeIds(tx: Tx, tenantId: string, table: 'partner' | 'product', ids: readonly string[]): Promise<ReadonlySet<string>> {
  const strange = new Set(ids);
  if (strange.size === 0) return strange;
  const rows = await tx
    .selectFrom(table)
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...strange])
    .execute();
  for (const { id } of rows) strange.delete(id);
  return strange;
}
