import { minorDigits } from '@entente/kernel';
import type { CommercialQuote, Eula, Instalment, OfferIssue, QuoteLine, ResaleGrant, ResaleOffer } from '../../modules/marketplaces/index.ts';

/** One change as the Catalog API takes it; later ones refer to the entity that the first one makes. */
export type Change = {
  readonly ChangeType: string;
  readonly ChangeName?: string;
  readonly Entity: { readonly Type: 'Offer@1.0' | 'ResaleAuthorization@1.0'; readonly Identifier?: string };
  readonly DetailsDocument: Readonly<Record<string, unknown>>;
};
type EntityType = Change['Entity']['Type'];

/** In an authorisation a licence is named without its version: the buyer gets the one that holds then. */
const withoutVersion = ({ Version, ...document }: Record<string, unknown>): Record<string, unknown> => {
  void Version;
  return document;
};

/** Decimal text, as AWS has all money: 4000000 USD minor units are 40000.00. */
export function amountText(amountMinor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  if (digits === 0) return amountMinor.toString();
  const text = amountMinor.toString().padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
export const percentText = (basisPoints: number): string => `${Math.floor(basisPoints / 100)}.${String(basisPoints % 100).padStart(2, '0')}`;

const yesterday = (today: string): string => new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
const duration = (months: number | null): string => `P${months ?? 12}M`;
const documents = (eula: Eula): Record<string, unknown>[] =>
  eula.kind === 'standard' ? [{ Type: 'StandardEula', ...(eula.version === null ? {} : { Version: eula.version }) }] : [{ Type: 'CustomEula', Url: eula.url }];

function changer(type: EntityType, create: string) {
  const Identifier = `$${create}.Entity.Identifier`;
  return {
    make: (ChangeType: string, DetailsDocument: Change['DetailsDocument']): Change => ({
      ChangeType,
      ChangeName: create,
      Entity: { Type: type },
      DetailsDocument,
    }),
    next: (ChangeType: string, DetailsDocument: Change['DetailsDocument']): Change => ({ ChangeType, Entity: { Type: type, Identifier }, DetailsDocument }),
  };
}

const price = (
  type: string,
  lines: readonly QuoteLine[],
  totalMinor: bigint,
  currency: string,
  months: number | null,
  scheduled: boolean,
): Record<string, unknown> => ({
  PricingModel: 'Contract',
  Terms: [
    {
      Type: type,
      CurrencyCode: currency,
      // With a payment schedule, the schedule carries all of the money.
      Price: scheduled ? '0.0' : amountText(totalMinor, currency),
      Duration: duration(months),
      Grants: lines.map((line) => ({ DimensionKey: line.dimension, MaxQuantity: line.quantity })),
    },
  ],
});
const schedule = (type: string, instalments: readonly Instalment[], currency: string): Record<string, unknown> => ({
  Terms: [
    {
      Type: type,
      CurrencyCode: currency,
      Schedule: instalments.map(({ dueOn, amountMinor }) => ({ ChargeDate: dueOn, ChargeAmount: amountText(amountMinor, currency) })),
    },
  ],
});
const validity = (quote: Pick<CommercialQuote, 'termMonths' | 'startsOn'>): Record<string, unknown> => ({
  Terms: [
    quote.startsOn === null
      ? { Type: 'ValidityTerm', AgreementDuration: duration(quote.termMonths) }
      : { Type: 'ValidityTerm', AgreementStartDate: quote.startsOn, AgreementEndDate: endOf(quote.startsOn, quote.termMonths ?? 12) },
  ],
});
function endOf(startsOn: string, months: number): string {
  const start = new Date(`${startsOn}T00:00:00Z`);
  const last = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months + 1, 0)).getUTCDate();
  const end = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, Math.min(start.getUTCDate(), last));
  return new Date(end - 86_400_000).toISOString().slice(0, 10);
}
const information = (quote: { name: string; description: string | null }): Record<string, unknown> => ({
  Name: quote.name,
  ...(quote.description === null || quote.description === '' ? {} : { Description: quote.description }),
});

/** A private offer to one account; one that replaces an agreement keeps its buyer and names no target. */
export function offerChanges(quote: CommercialQuote): Change[] {
  const { make, next } = changer('Offer@1.0', 'NewOffer');
  const scheduled = quote.instalments.length > 0;
  return [
    quote.replaces === null
      ? make('CreateOffer', { ProductId: quote.productId, Name: quote.name })
      : make('CreateReplacementOffer', { AgreementId: quote.replaces, Name: quote.name }),
    next('UpdateInformation', information(quote)),
    ...(quote.replaces === null ? [next('UpdateTargeting', { PositiveTargeting: { BuyerAccounts: [quote.buyerAccount] } })] : []),
    next('UpdatePricingTerms', price('FixedUpfrontPricingTerm', quote.lines, quote.totalMinor, quote.currency, quote.termMonths, scheduled)),
    ...(scheduled ? [next('UpdatePaymentScheduleTerms', schedule('PaymentScheduleTerm', quote.instalments, quote.currency))] : []),
    next('UpdateLegalTerms', { Terms: [{ Type: 'LegalTerm', Documents: documents(quote.eula) }] }),
    next('UpdateValidityTerms', validity(quote)),
    ...(quote.expiresOn === null ? [] : [next('UpdateAvailability', { AvailabilityEndDate: quote.expiresOn })]),
    next('ReleaseOffer', {}),
  ];
}

