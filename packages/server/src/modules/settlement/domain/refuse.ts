import type { SettlementOption } from '@entente/contracts';
import { marketplaceOf, partnersOf, type Candidate, type Facts, type Listing } from './facts.ts';

export type Refusal = SettlementOption['refusals'][number];
const LIVE: readonly string[] = ['limited', 'public'];
const SELLERS: readonly string[] = ['reseller', 'distributor', 'msp', 'si'];

/** The listing of one of the deal's products that stands for it: a live one, and of those one that counts towards a commitment. */
export function listingFor(facts: Facts, marketplaceId: string): Listing | null {
  const own = facts.listings.filter((listing) => listing.marketplaceId === marketplaceId);
  const live = own.filter(({ status }) => LIVE.includes(status));
  return live.find(({ eligibility }) => eligibility.length > 0) ?? live[0] ?? own[0] ?? null;
}

/** Every reason why a deal cannot be settled this way now; none: it can. */
export function refusalsOf(facts: Facts, candidate: Candidate): Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (code: Refusal['code'], sentence: string): void => void refusals.push({ code, sentence });
  if (facts.lines.length === 0) refuse('no_price', 'The deal has neither a quote nor lines, so that there is nothing to settle.');
  for (const reason of facts.incompatible) refuse('incompatible', reason);
  for (const id of partnersOf(candidate)) {
    const partner = facts.partners.get(id);
    if (!partner?.active) refuse('partner_not_active', partner ? `${partner.name} is not an active partner.` : 'There is no such partner.');
  }
  if ('distributorId' in candidate) {
    const [distributor, reseller] = [facts.partners.get(candidate.distributorId), facts.partners.get(candidate.resellerId)];
    if (distributor && !distributor.types.includes('distributor'))
      refuse('not_a_distributor', `${distributor.name} does not have the partner type distributor.`);
    if (distributor && reseller && !facts.ties.has(`${distributor.id}|${reseller.id}`))
      refuse('not_tied', `${reseller.name} does not buy through ${distributor.name}; tie them first.`);
  }
  if ('resellerId' in candidate) {
    const reseller = facts.partners.get(candidate.resellerId);
    const sells = reseller?.types.some((type) => SELLERS.includes(type)) ?? false;
    const resellsHere = facts.participants.some(({ partnerId, role }) => partnerId === candidate.resellerId && (role === 'resell' || role === 'distribute'));
    if (reseller && !sells && !resellsHere) refuse('not_a_reseller', `${reseller.name} is of no type that resells, and does not resell on this deal.`);
  }
  const marketplaceId = marketplaceOf(candidate);
  if (marketplaceId !== null) refusals.push(...onMarketplace(facts, candidate, marketplaceId));
  return refusals;
}

function onMarketplace(facts: Facts, candidate: Candidate, marketplaceId: string): Refusal[] {
  const marketplace = facts.marketplaces.find(({ id }) => id === marketplaceId);
  if (!marketplace) return [{ code: 'no_marketplace', sentence: 'There is no such marketplace, or it is not used any more.' }];
  const refusals: Refusal[] = [];
  const listing = listingFor(facts, marketplaceId);
  if (!listing) refusals.push({ code: 'no_listing', sentence: `None of the deal’s products is listed on ${marketplace.name}.` });
  else if (!LIVE.includes(listing.status))
    refusals.push({
      code: 'listing_not_live',
      sentence: `“${listing.name}” is ${listing.status.replaceAll('_', ' ')} on ${marketplace.name} and cannot be sold there yet.`,
    });
  if (marketplace.currencies !== null && !marketplace.currencies.includes(facts.currency))
    refusals.push({ code: 'currency', sentence: `${marketplace.name} does not sell in ${facts.currency}; it knows ${marketplace.currencies.join(', ')}.` });
  if (candidate.kind === 'channel_private_offer' && authorizationFor(facts, candidate) === null) {
    const reseller = facts.partners.get(candidate.resellerId);
    refusals.push({
      code: 'no_authorised_reseller',
      sentence: `${reseller?.name ?? 'The reseller'} is not authorised to resell the deal’s products on ${marketplace.name}; authorise it first.`,
    });
  }
  return refusals;
}

/** One of this deal before one for any; one that has run out on the day authorises nobody. */
export function authorizationFor(facts: Facts, candidate: Extract<Candidate, { kind: 'channel_private_offer' }>): Facts['authorizations'][number] | null {
  const own = facts.authorizations.filter(
    (one) =>
      one.marketplaceId === candidate.marketplaceId &&
      one.resellerId === candidate.resellerId &&
      (one.state === 'active' || one.state === 'sending' || (one.state === 'used' && one.ofDeal)) &&
      (one.untilOn === null || one.untilOn >= facts.on),
  );
  return own.find(({ ofDeal }) => ofDeal) ?? own[0] ?? null;
}
