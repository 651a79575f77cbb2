import type { MarketplaceCapabilities, MarketplacePort } from '../../modules/marketplaces/index.ts';
import { describeAgreement, searchAgreements } from './agreements.ts';
import { pollChanges, readListing, startChanges } from './catalog.ts';
import { extendChanges, grantChanges, offerChanges, ownIssues, resaleChanges, withdrawChanges } from './change-sets.ts';
import { entitlementsOf, resolvePurchase } from './entitlements.ts';
import { readNotice } from './notices.ts';

/** AWS Marketplace Catalog API reference and its official shapes (lengths, currencies, licence versions). */
const capabilities: MarketplaceCapabilities = {
  currencies: ['USD', 'EUR', 'GBP', 'AUD', 'JPY', 'CAD'],
  nameMaximum: 150,
  descriptionMaximum: 255,
  buyerAccount: { pattern: '\\d{12}', label: 'the buyer’s AWS account, 12 digits' },
  instalments: { maximum: 60 },
  expiry: { required: true, maximumDays: null },
  eulas: [
    { kind: 'standard', version: '2022-07-14' },
    { kind: 'standard', version: '2019-04-24' },
    { kind: 'custom', version: null },
  ],
  // A distributor's own authorisation can be read (ResellerRole, SourceAuthorization in its summary); no shape is published by which it
  // could be made, and no limit to how often it is passed on. Three sellers are as many as the simulator is tried with.
  resale: { mode: 'api', tiers: 3, usages: ['one_time', 'until', 'open'], markup: true, extend: true },
  tokenMakesOnce: true,
  extend: true,
  readsListings: true,
  fulfilment: 'none',
};

export const awsMarketplace: MarketplacePort = {
  system: 'aws',
  capabilities: () => capabilities,
  prepareOffer: (quote) => ({ payload: offerChanges(quote), issues: ownIssues(quote) }),
  prepareGrant: (grant) => ({ payload: grantChanges(grant), issues: [...ownIssues(grant), ...grantNameIssues(grant.name)] }),
  prepareResale: (offer) => ({ payload: resaleChanges(offer), issues: ownIssues(offer) }),
  publishOffer: (access, quote, token) => startChanges(access, offerChanges(quote), token, 'publish'),
  authorizeResale: (access, grant, token) => startChanges(access, grantChanges(grant), token, 'authorize'),
  resellOffer: (access, offer, token) => startChanges(access, resaleChanges(offer), token, 'resell'),
  withdraw: (access, subject, token) => startChanges(access, withdrawChanges(subject), token, 'withdraw'),
  extend: (access, subject, token) => startChanges(access, extendChanges(subject), token, 'extend'),
  poll: pollChanges,
  agreements: searchAgreements,
  agreement: describeAgreement,
  entitlements: entitlementsOf,
  resolvePurchase,
  // The buyer has the licence at once; there is nothing to approve.
  fulfil: () => Promise.resolve(),
  listing: readListing,
  readNotice,
};

const grantNameIssues = (name: string) =>
  name.length <= 100
    ? []
    : [{ severity: 'blocks' as const, field: 'name', code: 'length', sentence: `The name has ${name.length} characters; 100 are possible.` }];