export function grantChanges(grant: ResaleGrant): Change[] {
  const { make, next } = changer('ResaleAuthorization@1.0', 'NewAuthorization');
  const scheduled = grant.instalments.length > 0;
  const availability = grant.usage === 'one_time' ? { OffersMaxQuantity: 1 } : grant.usage === 'until' ? { AvailabilityEndDate: grant.until } : null;
  return [
    make('CreateResaleAuthorization', {
      ProductId: grant.productId,
      Name: grant.name,
      ResellerAccountId: grant.resellerAccount,
      ...(grant.description === null || grant.description === '' ? {} : { Description: grant.description }),
    }),
    next('UpdatePricingTerms', price('ResaleFixedUpfrontPricingTerm', grant.lines, grant.totalMinor, grant.currency, grant.termMonths, scheduled)),
    ...(scheduled ? [next('UpdatePaymentScheduleTerms', schedule('ResalePaymentScheduleTerm', grant.instalments, grant.currency))] : []),
    ...(grant.buyerAccount === null
      ? []
      : [next('UpdateBuyerTargetingTerms', { Terms: [{ Type: 'BuyerTargetingTerm', PositiveTargeting: { BuyerAccounts: [grant.buyerAccount] } }] })]),
    next('UpdateLegalTerms', {
      Terms: [
        { Type: 'BuyerLegalTerm', Documents: documents(grant.eula).map(withoutVersion) },
        { Type: 'ResaleLegalTerm', Documents: [{ Type: 'StandardResellerContract' }] },
      ],
    }),
    ...(availability === null ? [] : [next('UpdateAvailability', availability)]),
    next('ReleaseResaleAuthorization', {}),
  ];
}

/** The reseller's offer: prices stand in the authorisation, and only the markup is its own. */
export function resaleChanges(offer: ResaleOffer): Change[] {
  const { make, next } = changer('Offer@1.0', 'NewOffer');
  return [
    offer.replaces === null
      ? make('CreateOfferUsingResaleAuthorization', { ResaleAuthorizationId: offer.authorizationId, Name: offer.name })
      : make('CreateReplacementOfferUsingResaleAuthorization', { AgreementId: offer.replaces, ResaleAuthorizationId: offer.authorizationId, Name: offer.name }),
    next('UpdateMarkup', { Percentage: percentText(offer.markupBp) }),
    ...(offer.replaces === null ? [next('UpdateTargeting', { PositiveTargeting: { BuyerAccounts: [offer.buyerAccount] } })] : []),
    next('UpdateValidityTerms', validity(offer)),
    ...(offer.expiresOn === null ? [] : [next('UpdateAvailability', { AvailabilityEndDate: offer.expiresOn })]),
    next('ReleaseOffer', {}),
  ];
}

/** An offer is taken back by ending it yesterday (AWS Marketplace API reference, “Expire a private offer”). */
export const withdrawChanges = (subject: { kind: 'offer' | 'authorization'; externalId: string; today: string }): Change[] => [
  subject.kind === 'offer'
    ? {
        ChangeType: 'UpdateAvailability',
        Entity: { Type: 'Offer@1.0', Identifier: subject.externalId },
        DetailsDocument: { AvailabilityEndDate: yesterday(subject.today) },
      }
    : { ChangeType: 'RestrictResaleAuthorization', Entity: { Type: 'ResaleAuthorization@1.0', Identifier: subject.externalId }, DetailsDocument: {} },
];
/** Of what was released, only its last day can be moved: an offer's and an authorisation's alike. */
export const extendChanges = (subject: { kind: 'offer' | 'authorization'; externalId: string; until: string }): Change[] => [
  {
    ChangeType: 'UpdateAvailability',
    Entity: { Type: subject.kind === 'offer' ? 'Offer@1.0' : 'ResaleAuthorization@1.0', Identifier: subject.externalId },
    DetailsDocument: { AvailabilityEndDate: subject.until },
  },
];

const MOST_QUANTITY = 2_147_483_647;
/** What only AWS asks for. */
export function ownIssues(terms: Pick<CommercialQuote, 'lines' | 'productId' | 'instalments' | 'termMonths'>): OfferIssue[] {
  const issues: OfferIssue[] = [];
  const blocks = (field: string, code: string, sentence: string): void => void issues.push({ severity: 'blocks', field, code, sentence });
  if (!/^prod-[a-z0-9]{1,45}$/.test(terms.productId))
    blocks('listingId', 'format', `“${terms.productId}” is no product of AWS Marketplace; they begin with prod-.`);
  terms.lines.forEach((line, index) => {
    if (line.quantity > MOST_QUANTITY) blocks(`lines.${index}.quantity`, 'range', `AWS takes quantities up to ${MOST_QUANTITY.toLocaleString('en')}.`);
    if (!/^[A-Za-z0-9_.-]{1,60}$/.test(line.dimension)) blocks(`lines.${index}.dimension`, 'format', `“${line.dimension}” cannot be the key of a dimension.`);
  });
  if ((terms.termMonths ?? 12) > 60) blocks('termMonths', 'range', 'AWS agreements last for five years at most.');
  return issues;
}

const FIELD_OF: Readonly<Record<string, string>> = {
  UpdateInformation: 'name',
  UpdateTargeting: 'buyerAccount',
  UpdateBuyerTargetingTerms: 'buyerAccount',
  UpdatePricingTerms: 'lines',
  UpdatePaymentScheduleTerms: 'instalments',
  UpdateLegalTerms: 'eula',
  UpdateValidityTerms: 'termMonths',
  UpdateAvailability: 'expiresOn',
  UpdateMarkup: 'markupBp',
  CreateOffer: 'listingId',
  CreateReplacementOffer: 'replacesAgreement',
  CreateOfferUsingResaleAuthorization: 'authorizationId',
  CreateResaleAuthorization: 'resellerAccount',
};
export const fieldOf = (changeType: string | undefined): string | null => (changeType === undefined ? null : (FIELD_OF[changeType] ?? null));
