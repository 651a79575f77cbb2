import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { insertManyPartners, updateManyPartners } from './bulk-partners.ts';
import { applyChanges } from './domain/partner.ts';
import type { NormaliseDomain, TiesOfPartner } from './ports.ts';
import { partnerDetail } from './read-partners.ts';
import type { PartnerDetail } from './read-store.ts';
import { allUsable, asProblem, invalidField } from './refuse.ts';
import { contactWithEmail, insertContacts, lockPartners, productExists, replaceCompetency, touchPartner, type PartnerRecordRow } from './store.ts';

export type Deps = { readonly database: Database; readonly normaliseDomain: NormaliseDomain; readonly tiesOfPartner: TiesOfPartner };

async function locked(tx: Tx, tenantId: string, id: string): Promise<PartnerRecordRow> {
  const record = (await lockPartners(tx, tenantId, [id])).get(id);
  if (!record) throw notFound('partner');
  return record;
}

export function createPartner(deps: Deps, context: Context, body: Parsed<'partners.create'>['body']): Promise<PartnerDetail> {
  requireScope(context, 'partners:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const [inserted] = await insertManyPartners(tx, context, [body], deps.normaliseDomain);
    return partnerDetail(tx, context, inserted?.id ?? '', deps.tiesOfPartner);
  });
}

export function updatePartner(
  deps: Deps,
  context: Context,
  id: string,
  body: Parsed<'partners.update'>['body'],
  version: number | null,
): Promise<PartnerDetail> {
  requireScope(context, 'partners:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const record = await locked(tx, context.tenantId, id);
    if (version !== null && version !== record.version) throw asProblem({ id, code: 'changed', sentence: '' });
    allUsable([applyChanges(record.fields, body, deps.normaliseDomain)]);
    const { refused } = await updateManyPartners(tx, context, [{ id, version: record.version, changes: body }], deps.normaliseDomain);
    if (refused[0]) throw asProblem(refused[0]);
    return partnerDetail(tx, context, id, deps.tiesOfPartner);
  });
}

export function setCompetency(deps: Deps, context: Context, id: string, body: Parsed<'partners.setCompetency'>['body']): Promise<PartnerDetail> {
  requireScope(context, 'partners:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const { fields } = await locked(tx, context.tenantId, id);
    if (body.productId && !(await productExists(tx, context.tenantId, body.productId))) throw invalidField('productId', 'missing', 'There is no such product.');
    const competency = {
      id: newId(),
      partnerId: id,
      productId: body.productId ?? null,
      skill: body.skill,
      role: body.role ?? null,
      certifiedPeople: body.certifiedPeople,
      validUntil: body.validUntil ?? null,
    };
    const before = await replaceCompetency(tx, context.tenantId, competency);
    await touchPartner(tx, context.tenantId, id, context.now);
    await recordChange(tx, context, {
      operation: 'partners.setCompetency',
      recordType: 'partner',
      recordId: id,
      before: before ?? undefined,
      after: competency,
      events: [
        { type: 'partner.updated', payload: { name: fields.name, changed: ['competencies'], skill: body.skill, certifiedPeople: body.certifiedPeople } },
      ],
    });
    return partnerDetail(tx, context, id, deps.tiesOfPartner);
  });
}

export function addContact(deps: Deps, context: Context, id: string, body: Parsed<'partners.addContact'>['body']): Promise<PartnerDetail> {
  requireScope(context, 'partners:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const { fields } = await locked(tx, context.tenantId, id);
    if (await contactWithEmail(tx, context.tenantId, id, body.email))
      throw new Problem('conflict', `${fields.name} already has a person with the address ${body.email}.`, { reason: 'email_taken' });
    const contact = { id: newId(), partnerId: id, name: body.name, email: body.email, title: body.title ?? null };
    await insertContacts(tx, context.tenantId, [contact]);
    await touchPartner(tx, context.tenantId, id, context.now);
    await recordChange(tx, context, {
      operation: 'partners.addContact',
      recordType: 'partner',
      recordId: id,
      after: contact,
      events: [{ type: 'partner.updated', payload: { name: fields.name, changed: ['contacts'], contactAdded: body.name } }],
    });
    return partnerDetail(tx, context, id, deps.tiesOfPartner);
  });
}
