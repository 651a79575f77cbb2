import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { readSearch } from './domain/query.ts';
import { findDealByNumber, findNamed, type Hit } from './store.ts';

const most = 20;

/** A deal of that number first, then names that begin so, then names that hold it; and only kinds that the role may read. */
export function searchAll(database: Database, context: Context, given: string): Promise<{ items: Hit[] }> {
  requireScope(context, 'deals:read');
  const search = readSearch(given);
  const { scopes } = context.actor;
  const kinds = { accounts: scopes.has('accounts:read'), partners: scopes.has('partners:read'), people: scopes.has('people:read') };
  return database.inTenant(context.tenantId, async (tx) => {
    const hits = new Map<string, Hit>();
    const add = (found: readonly Hit[]): void => {
      for (const hit of found) if (hits.size < most && !hits.has(`${hit.type} ${hit.id}`)) hits.set(`${hit.type} ${hit.id}`, hit);
    };
    add(await findDealByNumber(tx, context.tenantId, search));
    add(await findNamed(tx, context.tenantId, search.prefix, kinds));
    if (hits.size < most && search.contains !== null) add(await findNamed(tx, context.tenantId, search.contains, kinds));
    return { items: [...hits.values()] };
  });
}
