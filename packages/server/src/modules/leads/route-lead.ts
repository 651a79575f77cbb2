import { Problem } from '@entente/kernel';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { step } from './domain/machine.ts';
import type { Chosen, PassedOver } from './domain/routing.ts';
import { findPartner } from './find-partner.ts';
import { addOffers, answerOffers, refusalsOf, standingOffers, type Offer } from './offer-store.ts';
import type { LeadsPorts } from './ports.ts';
import { routingInForce } from './routing-definition.ts';
import { changeLead, lockRouting, type Lead } from './store.ts';

const HOUR = 3_600_000;
export const after = (now: Date, hours: number): Date => new Date(now.getTime() + hours * HOUR);
/** The vendor sees why; a list longer than this helps nobody. */
const PASSED_OVER_KEPT = 200;
export const leadClocks = ['lead.answer', 'lead.contact'] as const;

export type LeadsDeps = { readonly ports: LeadsPorts };
export const numbered = (lead: Lead): string => `L-${lead.number} ${lead.company_name}`;

export function insistOn(lead: Lead, taken: Parameters<typeof step>[1], withPartner: string | null = null): void {
  const result = step(lead.state, taken, { withPartner });
  if (!result.ok) throw new Problem('conflict', result.sentence, { reason: `lead_${lead.state}` });
}

/** Puts the lead before the next partner, or, when nobody is left or it was asked often enough, leaves it to the vendor. */
export async function routeLead(
  tx: Tx,
  context: Context,
  deps: LeadsDeps,
  lead: Lead,
  why: { operation: string; lastPartnerId: string | null },
): Promise<Lead> {
  await lockRouting(tx, context.tenantId);
  const { definition } = await routingInForce(tx, context.tenantId, context.now);
  if (lead.hops >= definition.maxHops)
    return fallBack(tx, context, deps, lead, { ...why, contactHours: definition.contactHours, sentence: askedOften(lead.hops), passedOver: null });
  const found = await findPartner(tx, deps.ports, context.tenantId, {
    lead: {
      country: lead.country,
      region: lead.region,
      productId: lead.product_id,
      amountMinor: lead.amount_minor,
      currency: lead.currency,
      source: lead.source,
      accountId: lead.account_id,
    },
    definition,
    refusals: await refusalsOf(tx, context.tenantId, lead.id),
    now: context.now,
  });
  if (found.chosen.length === 0)
    return fallBack(tx, context, deps, lead, { ...why, contactHours: definition.contactHours, sentence: found.sentence, passedOver: found.passedOver });
  return offer(tx, context, deps, lead, { operation: why.operation, chosen: found.chosen, passedOver: found.passedOver, acceptHours: definition.acceptHours });
}

/** A person names the partner: it need not fit the route, but it must not have refused, and the number of partners asked stays limited. */
export async function offerToNamed(tx: Tx, context: Context, deps: LeadsDeps, lead: Lead, partnerId: string): Promise<Lead> {
  await lockRouting(tx, context.tenantId);
  const { definition } = await routingInForce(tx, context.tenantId, context.now);
  const partner = (await deps.ports.partners(tx, context.tenantId, context.now.toISOString().slice(0, 10))).find((one) => one.id === partnerId);
  if (!partner)
    throw new Problem('invalid_input', 'There is no such partner.', {
      fields: [{ path: 'partnerId', code: 'unknown', sentence: 'There is no such partner.' }],
    });
  if (!partner.active) throw new Problem('conflict', `${partner.name} is not an active partner.`);
  const refusal = (await refusalsOf(tx, context.tenantId, lead.id)).get(partnerId);
  if (refusal)
    throw new Problem(
      'conflict',
      refusal.answer === 'declined'
        ? `${partner.name} declined this lead on ${refusal.day} and is not asked again.`
        : `${partner.name} had this lead until ${refusal.day} and is not asked again.`,
    );
  if (lead.hops >= definition.maxHops)
    throw new Problem('conflict', `${askedOften(lead.hops)} Work it with your own people, or raise the number in the routing.`);
  const chosen = [{ partnerId, partnerName: partner.name, why: 'Chosen by hand.' }];
  return offer(tx, context, deps, lead, { operation: 'leads.route', chosen, passedOver: null, acceptHours: definition.acceptHours });
}

const askedOften = (hops: number): string => `It was put before partners ${hops} ${hops === 1 ? 'time' : 'times'}, which is as often as the routing allows.`;

