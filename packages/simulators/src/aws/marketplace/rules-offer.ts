import { newId } from './context.ts';
import { endOfDay, startOfDay } from './dates.ts';
import type { Offer, PreExisting, ResaleAuthorization, Term, TermGroup } from './model.ts';
import { decimal } from './money.ts';
import { baseOf, buyerTotal } from './pricing.ts';
import type { CreateRule, Rule, RuleInput, Rules } from './staging.ts';
import { entityOf } from './store.ts';
import { checkLegal, checkPriceAndSchedule, checkPricing, checkSchedule, termOf } from './term-rules.ts';

type Input = Omit<RuleInput<Offer>, 'entity'>;

function draft({ marketplace, account, now }: Input, productId: string, more: Partial<Offer>): Offer {
  const at = now.toISOString();
  return {
    kind: 'Offer',
    id: newId(marketplace, 'offer-'),
    owner: account,
    createdAt: at,
    lastModified: at,
    revision: 0,
    productId,
    state: 'Draft',
    terms: {},
    buyers: [],
    viewedBy: [],
    ...more,
  };
}
const named = (details: { Name?: unknown; Description?: unknown; OfferSetId?: unknown }): Partial<Offer> => ({
  ...(typeof details.Name === 'string' ? { name: details.Name } : {}),
  ...(typeof details.Description === 'string' ? { description: details.Description } : {}),
  ...(typeof details.OfferSetId === 'string' ? { offerSetId: details.OfferSetId } : {}),
});

const createOffer: CreateRule<Offer> = (input) => {
  const product = entityOf(input.stage, 'SaaSProduct', String(input.details['ProductId']));
  if (product === undefined || product.owner !== input.account)
    return input.problem('INCOMPATIBLE_PRODUCT', 'The product does not exist or belongs to another seller.');
  if (product.visibility === 'Restricted') return input.problem('INCOMPATIBLE_PRODUCT', 'Use an active product in limited or public state.');
  const offerSetId = input.details['OfferSetId'];
  if (typeof offerSetId === 'string' && entityOf(input.stage, 'OfferSet', offerSetId)?.owner !== input.account)
    return input.problem('INVALID_OFFER_SET', 'The offer set does not exist.');
  return draft(input, product.id, named(input.details));
};

/** The authorisation must be for this account, active, in time, and not used up. */
function usable({ stage, account, now, details, problem }: Input): ResaleAuthorization | undefined {
  const authorization = entityOf(stage, 'ResaleAuthorization', String(details['ResaleAuthorizationId']));
  if (authorization === undefined || authorization.reseller !== account || authorization.status === 'Draft') {
    return problem('RESALE_AUTHORIZATION_NOT_FOUND', 'The resale authorization does not exist, or is not for this account.');
  }
  const trouble = whyNotUsable(authorization, now);
  return trouble === undefined ? authorization : problem('INCOMPATIBLE_RESALE_AUTHORIZATION', trouble);
}
function whyNotUsable(authorization: ResaleAuthorization, now: Date): string | undefined {
  if (authorization.status === 'Restricted') return 'The resale authorization is restricted.';
  if (authorization.availabilityEndDate !== undefined && endOfDay(authorization.availabilityEndDate) <= now) return 'The resale authorization has expired.';
  if (authorization.offersMaxQuantity !== undefined && authorization.offersReleased >= authorization.offersMaxQuantity)
    return 'The one-time resale authorization has been used.';
  return undefined;
}

const createFromAuthorization: CreateRule<Offer> = (input) => {
  const authorization = usable(input);
  if (authorization === undefined) return undefined;
  return draft(input, authorization.productId, {
    ...named(input.details),
    resaleAuthorizationId: authorization.id,
    buyers: [...authorization.buyers],
    ...(authorization.preExisting === undefined ? {} : { preExisting: authorization.preExisting }),
  });
};

