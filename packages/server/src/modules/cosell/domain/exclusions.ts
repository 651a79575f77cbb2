import type { ScoringContext } from './scoring.ts';
import type { PartnerFacts } from './types.ts';
import { plural } from './text.ts';

/** Hard exclusions, first that applies wins. A high score never outweighs one. */
export const EXCLUSION_CODES = ['on_deal', 'not_active', 'account_conflict', 'competing_product', 'declined', 'no_capacity'] as const;
export type ExclusionCode = (typeof EXCLUSION_CODES)[number];

export function exclusionFinder(context: ScoringContext): (slot: number, partner: PartnerFacts) => ExclusionCode | null {
  const { deal, index } = context;
  const onDeal = new Set(deal.participants.map((participant) => participant.partnerId));
  const declined = new Set(deal.declinedPartnerIds);
  const conflicts = index.conflictAccounts.of(deal.accountId);
  const competitors = [...new Set(deal.productIds)].map((productId) => index.competitorProducts.of(productId));
  return (slot, partner) => {
    if (onDeal.has(partner.id)) return 'on_deal';
    if (partner.status !== 'active') return 'not_active';
    if (conflicts.has(slot)) return 'account_conflict';
    for (const set of competitors) if (set.has(slot)) return 'competing_product';
    if (declined.has(partner.id)) return 'declined';
    if (partner.capacityTotal !== null && partner.capacityUsed >= partner.capacityTotal) return 'no_capacity';
    return null;
  };
}

export function exclusionSentence(code: ExclusionCode, partner: PartnerFacts, context: ScoringContext): string {
  const { deal } = context;
  switch (code) {
    case 'on_deal':
      return `${partner.name} is already on the deal.`;
    case 'not_active':
      return `${partner.name} is not active: its status is ${partner.status}.`;
    case 'account_conflict':
      return `${partner.name} has a declared conflict on ${deal.accountName}.`;
    case 'competing_product': {
      const count = deal.productIds.filter((id) => partner.competitorOfProductIds.includes(id)).length;
      return `${partner.name} competes with ${plural(count, 'product')} on this deal.`;
    }
    case 'declined':
      return `${partner.name} was asked for this deal and declined.`;
    case 'no_capacity':
      return `${partner.name} has no room: ${partner.capacityUsed} of ${partner.capacityTotal ?? 0} places are taken.`;
  }
}
