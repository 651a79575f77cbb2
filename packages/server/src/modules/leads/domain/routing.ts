import type { Result } from '@entente/contracts';
import { tiers, type PartnerType } from '@entente/kernel';
import { ahead, whyChosen, type Work } from './choose.ts';

export type RoutingDefinition = Result<'leadRouting.get'>['definition'];
export type Route = RoutingDefinition['routes'][number];

/** What routing sees of a lead. */
export type LeadFacts = {
  readonly country: string | null;
  readonly region: string | null;
  readonly productId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly source: string;
};
export type RoutablePartner = {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly types: readonly PartnerType[];
  readonly tier: string | null;
  readonly regions: readonly string[];
  readonly countries: readonly string[];
  /** Those it has a competency for that is valid today. */
  readonly productIds: readonly string[];
  readonly capacityTotal: number | null;
};
/** What came of asking a partner about this lead before; the day as YYYY-MM-DD. */
export type Refusal = { readonly answer: 'declined' | 'pulled_back'; readonly day: string };
export type PassedOver = { readonly partnerId: string; readonly partnerName: string; readonly why: string };
export type Chosen = PassedOver;

/** A claim is put before this many at once. */
export const CLAIM_SIZE = 10;

const same = (left: string, right: string): boolean => left.trim().toLowerCase() === right.trim().toLowerCase();
const named = (list: readonly string[], value: string | null): boolean => list.length === 0 || (value !== null && list.some((one) => same(one, value)));
const rank = (tier: string | null): number => (tier === null ? -1 : (tiers as readonly string[]).indexOf(tier.trim().toLowerCase()));

/** A condition on what the lead does not say does not hold; an amount in another currency cannot be compared. */
export const holds = ({ when }: Route, lead: LeadFacts): boolean =>
  named(when.countries, lead.country) &&
  named(when.regions, lead.region) &&
  named(when.productIds, lead.productId) &&
  named(when.sources, lead.source) &&
  (when.minAmountMinor === null || (lead.amountMinor !== null && lead.currency === when.currency && lead.amountMinor >= when.minAmountMinor));

/** The first route that is on and whose conditions hold. */
export const routeFor = (definition: RoutingDefinition, lead: LeadFacts): Route | null =>
  definition.routes.find((route) => route.enabled && holds(route, lead)) ?? null;

function covers(partner: RoutablePartner, lead: LeadFacts): boolean {
  if (lead.country === null && lead.region === null) return true;
  if (partner.countries.length === 0 && partner.regions.length === 0) return true;
  return (
    (lead.country !== null && partner.countries.some((one) => same(one, lead.country ?? ''))) ||
    (lead.region !== null && partner.regions.some((one) => same(one, lead.region ?? '')))
  );
}

/** Why a partner is not asked, before looking at how much work it has; null when it may be. Says what the partner did before what it is. */
function unfit({ among }: Route, lead: LeadFacts, partner: RoutablePartner, refusal: Refusal | undefined): string | null {
  if (refusal) return refusal.answer === 'declined' ? `Declined this lead on ${refusal.day}.` : `Had this lead until ${refusal.day}; it was taken back.`;
  if (among.partnerIds.length > 0 && !among.partnerIds.includes(partner.id)) return 'Not among the partners this route names.';
  if (!partner.active) return 'Not an active partner.';
  if (among.partnerTypes.length > 0 && !partner.types.some((type) => among.partnerTypes.includes(type))) return 'Not a partner of the types this route is for.';
  if (among.minTier !== null && rank(partner.tier) < rank(among.minTier)) return `Below the tier ${among.minTier}.`;
  if (among.mustCoverTerritory && !covers(partner, lead)) return `Does not cover ${lead.country ?? lead.region ?? 'the territory'}.`;
  if (among.mustKnowProduct && lead.productId !== null && !partner.productIds.includes(lead.productId)) return 'Has no valid competency for the product.';
  return null;
}

export type Filtered = { readonly fit: RoutablePartner[]; readonly passedOver: PassedOver[] };

export function filterPartners(route: Route, lead: LeadFacts, partners: readonly RoutablePartner[], refusals: ReadonlyMap<string, Refusal>): Filtered {
  const fit: RoutablePartner[] = [];
  const passedOver: PassedOver[] = [];
  for (const partner of partners) {
    const why = unfit(route, lead, partner, refusals.get(partner.id));
    if (why === null) fit.push(partner);
    else passedOver.push({ partnerId: partner.id, partnerName: partner.name, why });
  }
  return { fit, passedOver };
}

/** Of those that fit: who is asked now, and why everybody else is not. */
export function choosePartners(
  route: Route,
  lead: LeadFacts,
  fit: readonly RoutablePartner[],
  workOf: ReadonlyMap<string, Work>,
): { readonly chosen: Chosen[]; readonly passedOver: PassedOver[] } {
  const free: { partner: RoutablePartner; work: Work }[] = [];
  const passedOver: PassedOver[] = [];
  for (const partner of fit) {
    const work = workOf.get(partner.id) ?? { lastOfferedAt: null, open: 0, tie: 0, wins: 0 };
    if (partner.capacityTotal === null || work.open < partner.capacityTotal) free.push({ partner, work });
    else passedOver.push({ partnerId: partner.id, partnerName: partner.name, why: `At capacity: ${work.open} of ${partner.capacityTotal} places are taken.` });
  }
  const ordered = free.toSorted((a, b) => ahead(route, lead, a, b));
  const size = route.choose === 'claim' ? CLAIM_SIZE : 1;
  return {
    chosen: ordered.slice(0, size).map((one) => ({ partnerId: one.partner.id, partnerName: one.partner.name, why: whyChosen(route, lead, one) })),
    passedOver: [
      ...ordered
        .slice(size)
        .map(({ partner }, index) => ({ partnerId: partner.id, partnerName: partner.name, why: `Fits; comes ${index + size + 1} in order.` })),
      ...passedOver,
    ],
  };
}
