import type { Database } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { getAccount, listAccounts } from './read-accounts.ts';
import { createAccount, createContact, updateAccount } from './write-accounts.ts';

export function accountRoutes({
  database,
}: {
  readonly database: Database;
}): Pick<Handlers, 'accounts.list' | 'accounts.get' | 'accounts.create' | 'accounts.update' | 'contacts.create'> {
  return {
    'accounts.list': (context, { query }) => listAccounts(database, context, query),
    'accounts.get': (context, { params }) => getAccount(database, context, params.id),
    'accounts.create': (context, { body }) => createAccount(database, context, body),
    'accounts.update': (context, { params, body }, { ifVersion }) => updateAccount(database, context, params.id, body, ifVersion),
    'contacts.create': (context, { params, body }) => createContact(database, context, params.id, body),
  };
}
