import type { CommercialQuote, OfferIssue } from '../../../modules/marketplaces/index.ts';
import { dateOf, dateTimeOf, moneyOf } from '../types.ts';
import type { Json } from '../values.ts';

export type Place = { readonly project: string; readonly location: string };
const parentOf = ({ project, location }: Place): string => `projects/${project}/locations/${location}`;
export const offersPath = (place: Place): string => `/v1beta/${parentOf(place)}/privateOffers`;
export const servicesPath = (place: Place): string => `/v1beta/${parentOf(place)}/services`;
const STANDARD = /^projects\/[^/]+\/locations\/[^/]+\/services\/[^/]+\/standardOffers\/[^/]+$/;

/** The plan a private offer begins from; its own id is enough beside the product’s. */
export const standardOffer = (place: Place, quote: Pick<CommercialQuote, 'productId' | 'baseOfferId'>): string | null =>
  quote.baseOfferId === null
    ? null
    : STANDARD.test(quote.baseOfferId)
      ? quote.baseOfferId
      : `${parentOf(place)}/services/${quote.productId}/standardOffers/${quote.baseOfferId}`;

/** `billingAccounts/012345-567890-ABCDEF`, however it was written. */
export const billingAccount = (account: string): string => `billingAccounts/${account.trim().replace(/^billingAccounts\//, '')}`;

/** To the end of the day on which it expires. */
const deadline = (day: string): Json => dateTimeOf(new Date(`${day}T23:59:59Z`));
const midnight = (day: string): Json => dateTimeOf(new Date(`${day}T00:00:00Z`));
/** One payment for the one year it lasts is Google’s yearly price; all else is a plan of payments of its own. */
function priceOf(quote: CommercialQuote): Json {
  if (quote.instalments.length === 0 && (quote.termMonths ?? 12) === 12)
    return { standardIntervalPrice: { standardInterval: 'YEARLY_NOT_PRORATED', priceModel: fee(quote.totalMinor, quote.currency) } };
  const instalments = quote.instalments.length > 0 ? quote.instalments : [{ dueOn: quote.startsOn ?? quote.today, amountMinor: quote.totalMinor }];
  return {
    customIntervalPrice: {
      installments: instalments.map(({ dueOn, amountMinor }) => ({
        startTime: { ...dateOf(dueOn), utcOffset: '0s' },
        priceModel: fee(amountMinor, quote.currency),
      })),
    },
  };
}
const fee = (minor: bigint, currency: string): Json => ({ flatFee: { flatFeeOverride: moneyOf(minor, currency) } });

/**
 * A private offer as the Commerce Producer API takes it. `token` stands in the note that only we see: by it the offer is found again
 * when its creation was not answered. `contact` is shown to the buyer; whom the link goes to at the buyer's is not part of a quote, so it
 * comes to us, to be passed on.
 */
export function privateOffer(
  place: Place,
  quote: CommercialQuote,
  contact: string | null,
  token: string | null,
  amended: { private: string } | { standard: string } | null,
): Json {
  return {
    title: quote.name,
    ...(token === null ? {} : { internalNote: `${quote.reference} ${token}` }),
    ...(quote.description === null || quote.description === '' ? {} : { customerNote: quote.description }),
    offerDealType: amended === null ? 'NEW' : 'NATIVE_RENEWAL',
    customer: { targetBillingAccount: billingAccount(quote.buyerAccount), ...(contact === null ? {} : { email: contact }) },
    ...(contact === null ? {} : { partnerContact: { email: contact } }),
    ...(quote.expiresOn === null ? {} : { acceptDeadlineTime: deadline(quote.expiresOn) }),
    term: {
      ...(quote.startsOn === null ? { startPolicy: 'IMMEDIATE' } : { startPolicy: 'SCHEDULED_START_TIME', scheduledStartTime: midnight(quote.startsOn) }),
      endPolicy: 'AFTER_DURATION',
      durationMonths: quote.termMonths ?? 12,
    },
    singleProductOffer: {
      ...(standardOffer(place, quote) === null ? {} : { baseStandardOffer: standardOffer(place, quote) }),
      ...(amended === null ? {} : 'private' in amended ? { amendedPrivateOffer: amended.private } : { amendedStandardOffer: amended.standard }),
      ...priceOf(quote),
    },
  };
}

const MOST_MONTHS = 84;
/** What only Google asks for. */
export function ownIssues(quote: CommercialQuote): OfferIssue[] {
  const issues: OfferIssue[] = [];
  const blocks = (field: string | null, code: string, sentence: string): void => void issues.push({ severity: 'blocks', field, code, sentence });
  if (quote.baseOfferId === null)
    blocks('listingId', 'required', 'Name the standard offer of the product in its listing: a private offer of Google begins from one.');
  if ((quote.termMonths ?? 12) > MOST_MONTHS) blocks('termMonths', 'range', `Google’s private offers last for ${MOST_MONTHS} months at most.`);
  if (quote.eula.kind === 'custom')
    issues.push({
      severity: 'warning',
      field: 'eula',
      code: 'by_hand',
      sentence: 'A licence of your own is attached as a document in Producer Portal; the offer goes out with the standard one.',
    });
  return issues;
}
