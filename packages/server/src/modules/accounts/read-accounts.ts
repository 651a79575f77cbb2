import type { Parsed, Result } from '@entente/contracts';
import { decodeCursor, encodeCursor, notFound, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { accountPage, accountRow, childrenOf, contactsOf, dealsOf, partnersOf, type After } from './read-store.ts';

export function listAccounts(database: Database, context: Context, query: Parsed<'accounts.list'>['query']): Promise<Result<'accounts.list'>> {
  requireScope(context, 'accounts:read');
  const after = afterOf(query.cursor);
  return database.inTenant(context.tenantId, async (tx) => {
    const found = await accountPage(tx, context.tenantId, query, after, query.limit + 1);
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    return { items: page.map(({ row }) => row), nextCursor: found.length > query.limit && last ? encodeCursor({ sort: last.nameKey, id: last.row.id }) : null };
  });
}

function afterOf(text: string | undefined): After | null {
  if (!text) return null;
  const cursor = decodeCursor(text);
  if (typeof cursor?.sort !== 'string') throw new Problem('invalid_input', 'The place in the list cannot be read. Start from the beginning.');
  return { nameKey: cursor.sort, id: cursor.id };
}

export function getAccount(database: Database, context: Context, id: string): Promise<Result<'accounts.get'>> {
  requireScope(context, 'accounts:read');
  return database.inTenant(context.tenantId, async (tx) => {
    const row = await accountRow(tx, context.tenantId, id);
    if (!row) throw notFound('account');
    return {
      ...row,
      contacts: await contactsOf(tx, context.tenantId, id),
      children: await childrenOf(tx, context.tenantId, id),
      partners: await partnersOf(tx, context.tenantId, id, context.now.toISOString().slice(0, 10)),
      deals: await dealsOf(tx, context.tenantId, id),
    };
  });
}
