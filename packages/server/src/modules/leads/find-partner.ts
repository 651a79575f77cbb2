import type { Tx } from '../../platform/db/database.ts';
import type { Work } from './domain/choose.ts';
import {
  choosePartners,
  filterPartners,
  routeFor,
  type Chosen,
  type LeadFacts,
  type PassedOver,
  type Refusal,
  type Route,
  type RoutingDefinition,
} from './domain/routing.ts';
import { leadWork } from './offer-store.ts';
import type { LeadsPorts } from './ports.ts';

export type Found = { readonly route: Route | null; readonly chosen: Chosen[]; readonly passedOver: PassedOver[]; readonly sentence: string };
export type LeadToRoute = LeadFacts & { readonly accountId: string | null };

/** Where a lead goes by a routing: whom it is put before, and why nobody else. */
export async function findPartner(
  tx: Tx,
  ports: LeadsPorts,
  tenantId: string,
  about: { lead: LeadToRoute; definition: RoutingDefinition; refusals: ReadonlyMap<string, Refusal>; now: Date },
): Promise<Found> {
  const { lead, definition, refusals } = about;
  const route = routeFor(definition, lead);
  if (!route) return { route: null, chosen: [], passedOver: [], sentence: 'No route is for leads of this kind; it goes to the vendor’s own people.' };
  const day = about.now.toISOString().slice(0, 10);
  const { fit, passedOver } = filterPartners(route, lead, await ports.partners(tx, tenantId, day), refusals);
  const workOf = await workOfPartners(
    tx,
    ports,
    tenantId,
    fit.map((partner) => partner.id),
    lead.accountId,
    day,
  );
  const found = choosePartners(route, lead, fit, workOf);
  const all = [...found.passedOver, ...passedOver];
  return { route, chosen: found.chosen, passedOver: all, sentence: sentenceOf(route, found.chosen, fit.length) };
}

function sentenceOf(route: Route, chosen: readonly Chosen[], fit: number): string {
  const [first] = chosen;
  if (!first)
    return fit === 0
      ? `“${route.name}” finds no partner that fits; it goes to the vendor’s own people.`
      : `Every partner that “${route.name}” finds is at capacity; it goes to the vendor’s own people.`;
  if (route.choose === 'claim')
    return `“${route.name}” puts it before ${chosen.length} ${chosen.length === 1 ? 'partner' : 'partners'} at once; the first to accept has it.`;
  return `“${route.name}” offers it to ${first.partnerName}. ${first.why}`;
}

async function workOfPartners(
  tx: Tx,
  ports: LeadsPorts,
  tenantId: string,
  ids: readonly string[],
  accountId: string | null,
  day: string,
): Promise<Map<string, Work>> {
  if (ids.length === 0) return new Map();
  const leads = await leadWork(tx, tenantId, ids);
  const deals = new Map((await ports.dealCounts(tx, tenantId, ids)).map((one) => [one.partnerId, one]));
  const ties = new Map<string, number>();
  if (accountId !== null)
    for (const { partnerId, strength } of await ports.ties(tx, tenantId, accountId, day)) ties.set(partnerId, Math.max(ties.get(partnerId) ?? 0, strength));
  return new Map(
    leads.map((one) => [
      one.partnerId,
      {
        lastOfferedAt: one.lastOfferedAt,
        open: one.open + (deals.get(one.partnerId)?.open ?? 0),
        tie: ties.get(one.partnerId) ?? 0,
        wins: deals.get(one.partnerId)?.won ?? 0,
      },
    ]),
  );
}
