import { companyKey, type ImportTarget, type KeyedRow, type ReferenceEntry } from '../../modules/imports/index.ts';
import type { Tx } from '../../platform/db/database.ts';
import { keysOfKind } from './fields.ts';

/** The names under which people know records: for reference columns, and to find a company however its legal form is written. */
export async function referenceEntries(tx: Tx, tenantId: string, kind: ImportTarget): Promise<readonly ReferenceEntry[]> {
  switch (kind) {
    case 'person':
      return tx
        .selectFrom('membership as m')
        .innerJoin('user as u', 'u.id', 'm.user_id')
        .select(['m.id', 'u.name as label'])
        .where('m.tenant_id', '=', tenantId)
        .where('m.audience', '=', 'workspace')
        .where('m.status', '=', 'active')
        .execute();
    case 'deal':
      return [];
    default: {
      const rows = await tx.selectFrom(kind).select(['id', 'name', 'external_id']).where('tenant_id', '=', tenantId).execute();
      return rows.map((row) => ({ id: row.id, label: row.name, aliases: row.external_id === null ? [] : [row.external_id] }));
    }
  }
}

export async function baseCurrency(tx: Tx, tenantId: string): Promise<string> {
  return (await tx.selectFrom('workspace').select('base_currency').where('id', '=', tenantId).executeTakeFirstOrThrow()).base_currency;
}

/** Names in use that are the same company as a row's. */
export async function companyNames(tx: Tx, tenantId: string, table: 'account' | 'partner', rows: readonly KeyedRow[]): Promise<string[]> {
  const wanted = new Set(keysOfKind(rows, 'name'));
  if (wanted.size === 0) return [];
  const known = await tx.selectFrom(table).select('name').distinct().where('tenant_id', '=', tenantId).execute();
  return known.map((row) => row.name).filter((name) => wanted.has(companyKey(name)));
}
