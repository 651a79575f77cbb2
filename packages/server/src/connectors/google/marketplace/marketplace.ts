import type { MarketplaceCapabilities, MarketplacePort, OperationHandle } from '../../../modules/marketplaces/index.ts';
import { OutsideError } from '../../../platform/outside/index.ts';
import { describeAgreement, entitlementsOf, searchAgreements } from './agreements.ts';
import { readListing } from './catalogue.ts';
import { readNotice } from './notices.ts';
import { findOffer, pollOffer, publishOffer, withdrawOffer } from './offers.ts';
import { ownIssues, privateOffer } from './private-offer.ts';
import { fulfil } from './procurement.ts';

/**
 * Google Marketplace documentation on private offers, and the published protos of the Commerce Producer API. No list of the currencies
 * and no longest name were found there: these are ours, and what Google takes less of it refuses by field.
 */
const capabilities: MarketplaceCapabilities = {
  currencies: ['USD', 'EUR', 'GBP', 'AUD', 'CAD', 'JPY', 'INR', 'BRL'],
  nameMaximum: 150,
  descriptionMaximum: 1000,
  buyerAccount: {
    pattern: '(?:billingAccounts/)?[0-9A-Fa-f]{6}-[0-9A-Fa-f]{6}-[0-9A-Fa-f]{6}',
    label: 'the buyer’s billing account, such as 012345-567890-ABCDEF',
  },
  instalments: { maximum: 84 },
  expiry: { required: true, maximumDays: null },
  eulas: [
    { kind: 'standard', version: null },
    { kind: 'custom', version: null },
  ],
  // The reseller makes its offer in Producer Portal; by the API it can only be seen, and tied to the deal.
  resale: { mode: 'associate', tiers: 1, usages: [], markup: false, extend: false },
  tokenMakesOnce: false,
  extend: false,
  readsListings: true,
  fulfilment: 'approve',
};

const byHand = (sentence: string): Promise<OperationHandle> => Promise.reject(new OutsideError('invalid', sentence));
const IN_PORTAL = 'Offers of resellers are made in Google’s Producer Portal. Make it there, then note its identity here.';
/** What is shown before anything is sent knows no project; Google reads “-” as any. */
const ANYWHERE = { project: '-', location: 'global' } as const;

export const googleMarketplace: MarketplacePort = {
  system: 'google',
  capabilities: () => capabilities,
  prepareOffer: (quote) => ({
    payload: privateOffer(ANYWHERE, quote, null, null, quote.replaces === null ? null : { private: quote.replaces }),
    issues: ownIssues(quote),
  }),
  prepareGrant: () => ({ payload: null, issues: [{ severity: 'blocks', field: null, code: 'by_hand', sentence: IN_PORTAL }] }),
  prepareResale: () => ({ payload: null, issues: [{ severity: 'blocks', field: null, code: 'by_hand', sentence: IN_PORTAL }] }),
  publishOffer,
  authorizeResale: () => byHand(IN_PORTAL),
  resellOffer: () => byHand(IN_PORTAL),
  withdraw: (access, subject, token) =>
    subject.kind === 'offer' ? withdrawOffer(access, subject.externalId, token) : byHand('What a reseller may sell is taken back in Google’s Producer Portal.'),
  extend: () => byHand('Google does not extend offers. Withdraw it and send another.'),
  find: findOffer,
  poll: pollOffer,
  agreements: searchAgreements,
  agreement: describeAgreement,
  entitlements: entitlementsOf,
  resolvePurchase: () =>
    Promise.reject(new OutsideError('invalid', 'Google tells of a purchase by its messages. Wait for the message, or read the marketplace again.')),
  fulfil,
  listing: readListing,
  readNotice,
};
