import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { findAccounts, insertManyAccounts, removeManyAccounts, updateManyAccounts } from './bulk-accounts.ts';
import { findContacts, insertManyContacts, removeManyContacts, updateManyContacts } from './bulk-contacts.ts';
import type { UpdateRow } from '../../platform/db/bulk.ts';
import type { AccountChanges } from './domain/account.ts';
import { accountRoutes, type Deps } from './routes.ts';
import { insertTies, removeTies, tiesOfFamily, tiesOfPartner } from './ties.ts';
import { usageMoves } from './usage.ts';

export type { AccountChanges, AccountFields, AccountInput } from './domain/account.ts';
export type { ContactChanges, ContactFields, ContactInput } from './domain/contact.ts';
export type { BulkRemoved, BulkUpdated, Found, Inserted, Known, Refusal, RemoveRow, Updated, UpdateRow } from '../../platform/db/bulk.ts';
export type { AccountsFound, NewAccount } from './bulk-accounts.ts';
export type { ContactsFound, NewContact } from './bulk-contacts.ts';
export type { AccountsRenamed } from './ports.ts';
export type { UsageMove } from './usage.ts';
export type { AccountTie, NewTie, PartnerTie, TieKind } from './ties.ts';

export type AccountsModule = ReturnType<typeof createAccountsModule>;

export function createAccountsModule(deps: Deps) {
  return {
    routes: accountRoutes(deps),
    bulkInsert: insertManyAccounts,
    bulkUpdate: (tx: Tx, context: Context, rows: readonly UpdateRow<AccountChanges>[], operation?: string) =>
      updateManyAccounts(tx, context, rows, deps.renamed, operation),
    bulkRemove: removeManyAccounts,
    findByKeys: findAccounts,
    contacts: { bulkInsert: insertManyContacts, bulkUpdate: updateManyContacts, bulkRemove: removeManyContacts, findByKeys: findContacts },
    ties: tiesOfFamily,
    tiesOfPartner,
    insertTies,
    /** How usage moved last, for those who act on it. */
    usageMoves,
    removeTies,
  };
}
