import type { ScoringContext } from './scoring.ts';
import type { PartnerFacts } from './types.ts';
import { plural } from './text.ts';

/** Hard exclusions, first that applies wins. A high score never outweighs one. */
export const EXCLUSION_CODES = ['on_deal', 'not_active', 'account_conflict', 'competing_product', 'declined', 'no_capacity'] as const;
export type ExclusionCode = (typeof EXCLUSION_CODES)[number];
const NOT_EXCLUDED = 255;

/** By slot: the place in the list of codes, or `NOT_EXCLUDED`. Written from the last code to the first, so that the first stays. */
export function excludedSlots(context: ScoringContext): Uint8Array {
  const { deal, index } = context;
  const codes = new Uint8Array(index.slots).fill(NOT_EXCLUDED);
  const mark = (code: ExclusionCode) => {
    const place = EXCLUSION_CODES.indexOf(code);
    return (slot: number | undefined): void => {
      if (slot !== undefined && slot < codes.length) codes[slot] = place;
    };
  };
  index.full.each(mark('no_capacity'));
  for (const partnerId of deal.declinedPartnerIds) mark('declined')(index.slotOf(partnerId));
  for (const productId of deal.productIds) index.competitorProducts.of(productId).each(mark('competing_product'));
  index.conflictAccounts.of(deal.accountId).each(mark('account_conflict'));
  index.notActive.each(mark('not_active'));
  for (const { partnerId } of deal.participants) mark('on_deal')(index.slotOf(partnerId));
  return codes;
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
