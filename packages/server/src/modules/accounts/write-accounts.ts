import type { Parsed, Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { insertManyAccounts, updateManyAccounts } from './bulk-accounts.ts';
import { insertManyContacts } from './bulk-contacts.ts';
import { applyChanges, prepareAccount } from './domain/account.ts';
import { prepareContact } from './domain/contact.ts';
import type { AccountsRenamed } from './ports.ts';
import { accountRow, type AccountRow } from './read-store.ts';
import { asProblem, usable } from './refuse.ts';
import { existingIds, lockAccounts, lockFamilies } from './store.ts';

async function present(tx: Tx, tenantId: string, id: string): Promise<AccountRow> {
  const row = await accountRow(tx, tenantId, id);
  if (!row) throw notFound('account');
  return row;
}

export function createAccount(database: Database, context: Context, body: Parsed<'accounts.create'>['body']): Promise<AccountRow> {
  requireScope(context, 'accounts:write');
  usable(prepareAccount(body));
  return database.inTenant(context.tenantId, async (tx) => {
    const [inserted] = await insertManyAccounts(tx, context, [body]);
    return present(tx, context.tenantId, inserted?.id ?? '');
  });
}

export function updateAccount(
  database: Database,
  renamed: AccountsRenamed,
  context: Context,
  id: string,
  body: Parsed<'accounts.update'>['body'],
  version: number | null,
): Promise<AccountRow> {
  requireScope(context, 'accounts:write');
  return database.inTenant(context.tenantId, async (tx) => {
    // The family's lock comes before the row's, here as in changes of many; the other way round two people could block each other.
    if (body.parentId) await lockFamilies(tx, context.tenantId);
    const record = (await lockAccounts(tx, context.tenantId, [id])).get(id);
    if (!record) throw notFound('account');
    if (version !== null && version !== record.version) throw asProblem({ id, code: 'changed', sentence: '' });
    usable(applyChanges(record.fields, body));
    const { refused } = await updateManyAccounts(tx, context, [{ id, version: record.version, changes: body }], renamed);
    if (refused[0]) throw asProblem(refused[0]);
    return present(tx, context.tenantId, id);
  });
}

export function createContact(
  database: Database,
  context: Context,
  accountId: string,
  body: Parsed<'contacts.create'>['body'],
): Promise<Result<'contacts.create'>> {
  requireScope(context, 'accounts:write');
  const fields = usable(prepareContact({ ...body, accountId }));
  return database.inTenant(context.tenantId, async (tx) => {
    if (!(await existingIds(tx, context.tenantId, [accountId])).has(accountId)) throw notFound('account');
    const [inserted] = await insertManyContacts(tx, context, [{ ...body, accountId }]);
    return { id: inserted?.id ?? '', accountId, name: fields.name, email: fields.email, title: fields.title, phone: fields.phone, version: 1 };
  });
}
