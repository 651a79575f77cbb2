import type { Database } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { searchAll } from './search-all.ts';

export function searchRoutes({ database }: { readonly database: Database }): Pick<Handlers, 'search.all'> {
  return { 'search.all': (context, { query }) => searchAll(database, context, query.q) };
}
