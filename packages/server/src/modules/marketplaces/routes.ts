import { requireScope } from '../../platform/context.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { fulfil, getAgreement, listAgreements, listEntitlements, matchByHand, renewByHand, resolvePurchase } from './agreements.ts';
import { createAuthorization, getAuthorization, listAuthorizations, recordAuthorization, restrictAuthorization, sendAuthorization } from './authorizations.ts';
import { chainsOfDeal } from './chain.ts';
import { addCommitment, drawdownOfDeal, listCommitments, updateCommitment } from './commitments.ts';
import type { MarketplacesDeps } from './context.ts';
import { createListing, listListings, refreshListing, setEligibility, updateListing } from './listings.ts';
import { checkDefinition, createMarketplace, listMarketplaces, updateMarketplace } from './marketplaces.ts';
import { importStates, moveOffer } from './move-offer.ts';
import { listNotices, retryNotice } from './notices.ts';
import { createOffer, getOffer, listOffers, previewOffer, updateOffer } from './offers.ts';
import { asProblem } from './outside-problem.ts';
import { attributionOf, marketplaceFigures } from './reports.ts';
import { extendOffer, recordSent, sendOffer, withdrawOffer } from './send-offer.ts';
import { sweepNow } from './sweep.ts';
import { updateAuthorization } from './update-authorization.ts';

type Operation = Extract<
  keyof Handlers,
  | `marketplaces.${string}`
  | `listings.${string}`
  | `commitments.${string}`
  | `offers.${string}`
  | `authorizations.${string}`
  | `agreements.${string}`
  | `entitlements.${string}`
  | `marketplaceNotices.${string}`
>;

export function marketplacesRoutes(deps: MarketplacesDeps): Pick<Handlers, Operation> {
  return {
    'marketplaces.list': (context) => listMarketplaces(deps, context),
    'marketplaces.create': (context, { body }) => createMarketplace(deps, context, body),
    'marketplaces.update': (context, { params, body }, { ifVersion }) => updateMarketplace(deps, context, params.id, body, ifVersion),
    'marketplaces.checkDefinition': async (context, { body }) => {
      requireScope(context, 'marketplaces:write');
      return checkDefinition(body);
    },
    'marketplaces.sweep': (context, { params }) => sweepNow(deps, context, params.id),
    'marketplaces.figures': (context, { query }) => marketplaceFigures(deps, context, query),
    'listings.list': (context, { query }) => listListings(deps, context, query),
    'listings.create': (context, { body }) => createListing(deps, context, body),
    'listings.update': (context, { params, body }, { ifVersion }) => updateListing(deps, context, params.id, body, ifVersion),
    'listings.refresh': (context, { params }) => {
      requireScope(context, 'marketplaces:write');
      return refreshListing(deps, context, params.id);
    },
    'listings.setEligibility': (context, { params, body }) => setEligibility(deps, context, params.id, body.items),
    'commitments.list': (context, { params }) => listCommitments(deps, context, params.id),
    'commitments.add': (context, { params, body }) => addCommitment(deps, context, params.id, body),
    'commitments.update': (context, { params, body }, { ifVersion }) => updateCommitment(deps, context, params.id, body, ifVersion),
    'commitments.ofDeal': (context, { params }) => drawdownOfDeal(deps, context, params.id),
    'offers.list': (context, { query }) => listOffers(deps, context, query),
    'offers.get': (context, { params }) => getOffer(deps, context, params.id),
    'offers.preview': (context, { params }) => previewOffer(deps, context, params.id),
    'offers.create': (context, { params, body }) => createOffer(deps, context, params.id, body),
    'offers.update': (context, { params, body }, { ifVersion }) => updateOffer(deps, context, params.id, body, ifVersion),
    'offers.send': (context, { params, body }, { ifVersion }) => sendOffer(deps, context, params.id, body, ifVersion),
    'offers.recordSent': (context, { params, body }) => recordSent(deps, context, params.id, body),
    'offers.extend': (context, { params, body }) => extendOffer(deps, context, params.id, body.expiresOn),
    'offers.withdraw': (context, { params, body }) => withdrawOffer(deps, context, params.id, body.reason),
    'offers.move': (context, { params, body }) => moveOffer(deps, context, params.id, body),
    'offers.importStates': (context, { params, body }) => importStates(deps, context, params.id, body.csv),
    'offers.chain': (context, { params }) => chainsOfDeal(deps, context, params.id),
    'offers.attribution': (context, { params }) => attributionOf(deps, context, params.id),
    'authorizations.list': (context, { query }) => listAuthorizations(deps, context, query),
    'authorizations.get': (context, { params }) => getAuthorization(deps, context, params.id),
    'authorizations.create': (context, { body }) => createAuthorization(deps, context, body),
    'authorizations.send': (context, { params, body }, { ifVersion }) => sendAuthorization(deps, context, params.id, body.connectionId, ifVersion),
    'authorizations.record': (context, { params, body }) => recordAuthorization(deps, context, params.id, body),
    'authorizations.update': (context, { params, body }, { ifVersion }) => updateAuthorization(deps, context, params.id, body, ifVersion),
    'authorizations.restrict': (context, { params, body }) => restrictAuthorization(deps, context, params.id, body.reason),
    'agreements.list': (context, { query }) => listAgreements(deps, context, query),
    'agreements.get': (context, { params }) => getAgreement(deps, context, params.id),
    'agreements.match': (context, { params, body }) => matchByHand(deps, context, params.id, body),
    'agreements.renew': (context, { params }) => renewByHand(deps, context, params.id),
    'entitlements.list': (context, { query }) => listEntitlements(deps, context, query),
    'entitlements.resolve': (context, { params, body }) => asProblem(() => resolvePurchase(deps, context, params.id, body.token)),
    'entitlements.fulfil': (context, { params, body }) => asProblem(() => fulfil(deps, context, params.id, body)),
    'marketplaceNotices.list': (context, { query }) => listNotices(deps, context, query),
    'marketplaceNotices.retry': (context, { params, body }) => retryNotice(deps, context, params.id, body.ignore),
  };
}