/** A new offer in the place of a running agreement, to the same buyer. */
function replacement(input: Input, throughAuthorization: boolean): Partial<Offer> | undefined {
  const agreement = input.marketplace.store.agreements.get(String(input.details['AgreementId']));
  if (agreement === undefined || agreement.sellers[0] !== input.account)
    return input.problem('AGREEMENT_NOT_FOUND', 'The agreement does not exist, or was proposed by another account.');
  if (agreement.status !== 'ACTIVE') return input.problem('INCOMPATIBLE_AGREEMENT', `The agreement is ${agreement.status.toLowerCase()}.`);
  if (throughAuthorization !== (agreement.resaleAuthorizationId !== undefined)) {
    return input.problem('INCOMPATIBLE_AGREEMENT', 'An agreement through a channel partner is replaced with a resale authorization, any other without.');
  }
  return { ...named(input.details), productId: agreement.productId, targetAgreementId: agreement.id, buyers: [agreement.acceptor] };
}
const createReplacement: CreateRule<Offer> = (input) => {
  const from = replacement(input, false);
  return from === undefined ? undefined : draft(input, from.productId ?? '', from);
};
const createReplacementFromAuthorization: CreateRule<Offer> = (input) => {
  const authorization = usable(input);
  const from = replacement(input, true);
  if (authorization === undefined || from === undefined) return undefined;
  if (authorization.productId !== from.productId) return input.problem('INCOMPATIBLE_PRODUCT', 'The authorization is for another product than the agreement.');
  return draft(input, authorization.productId, { ...from, resaleAuthorizationId: authorization.id });
};

/** Once released, only the expiry can move. */
function whileDraft(rule: Rule<Offer>): Rule<Offer> {
  return (input) => {
    if (input.entity.state === 'Released')
      input.problem('INCOMPATIBLE_STATUS', `${input.change.changeType} request can't be performed after the offer is released.`);
    else rule(input);
  };
}
const setTerms =
  (group: TermGroup): Rule<Offer> =>
  ({ entity, details }) => {
    entity.terms[group] = (details['Terms'] ?? []) as Term[];
  };
const ownTermsOnly =
  (rule: Rule<Offer>): Rule<Offer> =>
  (input) => {
    if (input.entity.resaleAuthorizationId === undefined) rule(input);
    else input.problem('INCOMPATIBLE_TERMS', `${input.change.changeType} is not possible: these terms come from the resale authorization.`);
  };

const updatePricing: Rule<Offer> = (input) => {
  const { entity, details, stage, problem } = input;
  const product = entityOf(stage, 'SaaSProduct', entity.productId);
  const terms = details['Terms'] as Term[];
  if (product !== undefined) checkPricing(product, terms, String(details['PricingModel']), problem);
  entity.pricingModel = String(details['PricingModel']);
  entity.terms.pricing = terms;
};

const updateTargeting: Rule<Offer> = ({ entity, details, stage, problem }) => {
  const targeting = details['PositiveTargeting'] as { BuyerAccounts?: string[] | null } | undefined;
  const buyers = [...new Set(targeting?.BuyerAccounts ?? [])];
  const authorization = entityOf(stage, 'ResaleAuthorization', entity.resaleAuthorizationId);
  const foreign = authorization === undefined || authorization.buyers.length === 0 ? [] : buyers.filter((buyer) => !authorization.buyers.includes(buyer));
  if (foreign.length > 0) problem('INCOMPATIBLE_BUYER_TARGETING', `The resale authorization does not allow the buyers ${foreign.join(', ')}.`);
  if (entity.targetAgreementId !== undefined && (buyers.length !== 1 || buyers[0] !== entity.buyers[0])) {
    problem('INCOMPATIBLE_BUYER_TARGETING', 'A replacement offer is for the buyer of the agreement it replaces.');
  }
  entity.buyers = buyers;
};

const updateValidity: Rule<Offer> = ({ entity, details, problem }) => {
  const terms = (details['Terms'] ?? []) as Term[];
  for (const { AgreementDuration, AgreementStartDate, AgreementEndDate } of terms) {
    const byDates = (AgreementStartDate ?? undefined) !== undefined || (AgreementEndDate ?? undefined) !== undefined;
    if (byDates === ((AgreementDuration ?? undefined) !== undefined))
      problem('INVALID_VALIDITY_TERM', 'Provide either AgreementDuration, or AgreementEndDate with or without AgreementStartDate.');
    else if (byDates && AgreementEndDate === undefined) problem('INVALID_VALIDITY_TERM', 'Provide AgreementEndDate.');
    else if (byDates && AgreementStartDate !== undefined && startOfDay(AgreementStartDate) >= endOfDay(AgreementEndDate ?? ''))
      problem('INVALID_VALIDITY_TERM', 'The agreement must end after its start.');
  }
  entity.terms.validity = terms;
};

const updateInformation: Rule<Offer> = ({ entity, details }) => {
  Object.assign(entity, named(details));
  if (details['PreExistingAgreement'] !== undefined && details['PreExistingAgreement'] !== null)
    entity.preExisting = details['PreExistingAgreement'] as PreExisting;
};

