import { newId, type ParticipantRole } from '@entente/kernel';
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
import { applyChanges, changedKeys, preparePartner, type PartnerChanges, type PartnerFields, type PartnerInput } from './domain/partner.ts';
import type { NormaliseDomain } from './ports.ts';
import { allUsable, invalidField, namingConflicts } from './refuse.ts';
import {
  activeMembers,
  deletePartners,
  insertCompetencies,
  insertContacts,
  insertPartners,
  lockPartners,
  partnersByKeys,
  partnerUses,
  updatePartners,
  type IdentifiedPartner,
  type KeyKind,
  type PartnerKeys,
} from './store.ts';

export type NewCompetency = {
  readonly productId?: string | null | undefined;
  readonly skill: string;
  readonly role?: ParticipantRole | null | undefined;
  readonly certifiedPeople?: number | undefined;
  readonly validUntil?: string | null | undefined;
};
export type NewPartnerContact = { readonly id?: string | undefined; readonly name: string; readonly email: string; readonly title?: string | null | undefined };
export type NewPartner = PartnerInput & {
  readonly id?: string | undefined;
  readonly competencies?: readonly NewCompetency[] | undefined;
  readonly contacts?: readonly NewPartnerContact[] | undefined;
};

/** All or nothing, with the competencies and people of each. */
export async function insertManyPartners(
  tx: Tx,
  context: Context,
  given: readonly NewPartner[],
  normaliseDomain: NormaliseDomain,
  operation = 'partners.create',
): Promise<Inserted[]> {
  requireScope(context, 'partners:write');
  if (given.length === 0) return [];
  const { tenantId } = context;
  const values = allUsable(given.map((row) => preparePartner(row, normaliseDomain)));
  await checkManagers(
    tx,
    tenantId,
    values.map((fields) => fields.managerId),
  );
  const rows = values.map((fields, index) => ({ id: given[index]?.id ?? newId(), fields, given: given[index] }));
  await namingConflicts(() => insertPartners(tx, tenantId, rows, context.now));
  await insertCompetencies(
    tx,
    tenantId,
    rows.flatMap(({ id, given: row }) =>
      (row?.competencies ?? []).map((competency) => ({
        id: newId(),
        partnerId: id,
        productId: competency.productId ?? null,
        skill: competency.skill.trim(),
        role: competency.role ?? null,
        certifiedPeople: competency.certifiedPeople ?? 0,
        validUntil: competency.validUntil ?? null,
      })),
    ),
  );
  await insertContacts(
    tx,
    tenantId,
    rows.flatMap(({ id, given: row }) =>
      (row?.contacts ?? []).map((contact) => ({
        id: contact.id ?? newId(),
        partnerId: id,
        name: contact.name.trim(),
        email: contact.email.trim().toLowerCase(),
        title: contact.title ?? null,
      })),
    ),
  );
  await recordChanges(
    tx,
    context,
    rows.map(({ id, fields }) => ({
      operation,
      recordType: 'partner',
      recordId: id,
      after: fields,
      events: [{ type: 'partner.created', payload: { name: fields.name, types: fields.types } }],
    })),
  );
  return rows.map(({ id }) => ({ id, version: 1 }));
}

async function checkManagers(tx: Tx, tenantId: string, managerIds: readonly (string | null)[]): Promise<void> {
  const ids = unique(managerIds);
  const members = await activeMembers(tx, tenantId, ids);
  if (ids.some((id) => !members.has(id))) throw invalidField('managerId', 'missing', 'The partner manager is not an active person of this workspace.');
}

