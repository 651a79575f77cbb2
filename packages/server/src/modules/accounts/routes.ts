import type { Database } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import type { AccountsRenamed } from './ports.ts';
import { getAccount, listAccounts } from './read-accounts.ts';
import { listUsage, reportUsage } from './usage.ts';
import { createAccount, createContact, updateAccount } from './write-accounts.ts';

export type Deps = { readonly database: Database; readonly renamed: AccountsRenamed };
type Operations = 'accounts.list' | 'accounts.get' | 'accounts.create' | 'accounts.update' | 'contacts.create' | 'usage.report' | 'usage.list';

export function accountRoutes({ database, renamed }: Deps): Pick<Handlers, Operations> {
  return {
    'accounts.list': (context, { query }) => listAccounts(database, context, query),
    'accounts.get': (context, { params }) => getAccount(database, context, params.id),
    'accounts.create': (context, { body }) => createAccount(database, context, body),
    'accounts.update': (context, { params, body }, { ifVersion }) => updateAccount(database, renamed, context, params.id, body, ifVersion),
    'usage.report': (context, { body }) => reportUsage(database, context, body.facts),
    'usage.list': (context, { params }) => listUsage(database, context, params.id),
    'contacts.create': (context, { params, body }) => createContact(database, context, params.id, body),
  };
}
