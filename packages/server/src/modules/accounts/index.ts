import type { Database } from '../../platform/db/database.ts';
import { findAccounts, insertManyAccounts, removeManyAccounts, updateManyAccounts } from './bulk-accounts.ts';
import { findContacts, insertManyContacts, removeManyContacts, updateManyContacts } from './bulk-contacts.ts';
import { accountRoutes } from './routes.ts';
import { insertTies, removeTies, tiesOfFamily, tiesOfPartner } from './ties.ts';

export type { AccountChanges, AccountFields, AccountInput } from './domain/account.ts';
export type { ContactChanges, ContactFields, ContactInput } from './domain/contact.ts';
export type { BulkRemoved, BulkUpdated, Found, Inserted, Known, Refusal, RemoveRow, Updated, UpdateRow } from './bulk-types.ts';
export type { AccountsFound, NewAccount } from './bulk-accounts.ts';
export type { ContactsFound, NewContact } from './bulk-contacts.ts';
export type { AccountTie, NewTie, PartnerTie, TieKind } from './ties.ts';

export type AccountsModule = ReturnType<typeof createAccountsModule>;

export function createAccountsModule({ database }: { readonly database: Database }) {
  return {
    routes: accountRoutes({ database }),
    bulkInsert: insertManyAccounts,
    bulkUpdate: updateManyAccounts,
    bulkRemove: removeManyAccounts,
    findByKeys: findAccounts,
    contacts: { bulkInsert: insertManyContacts, bulkUpdate: updateManyContacts, bulkRemove: removeManyContacts, findByKeys: findContacts },
    ties: tiesOfFamily,
    tiesOfPartner,
    insertTies,
    removeTies,
  };
}
