import { newId } from './context.ts';
import type { OfferSet } from './model.ts';
import type { Rule, Rules } from './staging.ts';
import { entityOf } from './store.ts';

/** The developer guide says 7, the model of the API 10; the guide is the stricter one. */
const atMost = 7;

function whileDraft(rule: Rule<OfferSet>): Rule<OfferSet> {
  return (input) => {
    if (input.entity.state === 'Draft') rule(input);
    else input.problem('INVALID_UPDATE_REQUEST', "The requested change can't be performed after the offer set released.");
  };
}
const offerIds = (details: { Offers?: unknown }): string[] => ((details.Offers ?? []) as { OfferId: string }[]).map(({ OfferId }) => OfferId);

const associate: Rule<OfferSet> = ({ entity, details, stage, account, problem }) => {
  const ids = offerIds(details);
  const foreign = ids.filter((id) => {
    const offer = entityOf(stage, 'Offer', id);
    return offer === undefined || offer.owner !== account || offer.offerSetId !== entity.id;
  });
  if (foreign.length > 0) problem('INCOMPATIBLE_OFFER_SET_REFERENCE', `Ensure all offers were created specifically for this offer set: ${foreign.join(', ')}.`);
  entity.offers = [...new Set([...entity.offers, ...ids])];
  if (entity.offers.length > atMost) problem('TOO_MANY_OFFERS', `Associate up to ${atMost} offers to the offer set.`);
};

const release: Rule<OfferSet> = ({ entity, stage, now, problem }) => {
  if (entity.state === 'Released') return problem('INVALID_UPDATE_REQUEST', "The requested change can't be performed after the offer set released.");
  if (entity.offers.length < 2) problem('MISSING_OFFERS', 'Associate at least 2 offers to the offer set.');
  const drafts = entity.offers.filter((id) => entityOf(stage, 'Offer', id)?.state !== 'Released');
  if (drafts.length > 0) problem('INCOMPATIBLE_OFFER_STATUS', `Release all offers first: ${drafts.join(', ')}.`);
  const buyers = entity.offers.map((id) => entityOf(stage, 'Offer', id)?.buyers.toSorted().join(','));
  if (new Set(buyers).size > 1) problem('INCOMPATIBLE_BUYER_TARGETING', 'All offers of a set must be for the same buyers.');
  entity.state = 'Released';
  entity.releaseDate = now.toISOString();
  return undefined;
};

export const offerSetRules: Rules<OfferSet> = {
  create: {
    CreateOfferSet: ({ marketplace, account, now, details }) => {
      const at = now.toISOString();
      return {
        kind: 'OfferSet',
        id: newId(marketplace, 'offerset-'),
        owner: account,
        createdAt: at,
        lastModified: at,
        revision: 0,
        name: String(details['Name']),
        state: 'Draft',
        offers: [],
      };
    },
  },
  update: {
    UpdateInformation: whileDraft(({ entity, details }) => {
      if (typeof details['Name'] === 'string') entity.name = details['Name'];
      if (typeof details['BuyerNotes'] === 'string') entity.buyerNotes = details['BuyerNotes'];
    }),
    AssociateOffers: whileDraft(associate),
    DisassociateOffers: whileDraft(({ entity, details }) => {
      const gone = new Set(offerIds(details));
      entity.offers = entity.offers.filter((id) => !gone.has(id));
    }),
    AssociateSolution: whileDraft(({ entity, details }) => {
      entity.solutionId = String(details['SolutionId']);
    }),
  },
  release: { ReleaseOfferSet: release },
};
