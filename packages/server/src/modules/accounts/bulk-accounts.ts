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
  type Updated,
  type UpdateRow,
} from '../../platform/db/bulk.ts';
import { applyChanges, changedKeys, prepareAccount, type AccountChanges, type AccountFields, type AccountInput } from './domain/account.ts';
import { familyCycleSentence, makesCycle } from './domain/family.ts';
import { normaliseDomain } from '@entente/account-matching';
import type { AccountsRenamed } from './ports.ts';
import { allUsable, invalidField, namingConflicts } from './refuse.ts';
import {
  accountsByKeys,
  activeMembers,
  deleteAccounts,
  existingIds,
  insertAccounts,
  lockAccounts,
  lockFamilies,
  parentsAbove,
  updateAccounts,
  usesOf,
  type AccountKeys,
  type IdentifiedFields,
  type Uses,
} from './store.ts';

export type NewAccount = AccountInput & { readonly id?: string | undefined };

/** All or nothing. A row may name as its parent another row of the same call by the id it was given. */
export async function insertManyAccounts(tx: Tx, context: Context, given: readonly NewAccount[], operation = 'accounts.create'): Promise<Inserted[]> {
  requireScope(context, 'accounts:write');
  if (given.length === 0) return [];
  const values = allUsable(given.map(prepareAccount));
  const rows: IdentifiedFields[] = values.map((fields, index) => ({ id: given[index]?.id ?? newId(), fields }));
  await checkReferences(tx, context.tenantId, rows);
  const parentOf = new Map(rows.map((row) => [row.id, row.fields.parentId]));
  if (rows.some((row) => makesCycle(parentOf, row.id, row.fields.parentId))) throw invalidField('parentId', 'cycle', familyCycleSentence);
  await namingConflicts('an account', () => insertAccounts(tx, context.tenantId, rows, context.now));
  await recordChanges(
    tx,
    context,
    rows.map(({ id, fields }) => ({
      operation,
      recordType: 'account',
      recordId: id,
      after: fields,
      events: [{ type: 'account.created', payload: { name: fields.name } }],
    })),
  );
  return rows.map(({ id }) => ({ id, version: 1 }));
}

async function checkReferences(tx: Tx, tenantId: string, rows: readonly IdentifiedFields[]): Promise<void> {
  const own = new Set(rows.map((row) => row.id));
  const parents = unique(rows.map((row) => row.fields.parentId)).filter((id) => !own.has(id));
  const known = await existingIds(tx, tenantId, parents);
  if (parents.some((id) => !known.has(id))) throw invalidField('parentId', 'missing', 'There is no such parent account.');
  await checkOwners(
    tx,
    tenantId,
    rows.map((row) => row.fields.ownerId),
  );
}

async function checkOwners(tx: Tx, tenantId: string, ownerIds: readonly (string | null)[]): Promise<void> {
  const owners = unique(ownerIds);
  const members = await activeMembers(tx, tenantId, owners);
  if (owners.some((id) => !members.has(id))) throw invalidField('ownerId', 'missing', 'The owner is not an active person of this workspace.');
}

/** Row by row: what cannot be changed is refused with its reason and the others go on. */
export async function updateManyAccounts(
  tx: Tx,
  context: Context,
  given: readonly UpdateRow<AccountChanges>[],
  renamed: AccountsRenamed,
  operation = 'accounts.update',
): Promise<BulkUpdated<AccountFields>> {
  requireScope(context, 'accounts:write');
  if (given.length === 0) return { updated: [], unchanged: [], refused: [] };
  const newParents = unique(given.map((row) => row.changes.parentId ?? null));
  if (newParents.length > 0) await lockFamilies(tx, context.tenantId);
  const records = await lockAccounts(
    tx,
    context.tenantId,
    given.map((row) => row.id),
  );
  const parentOf = newParents.length > 0 ? await parentsAbove(tx, context.tenantId, [...newParents, ...records.keys()]) : new Map<string, string | null>();
  const refused: Refusal[] = [];
  const unchanged: string[] = [];
  const accepted: (IdentifiedFields & { version: number; before: AccountFields; keys: string[] })[] = [];
  for (const { id, version, changes } of given) {
    const record = records.get(id);
    if (!record) refused.push(missing(id));
    else if (version !== undefined && version !== record.version) refused.push(changed(id));
    else {
      const { value, problems } = applyChanges(record.fields, changes);
      const keys = changedKeys(record.fields, value);
      const problem = problems[0]?.sentence ?? parentProblem(parentOf, id, keys.includes('parentId') ? value.parentId : null);
      if (problem) refused.push({ id, code: 'invalid', sentence: problem });
      else if (keys.length === 0) unchanged.push(id);
      else {
        if (keys.includes('parentId')) parentOf.set(id, value.parentId);
        accepted.push({ id, fields: value, version: record.version + 1, before: record.fields, keys });
      }
    }
  }
  if (accepted.length > 0) {
    await checkOwners(
      tx,
      context.tenantId,
      accepted.filter((row) => row.keys.includes('ownerId')).map((row) => row.fields.ownerId),
    );
    await namingConflicts('an account', () => updateAccounts(tx, context.tenantId, accepted, context.now));
    const newNames = accepted.filter((row) => row.keys.includes('name')).map(({ id, fields }) => ({ accountId: id, name: fields.name }));
    if (newNames.length > 0) await renamed(tx, context.tenantId, newNames);
    await recordChanges(
      tx,
      context,
      accepted.map(({ id, fields, before, keys }) => ({
        operation,
        recordType: 'account',
        recordId: id,
        before,
        after: fields,
        events: [{ type: 'account.updated', payload: { name: fields.name, changed: keys } }],
      })),
    );
  }
  const updated: Updated<AccountFields>[] = accepted.map(({ id, version, before }) => ({ id, version, before }));
  return { updated, unchanged, refused };
}

