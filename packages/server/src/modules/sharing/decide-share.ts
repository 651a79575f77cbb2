import { notFound, Problem, type ShareState } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { OutboxHandler } from '../../platform/events/outbox.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { partnerOf } from './context.ts';
import { step } from './domain/machine.ts';
import { shownTo } from './domain/shown.ts';
import type { SharingPorts } from './ports.ts';
import { changeShare, factsOf, lockShare, requireVersion, shareShape, type Share, type ShareShape } from './share-store.ts';

type At = { readonly id: string; readonly ifVersion: number | null };

function take(share: Share, name: Parameters<typeof step>[1]): ShareState {
  const taken = step(share.state, name);
  if (!taken.ok) throw new Problem('conflict', `This was answered already; it is ${share.state.replaceAll('_', ' ')}.`, { reason: `share_${share.state}` });
  return taken.state;
}

/** The vendor's answer. Only here is it said that the partner has the role already: the one that asks is not to learn it. */
export async function decideShare(
  tx: Tx,
  context: Context,
  ports: SharingPorts,
  { id, ifVersion }: At,
  body: { consent: boolean; partnerText?: string | null | undefined },
): Promise<ShareShape> {
  requireScope(context, 'deals:write');
  const share = await lockShare(tx, context.tenantId, id);
  const state = take(share, body.consent ? 'consent' : 'refuse');
  requireVersion(share, ifVersion);
  if (body.consent) {
    const deal = await ports.deal(tx, context.tenantId, share.deal_id);
    if (deal?.open !== true) throw new Problem('conflict', 'The deal is closed; nobody joins it any more.', { reason: 'deal_closed' });
    if ((await ports.rolesOn(tx, context.tenantId, share.deal_id, share.to_partner_id)).includes(share.role))
      throw new Problem('conflict', `${share.to_name} has this role on the deal already. Refuse with a text that does not say so.`, { reason: 'has_role' });
  }
  const text = body.partnerText ?? null;
  const changed = await changeShare(
    tx,
    context,
    share,
    { state, partner_sentence: text, vendor_by: context.actor.name, vendor_at: context.now.toISOString() },
    {
      operation: 'shares.decide',
      kind: body.consent ? 'consented' : 'declined',
      reason: text,
      to: body.consent
        ? [
            { partnerId: share.to_partner_id, sentence: invitation(share), joined: false },
            { partnerId: share.from_partner_id, sentence: `The vendor agrees that ${share.to_name} joins; ${share.to_name} is asked now.`, joined: true },
          ]
        : [{ partnerId: share.from_partner_id, sentence: text ?? `The vendor does not agree that ${share.to_name} joins.`, joined: true }],
    },
  );
  await ports.closeActs(tx, context, id, body.consent ? 'consented' : 'refused');
  return shareShape(changed);
}

export const invitation = (share: Share): string => `${share.from_name} asks you to join its work for ${share.company_name ?? 'a customer'}, as ${share.role}.`;

/** The invited partner's answer. Joining gives it the role on the deal, in the same transaction. */
export async function answerShare(
  tx: Tx,
  context: Context,
  ports: SharingPorts,
  { id, ifVersion }: At,
  accept: boolean,
): Promise<{ id: string; dealId: string | null }> {
  const partnerId = partnerOf(context, 'portal:deals');
  const share = await lockShare(tx, context.tenantId, id);
  if (share.to_partner_id !== partnerId || shownTo(factsOf(share), partnerId) === 'nothing') throw notFound('share');
  const state = take(share, accept ? 'join' : 'decline');
  requireVersion(share, ifVersion);
  if (accept) {
    const deal = await ports.deal(tx, context.tenantId, share.deal_id);
    if (deal?.open !== true) throw new Problem('conflict', 'It is closed by now; nobody joins it any more.', { reason: 'deal_closed' });
  }
  await changeShare(
    tx,
    context,
    share,
    { state, answered_by: context.actor.name, answered_at: context.now.toISOString() },
    {
      operation: 'portalShares.answer',
      kind: accept ? 'accepted' : 'declined',
      to: [{ partnerId: share.from_partner_id, sentence: accept ? `${share.to_name} has joined.` : `${share.to_name} does not join.`, joined: true }],
    },
  );
  if (accept) await ports.addParticipant(tx, context, share.deal_id, { partnerId, role: share.role, evidence: `Shared by ${share.from_name}` });
  return { id, dealId: accept ? share.deal_id : null };
}

/** Who leaves a deal has nothing to share on it any more: what was asked of it or by it ends. Done again, it does nothing. */
export function endWithRoles(deps: { database: Database; ports: SharingPorts; now: () => Date }): OutboxHandler {
  return async (events) => {
    for (const { type, tenantId, dealId, payload } of events) {
      const { partnerId } = payload;
      if (type !== 'participant.ended' || dealId === null || typeof partnerId !== 'string') continue;
      await deps.database.inTenant(tenantId, (tx) => endShares(tx, deps.ports, systemContext(tenantId, 'Sharing', deps.now()), dealId, partnerId));
    }
  };
}

async function endShares(tx: Tx, ports: SharingPorts, context: Context, dealId: string, partnerId: string): Promise<void> {
  const roles = await ports.rolesOn(tx, context.tenantId, dealId, partnerId);
  const rows = await tx
    .selectFrom('deal_share')
    .select(['id'])
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    .where('state', 'in', ['waiting_vendor', 'waiting_partner', 'active'])
    .where((eb) => eb.or([eb('from_partner_id', '=', partnerId), eb('to_partner_id', '=', partnerId)]))
    .orderBy('id')
    .execute();
  for (const { id } of rows) {
    const share = await lockShare(tx, context.tenantId, id);
    // The one that shared left altogether, or the one that joined has its role no more.
    const over = share.from_partner_id === partnerId ? roles.length === 0 : share.state === 'active' && !roles.includes(share.role);
    const ended = step(share.state, 'end');
    if (!over || !ended.ok) continue;
    const joined = share.state === 'active';
    const invited = shownTo(factsOf(share), share.to_partner_id) !== 'nothing';
    await changeShare(
      tx,
      context,
      share,
      { state: ended.state, ended_at: context.now.toISOString() },
      {
        operation: 'shares.end',
        kind: 'ended',
        to: [
          { partnerId: share.from_partner_id, sentence: `Sharing with ${share.to_name} has ended.`, joined: true },
          ...(invited ? [{ partnerId: share.to_partner_id, sentence: `Sharing by ${share.from_name} has ended.`, joined }] : []),
        ],
      },
    );
    await ports.closeActs(tx, context, id, 'ended');
  }
}
