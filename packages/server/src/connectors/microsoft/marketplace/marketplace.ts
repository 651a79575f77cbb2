import type { MarketplaceCapabilities, MarketplacePort } from '../../../modules/marketplaces/index.ts';
import { OutsideError } from '../../../platform/outside/index.ts';
import { fulfil, readAgreement, readEntitlements, resolvePurchase, searchAgreements } from './agreements.ts';
import { findOffer, pollJob } from './ingestion.ts';
import { readListing } from './listing.ts';
import { readNotice } from './notices.ts';
import { BILLING_ACCOUNT, customerIssues, customerOffer, grantIssues, markOf, originatorOffer, PARTNER_NUMBER } from './offer-resources.ts';
import { authorizeResale, completeOffer, publishOffer, withdrawOffer } from './offers.ts';

/** learn.microsoft.com: private offers by the product ingestion API, multiparty private offers, SaaS fulfilment. */
const capabilities: MarketplaceCapabilities = {
  // Prices in other currencies follow from the one in dollars, or are uploaded by hand.
  currencies: ['USD'],
  nameMaximum: 100,
  descriptionMaximum: 500,
  buyerAccount: {
    pattern: `${BILLING_ACCOUNT}|${PARTNER_NUMBER}`,
    label: 'a billing account as Microsoft writes it (…:…_2019-05-31), or a selling partner’s number',
  },
  instalments: { maximum: 60 },
  expiry: { required: true, maximumDays: null },
  eulas: [
    { kind: 'standard', version: null },
    { kind: 'custom', version: null },
  ],
  // Exactly one originator and one seller; the markup is the seller's own act, and so is sending it to the buyer.
  resale: { mode: 'api', tiers: 1, usages: ['until'], markup: true, extend: false },
  tokenMakesOnce: false,
  extend: false,
  readsListings: true,
  fulfilment: 'approve',
};

const prepared = (reference: string) => ({ mark: markOf(reference), contact: null, upgradedFrom: null });

export const microsoftMarketplace: MarketplacePort = {
  system: 'microsoft',
  capabilities: () => capabilities,
  prepareOffer: (quote) => ({ payload: customerOffer(quote, prepared(quote.reference)), issues: customerIssues(quote) }),
  prepareGrant: (grant) => ({ payload: originatorOffer(grant, prepared(grant.reference)), issues: grantIssues(grant) }),
  prepareResale: (offer) => ({ payload: { id: `private-offer/${offer.authorizationId}`, markupPercentage: offer.markupBp / 100 }, issues: [] }),
  publishOffer,
  authorizeResale,
  resellOffer: (access, offer) => completeOffer(access, offer),
  withdraw: (access, { externalId }) => withdrawOffer(access, externalId),
  extend: () => Promise.reject(new OutsideError('invalid', 'Microsoft keeps the last day of an offer. Withdraw it, and offer anew.')),
  find: (access, token) => findOffer(access, markOf(token)),
  poll: pollJob,
  agreements: searchAgreements,
  agreement: readAgreement,
  entitlements: (access, { id }) => readEntitlements(access, id),
  resolvePurchase,
  fulfil,
  listing: readListing,
  readNotice,
};
