import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { ownerNamed, partnerNames } from './names.ts';
import { childChanged, lockDeal } from './store.ts';

export async function setCommitteeMember(tx: Tx, context: Context, dealId: string, input: Parsed<'deals.setCommitteeMember'>['body']): Promise<void> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  const contact = await tx.selectFrom('contact').select(['id', 'name']).where('tenant_id', '=', tenant).where('id', '=', input.contactId).executeTakeFirst();
  if (!contact)
    throw new Problem('invalid_input', 'There is no such contact.', {
      fields: [{ path: 'contactId', code: 'unknown', sentence: 'There is no such contact.' }],
    });
  await ownerNamed(tx, tenant, input.ownerMemberId);
  await partnerNames(tx, tenant, [input.ownerPartnerId], 'ownerPartnerId');
  const facts = { influence: input.influence, owner_member_id: input.ownerMemberId ?? null, owner_partner_id: input.ownerPartnerId ?? null };
  const { id } = await tx
    .insertInto('deal_committee')
    .values({ tenant_id: tenant, id: newId(), deal_id: dealId, contact_id: input.contactId, role: input.role, ...facts })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'deal_id', 'contact_id', 'role']).doUpdateSet(facts))
    .returning('id')
    .executeTakeFirstOrThrow();
  await childChanged(tx, context, dealId, {
    operation: 'deals.setCommitteeMember',
    recordType: 'committee_member',
    recordId: id,
    after: { dealId, contactId: input.contactId, role: input.role, ...facts },
    events: [{ type: 'committee.changed', dealId, payload: { contactId: contact.id, contactName: contact.name, role: input.role } }],
  });
}

export async function removeCommitteeMember(tx: Tx, context: Context, dealId: string, id: string): Promise<void> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  const row = await tx
    .deleteFrom('deal_committee')
    .where('tenant_id', '=', tenant)
    .where('deal_id', '=', dealId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('member of the buying committee');
  const contact = await tx.selectFrom('contact').select('name').where('tenant_id', '=', tenant).where('id', '=', row.contact_id).executeTakeFirst();
  await childChanged(tx, context, dealId, {
    operation: 'deals.removeCommitteeMember',
    recordType: 'committee_member',
    recordId: id,
    before: row,
    events: [{ type: 'committee.changed', dealId, payload: { contactId: row.contact_id, contactName: contact?.name ?? null, role: row.role, removed: true } }],
  });
}