/** Row by row: what cannot be changed is refused with its reason and the others go on. */
export async function updateManyPartners(
  tx: Tx,
  context: Context,
  given: readonly UpdateRow<PartnerChanges>[],
  normaliseDomain: NormaliseDomain,
  operation = 'partners.update',
): Promise<BulkUpdated<PartnerFields>> {
  requireScope(context, 'partners:write');
  if (given.length === 0) return { updated: [], unchanged: [], refused: [] };
  const records = await lockPartners(
    tx,
    context.tenantId,
    given.map((row) => row.id),
  );
  const refused: Refusal[] = [];
  const unchanged: string[] = [];
  const accepted: (IdentifiedPartner & { version: number; before: PartnerFields; keys: string[] })[] = [];
  for (const { id, version, changes } of given) {
    const record = records.get(id);
    if (!record) refused.push(missing(id));
    else if (version !== undefined && version !== record.version) refused.push(changed(id));
    else {
      const { value, problems } = applyChanges(record.fields, changes, normaliseDomain);
      const keys = changedKeys(record.fields, value);
      if (problems[0]) refused.push({ id, code: 'invalid', sentence: problems[0].sentence });
      else if (keys.length === 0) unchanged.push(id);
      else accepted.push({ id, fields: value, version: record.version + 1, before: record.fields, keys });
    }
  }
  if (accepted.length > 0) {
    await checkManagers(
      tx,
      context.tenantId,
      accepted.filter((row) => row.keys.includes('managerId')).map((row) => row.fields.managerId),
    );
    await namingConflicts(() => updatePartners(tx, context.tenantId, accepted, context.now));
    await recordChanges(
      tx,
      context,
      accepted.map(({ id, fields, before, keys }) => ({
        operation,
        recordType: 'partner',
        recordId: id,
        before,
        after: fields,
        events: [{ type: 'partner.updated', payload: { name: fields.name, changed: keys } }],
      })),
    );
  }
  return { updated: accepted.map(({ id, version, before }) => ({ id, version, before })), unchanged, refused };
}

export async function removeManyPartners(tx: Tx, context: Context, given: readonly RemoveRow[], operation = 'partners.remove'): Promise<BulkRemoved> {
  requireScope(context, 'partners:write');
  if (given.length === 0) return { removed: [], refused: [] };
  const ids = given.map((row) => row.id);
  const records = await lockPartners(tx, context.tenantId, ids);
  const uses = await partnerUses(tx, context.tenantId, ids);
  const refused: Refusal[] = [];
  const removed: string[] = [];
  for (const { id, version } of given) {
    const record = records.get(id);
    const use = uses.get(id);
    if (!record) refused.push(missing(id));
    else if (record.version !== version) refused.push(changed(id));
    else if (use) refused.push({ id, code: 'in_use', sentence: use });
    else removed.push(id);
  }
  if (removed.length > 0) {
    await deletePartners(tx, context.tenantId, removed);
    await recordChanges(
      tx,
      context,
      removed.map((id) => ({
        operation,
        recordType: 'partner',
        recordId: id,
        before: records.get(id)?.fields,
        events: [{ type: 'partner.updated', payload: { name: records.get(id)?.fields.name ?? '', removed: true } }],
      })),
    );
  }
  return { removed, refused };
}

export type PartnersFound = { readonly [Key in 'byExternalId' | 'byDomain' | 'byEmail' | 'byName']: Found<PartnerFields> };

/** Keys of the answer are the keys as they were given. An e-mail finds the partner whose person has it. */
export async function findPartners(tx: Tx, tenantId: string, keys: PartnerKeys, normaliseDomain: NormaliseDomain): Promise<PartnersFound> {
  const form = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const domainForm = (text: string): string | null => {
    const result = normaliseDomain(text);
    return result.ok ? result.domain : null;
  };
  const hits = await partnersByKeys(tx, tenantId, {
    externalIds: keys.externalIds ?? [],
    domains: unique((keys.domains ?? []).map(domainForm)),
    emails: unique((keys.emails ?? []).map(form)),
    names: unique((keys.names ?? []).map(form)),
  });
  const groups = new Map<string, Known<PartnerFields>[]>();
  for (const { kind, key, record } of hits) groups.set(`${kind} ${key}`, [...(groups.get(`${kind} ${key}`) ?? []), record]);
  const gather = (given: readonly string[] | undefined, kind: KeyKind, formOf: (text: string) => string | null): Found<PartnerFields> =>
    new Map(
      (given ?? []).flatMap((key): [string, Known<PartnerFields>[]][] => {
        const found = groups.get(`${kind} ${formOf(key) ?? ''}`);
        return found ? [[key, found]] : [];
      }),
    );
  return {
    byExternalId: gather(keys.externalIds, 'external', (key) => key),
    byDomain: gather(keys.domains, 'domain', domainForm),
    byEmail: gather(keys.emails, 'email', form),
    byName: gather(keys.names, 'name', form),
  };
}

const unique = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];
