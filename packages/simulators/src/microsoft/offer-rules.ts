import type { Offer, Plan } from './catalogue.ts';
import { isDay, isRecord, isText, listAt, textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { basisPoints } from './kit/money.ts';
import type { Microsoft } from './model.ts';
import { now } from './model.ts';

/** What a private offer must be before its job succeeds. */
export type OfferType = 'customerPromotion' | 'cspPromotion' | 'multipartyPromotionOriginator' | 'multipartyPromotionChannelPartner';
const types: readonly OfferType[] = ['customerPromotion', 'cspPromotion', 'multipartyPromotionOriginator', 'multipartyPromotionChannelPartner'];
const pricingTypes = ['editExistingOfferPricingOnly', 'saasNewCustomizedPlans', 'vmSoftwareReservations'];
export const pricingLimit = 10;

/** The service's own documents write the seller's type in two ways. */
export const typeOf = (document: Json): OfferType | undefined =>
  types.find((type) => type.toLowerCase() === textAt(document, 'privateOfferType').toLowerCase());

export function productOf(ms: Microsoft, reference: unknown): Offer | undefined {
  if (typeof reference !== 'string') return undefined;
  return ms.catalogue.find((offer) => reference === `product/${offer.id}`);
}
/** `plan/{product}/{plan}` or `plan/{plan}`. */
export function planIn(offer: Offer, reference: unknown): Plan | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('plan/')) return undefined;
  const last = reference.split('/').at(-1);
  return offer.plans.find((plan) => plan.id === last);
}

/** A sentence, or null. `draft` may be unfinished. */
export function offerTrouble(ms: Microsoft, document: Json, tenant: string, prices: readonly Json[]): string | null {
  const type = typeOf(document);
  if (!isText(document.name)) return 'The name is required.';
  if (type === undefined) return `The privateOfferType is one of ${types.join(', ')}.`;
  if (!pricingTypes.includes(textAt(document, 'offerPricingType'))) return `The offerPricingType is one of ${pricingTypes.join(', ')}.`;
  if (document.offerPricingType === 'vmSoftwareReservations') return 'The catalogue has no virtual machine offers to reserve.';
  const live = document.state === 'live';
  return datesTrouble(document, live, now(ms).slice(0, 10)) ?? peopleTrouble(document, type, live) ?? pricingTrouble(ms, document, tenant, prices, live);
}

function datesTrouble(document: Json, live: boolean, today: string): string | null {
  const { start, end, acceptBy } = document;
  const variable = document.variableStartDate === true;
  for (const [name, value] of Object.entries({ start, end, acceptBy }))
    if (value !== undefined && value !== null && !isDay(value)) return `'${name}' is a date such as ${today}.`;
  if (variable && isText(start)) return 'The start date should be empty when the start is variable.';
  if (!live) return null;
  if (!variable && !isDay(start)) return 'The start date should be defined.';
  if (!isDay(end)) return 'The end date should be defined.';
  if (!isDay(acceptBy)) return 'The acceptBy date should be defined.';
  if (acceptBy < today) return 'The acceptBy date is in the past.';
  if (end < today || (isDay(start) && end <= start)) return 'The end date should be after the start date.';
  return isDay(start) && start < today ? 'The start date is in the past.' : null;
}

function peopleTrouble(document: Json, type: OfferType, live: boolean): string | null {
  const beneficiaries = listAt(document, 'beneficiaries');
  const partners = listAt(document, 'partners');
  if (live && beneficiaries.length === 0) return 'A beneficiary is required.';
  if (type !== 'cspPromotion' && beneficiaries.length > 1) return 'There is exactly one beneficiary.';
  for (const one of beneficiaries) {
    const id = textAt(one, 'id');
    if (type === 'cspPromotion' ? id === '' : !/^[^:\s]+:[^_\s]+_\d{4}-\d{2}-\d{2}$/.test(id)) return 'The beneficiary is not a billing account.';
  }
  if (type === 'multipartyPromotionOriginator') {
    if (partners.length > 1 || (live && partners.length !== 1)) return 'A multiparty offer has exactly one selling partner.';
    if (partners.some((partner) => textAt(partner, 'id') === '')) return 'The selling partner needs an id.';
  } else if (type !== 'multipartyPromotionChannelPartner' && partners.length > 0) return 'Only a multiparty offer names a selling partner.';
  for (const contact of listAt(document, 'notificationContacts'))
    if (typeof contact !== 'string' || !contact.includes('@')) return 'A notification contact is an email address.';
  for (const terms of listAt(document, 'termsAndConditionsDocs'))
    if (!URL.canParse(textAt(terms, 'sasUrl'))) return 'The terms document cannot be read: its sasUrl is no address.';
  return null;
}

