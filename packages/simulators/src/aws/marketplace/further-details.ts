import type { JsonObject } from '../wire/index.ts';

/**
 * What the official shapes lack. Offer sets and `OfferSetId` follow the developer guide ("Work with offer sets").
 * For chains of authorisations the API shows ResellerRole and SourceAuthorization in its answers, but no shape of the request is
 * published: taking them at creation, and a markup instead of own prices, is the simulator's own reading.
 */
const text = (min: number, max: number): JsonObject => ({ type: 'string', minLength: min, maxLength: max });
const offers: JsonObject = {
  needed: true,
  type: 'array',
  minItems: 1,
  maxItems: 10,
  items: { type: 'object', properties: { OfferId: text(1, 36) }, required: ['OfferId'], additionalProperties: false },
};

export const furtherDetails: Readonly<Record<string, JsonObject>> = {
  'Offer@1.0 CreateOffer': { OfferSetId: text(1, 50) },
  'Offer@1.0 CreateOfferUsingResaleAuthorization': { OfferSetId: text(1, 50) },
  'ResaleAuthorization@1.0 CreateResaleAuthorization': {
    ResellerRole: { type: 'string', enum: ['ChannelPartner', 'Distributor'] },
    SourceAuthorization: text(1, 255),
  },
  'ResaleAuthorization@1.0 UpdateMarkup': { Percentage: { needed: true, type: 'string' } },
  'OfferSet@1.0 CreateOfferSet': { Name: { needed: true, ...text(1, 150) } },
  'OfferSet@1.0 UpdateInformation': { Name: text(1, 150), BuyerNotes: text(1, 1000) },
  'OfferSet@1.0 AssociateOffers': { Offers: offers },
  'OfferSet@1.0 DisassociateOffers': { Offers: offers },
  'OfferSet@1.0 AssociateSolution': { SolutionId: { needed: true, type: 'string', pattern: '^soln-[A-Za-z0-9]+$', maxLength: 50 } },
  'OfferSet@1.0 ReleaseOfferSet': {},
};
