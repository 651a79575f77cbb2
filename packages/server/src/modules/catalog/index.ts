import type { Database } from '../../platform/db/database.ts';
import { findProducts, insertManyProducts, removeManyProducts, updateManyProducts } from './bulk-products.ts';
import { catalogRoutes } from './routes.ts';

export type { BulkRemoved, BulkUpdated, Found, Inserted, Known, Refusal, RemoveRow, Updated, UpdateRow } from '../../platform/db/bulk.ts';
export type { NewProduct, ProductsFound } from './bulk-products.ts';
export type { ProductChanges, ProductFields, ProductInput } from './domain/product.ts';

export type CatalogModule = ReturnType<typeof createCatalogModule>;

export function createCatalogModule({ database }: { readonly database: Database }) {
  return {
    routes: catalogRoutes({ database }),
    bulkInsert: insertManyProducts,
    bulkUpdate: updateManyProducts,
    bulkRemove: removeManyProducts,
    findByKeys: findProducts,
  };
}
