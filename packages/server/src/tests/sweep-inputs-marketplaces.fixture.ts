import type { OperationId } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import type { MarketRecords } from './marketplace-records.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with marketplaces; see sweep-inputs.fixture.ts. */
export type MarketplacesOperation = Extract<
  OperationId,
  | `marketplaces.${string}`
  | `listings.${string}`
  | `commitments.${string}`
  | `offers.${string}`
  | `authorizations.${string}`
  | `agreements.${string}`
  | `entitlements.${string}`
  | `marketplaceNotices.${string}`
>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in MarketplacesOperation]: Build<Id> };

const at = async (of: Records, which: keyof MarketRecords): Promise<{ params: { id: string } }> => ({ params: { id: String((await of.market())[which]) } });
const definition = {
  states: [
    { key: 'open', label: 'Open', means: 'draft' as const, next: ['sold'] },
    { key: 'sold', label: 'Sold', means: 'accepted' as const, next: [] },
  ],
  initial: 'open',
};
const lines = [{ dimension: 'seats', description: 'Seats', quantity: 2, unitPriceMinor: 100, amountMinor: 200 }];
const commitment = { programme: 'New', currency: 'EUR', amountMinor: 1000, fromOn: '2026-01-01', untilOn: '2099-12-31', source: 'New' };

export const marketplacesInputs: Inputs = {
  'marketplaces.list': async (of) => {
    await of.market();
    return {};
  },
  'marketplaces.create': async (of) => ({ body: { kind: 'configured', name: `New ${of.unique()}`, definition, operatorId: (await of.partner()).id } }),
  'marketplaces.update': async (of) => ({ ...(await at(of, 'marketplaceId')), body: { operatorId: (await of.partner()).id } }),
  'marketplaces.checkDefinition': () => ({ body: { definition } }),
  'marketplaces.sweep': (of) => at(of, 'marketplaceId'),
  'marketplaces.figures': async (of) => {
    await of.market();
    return { query: { by: 'marketplace', from: '2026-01-01', to: '2028-12-31' } };
  },
  'listings.list': async (of) => ({ query: { marketplaceId: (await of.market()).marketplaceId } }),
  'listings.create': async (of) => {
    const { marketplaceId } = await of.market();
    return { body: { marketplaceId, productId: (await of.product()).id, externalProductId: `new-${of.unique()}`, name: 'New' } };
  },
  'listings.update': async (of) => ({ ...(await at(of, 'listingId')), body: { status: 'limited' } }),
  'listings.refresh': (of) => at(of, 'listingId'),
  'listings.setEligibility': async (of) => ({
    ...(await at(of, 'listingId')),
    body: { items: [{ programme: 'New', percentBp: 10_000, decidedOn: 'invoice', fromOn: '2026-01-01', untilOn: null, source: 'New' }] },
  }),
  'commitments.list': (of) => at(of, 'accountId'),
  'commitments.add': async (of) => ({ ...(await at(of, 'accountId')), body: commitment }),
  'commitments.update': async (of) => ({ ...(await at(of, 'commitmentId')), body: { remainingMinor: 10 } }),
  'commitments.ofDeal': (of) => at(of, 'dealId'),
  'offers.list': async (of) => ({ query: { marketplaceId: (await of.market()).marketplaceId } }),
  'offers.get': (of) => at(of, 'offerId'),
  'offers.preview': (of) => at(of, 'offerId'),
  'offers.create': async (of) => {
    const { dealId, listingId } = await of.market();
    return { params: { id: dealId }, body: { listingId, lines, buyerAccount: 'new' } };
  },
  'offers.update': async (of) => ({ ...(await at(of, 'offerId')), body: { description: 'Changed' } }),
  'offers.send': async (of) => ({ ...(await at(of, 'offerId')), body: {} }),
  'offers.recordSent': async (of) => ({ ...(await at(of, 'offerId')), body: { externalId: `there-${of.unique()}` } }),
  'offers.extend': async (of) => ({ ...(await at(of, 'releasedOfferId')), body: { expiresOn: '2099-01-01' } }),
  'offers.withdraw': async (of) => ({ ...(await at(of, 'offerId')), body: { reason: 'Changed' } }),
  'offers.move': async (of) => ({ ...(await at(of, 'offerId')), body: { state: 'listed' } }),
  'offers.importStates': async (of) => ({ ...(await at(of, 'marketplaceId')), body: { csv: 'offer,state\nnobody,Listed\n' } }),
  'offers.chain': (of) => at(of, 'dealId'),
  'offers.attribution': (of) => at(of, 'soldDealId'),
  'authorizations.list': async (of) => ({ query: { dealId: (await of.market()).dealId } }),
  'authorizations.get': (of) => at(of, 'authorizationId'),
  'authorizations.create': async (of) => {
    const { dealId, listingId } = await of.market();
    return { body: { dealId, listingId, resellerPartnerId: (await of.partner()).id, resellerAccount: 'new', lines, currency: 'EUR' } };
  },
  'authorizations.send': async (of) => ({ ...(await at(of, 'authorizationId')), body: {} }),
  'authorizations.record': async (of) => ({ ...(await at(of, 'authorizationId')), body: { externalId: `there-${of.unique()}` } }),
  'authorizations.update': async (of) => ({ ...(await at(of, 'authorizationId')), body: { name: 'Changed' } }),
  'authorizations.restrict': async (of) => ({ ...(await at(of, 'authorizationId')), body: { reason: 'Changed' } }),
  'agreements.list': async (of) => ({ query: { marketplaceId: (await of.market()).marketplaceId } }),
  'agreements.get': (of) => at(of, 'agreementId'),
  'agreements.match': async (of) => {
    const { unmatchedId, dealId } = await of.market();
    return { params: { id: unmatchedId }, body: { dealId, note: 'Changed' } };
  },
  'agreements.renew': (of) => at(of, 'agreementId'),
  'entitlements.list': async (of) => ({ query: { agreementId: (await of.market()).agreementId } }),
  'entitlements.resolve': async (of) => ({ ...(await at(of, 'marketplaceId')), body: { token: 'new' } }),
  'entitlements.fulfil': async (of) => ({ ...(await at(of, 'entitlementId')), body: { approve: true } }),
  'marketplaceNotices.list': async (of) => ({ query: { marketplaceId: (await of.market()).marketplaceId } }),
  'marketplaceNotices.retry': async (of) => ({ ...(await at(of, 'noticeId')), body: { ignore: true } }),
};
