import { monthsOf, planOf } from './catalogue.ts';
import { at, isRecord, listAt, textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { basisPoints, minorUnits, share } from './kit/money.ts';
import type { Microsoft, Subscription } from './model.ts';
import { planIn, priceFor, productOf } from './offer-rules.ts';

const unitOf = (term: unknown): string => {
  const value = Number(at(term, 'value'));
  return textAt(term, 'type') === 'year' ? `P${value}Y` : `P${value}M`;
};
export const termsOf = (price: Json): string[] => [...new Set(listAt(price, 'pricing.recurrentPrice.prices').map((one) => unitOf(at(one, 'billingTerm'))))];

/** The price of a whole term; paid in parts, it is as many times the part. */
export function recurrentMinor(price: Json, termUnit: string): number | undefined {
  const found = listAt(price, 'pricing.recurrentPrice.prices').find((one) => unitOf(at(one, 'billingTerm')) === termUnit);
  const each = minorUnits(at(found, 'pricePerPaymentInUsd'));
  if (each === undefined) return undefined;
  const payment = at(found, 'paymentOption');
  return each * (payment === undefined ? 1 : Math.max(1, Math.round(monthsOf(termUnit) / monthsOf(unitOf(payment)))));
}

function lineOf(ms: Microsoft, subscription: Subscription): { line: Json; markup: number; sellerTenant: string | null } | undefined {
  const offer = subscription.privateOfferId === null ? undefined : ms.offers.get(subscription.privateOfferId);
  if (offer === undefined) return undefined;
  const lines = listAt(offer.content, 'pricing');
  const index = lines.findIndex((line) => {
    if (!isRecord(line)) return false;
    const product = productOf(ms, line.product);
    if (product?.offerId !== subscription.offerId) return false;
    const plan = planIn(product, line.plan);
    return plan === undefined || plan.planId === subscription.planId;
  });
  const line = lines[index];
  if (!isRecord(line)) return undefined;
  const sellerLine = listAt(offer.seller, 'originatorPricing')[index];
  return { line, markup: basisPoints(at(sellerLine, 'markupPercentage')) ?? 0, sellerTenant: offer.seller === null ? null : offer.sellerTenant };
}

/** For a whole term, and all seats. */
export function termPrice(ms: Microsoft, subscription: Subscription): { customerMinor: number; publisherMinor: number; sellerTenant: string | null } {
  const plan = planOf(ms.catalogue, subscription.offerId, subscription.planId);
  const listMinor = plan?.terms.find((term) => term.termUnit === subscription.termUnit)?.priceMinor ?? 0;
  const seats = subscription.quantity ?? 1;
  const found = lineOf(ms, subscription);
  if (found === undefined) return { customerMinor: listMinor * seats, publisherMinor: listMinor * seats, sellerTenant: null };
  const { line, markup, sellerTenant } = found;
  const price = line.discountType === 'absolute' ? priceFor(line, ms.prices.all()) : undefined;
  const each =
    price === undefined ? listMinor - share(listMinor, basisPoints(line.discountPercentage) ?? 0) : (recurrentMinor(price, subscription.termUnit) ?? listMinor);
  const publisherMinor = each * seats;
  return { publisherMinor, customerMinor: publisherMinor + share(publisherMinor, markup), sellerTenant };
}

/** Usage is not discounted by a percentage offer here; a markup goes on top of it. */
export function usagePrice(
  ms: Microsoft,
  subscription: Subscription,
  dimension: string,
  quantity: number,
): { customerMinor: number; publisherMinor: number; sellerTenant: string | null } {
  const unit = planOf(ms.catalogue, subscription.offerId, subscription.planId)?.dimensions.find((one) => one.id === dimension)?.unitPriceMinor ?? 0;
  const publisherMinor = Math.round(quantity * unit);
  const found = lineOf(ms, subscription);
  return { publisherMinor, customerMinor: publisherMinor + share(publisherMinor, found?.markup ?? 0), sellerTenant: found?.sellerTenant ?? null };
}
