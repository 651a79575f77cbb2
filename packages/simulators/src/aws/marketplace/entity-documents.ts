import type { JsonObject } from '../wire/index.ts';
import type { Marketplace } from './context.ts';
import { seconds } from './dates.ts';
import type { Entity, Offer, OfferSet, Product, ResaleAuthorization } from './model.ts';
import { buyerTerms } from './pricing.ts';
import { entityOf } from './store.ts';

const optional = (name: string, value: unknown): JsonObject => (value === undefined ? {} : { [name]: value });
const whole = (date: string | undefined): string | undefined => (date === undefined ? undefined : date.includes('T') ? seconds(date) : `${date}T23:59:59Z`);

/** DetailsDocument of DescribeEntity. */
export function documentOf(marketplace: Marketplace, entity: Entity): JsonObject {
  switch (entity.kind) {
    case 'SaaSProduct':
      return productDocument(entity);
    case 'Offer':
      return offerDocument(marketplace, entity);
    case 'ResaleAuthorization':
      return authorizationDocument(marketplace, entity);
    case 'OfferSet':
      return {
        Id: entity.id,
        Name: entity.name,
        ...optional('BuyerNotes', entity.buyerNotes),
        State: entity.state,
        ...optional('SolutionId', entity.solutionId),
        ...optional('ReleaseDate', whole(entity.releaseDate)),
        AssociatedOffers: entity.offers.map((OfferId) => ({ OfferId })),
      };
  }
}

const dimensionsOf = (product: Product | undefined): JsonObject[] =>
  (product?.dimensions ?? []).map(({ key, name, type, unit }) => ({
    Name: name,
    Description: name,
    Key: key,
    Unit: unit,
    Types: type === 'Metered' ? ['Metered', 'ExternallyMetered'] : ['Entitled'],
  }));

const productDocument = (product: Product): JsonObject => ({
  Description: { ProductTitle: product.title, ProductCode: product.code, Visibility: product.visibility, ProductState: 'Active' },
  Dimensions: dimensionsOf(product),
  Versions: [],
  Targeting: {},
});

const offerDocument = (marketplace: Marketplace, offer: Offer): JsonObject => ({
  Id: offer.id,
  ...optional('Name', offer.name),
  ...optional('Description', offer.description),
  ProductId: offer.productId,
  State: offer.state,
  ...optional('ResaleAuthorizationId', offer.resaleAuthorizationId),
  ...optional('OfferSetId', offer.offerSetId),
  ...optional('AgreementId', offer.targetAgreementId),
  ...optional('PreExistingAgreement', offer.preExisting),
  ...optional('MarkupPercentage', offer.markup),
  ...optional('ReleaseDate', whole(offer.releaseDate)),
  Terms: buyerTerms(marketplace.store.entities, offer),
  Rules: [
    ...(offer.availabilityEndDate === undefined ? [] : [{ Type: 'AvailabilityRule', AvailabilityEndDate: whole(offer.availabilityEndDate) }]),
    ...(offer.buyers.length === 0 ? [] : [{ Type: 'TargetingRule', PositiveTargeting: { BuyerAccounts: offer.buyers } }]),
  ],
});

/** How far offers were made from an authorisation, in the words of the service. */
export function extendedStatus(authorization: ResaleAuthorization): string {
  if (authorization.offersReleased === 0) return 'Not Started';
  return authorization.offersMaxQuantity !== undefined && authorization.offersReleased >= authorization.offersMaxQuantity
    ? 'Completed-Used'
    : 'Completed-Usable';
}

