import { useQueryClient } from '@tanstack/react-query';
import { apiKey, useApi, useApiMutation, type OperationId } from '../../lib/api/index.ts';
import { isRunning, type Authorization, type Marketplace, type Offer } from './words.ts';

const POLL_MS = 3_000;
/** What a step of an offer, an authorisation or an agreement makes out of date. */
export const saleReads: readonly OperationId[] = [
  'offers.list',
  'offers.get',
  'offers.preview',
  'offers.chain',
  'authorizations.list',
  'authorizations.get',
  'agreements.list',
  'agreements.get',
  'entitlements.list',
  'commitments.ofDeal',
  'offers.attribution',
  'deals.get',
  'deals.timeline',
  'acts.list',
];

export function useMarketplaces() {
  return useApi('marketplaces.list', undefined, { staleTime: 60_000 });
}

export function useMarketplace(id: string | undefined): Marketplace | undefined {
  return useMarketplaces().data?.items.find((entry) => entry.id === id);
}

/** Asked again every few seconds while the marketplace works on it: an answer of 202 is not the end. */
export function useOffer(id: string) {
  const input = { params: { id } };
  const known = useQueryClient().getQueryData<Offer>(apiKey('offers.get', input));
  const runs = known !== undefined && (known.phase === 'sending' || isRunning(known.operations));
  return useApi('offers.get', input, { refetchInterval: runs ? POLL_MS : false });
}

export function useAuthorization(id: string) {
  const input = { params: { id } };
  const known = useQueryClient().getQueryData<Authorization>(apiKey('authorizations.get', input));
  const runs = known !== undefined && (known.state === 'sending' || isRunning(known.operations));
  return useApi('authorizations.get', input, { refetchInterval: runs ? POLL_MS : false });
}

type OfferAct = 'offers.create' | 'offers.update' | 'offers.send' | 'offers.recordSent' | 'offers.extend' | 'offers.withdraw' | 'offers.move';
/** The answer is the offer as it now stands. */
export function useOfferAct<Id extends OfferAct>(id: Id) {
  return useApiMutation(id, {
    invalidates: saleReads.filter((read) => read !== 'offers.get'),
    onDone: (offer, _input, client) => client.setQueryData<Offer>(apiKey('offers.get', { params: { id: offer.id } }), offer),
  });
}

type GrantAct = 'authorizations.create' | 'authorizations.update' | 'authorizations.send' | 'authorizations.record' | 'authorizations.restrict';
export function useGrantAct<Id extends GrantAct>(id: Id) {
  return useApiMutation(id, {
    invalidates: saleReads.filter((read) => read !== 'authorizations.get'),
    onDone: (grant, _input, client) => client.setQueryData<Authorization>(apiKey('authorizations.get', { params: { id: grant.id } }), grant),
  });
}
