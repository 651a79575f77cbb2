import { endOfDay } from './dates.ts';
import { decimal } from './money.ts';
import type { Product, Term, Terms } from './model.ts';

type Report = (code: string, message: string) => void;
const bare = (term: Term): string => term.Type.replace(/^Resale/, '');
export const termOf = (terms: readonly Term[] | undefined, type: string): Term | undefined => terms?.find((term) => bare(term) === type);

/** Limits of rate cards and dimensions from the developer guide; what the product does not have cannot be sold. */
export function checkPricing(product: Product, terms: readonly Term[], pricingModel: string, report: Report): void {
  const keys = new Map(product.dimensions.map(({ key, type }) => [key, type]));
  const unknown = new Set<string>();
  for (const term of terms) {
    const dimensions = [...(term.Grants ?? []), ...(term.RateCards ?? []).flatMap(({ RateCard }) => RateCard)].map(({ DimensionKey }) => DimensionKey);
    for (const key of dimensions) if (!keys.has(key)) unknown.add(key);
    if ((term.RateCards?.length ?? 0) > 5) report('TOO_MANY_RATE_CARDS', `${term.Type} may have up to 5 rate cards.`);
    if (dimensions.length > 800) report('TOO_MANY_DIMENSIONS', `${term.Type} may have up to 800 dimensions.`);
    const type = bare(term);
    if (type === 'FixedUpfrontPricingTerm' && (term.Price === undefined || term.Duration === undefined || term.Grants === undefined)) {
      report('MISSING_MANDATORY_FIELDS', `Provide Price, Duration and Grants in ${term.Type}.`);
    }
    if ((type === 'UsageBasedPricingTerm' || type === 'ConfigurableUpfrontPricingTerm') && (term.RateCards?.length ?? 0) === 0) {
      report('MISSING_MANDATORY_FIELDS', `Provide RateCards in ${term.Type}.`);
    }
    if (type === 'RecurringPaymentTerm' && (term.Price === undefined || term.BillingPeriod === undefined)) {
      report('MISSING_MANDATORY_FIELDS', `Provide Price and BillingPeriod in ${term.Type}.`);
    }
  }
  if (unknown.size > 0) report('INVALID_DIMENSIONS', `The product has no dimensions named ${[...unknown].join(', ')}.`);
  const types = new Set(terms.map(bare));
  if (types.size < terms.length) report('DUPLICATE_TERMS', 'Provide each type of pricing term once.');
  if (pricingModel === 'Usage' && (types.has('FixedUpfrontPricingTerm') || types.has('ConfigurableUpfrontPricingTerm'))) {
    report('INCOMPATIBLE_PRICING_MODEL', 'Upfront pricing terms need the pricing model Contract.');
  }
  oneCurrency(terms, report);
}

export function oneCurrency(terms: readonly Term[], report: Report): void {
  const currencies = new Set(terms.flatMap(({ CurrencyCode }) => CurrencyCode ?? []));
  if (currencies.size > 1) report('INVALID_CURRENCY_CODE', 'Provide the same CurrencyCode across all pricing and payment terms.');
}

export function checkSchedule(term: Term, now: Date, report: Report): void {
  const schedule = term.Schedule ?? [];
  if (schedule.length === 0) report('MISSING_MANDATORY_FIELDS', `Provide a Schedule in ${term.Type}.`);
  if (schedule.length > 60) report('TOO_MANY_SCHEDULED_PAYMENTS', `Provide up to 60 scheduled payments in ${term.Type}.`);
  if (new Set(schedule.map(({ ChargeDate }) => ChargeDate)).size < schedule.length)
    report('DUPLICATE_CHARGE_DATES', `Provide unique charge dates in ${term.Type}.`);
  if (schedule.some(({ ChargeDate }) => endOfDay(ChargeDate) <= now)) report('INVALID_CHARGE_DATES', 'Provide a future ChargeDate.');
}

/** A schedule belongs to a fixed price, which is then zero or exactly the sum of the instalments. */
export function checkPriceAndSchedule(terms: Terms, report: Report): void {
  const [schedule] = terms.schedule ?? [];
  if (schedule === undefined) return;
  const fixed = termOf(terms.pricing, 'FixedUpfrontPricingTerm');
  if (fixed === undefined) return report('INCOMPATIBLE_PRICING_TERM', 'PaymentScheduleTerm and FixedUpfrontPricingTerm must be present together.');
  oneCurrency([...(terms.pricing ?? []), schedule], report);
  const sum = (schedule.Schedule ?? []).reduce((total, { ChargeAmount }) => total + decimal(ChargeAmount), 0n);
  const price = decimal(fixed.Price ?? '0');
  if (price !== 0n && price !== sum)
    report('INVALID_SCHEDULED_PAYMENTS', 'The instalments must add up to the price of the FixedUpfrontPricingTerm, or the price must be 0.');
  return undefined;
}

export function checkLegal(terms: readonly Term[], report: Report): void {
  for (const document of terms.flatMap(({ Documents }) => Documents ?? [])) {
    if (document.Type.startsWith('Custom') && !/^https?:\/\//.test(document.Url ?? ''))
      report('INVALID_DOCUMENT', `${document.Type} needs the Url of the document.`);
    if (document.Version !== undefined && document.Version !== null && !['2019-04-24', '2022-07-14'].includes(document.Version)) {
      report('INVALID_DOCUMENT', 'StandardEula has the versions 2019-04-24 and 2022-07-14.');
    }
  }
}