function authorizationDocument(marketplace: Marketplace, authorization: ResaleAuthorization): JsonObject {
  const product = entityOf(marketplace.store.entities, 'SaaSProduct', authorization.productId);
  const { terms } = authorization;
  const limited = authorization.availabilityEndDate !== undefined || authorization.offersMaxQuantity !== undefined;
  return {
    Name: authorization.name,
    ...optional('Description', authorization.description),
    ProductId: authorization.productId,
    ProductName: product?.title ?? '',
    Status: authorization.status,
    ...optional('PreExistingBuyerAgreement', authorization.preExisting),
    CreatedDate: authorization.createdAt,
    ManufacturerLegalName: marketplace.accounts.name(authorization.manufacturer),
    ManufacturerAccountId: authorization.manufacturer,
    IssuerAccountId: authorization.owner,
    ResellerRole: authorization.resellerRole,
    ...optional('SourceAuthorization', authorization.sourceAuthorizationId),
    ...optional('MarkupPercentage', authorization.markup),
    Dimensions: dimensionsOf(product),
    OfferDetails: { OfferExtendedStatus: extendedStatus(authorization), OfferCreatedCount: authorization.offersReleased },
    Terms: [
      ...(terms.pricing ?? []),
      ...(terms.schedule ?? []),
      ...(terms.legal ?? []),
      ...(terms.buyerValidity ?? []),
      ...(authorization.buyers.length === 0
        ? []
        : [{ Type: 'BuyerTargetingTerm', PositiveTargeting: { BuyerAccounts: authorization.buyers.map((AwsAccountId) => ({ AwsAccountId })) } }]),
    ],
    Rules: [
      {
        Type: 'AvailabilityRule',
        Usage: limited ? 'Limited' : 'Unlimited',
        ...optional('AvailabilityEndDate', whole(authorization.availabilityEndDate)),
        ...optional('OffersMaxQuantity', authorization.offersMaxQuantity),
      },
      { Type: 'PartnerTargetingRule', ResellerAccountId: authorization.reseller, ResellerLegalName: marketplace.accounts.name(authorization.reseller) },
    ],
  };
}

/** The summary of ListEntities; its members are also what lists are filtered and sorted by. */
export function summaryOf(marketplace: Marketplace, entity: Entity): JsonObject {
  switch (entity.kind) {
    case 'SaaSProduct':
      return { ProductTitle: entity.title, Visibility: entity.visibility };
    case 'Offer':
      return {
        ...optional('Name', entity.name),
        ProductId: entity.productId,
        ...optional('ResaleAuthorizationId', entity.resaleAuthorizationId),
        ...optional('ReleaseDate', whole(entity.releaseDate)),
        ...optional('AvailabilityEndDate', whole(entity.availabilityEndDate)),
        BuyerAccounts: entity.buyers,
        State: entity.state,
        Targeting: entity.buyers.length === 0 ? ['None'] : ['BuyerAccounts'],
        ...optional('OfferSetId', entity.offerSetId),
        ...optional('TargetAgreementId', entity.targetAgreementId),
        CreatedBySource: 'Seller',
      };
    case 'ResaleAuthorization':
      return authorizationSummary(marketplace, entity);
    case 'OfferSet':
      return offerSetSummary(entity);
  }
}
const authorizationSummary = (marketplace: Marketplace, entity: ResaleAuthorization): JsonObject => ({
  Name: entity.name,
  ProductId: entity.productId,
  ProductName: entityOf(marketplace.store.entities, 'SaaSProduct', entity.productId)?.title ?? '',
  ManufacturerAccountId: entity.manufacturer,
  ManufacturerLegalName: marketplace.accounts.name(entity.manufacturer),
  ResellerAccountID: entity.reseller,
  ResellerLegalName: marketplace.accounts.name(entity.reseller),
  Status: entity.status,
  OfferExtendedStatus: extendedStatus(entity),
  CreatedDate: seconds(entity.createdAt),
  ...optional('AvailabilityEndDate', whole(entity.availabilityEndDate)),
  ResellerRole: entity.resellerRole,
  ...optional('SourceAuthorization', entity.sourceAuthorizationId),
  IssuerAccountId: entity.owner,
});
const offerSetSummary = (entity: OfferSet): JsonObject => ({
  Name: entity.name,
  State: entity.state,
  ...optional('ReleaseDate', whole(entity.releaseDate)),
  AssociatedOfferIds: entity.offers,
  ...optional('SolutionId', entity.solutionId),
});