function pricingTrouble(ms: Microsoft, document: Json, tenant: string, prices: readonly Json[], live: boolean): string | null {
  const pricing = listAt(document, 'pricing');
  if (live && pricing.length === 0) return 'The pricing is required.';
  if (pricing.length > pricingLimit) return `An offer holds at most ${pricingLimit} prices.`;
  for (const [index, line] of pricing.entries()) {
    const trouble = isRecord(line) ? lineTrouble(ms, line, document, tenant, prices) : 'it is no object.';
    if (trouble !== null) return `Price ${index + 1}: ${trouble}`;
  }
  return null;
}

function lineTrouble(ms: Microsoft, line: Json, document: Json, tenant: string, prices: readonly Json[]): string | null {
  const product = productOf(ms, line.product);
  if (product === undefined || product.tenant !== tenant) return `the product '${textAt(line, 'product')}' was not found.`;
  const customised = document.offerPricingType === 'saasNewCustomizedPlans';
  const reference = customised ? line.basePlan : line.plan;
  if ((customised || reference !== undefined) && planIn(product, reference) === undefined)
    return `the plan '${typeof reference === 'string' ? reference : ''}' was not found.`;
  if (customised && !isText(textAt(line, 'newPlanDetails.name'))) return 'the new plan needs a name.';
  if ('markupPercentage' in line) return 'the markup belongs to the selling partner.';
  if (line.discountType === 'percentage') {
    const points = basisPoints(line.discountPercentage);
    if (customised) return 'a customised plan has an absolute price.';
    return points === undefined || points < 0 || points > 10_000 ? 'the discountPercentage is between 0 and 100.' : null;
  }
  if (line.discountType !== 'absolute') return "the discountType is 'percentage' or 'absolute'.";
  return priceFor(line, prices) === undefined ? 'the priceDetails name no price of this request or of an earlier one.' : null;
}

export function priceFor(line: Json, prices: readonly Json[]): Json | undefined {
  const { priceDetails } = line;
  return prices.find((price) =>
    typeof priceDetails === 'string'
      ? price.id === priceDetails
      : isText(textAt(priceDetails, 'resourceName')) && price.resourceName === textAt(priceDetails, 'resourceName'),
  );
}

/** What a selling partner may add to the originator's offer; everything else is read only. */
export function sellerTrouble(original: Json, document: Json): string | null {
  if (!/^[^\s@]+@[^\s@]+$/.test(textAt(document, 'preparedBy'))) return 'preparedBy is required: the address of who prepared the offer.';
  for (const name of ['name', 'end', 'acceptBy', 'start', 'variableStartDate', 'offerPricingType']) {
    if (document[name] !== undefined && document[name] !== original[name]) return `'${name}' belongs to the originator and cannot be changed.`;
  }
  for (const name of ['beneficiaries', 'partners']) {
    if (document[name] === undefined) continue;
    const ids = (list: readonly unknown[]): string => list.map((one) => textAt(one, 'id')).join();
    if (ids(listAt(document, name)) !== ids(listAt(original, name))) return `'${name}' belong to the originator and cannot be changed.`;
  }
  const lines = listAt(document, 'originatorPricing');
  const originals = listAt(original, 'pricing');
  if (lines.length !== originals.length) return 'originatorPricing has the lines of the originator.';
  for (const [index, line] of lines.entries()) {
    const first = originals[index];
    for (const name of ['product', 'plan', 'basePlan', 'discountType', 'discountPercentage']) {
      if (isRecord(line) && isRecord(first) && line[name] !== undefined && line[name] !== first[name])
        return `Price ${index + 1}: '${name}' belongs to the originator.`;
    }
    const markup = isRecord(line) ? basisPoints(line.markupPercentage) : undefined;
    if (markup === undefined || markup < 0) return `Price ${index + 1}: the markupPercentage is required.`;
  }
  return null;
}
