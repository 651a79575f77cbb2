import type { ListingView } from '../../../modules/marketplaces/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { at, isFields, listAt, minorOf, textAt, type Fields } from '../values.ts';
import { bare, listPlans, listProducts, readPricing } from './ingestion.ts';
import { FLAT, SEAT } from './offer-resources.ts';

const USD = 'USD';
const dollars = (amount: unknown): bigint | null => {
  const minor = minorOf(amount, USD);
  return minor === null ? null : BigInt(minor);
};

/** A product and one of its plans, which is what private offers start from. */
export async function readListing(access: Access, listing: { productId: string; offerId: string | null }): Promise<ListingView> {
  const product = (await listProducts(access)).find((each) => bare(textAt(each, ['id']) ?? '') === bare(listing.productId));
  if (product === undefined) throw new OutsideError('gone', 'Microsoft does not know the product, or it is another publisher’s.');
  const productId = bare(textAt(product, ['id']) ?? '');
  const plans = await listPlans(access, productId);
  const plan = listing.offerId === null ? plans[0] : plans.find((each) => bare(textAt(each, ['id']) ?? '') === bare(listing.offerId ?? ''));
  const named = textAt(product, ['alias']);
  const code = textAt(product, ['identity', 'externalId']);
  const view: ListingView = { currency: USD, ...(named === null ? {} : { name: named }), ...(code === null ? {} : { productCode: code }) };
  const planId = textAt(plan, ['id']);
  if (planId === null) return view;
  const pricing = await readPricing(access, productId, bare(planId));
  const price = yearly(pricing);
  return { ...view, offerId: bare(planId), ...(price === null ? {} : { priceMinor: price }), dimensions: dimensionsOf(pricing, price) };
}

/** The price for a year, or for the shortest term there is. */
function yearly(pricing: Fields): bigint | null {
  const prices = listAt(pricing, ['recurrentPrice', 'prices']);
  const year = prices.find((each) => textAt(each, ['billingTerm', 'type']) === 'year' && at(each, ['billingTerm', 'value']) === 1) ?? prices[0];
  return dollars(at(year, ['pricePerPaymentInUsd']));
}
function dimensionsOf(pricing: Fields, price: bigint | null): NonNullable<ListingView['dimensions']> {
  const perSeat = textAt(pricing, ['recurrentPrice', 'recurrentPriceMode']) === 'perUser';
  const meters = at(pricing, ['customMeters', 'meters']);
  return [
    perSeat ? { key: SEAT, name: 'Seat', unit: SEAT, priceMinor: price } : { key: FLAT, name: 'Flat price', unit: null, priceMinor: price },
    ...(isFields(meters)
      ? Object.entries(meters).map(([key, each]) => ({ key, name: key, unit: null, priceMinor: dollars(at(each, ['pricePerPaymentInUsd'])) }))
      : []),
  ];
}
