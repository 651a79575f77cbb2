import { requireScope } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { insertManyProducts } from './bulk-products.ts';
import { allProducts, lockProducts, type ProductRecord } from './store.ts';

const shown = ({ id, version, fields: { name, family, listPriceMinor, currency, active } }: ProductRecord) => ({
  id,
  name,
  family,
  listPriceMinor,
  currency,
  active,
  version,
});

export function catalogRoutes({ database }: { readonly database: Database }): Pick<Handlers, 'products.list' | 'products.save'> {
  return {
    'products.list': (context) => {
      requireScope(context, 'products:read');
      return database.inTenant(context.tenantId, async (tx) => ({ items: (await allProducts(tx, context.tenantId)).map(shown), nextCursor: null }));
    },
    'products.save': (context, { body }) => {
      requireScope(context, 'products:write');
      return database.inTenant(context.tenantId, async (tx) => {
        const inserted = await insertManyProducts(tx, context, [body]);
        const [record] = [
          ...(
            await lockProducts(
              tx,
              context.tenantId,
              inserted.map((row) => row.id),
            )
          ).values(),
        ];
        if (!record) throw new Error('the product just stored is not there');
        return shown(record);
      });
    },
  };
}
