import type { Scope } from '@entente/contracts/permissions';
import { notFound, Problem } from '@entente/kernel';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { answerOffers, offerTo, standingOffers, type Offer } from './offer-store.ts';
import { after, insistOn, leadClocks, routeLead, type LeadsDeps } from './route-lead.ts';
import { routingInForce } from './routing-definition.ts';
import { changeLead, lockLead, requireVersion, type Lead } from './store.ts';

/** The partner that acts is always the actor's own, never one that was sent. */
export function partnerOf(context: Context, scope: Scope): string {
  requireScope(context, scope);
  const { audience, partnerId } = context.actor;
  if (audience !== 'partner' || partnerId === null) throw new Problem('not_allowed', 'Only people of a partner can do this.');
  return partnerId;
}

/** The lead and what this partner was asked; a lead it was never asked about is no lead to it. */
async function lockAsked(tx: Tx, context: Context, id: string, partnerId: string): Promise<{ lead: Lead; offer: Offer }> {
  const lead = await lockLead(tx, context.tenantId, id);
  const offer = await offerTo(tx, context.tenantId, id, partnerId);
  if (!offer) throw notFound('lead');
  return { lead, offer };
}

const on = (instant: string | null): string => (instant ?? '').slice(0, 10);

/** Why an answer comes too late, in words for the partner. */
function answered(offer: Offer, lead: Lead): Problem {
  const day = on(offer.answered_at);
  const sentence =
    offer.answer === 'accepted'
      ? `${offer.answered_by ?? 'Somebody of your company'} accepted this lead already, on ${day}.`
      : offer.answer === 'declined'
        ? `${offer.answered_by ?? 'Somebody of your company'} declined this lead on ${day}.`
        : offer.answer === 'missed'
          ? `This lead was open to claim; another partner was first, on ${day}.`
          : `The lead was given back on ${day}${lead.state === 'closed' ? ' and is closed' : ''}. Nothing is expected of you.`;
  return new Problem('conflict', sentence, { reason: `lead_${offer.answer ?? 'open'}` });
}

export async function acceptLead(tx: Tx, context: Context, deps: LeadsDeps, id: string, ifVersion: number | null): Promise<Lead> {
  const partnerId = partnerOf(context, 'portal:leads');
  const { lead, offer } = await lockAsked(tx, context, id, partnerId);
  // Who was too late hears that, rather than that something changed.
  if (offer.answer !== null) throw answered(offer, lead);
  requireVersion(lead, ifVersion);
  insistOn(lead, 'accept');
  const { definition } = await routingInForce(tx, context.tenantId, context.now);
  const others = (await standingOffers(tx, context.tenantId, id)).filter((one) => one.id !== offer.id);
  await answerOffers(
    tx,
    context,
    others.map((one) => one.id),
    'missed',
    'Another partner accepted it first.',
  );
  await answerOffers(tx, context, [offer.id], 'accepted', null);
  const contactBy = after(context.now, definition.contactHours);
  await clearClocks(tx, context.tenantId, id, ['lead.answer']);
  await setClocks(tx, context.tenantId, [{ kind: 'lead.contact', recordId: id, dueAt: contactBy }]);
  return changeLead(
    tx,
    context,
    lead,
    { state: 'accepted', partner_id: partnerId, accepted_at: context.now.toISOString(), answer_by: null, contact_by: contactBy.toISOString() },
    {
      operation: 'portalLeads.accept',
      events: [
        {
          kind: 'accepted',
          partnerId,
          holderId: await deps.ports.managerOf(tx, context.tenantId, partnerId),
          partnerSentence: `${context.actor.name} accepted the lead ${lead.company_name}.`,
          payload: { contactBy: contactBy.toISOString() },
        },
        ...others.map((one) => ({
          kind: 'pulled_back',
          partnerId: one.partner_id,
          partnerSentence: `Another partner was first to accept the lead ${lead.company_name}.`,
          payload: { reason: 'missed' },
        })),
      ],
    },
  );
}

export async function declineLead(tx: Tx, context: Context, deps: LeadsDeps, id: string, reason: string, ifVersion: number | null): Promise<Lead> {
  const partnerId = partnerOf(context, 'portal:leads');
  const { lead, offer } = await lockAsked(tx, context, id, partnerId);
  // One that accepted may still give it back until it is a deal.
  if (offer.answer !== null && offer.answer !== 'accepted') throw answered(offer, lead);
  requireVersion(lead, ifVersion);
  insistOn(lead, 'offer');
  await answerOffers(tx, context, [offer.id], 'declined', reason);
  const left = (await standingOffers(tx, context.tenantId, id)).length;
  if (left === 0) await clearClocks(tx, context.tenantId, id, leadClocks);
  const declined = await changeLead(tx, context, lead, left === 0 ? { partner_id: null, answer_by: null, contact_by: null } : {}, {
    operation: 'portalLeads.decline',
    reason,
    events: [
      {
        kind: 'declined',
        partnerId,
        holderId: await deps.ports.managerOf(tx, context.tenantId, partnerId),
        partnerSentence: `${context.actor.name} declined the lead ${lead.company_name}.`,
        payload: { reason },
      },
    ],
  });
  return left === 0 ? routeLead(tx, context, deps, declined, { operation: 'portalLeads.decline', lastPartnerId: partnerId }) : declined;
}

export async function contactedLead(tx: Tx, context: Context, deps: LeadsDeps, id: string, note: string, ifVersion: number | null): Promise<Lead> {
  const partnerId = partnerOf(context, 'portal:leads');
  const { lead } = await lockOwn(tx, context, id, partnerId);
  requireVersion(lead, ifVersion);
  insistOn(lead, 'contact');
  await clearClocks(tx, context.tenantId, id, ['lead.contact']);
  return changeLead(
    tx,
    context,
    lead,
    { state: 'contacted', contact_by: null, contacted_at: lead.contacted_at ?? context.now.toISOString() },
    {
      operation: 'portalLeads.contacted',
      reason: note,
      events: [
        {
          kind: 'contacted',
          partnerId,
          holderId: await deps.ports.managerOf(tx, context.tenantId, partnerId),
          partnerSentence: `${context.actor.name} contacted ${lead.company_name}.`,
          payload: { note },
        },
      ],
    },
  );
}

/** A lead this partner has accepted and still has. */
export async function lockOwn(tx: Tx, context: Context, id: string, partnerId: string): Promise<{ lead: Lead; offer: Offer }> {
  const { lead, offer } = await lockAsked(tx, context, id, partnerId);
  if (offer.answer === null) throw new Problem('conflict', 'Accept the lead first.', { reason: 'lead_offered' });
  if (offer.answer !== 'accepted') throw answered(offer, lead);
  return { lead, offer };
}
