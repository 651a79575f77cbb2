import { divideHalfUp } from '@entente/kernel';
import type { DealForOffer } from './deal-for-offer.ts';
import type { QuoteLine } from './quote.ts';

type Dimension = { readonly key: string; readonly name: string };

const folded = (text: string): string => text.trim().toLowerCase();
const asKey = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60) || 'units';

/**
 * The deal's lines of the listed product, priced by the listing's dimensions: the one it has, the one of the same name, else one named
 * after the line, which the check then finds to be unknown. Lines of one dimension become one; without lines the deal's amount is one.
 */
export function linesFromDeal(
  deal: Pick<DealForOffer, 'lines' | 'amountMinor' | 'name'>,
  productId: string,
  listingName: string,
  dimensions: readonly Dimension[],
): QuoteLine[] {
  const [only] = dimensions;
  const dimensionOf = (description: string): string =>
    dimensions.length === 1 && only
      ? only.key
      : (dimensions.find((one) => folded(one.name) === folded(description) || one.key === description)?.key ?? asKey(description));
  const ours = deal.lines.filter((line) => line.productId === productId);
  if (ours.length === 0) {
    if (deal.lines.length > 0 || deal.amountMinor === null) return [];
    const amountMinor = BigInt(deal.amountMinor);
    return [{ dimension: only?.key ?? asKey(listingName), description: listingName, quantity: 1, unitPriceMinor: amountMinor, amountMinor }];
  }
  const merged = new Map<string, QuoteLine>();
  for (const line of ours) {
    const dimension = dimensionOf(line.description);
    const before = merged.get(dimension);
    const quantity = (before?.quantity ?? 0) + line.quantity;
    const amountMinor = (before?.amountMinor ?? 0n) + BigInt(line.amountMinor);
    merged.set(dimension, {
      dimension,
      description: before?.description ?? line.description,
      quantity,
      unitPriceMinor: before ? divideHalfUp(amountMinor, BigInt(quantity)) : BigInt(line.unitPriceMinor),
      amountMinor,
    });
  }
  return [...merged.values()];
}
