import type { Database } from '../../platform/db/database.ts';
import { searchRoutes } from './routes.ts';

export function createSearchModule({ database }: { readonly database: Database }) {
  return { routes: searchRoutes({ database }) };
}