const updateMarkup: Rule<Offer> = ({ entity, details, problem }) => {
  if (entity.resaleAuthorizationId === undefined) return problem('INCOMPATIBLE_TERMS', 'A markup needs an offer made with a resale authorization.');
  entity.markup = String(details['Percentage']);
  return undefined;
};

const release: Rule<Offer> = ({ entity, stage, now, problem }) => {
  if (entity.state === 'Released') return problem('INCOMPATIBLE_STATUS', "ReleaseOffer request can't be performed after the offer is released.");
  const authorization = entityOf(stage, 'ResaleAuthorization', entity.resaleAuthorizationId);
  if (entity.name === undefined) problem('MISSING_MANDATORY_FIELDS', 'Provide a Name.');
  if (entity.buyers.length === 0) problem('INCOMPATIBLE_BUYER_TARGETING', 'At least one buyer account must be present for a private offer.');
  if (entity.availabilityEndDate === undefined) problem('MISSING_MANDATORY_RULES', 'Provide an AvailabilityEndDate.');
  const base = baseOf(stage, entity);
  if ((base?.terms.pricing ?? []).length === 0) problem('MISSING_MANDATORY_TERMS', 'Provide a PricingTerm.');
  if ((base?.terms.legal ?? []).length === 0 && (entity.terms.legal ?? []).length === 0) problem('MISSING_MANDATORY_TERMS', 'Provide a LegalTerm.');
  if (authorization === undefined) checkPriceAndSchedule(entity.terms, problem);
  else {
    const trouble = whyNotUsable(authorization, now);
    if (trouble !== undefined) problem('INCOMPATIBLE_RESALE_AUTHORIZATION', trouble);
    const used = stage.edit(authorization.id);
    if (used?.kind === 'ResaleAuthorization') used.offersReleased += 1;
    const own = entity.terms.schedule?.[0]?.Schedule?.reduce((sum, { ChargeAmount }) => sum + decimal(ChargeAmount), 0n);
    if (own !== undefined && own < (buyerTotal(stage, { ...entity, terms: {}, markup: '0' }) ?? 0n)) {
      problem('INVALID_SCHEDULED_PAYMENTS', 'The instalments are less than the price of the resale authorization.');
    }
  }
  const fixed = termOf(base?.terms.pricing, 'FixedUpfrontPricingTerm');
  const validity = entity.terms.validity?.[0];
  if (fixed !== undefined && validity === undefined) problem('MISSING_MANDATORY_TERMS', 'Provide a ValidityTerm.');
  if (fixed?.Duration !== undefined && (validity?.AgreementDuration ?? fixed.Duration) !== fixed.Duration) {
    problem('INCOMPATIBLE_TERMS', `The AgreementDuration must be the Duration of the pricing term (${fixed.Duration}).`);
  }
  entity.state = 'Released';
  entity.releaseDate = now.toISOString();
  return undefined;
};

export const offerRules: Rules<Offer> = {
  create: {
    CreateOffer: createOffer,
    CreateOfferUsingResaleAuthorization: createFromAuthorization,
    CreateReplacementOffer: createReplacement,
    CreateReplacementOfferUsingResaleAuthorization: createReplacementFromAuthorization,
  },
  update: {
    UpdateInformation: whileDraft(updateInformation),
    UpdateTargeting: whileDraft(updateTargeting),
    UpdatePricingTerms: whileDraft(ownTermsOnly(updatePricing)),
    UpdatePaymentScheduleTerms: whileDraft((input) => {
      for (const term of (input.details['Terms'] ?? []) as Term[]) checkSchedule(term, input.now, input.problem);
      setTerms('schedule')(input);
    }),
    UpdateLegalTerms: whileDraft((input) => {
      checkLegal((input.details['Terms'] ?? []) as Term[], input.problem);
      setTerms('legal')(input);
    }),
    UpdateValidityTerms: whileDraft(updateValidity),
    UpdateRenewalTerms: whileDraft(setTerms('renewal')),
    UpdateSupportTerms: whileDraft(setTerms('support')),
    UpdateCustomerVerificationTerms: whileDraft(setTerms('verification')),
    UpdateMarkup: whileDraft(updateMarkup),
    UpdateAvailability: ({ entity, details }) => {
      entity.availabilityEndDate = String(details['AvailabilityEndDate']);
    },
  },
  release: { ReleaseOffer: release },
};
