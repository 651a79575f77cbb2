import { sql } from 'kysely';
import type { CatalogModule } from '../../modules/catalog/index.ts';
import type { OurField, OurRecord, OurRecords, Values } from '../../modules/sync/index.ts';
import { fieldOf, isText, longer } from './shapes.ts';

const fields: readonly OurField[] = [
  fieldOf('name', 'Name', 'text'),
  fieldOf('family', 'Family', 'text'),
  fieldOf('list_price', 'List price', 'money'),
  fieldOf('currency', 'Currency', 'text'),
  fieldOf('active', 'Active', 'yes_no'),
];
type Row = { id: string; name: string; family: string | null; list_price: number | null; currency: string | null; active: boolean; updated_at: string };

export function ourProducts(catalog: Pick<CatalogModule, 'bulkInsert' | 'bulkUpdate'>): OurRecords {
  return {
    fields: async () => fields,
    async read(tx, tenantId, ids, options) {
      if (ids.length === 0) return new Map();
      if (options?.lock === true)
        await sql`select id from product where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx);
      const { rows } = await sql<Row>`
        select id, name, family, list_price_minor as list_price, currency, active, updated_at from product where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[])`.execute(
        tx,
      );
      return new Map(
        rows.map(({ updated_at, ...values }): [string, OurRecord] => [
          values.id,
          { id: values.id, label: values.name, dealId: null, changedAt: updated_at, values },
        ]),
      );
    },
    async update(tx, context, changes) {
      const result = await catalog.bulkUpdate(
        tx,
        context,
        changes.map(({ id, set }) => ({ id, changes: changesFrom(set) })),
        'sync.update',
      );
      return result.refused.map(({ id, sentence }) => ({ id, sentence }));
    },
    async create(tx, context, records) {
      const named = records.filter(({ values }) => isText(values['name']));
      await catalog.bulkInsert(
        tx,
        context,
        named.map(({ id, values }) => ({ ...changesFrom(values), id, name: isText(values['name']) ? values['name'].slice(0, longer) : '' })),
        'sync.create',
      );
      return records
        .filter(({ values }) => !isText(values['name']))
        .map(({ id }) => ({ id, sentence: 'It has no name over there. Give it one; a product cannot be without.' }));
    },
    async recognise(tx, tenantId, records) {
      // Two products of one name cannot be here; the same name is the same product.
      const names = new Map(
        records.flatMap(({ outsideId, values }) => (isText(values['name']) ? [[outsideId, values['name'].trim().toLowerCase()] as const] : [])),
      );
      const { rows } = await sql<{
        name: string;
        id: string;
      }>`select lower(name) as name, id from product where tenant_id = ${tenantId}::uuid and lower(name) = any(${[...new Set(names.values())]}::text[])`.execute(
        tx,
      );
      const byName = new Map(rows.map((row) => [row.name, row.id]));
      return new Map([...names].flatMap(([outsideId, name]) => (byName.has(name) ? [[outsideId, byName.get(name) ?? ''] as const] : [])));
    },
    without: async (tx, tenantId, connectionId, after, limit) =>
      (
        await sql<{ id: string }>`
          select p.id from product p where p.tenant_id = ${tenantId}::uuid and p.active and (${after}::uuid is null or p.id > ${after}::uuid)
            and not exists (select from outside_view v where v.tenant_id = p.tenant_id and v.connection_id = ${connectionId}::uuid and v.kind = 'product' and v.record_id = p.id and v.status <> 'gone')
          order by p.id limit ${limit}`.execute(tx)
      ).rows.map((row) => row.id),
  };
}

function changesFrom(set: Values) {
  const text = (value: Values[string]): string | null => (isText(value) ? value : null);
  return {
    ...(isText(set['name']) ? { name: set['name'].trim().slice(0, longer) } : {}),
    ...(set['family'] === undefined ? {} : { family: text(set['family']) }),
    ...(set['list_price'] === undefined ? {} : { listPriceMinor: typeof set['list_price'] === 'number' ? set['list_price'] : null }),
    ...(set['currency'] === undefined ? {} : { currency: text(set['currency']) }),
    ...(typeof set['active'] === 'boolean' ? { active: set['active'] } : {}),
  };
}
