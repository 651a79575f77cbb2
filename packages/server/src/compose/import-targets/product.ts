import type { CatalogModule, ProductChanges, ProductFields } from '../../modules/catalog/index.ts';
import type { Fields, TargetPort } from '../../modules/imports/index.ts';
import { booleanOf, keysOfKind, money, moneyOf, textOf, underTheirKeys } from './fields.ts';

const changesOf = (fields: Fields): ProductChanges => {
  const price = moneyOf(fields, 'listPrice');
  return {
    name: textOf(fields, 'name'),
    externalId: textOf(fields, 'externalId'),
    family: textOf(fields, 'family'),
    listPriceMinor: price?.amountMinor,
    currency: price?.currency,
    active: booleanOf(fields, 'active'),
  };
};

export function productTarget(catalog: CatalogModule): TargetPort {
  return {
    scope: 'products:write',
    undoable: true,
    laterFields: [],
    updatableFields: ['externalId', 'name', 'family', 'listPrice', 'active'],
    async find(tx, { tenantId }, rows) {
      const names = [...new Set(rows.flatMap((row) => textOf(row.fields, 'name') ?? []))];
      const found = await catalog.findByKeys(tx, tenantId, { externalIds: keysOfKind(rows, 'external-id'), names });
      return underTheirKeys(
        'product',
        [...found.byExternalId.values(), ...found.byName.values()].flat().map(({ id, version, fields }) => ({
          id,
          version,
          fields: {
            externalId: fields.externalId,
            name: fields.name,
            family: fields.family,
            listPrice: money(fields.listPriceMinor, fields.currency),
            active: fields.active,
          },
        })),
      );
    },
    create: async (tx, context, rows) => ({
      rows: await catalog.bulkInsert(
        tx,
        context,
        rows.map(({ id, fields }) => ({ ...changesOf(fields), id, name: textOf(fields, 'name') ?? '' })),
        'imports.run',
      ),
      besides: [],
    }),
    update: (tx, context, rows) =>
      catalog.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, fields }) => ({ id, version, changes: changesOf(fields) })),
        'imports.run',
      ),
    restore: (tx, context, rows) =>
      catalog.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, before }) => ({ id, version, changes: before as ProductFields })),
        'imports.undo',
      ),
    remove: (tx, context, rows) => catalog.bulkRemove(tx, context, rows, 'imports.undo'),
  };
}
