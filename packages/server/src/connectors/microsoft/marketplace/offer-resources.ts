import { createHash } from 'node:crypto';
import type { CommercialQuote, Instalment, OfferIssue, QuoteLine, ResaleGrant } from '../../../modules/marketplaces/index.ts';
import type { Fields } from '../values.ts';

const SCHEMAS = 'https://schema.mp.microsoft.com/schema';
export const OFFER_SCHEMA = `${SCHEMAS}/private-offer/2023-07-15`;
export const CONFIGURE_SCHEMA = `${SCHEMAS}/configure/2022-07-01`;
const PRICE_SCHEMA = `${SCHEMAS}/price-and-availability-private-offer-plan/2023-07-15`;
/** How a plan is priced: for each user, or for all of it. Our lines say it by these words. */
export const SEAT = 'seat';
export const FLAT = 'flat';
const LONGEST_PLAN_NAME = 50;

/**
 * The service takes no token of ours, and a subscription does not name the private offer it came from. So the plan that a private offer
 * makes for its buyer carries this mark at the end of its name: by it an offer is found again, and a purchase is known to be of it.
 */
export const markOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 10).toUpperCase();
const planName = (name: string, mark: string): string => `${name.slice(0, LONGEST_PLAN_NAME - mark.length - 1).trim()} ${mark}`;
export const carriesMark = (name: string | null, mark: string): boolean => name?.endsWith(` ${mark}`) === true;

/** Terms that plans are sold for, by their length in months. */
const terms: Readonly<Record<number, { readonly type: 'month' | 'year'; readonly value: number }>> = {
  1: { type: 'month', value: 1 },
  12: { type: 'year', value: 1 },
  24: { type: 'year', value: 2 },
  36: { type: 'year', value: 3 },
  48: { type: 'year', value: 4 },
  60: { type: 'year', value: 5 },
};

type Commercial = Pick<
  CommercialQuote,
  'name' | 'productId' | 'baseOfferId' | 'currency' | 'lines' | 'totalMinor' | 'termMonths' | 'instalments' | 'eula' | 'today'
>;

/** How often is paid: once for the term, or in equal parts by the month or year. Null where it is neither. */
function paymentsOf(months: number, instalments: readonly Instalment[]): { readonly count: number; readonly option: Fields | null } | null {
  if (instalments.length <= 1) return { count: 1, option: null };
  if (instalments.some(({ amountMinor }) => amountMinor !== instalments[0]?.amountMinor)) return null;
  if (instalments.length === months) return { count: months, option: { type: 'month', value: 1 } };
  return months % 12 === 0 && instalments.length === months / 12 ? { count: instalments.length, option: { type: 'year', value: 1 } } : null;
}
const pricedLine = (lines: readonly QuoteLine[]): QuoteLine | null => (lines.length === 1 ? (lines[0] ?? null) : null);
const dollars = (minor: bigint): number => Number(minor) / 100;

function priceResource(quote: Commercial, resourceName: string): Fields {
  const months = quote.termMonths ?? 12;
  const line = pricedLine(quote.lines);
  const payments = paymentsOf(months, quote.instalments) ?? { count: 1, option: null };
  const each = line?.dimension === SEAT ? line.unitPriceMinor : quote.totalMinor;
  return {
    $schema: PRICE_SCHEMA,
    resourceName,
    product: `product/${quote.productId}`,
    plan: `plan/${quote.productId}/${quote.baseOfferId ?? ''}`,
    offerPricingType: 'saasNewCustomizedPlans',
    pricing: {
      recurrentPrice: {
        recurrentPriceMode: line?.dimension === SEAT ? 'perUser' : 'flatRate',
        priceInputOption: 'usd',
        prices: [
          {
            billingTerm: terms[months] ?? { type: 'month', value: months },
            ...(payments.option === null ? {} : { paymentOption: payments.option }),
            pricePerPaymentInUsd: dollars(each / BigInt(payments.count)),
          },
        ],
      },
    },
  };
}

type More = { readonly mark: string; readonly contact: string | null; readonly upgradedFrom: string | null };
function offerResource(quote: Commercial & { description: string | null }, more: More, own: Fields, resourceName: string): Fields {
  return {
    $schema: OFFER_SCHEMA,
    name: quote.name,
    state: 'live',
    offerPricingType: 'saasNewCustomizedPlans',
    pricing: [
      {
        product: `product/${quote.productId}`,
        basePlan: `plan/${quote.productId}/${quote.baseOfferId ?? ''}`,
        newPlanDetails: { name: planName(quote.name, more.mark), description: quote.description ?? quote.name },
        discountType: 'absolute',
        priceDetails: { resourceName },
      },
    ],
    ...(quote.eula.kind === 'custom' ? { termsAndConditionsDocs: [{ sasUrl: quote.eula.url }] } : {}),
    ...(more.contact === null ? {} : { notificationContacts: [more.contact] }),
    ...(more.upgradedFrom === null ? {} : { upgradedFrom: { id: more.upgradedFrom } }),
    ...own,
  };
}

