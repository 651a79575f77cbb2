import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { partnerNames } from './names.ts';
import { childChanged, lockDeal } from './store.ts';

export async function addHandoff(tx: Tx, context: Context, dealId: string, input: Parsed<'deals.addHandoff'>['body']): Promise<{ handoffId: string }> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  const from = input.fromPartnerId ?? null;
  const to = input.toPartnerId ?? null;
  if (from === to) throw new Problem('invalid_input', 'A handoff goes from one party to another.');
  const names = await partnerNames(tx, tenant, [from, to]);
  const last = await tx
    .selectFrom('deal_handoff')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('tenant_id', '=', tenant)
    .where('deal_id', '=', dealId)
    .executeTakeFirst();
  const id = newId();
  const row = { position: (last?.position ?? 0) + 1, from_partner_id: from, to_partner_id: to, title: input.title, due_at: input.dueAt ?? null };
  await tx
    .insertInto('deal_handoff')
    .values({ tenant_id: tenant, id, deal_id: dealId, ...row, done_at: null, done_by: null })
    .execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.addHandoff',
    recordType: 'handoff',
    recordId: id,
    after: { dealId, ...row },
    events: [
      {
        type: 'handoff.added',
        dealId,
        payload: { handoffId: id, title: input.title, fromName: from ? names.get(from) : null, toName: to ? names.get(to) : null },
      },
    ],
  });
  return { handoffId: id };
}

/** Saying it twice changes nothing and is no fault. */
export async function completeHandoff(tx: Tx, context: Context, dealId: string, id: string, done: boolean): Promise<void> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  const row = await tx
    .selectFrom('deal_handoff')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('deal_id', '=', dealId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('handoff');
  if ((row.done_at !== null) === done) return;
  const after = done ? { done_at: context.now.toISOString(), done_by: context.actor.name } : { done_at: null, done_by: null };
  await tx.updateTable('deal_handoff').set(after).where('tenant_id', '=', tenant).where('id', '=', id).execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.completeHandoff',
    recordType: 'handoff',
    recordId: id,
    before: { done_at: row.done_at, done_by: row.done_by },
    after,
    events: [{ type: done ? 'handoff.done' : 'handoff.reopened', dealId, payload: { handoffId: id, title: row.title } }],
  });
}
