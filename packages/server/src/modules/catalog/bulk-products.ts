import { newId, Problem } from '@entente/kernel';
import { recordChanges } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import {
  changed,
  missing,
  type BulkRemoved,
  type BulkUpdated,
  type Found,
  type Inserted,
  type Known,
  type Refusal,
  type RemoveRow,
  type UpdateRow,
} from '../../platform/db/bulk.ts';
import { applyChanges, changedKeys, prepareProduct, type ProductChanges, type ProductFields, type ProductInput } from './domain/product.ts';
import {
  deleteProducts,
  insertProducts,
  lockProducts,
  productsByKeys,
  productsInUse,
  updateProducts,
  type IdentifiedProduct,
  type ProductKeys,
} from './store.ts';

export type NewProduct = ProductInput & { readonly id?: string | undefined };

/** All or nothing. */
export async function insertManyProducts(tx: Tx, context: Context, given: readonly NewProduct[], operation = 'products.save'): Promise<Inserted[]> {
  requireScope(context, 'products:write');
  if (given.length === 0) return [];
  const prepared = given.map(prepareProduct);
  const problems = prepared.flatMap((row, index) =>
    row.problems.map((problem) => (given.length === 1 ? problem : { ...problem, path: `${index}.${problem.path}` })),
  );
  if (problems[0]) throw new Problem('invalid_input', problems[0].sentence, { fields: problems });
  const rows: IdentifiedProduct[] = prepared.map(({ value }, index) => ({ id: given[index]?.id ?? newId(), fields: value }));
  await namingConflicts(() => insertProducts(tx, context.tenantId, rows, context.now));
  await recordChanges(
    tx,
    context,
    rows.map(({ id, fields }) => ({ operation, recordType: 'product', recordId: id, after: fields })),
  );
  return rows.map(({ id }) => ({ id, version: 1 }));
}

export async function updateManyProducts(
  tx: Tx,
  context: Context,
  given: readonly UpdateRow<ProductChanges>[],
  operation = 'products.update',
): Promise<BulkUpdated<ProductFields>> {
  requireScope(context, 'products:write');
  if (given.length === 0) return { updated: [], unchanged: [], refused: [] };
  const records = await lockProducts(
    tx,
    context.tenantId,
    given.map((row) => row.id),
  );
  const refused: Refusal[] = [];
  const unchanged: string[] = [];
  const accepted: (IdentifiedProduct & { version: number; before: ProductFields })[] = [];
  for (const { id, version, changes } of given) {
    const record = records.get(id);
    if (!record) refused.push(missing(id));
    else if (version !== undefined && version !== record.version) refused.push(changed(id));
    else {
      const { value, problems } = applyChanges(record.fields, changes);
      if (problems[0]) refused.push({ id, code: 'invalid', sentence: problems[0].sentence });
      else if (changedKeys(record.fields, value).length === 0) unchanged.push(id);
      else accepted.push({ id, fields: value, version: record.version + 1, before: record.fields });
    }
  }
  if (accepted.length > 0) {
    await namingConflicts(() => updateProducts(tx, context.tenantId, accepted, context.now));
    await recordChanges(
      tx,
      context,
      accepted.map(({ id, fields, before }) => ({ operation, recordType: 'product', recordId: id, before, after: fields })),
    );
  }
  return { updated: accepted.map(({ id, version, before }) => ({ id, version, before })), unchanged, refused };
}

export async function removeManyProducts(tx: Tx, context: Context, given: readonly RemoveRow[], operation = 'products.remove'): Promise<BulkRemoved> {
  requireScope(context, 'products:write');
  if (given.length === 0) return { removed: [], refused: [] };
  const ids = given.map((row) => row.id);
  const records = await lockProducts(tx, context.tenantId, ids);
  const inUse = await productsInUse(tx, context.tenantId, ids);
  const refused: Refusal[] = [];
  const removed: string[] = [];
  for (const { id, version } of given) {
    const record = records.get(id);
    if (!record) refused.push(missing(id));
    else if (record.version !== version) refused.push(changed(id));
    else if (inUse.has(id)) refused.push({ id, code: 'in_use', sentence: 'Deals, partners or usage refer to it.' });
    else removed.push(id);
  }
  if (removed.length > 0) {
    await deleteProducts(tx, context.tenantId, removed);
    await recordChanges(
      tx,
      context,
      removed.map((id) => ({ operation, recordType: 'product', recordId: id, before: records.get(id)?.fields })),
    );
  }
  return { removed, refused };
}

export type ProductsFound = { readonly byExternalId: Found<ProductFields>; readonly byName: Found<ProductFields> };

export async function findProducts(tx: Tx, tenantId: string, keys: ProductKeys): Promise<ProductsFound> {
  const form = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const hits = await productsByKeys(tx, tenantId, { externalIds: keys.externalIds ?? [], names: [...new Set((keys.names ?? []).map(form))] });
  const groups = new Map<string, Known<ProductFields>[]>();
  for (const { kind, key, record } of hits) groups.set(`${kind} ${key}`, [...(groups.get(`${kind} ${key}`) ?? []), record]);
  const gather = (given: readonly string[] | undefined, kind: string, formOf: (text: string) => string): Found<ProductFields> =>
    new Map(
      (given ?? []).flatMap((key): [string, Known<ProductFields>[]][] => {
        const found = groups.get(`${kind} ${formOf(key)}`);
        return found ? [[key, found]] : [];
      }),
    );
  return { byExternalId: gather(keys.externalIds, 'external', (key) => key), byName: gather(keys.names, 'name', form) };
}

async function namingConflicts<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === 'product_name')
      throw new Problem('conflict', 'There is already a product of this name.', { reason: 'name_taken' });
    throw error;
  }
}