async function offer(
  tx: Tx,
  context: Context,
  deps: LeadsDeps,
  lead: Lead,
  given: { operation: string; chosen: readonly Chosen[]; passedOver: readonly PassedOver[] | null; acceptHours: number },
): Promise<Lead> {
  const answerBy = after(context.now, given.acceptHours);
  await addOffers(tx, context, lead.id, lead.hops + 1, given.chosen, answerBy);
  if (lead.state === 'with_vendor') await deps.ports.closeActs(tx, context, lead.id, 'offered');
  await clearClocks(tx, context.tenantId, lead.id, ['lead.contact']);
  await setClocks(tx, context.tenantId, [{ kind: 'lead.answer', recordId: lead.id, dueAt: answerBy }]);
  const only = given.chosen.length === 1 ? given.chosen[0] : undefined;
  return changeLead(
    tx,
    context,
    lead,
    {
      state: 'offered',
      hops: lead.hops + 1,
      partner_id: only?.partnerId ?? null,
      offered_at: context.now.toISOString(),
      answer_by: answerBy.toISOString(),
      accepted_at: null,
      contact_by: null,
      contacted_at: null,
      ...(given.passedOver ? { passed_over: keep(given.passedOver) } : {}),
    },
    {
      operation: given.operation,
      reason: only?.why ?? null,
      events: given.chosen.map(({ partnerId, why }) => ({
        kind: 'offered',
        partnerId,
        partnerSentence: `A lead is waiting for your answer until ${answerBy.toISOString().slice(0, 16).replace('T', ' ')} UTC: ${lead.company_name}.`,
        payload: { why, answerBy: answerBy.toISOString() },
      })),
    },
  );
}

const keep = (passedOver: readonly PassedOver[]): string =>
  JSON.stringify(passedOver.slice(0, PASSED_OVER_KEPT).map(({ partnerId, why }) => ({ partnerId, why })));

async function fallBack(
  tx: Tx,
  context: Context,
  deps: LeadsDeps,
  lead: Lead,
  why: { operation: string; lastPartnerId: string | null; contactHours: number; sentence: string; passedOver: readonly PassedOver[] | null },
): Promise<Lead> {
  // Somebody of ours has it already and asked for a partner in vain: they hear why, and it stays with them.
  if (lead.state === 'with_vendor') throw new Problem('conflict', why.sentence, { reason: 'no_partner' });
  const passedOver = why.passedOver ? { passed_over: keep(why.passedOver) } : {};
  const holderId = lead.owner_id ?? (why.lastPartnerId === null ? null : await deps.ports.managerOf(tx, context.tenantId, why.lastPartnerId));
  const contactBy = after(context.now, why.contactHours);
  await clearClocks(tx, context.tenantId, lead.id, leadClocks);
  const changed = await changeLead(
    tx,
    context,
    lead,
    {
      state: 'with_vendor',
      partner_id: null,
      owner_id: holderId,
      answer_by: null,
      accepted_at: null,
      contacted_at: null,
      contact_by: contactBy.toISOString(),
      ...passedOver,
    },
    {
      operation: why.operation,
      reason: why.sentence,
      events: [{ kind: 'updated', partnerId: null, holderId, payload: { state: 'with_vendor', why: why.sentence } }],
    },
  );
  await deps.ports.openAct(tx, context, {
    kind: 'lead',
    title: `${numbered(lead)}: no partner has it`,
    detail: why.sentence,
    dealId: null,
    partnerId: null,
    assigneeId: holderId,
    assigneeRole: holderId === null ? 'partner_manager' : null,
    dueAt: contactBy.toISOString(),
    recordId: lead.id,
  });
  return changed;
}

/** Ends what partners were asked or had taken on; tells them in a sentence that names nobody. */
export async function endOffers(
  tx: Tx,
  context: Context,
  deps: LeadsDeps,
  lead: Lead,
  given: { operation: string; reason: string; partnerSentence: string },
): Promise<Lead> {
  const standing: Offer[] = await standingOffers(tx, context.tenantId, lead.id);
  if (standing.length === 0) return lead;
  await answerOffers(
    tx,
    context,
    standing.map((one) => one.id),
    'pulled_back',
    given.reason,
  );
  await clearClocks(tx, context.tenantId, lead.id, leadClocks);
  const events = [];
  for (const { partner_id: partnerId } of standing)
    events.push({
      kind: 'pulled_back',
      partnerId,
      holderId: await deps.ports.managerOf(tx, context.tenantId, partnerId),
      partnerSentence: given.partnerSentence,
      payload: { reason: given.reason },
    });
  return changeLead(tx, context, lead, { partner_id: null, answer_by: null }, { operation: given.operation, reason: given.reason, events });
}
