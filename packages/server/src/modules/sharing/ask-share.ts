import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { ownDeal, partnerOf } from './context.ts';
import { isListed } from './directory.ts';
import type { SharingPorts } from './ports.ts';
import { shareQuery, shareShape, tellShare, typed, type ShareShape } from './share-store.ts';

export type NewShare = Parsed<'portalDeals.share'>['body'];

/** Asks the vendor to let another partner join. Nothing said here depends on what that partner does on the deal already. */
export async function askShare(tx: Tx, context: Context, ports: SharingPorts, dealId: string, input: NewShare): Promise<ShareShape> {
  const { tenantId } = context;
  const fromId = partnerOf(context, 'portal:deals');
  const deal = await ownDeal(tx, ports, tenantId, dealId, fromId);
  if (!deal.open) throw new Problem('conflict', 'The deal is closed; nobody joins it any more.', { reason: 'deal_closed' });
  if (input.toPartnerId === fromId) throw new Problem('invalid_input', 'You are on this deal already.');
  const to = await ports.partner(tx, tenantId, input.toPartnerId);
  const reachable = to?.active === true && ((await isListed(tx, tenantId, to.id)) || (await ports.areTied(tx, tenantId, fromId, to.id)));
  // A partner that does not wish to be found is told as one that is not there.
  if (!to || !reachable) throw notFound('partner');
  const id = newId();
  const added = await tx
    .insertInto('deal_share')
    .values({
      tenant_id: tenantId,
      id,
      deal_id: dealId,
      from_partner_id: fromId,
      to_partner_id: to.id,
      role: input.role,
      message: input.message ?? null,
      state: 'waiting_vendor',
      created_by: context.actor.name,
      created_at: context.now.toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) throw new Problem('conflict', `You have asked ${to.name} to join in this role already.`, { reason: 'asked_already' });
  const share = typed(await shareQuery(tx, tenantId).where('s.id', '=', id).executeTakeFirstOrThrow());
  await tellShare(tx, context, share, { operation: 'portalDeals.share', kind: 'asked', to: [{ partnerId: null, sentence: null, joined: true }] }, null, {
    dealId,
    fromPartnerId: fromId,
    toPartnerId: to.id,
    role: input.role,
  });
  await ports.openAct(tx, context, {
    kind: 'share',
    title: `${share.from_name} asks that ${to.name} joins D-${deal.number}: ${deal.name}`,
    detail: input.message ?? null,
    dealId,
    partnerId: fromId,
    assigneeId: deal.ownerId,
    assigneeRole: deal.ownerId === null ? 'partner_manager' : null,
    dueAt: null,
    recordId: id,
  });
  return shareShape(share);
}
