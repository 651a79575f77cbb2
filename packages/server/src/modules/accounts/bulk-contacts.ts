import { newId } from '@entente/kernel';
import { recordChanges } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import {
  changed,
  missing,
  type BulkRemoved,
  type BulkUpdated,
  type Found,
  type Inserted,
  type Known,
  type Refusal,
  type RemoveRow,
  type UpdateRow,
} from '../../platform/db/bulk.ts';
import {
  contactsByKeys,
  contactsInUse,
  deleteContacts,
  insertContacts,
  lockContacts,
  updateContacts,
  type ContactKeys,
  type IdentifiedContact,
} from './contact-store.ts';
import { applyContactChanges, changedContactKeys, prepareContact, type ContactChanges, type ContactFields, type ContactInput } from './domain/contact.ts';
import { allUsable, invalidField, namingConflicts } from './refuse.ts';
import { existingIds } from './store.ts';

export type NewContact = ContactInput & { readonly id?: string | undefined };

/** All or nothing. A contact shows in the record of its account, so the event is the account's. */
export async function insertManyContacts(tx: Tx, context: Context, given: readonly NewContact[], operation = 'contacts.create'): Promise<Inserted[]> {
  requireScope(context, 'accounts:write');
  if (given.length === 0) return [];
  const values = allUsable(given.map(prepareContact));
  const rows: IdentifiedContact[] = values.map((fields, index) => ({ id: given[index]?.id ?? newId(), fields }));
  await checkAccounts(tx, context.tenantId, rows);
  await namingConflicts('a contact', () => insertContacts(tx, context.tenantId, rows, context.now));
  await recordChanges(
    tx,
    context,
    rows.map(({ id, fields }) => ({
      operation,
      recordType: 'contact',
      recordId: id,
      after: fields,
      events: [{ type: 'account.updated', payload: { accountId: fields.accountId, contactAdded: fields.name } }],
    })),
  );
  return rows.map(({ id }) => ({ id, version: 1 }));
}

async function checkAccounts(tx: Tx, tenantId: string, rows: readonly IdentifiedContact[]): Promise<void> {
  const accountIds = [...new Set(rows.map((row) => row.fields.accountId))];
  const known = await existingIds(tx, tenantId, accountIds);
  if (accountIds.some((id) => !known.has(id))) throw invalidField('accountId', 'missing', 'There is no such account.');
}

export async function updateManyContacts(
  tx: Tx,
  context: Context,
  given: readonly UpdateRow<ContactChanges>[],
  operation = 'contacts.update',
): Promise<BulkUpdated<ContactFields>> {
  requireScope(context, 'accounts:write');
  if (given.length === 0) return { updated: [], unchanged: [], refused: [] };
  const records = await lockContacts(
    tx,
    context.tenantId,
    given.map((row) => row.id),
  );
  const refused: Refusal[] = [];
  const unchanged: string[] = [];
  const accepted: (IdentifiedContact & { version: number; before: ContactFields; keys: string[] })[] = [];
  for (const { id, version, changes } of given) {
    const record = records.get(id);
    if (!record) refused.push(missing(id));
    else if (version !== undefined && version !== record.version) refused.push(changed(id));
    else {
      const { value, problems } = applyContactChanges(record.fields, changes);
      const keys = changedContactKeys(record.fields, value);
      if (problems[0]) refused.push({ id, code: 'invalid', sentence: problems[0].sentence });
      else if (keys.length === 0) unchanged.push(id);
      else accepted.push({ id, fields: value, version: record.version + 1, before: record.fields, keys });
    }
  }
  if (accepted.length > 0) {
    await checkAccounts(tx, context.tenantId, accepted);
    await namingConflicts('a contact', () => updateContacts(tx, context.tenantId, accepted, context.now));
    await recordChanges(
      tx,
      context,
      accepted.map(({ id, fields, before, keys }) => ({
        operation,
        recordType: 'contact',
        recordId: id,
        before,
        after: fields,
        events: [{ type: 'account.updated', payload: { accountId: fields.accountId, contactChanged: fields.name, changed: keys } }],
      })),
    );
  }
  return { updated: accepted.map(({ id, version, before }) => ({ id, version, before })), unchanged, refused };
}

export async function removeManyContacts(tx: Tx, context: Context, given: readonly RemoveRow[], operation = 'contacts.remove'): Promise<BulkRemoved> {
  requireScope(context, 'accounts:write');
  if (given.length === 0) return { removed: [], refused: [] };
  const ids = given.map((row) => row.id);
  const records = await lockContacts(tx, context.tenantId, ids);
  const inUse = await contactsInUse(tx, context.tenantId, ids);
  const refused: Refusal[] = [];
  const removed: string[] = [];
  for (const { id, version } of given) {
    const record = records.get(id);
    if (!record) refused.push(missing(id));
    else if (record.version !== version) refused.push(changed(id));
    else if (inUse.has(id)) refused.push({ id, code: 'in_use', sentence: 'It is on the buying committee of a deal.' });
    else removed.push(id);
  }
  if (removed.length > 0) {
    await deleteContacts(tx, context.tenantId, removed);
    await recordChanges(
      tx,
      context,
      removed.map((id) => ({
        operation,
        recordType: 'contact',
        recordId: id,
        before: records.get(id)?.fields,
        events: [
          { type: 'account.updated', payload: { accountId: records.get(id)?.fields.accountId ?? null, contactRemoved: records.get(id)?.fields.name ?? '' } },
        ],
      })),
    );
  }
  return { removed, refused };
}

export type ContactsFound = { readonly byExternalId: Found<ContactFields>; readonly byEmail: Found<ContactFields>; readonly byName: Found<ContactFields> };

export async function findContacts(tx: Tx, tenantId: string, keys: ContactKeys): Promise<ContactsFound> {
  const form = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const hits = await contactsByKeys(tx, tenantId, {
    externalIds: keys.externalIds ?? [],
    emails: [...new Set((keys.emails ?? []).map(form))],
    names: [...new Set((keys.names ?? []).map(form))],
  });
  const groups = new Map<string, Known<ContactFields>[]>();
  for (const { kind, key, record } of hits) groups.set(`${kind} ${key}`, [...(groups.get(`${kind} ${key}`) ?? []), record]);
  const gather = (given: readonly string[] | undefined, kind: string, formOf: (text: string) => string): Found<ContactFields> =>
    new Map(
      (given ?? []).flatMap((key): [string, Known<ContactFields>[]][] => {
        const found = groups.get(`${kind} ${formOf(key)}`);
        return found ? [[key, found]] : [];
      }),
    );
  return {
    byExternalId: gather(keys.externalIds, 'external', (key) => key),
    byEmail: gather(keys.emails, 'email', form),
    byName: gather(keys.names, 'name', form),
  };
}
