import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { nameKey, wordsOf } from '../../platform/db/name-key.ts';
import { dealNumberIn } from './domain/query.ts';
import { findByWords, findDealByNumber, findFirst, findPeople, type Asked, type Found, type Hit } from './store.ts';

const most = 20;

/** A deal of that number first, then names that begin so, then names with words that do; and only kinds that the role may read. */
export function searchAll(database: Database, context: Context, given: string): Promise<{ items: Hit[] }> {
  requireScope(context, 'deals:read');
  const { tenantId } = context;
  const { scopes } = context.actor;
  const asked: Asked = { key: nameKey(given), words: wordsOf(given) };
  const number = dealNumberIn(given);
  const named = (['account', 'partner'] as const).filter((kind) => scopes.has(`${kind}s:read`));
  return database.inTenant(tenantId, async (tx) => {
    const hits = new Map<string, Hit>();
    const add = (found: readonly Hit[]): void => {
      for (const hit of found) if (hits.size < most && !hits.has(`${hit.type} ${hit.id}`)) hits.set(`${hit.type} ${hit.id}`, hit);
    };
    if (number !== null) add(await findDealByNumber(tx, tenantId, number));
    if (asked.words.length === 0) return { items: [...hits.values()] };
    const deals = await findByWords(tx, tenantId, 'deal', asked);
    const people = scopes.has('people:read') ? await findPeople(tx, tenantId, asked) : [];
    add(hitsOf(deals, true));
    for (const kind of named) add(hitsOf(await findFirst(tx, tenantId, kind, asked), true));
    add(hitsOf(people, true));
    add(hitsOf(deals, false));
    if (hits.size < most) for (const kind of named) add(hitsOf(await findByWords(tx, tenantId, kind, asked), false));
    add(hitsOf(people, false));
    return { items: [...hits.values()] };
  });
}

const hitsOf = (found: readonly Found[], first: boolean): Hit[] => found.filter((one) => one.first === first).map((one) => one.hit);