function parentProblem(parentOf: ReadonlyMap<string, string | null>, id: string, parentId: string | null): string | null {
  if (parentId === null) return null;
  if (!parentOf.has(parentId)) return 'There is no such parent account.';
  return makesCycle(parentOf, id, parentId) ? familyCycleSentence : null;
}

/** Only what nothing else refers to may go; an account whose child stays, stays. */
export async function removeManyAccounts(tx: Tx, context: Context, given: readonly RemoveRow[], operation = 'accounts.remove'): Promise<BulkRemoved> {
  requireScope(context, 'accounts:write');
  if (given.length === 0) return { removed: [], refused: [] };
  const records = await lockAccounts(
    tx,
    context.tenantId,
    given.map((row) => row.id),
  );
  const uses = new Map(
    (
      await usesOf(
        tx,
        context.tenantId,
        given.map((row) => row.id),
      )
    ).map((use) => [use.id, use]),
  );
  const refusals = new Map<string, Refusal>();
  for (const { id, version } of given) {
    const record = records.get(id);
    const sentence = useSentence(uses.get(id));
    if (!record) refusals.set(id, missing(id));
    else if (record.version !== version) refusals.set(id, changed(id));
    else if (sentence) refusals.set(id, { id, code: 'in_use', sentence });
  }
  const asked = new Set(given.map((row) => row.id));
  for (let before = -1; before !== refusals.size;) {
    before = refusals.size;
    for (const { id, children } of uses.values()) {
      if (!refusals.has(id) && children.some((child) => !asked.has(child) || refusals.has(child)))
        refusals.set(id, { id, code: 'in_use', sentence: 'Another account has it as its parent.' });
    }
  }
  const removed = [...asked].filter((id) => !refusals.has(id));
  if (removed.length > 0) {
    await deleteAccounts(tx, context.tenantId, removed);
    await recordChanges(
      tx,
      context,
      removed.map((id) => ({
        operation,
        recordType: 'account',
        recordId: id,
        before: records.get(id)?.fields,
        events: [{ type: 'account.updated', payload: { name: records.get(id)?.fields.name ?? '', removed: true } }],
      })),
    );
  }
  return { removed, refused: [...refusals.values()] };
}

function useSentence(use: Uses | undefined): string | null {
  if (use?.deals) return 'It has deals.';
  if (use?.contacts) return 'It has contacts.';
  if (use?.ties) return 'Partners have ties to it.';
  if (use?.usage) return 'Usage of it is reported.';
  return use?.conflicts ? 'Conflicts of partners refer to it.' : null;
}

export type AccountsFound = { readonly byExternalId: Found<AccountFields>; readonly byDomain: Found<AccountFields>; readonly byName: Found<AccountFields> };

/** Keys of the answer are the keys as they were given; names match apart from case and outer blanks, domains in their one form. */
export async function findAccounts(tx: Tx, tenantId: string, keys: AccountKeys): Promise<AccountsFound> {
  const domainForm = (text: string): string | null => {
    const result = normaliseDomain(text);
    return result.ok ? result.domain : null;
  };
  const nameForm = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const domains = unique((keys.domains ?? []).map(domainForm));
  const hits = await accountsByKeys(tx, tenantId, { externalIds: keys.externalIds ?? [], domains, names: unique((keys.names ?? []).map(nameForm)) });
  const groups = new Map<string, Known<AccountFields>[]>();
  for (const { kind, key, record } of hits) groups.set(`${kind} ${key}`, [...(groups.get(`${kind} ${key}`) ?? []), record]);
  const gather = (given: readonly string[] | undefined, kind: string, form: (text: string) => string | null): Found<AccountFields> =>
    new Map(
      (given ?? []).flatMap((key): [string, Known<AccountFields>[]][] => {
        const found = groups.get(`${kind} ${form(key) ?? ''}`);
        return found ? [[key, found]] : [];
      }),
    );
  return {
    byExternalId: gather(keys.externalIds, 'external', (key) => key),
    byDomain: gather(keys.domains, 'domain', domainForm),
    byName: gather(keys.names, 'name', nameForm),
  };
}

const unique = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];
