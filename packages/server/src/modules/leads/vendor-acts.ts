import { Problem } from '@entente/kernel';
import { clearClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { standingOffers } from './offer-store.ts';
import { after, endOffers, insistOn, leadClocks, offerToNamed, routeLead, type LeadsDeps } from './route-lead.ts';
import { routingInForce } from './routing-definition.ts';
import { changeLead, lockLead, requireVersion, type Lead } from './store.ts';

const GIVEN_BACK = (lead: Lead): string => `The vendor took back the lead ${lead.company_name}.`;

async function lockForVendor(tx: Tx, context: Context, id: string, ifVersion: number | null): Promise<Lead> {
  requireScope(context, 'leads:write');
  const lead = await lockLead(tx, context.tenantId, id);
  requireVersion(lead, ifVersion);
  return lead;
}

/** The name of the partner that accepted the lead, when one did. */
async function takenBy(tx: Tx, context: Context, lead: Lead): Promise<string | null> {
  if (lead.partner_id === null || (lead.state !== 'accepted' && lead.state !== 'contacted')) return null;
  const row = await tx.selectFrom('partner').select('name').where('tenant_id', '=', context.tenantId).where('id', '=', lead.partner_id).executeTakeFirst();
  return row?.name ?? 'A partner';
}

export async function routeAgain(tx: Tx, context: Context, deps: LeadsDeps, id: string, ifVersion: number | null, partnerId: string | null): Promise<Lead> {
  const lead = await lockForVendor(tx, context, id, ifVersion);
  insistOn(lead, 'offer');
  const holder = await takenBy(tx, context, lead);
  if (holder !== null) throw new Problem('conflict', `${holder} has accepted this lead. Take it back first, with a reason.`, { reason: `lead_${lead.state}` });
  if (lead.state === 'offered' && partnerId !== null && (await standingOffers(tx, context.tenantId, id)).some((one) => one.partner_id === partnerId))
    throw new Problem('conflict', 'This partner is being asked already.', { reason: 'lead_offered' });
  const lastPartnerId = lead.partner_id;
  const free = await endOffers(tx, context, deps, lead, { operation: 'leads.route', reason: 'Routed again.', partnerSentence: GIVEN_BACK(lead) });
  return partnerId === null
    ? routeLead(tx, context, deps, free, { operation: 'leads.route', lastPartnerId })
    : offerToNamed(tx, context, deps, free, partnerId);
}

export async function pullBack(
  tx: Tx,
  context: Context,
  deps: LeadsDeps,
  id: string,
  ifVersion: number | null,
  body: { reason: string; route: boolean },
): Promise<Lead> {
  const lead = await lockForVendor(tx, context, id, ifVersion);
  if (lead.state !== 'offered' && lead.state !== 'accepted' && lead.state !== 'contacted')
    throw new Problem('conflict', 'No partner has this lead.', { reason: `lead_${lead.state}` });
  const lastPartnerId = lead.partner_id;
  const free = await endOffers(tx, context, deps, lead, { operation: 'leads.pullBack', reason: body.reason, partnerSentence: GIVEN_BACK(lead) });
  return body.route ? routeLead(tx, context, deps, free, { operation: 'leads.pullBack', lastPartnerId }) : toVendor(tx, context, free, 'leads.pullBack');
}

export async function takeLead(tx: Tx, context: Context, deps: LeadsDeps, id: string, ifVersion: number | null): Promise<Lead> {
  const lead = await lockForVendor(tx, context, id, ifVersion);
  insistOn(lead, 'take', await takenBy(tx, context, lead));
  const free = await endOffers(tx, context, deps, lead, { operation: 'leads.take', reason: 'The vendor works it itself.', partnerSentence: GIVEN_BACK(lead) });
  await deps.ports.closeActs(tx, context, id, 'taken');
  return toVendor(tx, context, free, 'leads.take');
}

/** Whoever takes it has it, with the same time to contact the customer as a partner would have. */
async function toVendor(tx: Tx, context: Context, lead: Lead, operation: string): Promise<Lead> {
  const { definition } = await routingInForce(tx, context.tenantId, context.now);
  await clearClocks(tx, context.tenantId, lead.id, leadClocks);
  return changeLead(
    tx,
    context,
    lead,
    {
      state: 'with_vendor',
      partner_id: null,
      owner_id: context.actor.memberId ?? lead.owner_id,
      answer_by: null,
      accepted_at: null,
      contacted_at: null,
      contact_by: after(context.now, definition.contactHours).toISOString(),
    },
    { operation, events: [{ kind: 'updated', partnerId: null, holderId: context.actor.memberId, payload: { state: 'with_vendor' } }] },
  );
}

export async function closeLead(tx: Tx, context: Context, deps: LeadsDeps, id: string, ifVersion: number | null, reason: string): Promise<Lead> {
  const lead = await lockForVendor(tx, context, id, ifVersion);
  insistOn(lead, 'close');
  // A partner that has it keeps it in its list, as closed; one that was only asked is told that nothing is expected of it.
  const free =
    lead.state === 'offered'
      ? await endOffers(tx, context, deps, lead, {
          operation: 'leads.close',
          reason: 'The lead was closed.',
          partnerSentence: `The lead ${lead.company_name} was closed.`,
        })
      : lead;
  await clearClocks(tx, context.tenantId, id, leadClocks);
  await deps.ports.closeActs(tx, context, id, 'closed');
  return changeLead(
    tx,
    context,
    free,
    { state: 'closed', answer_by: null, contact_by: null, closed_at: context.now.toISOString(), closed_reason: reason },
    {
      operation: 'leads.close',
      reason,
      events: [{ kind: 'closed', partnerId: free.partner_id, partnerSentence: free.partner_id === null ? null : `The lead ${lead.company_name} was closed.` }],
    },
  );
}