/** A private offer to one buyer, with the price it is sold for. */
export function customerOffer(quote: CommercialQuote, more: More): Fields[] {
  const resourceName = `price-${more.mark}`;
  return [
    priceResource(quote, resourceName),
    offerResource(
      quote,
      more,
      {
        privateOfferType: 'customerPromotion',
        ...(quote.startsOn === null ? { variableStartDate: true } : { start: quote.startsOn }),
        end: after(quote.startsOn ?? quote.expiresOn ?? quote.today, quote.termMonths ?? 12),
        acceptBy: quote.expiresOn,
        beneficiaries: [{ id: quote.buyerAccount }],
      },
      resourceName,
    ),
  ];
}

/** The same as its originator gives it to one selling partner, who sets the markup and sends it on to the buyer. */
export function originatorOffer(grant: ResaleGrant, more: More): Fields[] {
  const resourceName = `price-${more.mark}`;
  return [
    priceResource(grant, resourceName),
    offerResource(
      grant,
      more,
      {
        privateOfferType: 'multipartyPromotionOriginator',
        variableStartDate: true,
        end: after(grant.until ?? grant.today, grant.termMonths ?? 12),
        acceptBy: grant.until,
        beneficiaries: grant.buyerAccount === null ? [] : [{ id: grant.buyerAccount }],
        partners: [{ id: grant.resellerAccount }],
      },
      resourceName,
    ),
  ];
}

/** The same day so many months later; the last of a month that is shorter. */
function after(day: string, months: number): string {
  const start = new Date(`${day}T00:00:00Z`);
  const last = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, Math.min(start.getUTCDate(), last))).toISOString().slice(0, 10);
}

export const BILLING_ACCOUNT = '[^:\\s]+:[^_\\s]+_\\d{4}-\\d{2}-\\d{2}';
export const PARTNER_NUMBER = '\\d{4,12}';
const blocks = (field: string, code: string, sentence: string): OfferIssue => ({ severity: 'blocks', field, code, sentence });

/** What only Microsoft asks of an offer. */
export function ownIssues(quote: Commercial): OfferIssue[] {
  const issues: OfferIssue[] = [];
  if (quote.baseOfferId === null) issues.push(blocks('listing', 'required', 'Name the plan that the private offer starts from on the listing.'));
  if (quote.termMonths === null || terms[quote.termMonths] === undefined)
    issues.push(blocks('termMonths', 'enum', 'Microsoft sells plans for 1 month, or for 1 to 5 years.'));
  const line = pricedLine(quote.lines);
  if (line === null || (line.dimension !== SEAT && line.dimension !== FLAT))
    issues.push(blocks('lines', 'enum', 'Price the plan by one line: its seats, or one flat price. What is used above it is priced by the plan.'));
  else if (line.dimension === SEAT)
    issues.push({
      severity: 'warning',
      field: 'lines',
      code: 'not_fixed',
      sentence: 'The offer fixes the price of a seat; how many seats are bought, the buyer chooses.',
    });
  const payments = paymentsOf(quote.termMonths ?? 12, quote.instalments);
  if (payments === null)
    issues.push(blocks('instalments', 'enum', 'Microsoft takes payment at once, or in equal parts every month or every year of the term.'));
  else if (line?.dimension === SEAT && line.unitPriceMinor % BigInt(payments.count) !== 0n)
    issues.push(blocks('instalments', 'range', 'The price of a seat cannot be divided into so many equal payments; change the price or the instalments.'));
  return issues;
}
export function customerIssues(quote: CommercialQuote): OfferIssue[] {
  return [
    ...ownIssues(quote),
    ...(new RegExp(`^${BILLING_ACCOUNT}$`).test(quote.buyerAccount)
      ? []
      : [blocks('buyerAccount', 'format', 'Enter the buyer’s billing account as Microsoft writes it, such as 1a2b…:3c4d…_2019-05-31.')]),
  ];
}
export function grantIssues(grant: ResaleGrant): OfferIssue[] {
  return [
    ...ownIssues(grant),
    ...(new RegExp(`^${PARTNER_NUMBER}$`).test(grant.resellerAccount)
      ? []
      : [blocks('resellerAccount', 'format', 'Enter the selling partner’s number in the partner programme.')]),
    ...(grant.buyerAccount === null
      ? [blocks('buyerAccount', 'required', 'Name the buyer: a multiparty offer is for one buyer.')]
      : new RegExp(`^${BILLING_ACCOUNT}$`).test(grant.buyerAccount)
        ? []
        : [blocks('buyerAccount', 'format', 'Enter the buyer’s billing account as Microsoft writes it, such as 1a2b…:3c4d…_2019-05-31.')]),
    ...(grant.until === null ? [blocks('untilOn', 'required', 'Say until when the buyer can accept.')] : []),
  ];
}
