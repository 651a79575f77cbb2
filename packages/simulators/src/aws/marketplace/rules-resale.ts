import { newId } from './context.ts';
import { endOfDay } from './dates.ts';
import type { PreExisting, ResaleAuthorization, Term, TermGroup } from './model.ts';
import { baseOfAuthorization } from './pricing.ts';
import type { CreateRule, Rule, Rules } from './staging.ts';
import { entityOf } from './store.ts';
import { checkLegal, checkPriceAndSchedule, checkPricing, checkSchedule } from './term-rules.ts';

/** Made by the manufacturer, or by a distributor who passes on an authorisation of its own. */
const create: CreateRule<ResaleAuthorization> = ({ marketplace, account, stage, now, details, problem }) => {
  const product = entityOf(stage, 'SaaSProduct', String(details['ProductId']));
  const sourceId = details['SourceAuthorization'];
  const source = typeof sourceId === 'string' ? entityOf(stage, 'ResaleAuthorization', sourceId) : undefined;
  if (typeof sourceId === 'string') {
    if (source === undefined || source.reseller !== account || source.status === 'Draft')
      return problem('RESALE_AUTHORIZATION_NOT_FOUND', 'The source authorization does not exist, or is not for this account.');
    if (source.resellerRole !== 'Distributor') return problem('INCOMPATIBLE_RESALE_AUTHORIZATION', 'Only an authorization for a distributor can be passed on.');
    if (source.status === 'Restricted') return problem('INCOMPATIBLE_RESALE_AUTHORIZATION', 'The source authorization is restricted.');
  }
  if (product === undefined || (source === undefined ? product.owner !== account : source.productId !== product.id)) {
    return problem('INCOMPATIBLE_PRODUCT', 'The product does not exist, or this account may not authorize its resale.');
  }
  if (product.visibility === 'Restricted') return problem('INCOMPATIBLE_PRODUCT', 'Use an active product in limited or public state.');
  const reseller = String(details['ResellerAccountId']);
  if (reseller === account) return problem('INVALID_RESELLER', 'The reseller must be another account.');
  const at = now.toISOString();
  return {
    kind: 'ResaleAuthorization',
    id: newId(marketplace, 'resaleauthz-'),
    owner: account,
    createdAt: at,
    lastModified: at,
    revision: 0,
    manufacturer: product.owner,
    productId: product.id,
    name: String(details['Name']),
    ...(typeof details['Description'] === 'string' ? { description: details['Description'] } : {}),
    reseller,
    resellerRole: details['ResellerRole'] === 'Distributor' || marketplace.store.distributors.has(reseller) ? 'Distributor' : 'ChannelPartner',
    ...(source === undefined ? {} : { sourceAuthorizationId: source.id }),
    status: 'Draft',
    terms: {},
    buyers: [...(source?.buyers ?? [])],
    offersReleased: 0,
  };
};

function whileDraft(rule: Rule<ResaleAuthorization>): Rule<ResaleAuthorization> {
  return (input) => {
    if (input.entity.status === 'Draft') rule(input);
    else input.problem('INCOMPATIBLE_STATUS', `${input.change.changeType} request can't be performed after the resale authorization is released.`);
  };
}
function notDerived(rule: Rule<ResaleAuthorization>): Rule<ResaleAuthorization> {
  return (input) => {
    if (input.entity.sourceAuthorizationId === undefined) rule(input);
    else input.problem('INCOMPATIBLE_TERMS', `${input.change.changeType} is not possible: these terms come from the source authorization.`);
  };
}
const setTerms =
  (group: TermGroup): Rule<ResaleAuthorization> =>
  ({ entity, details }) => {
    entity.terms[group] = (details['Terms'] ?? []) as Term[];
  };

const updatePricing: Rule<ResaleAuthorization> = ({ entity, details, stage, problem }) => {
  const product = entityOf(stage, 'SaaSProduct', entity.productId);
  const terms = details['Terms'] as Term[];
  if (product !== undefined) checkPricing(product, terms, String(details['PricingModel']), problem);
  entity.pricingModel = String(details['PricingModel']);
  entity.terms.pricing = terms;
};

const updateBuyers: Rule<ResaleAuthorization> = ({ entity, details, stage, problem }) => {
  const buyers = ((details['Terms'] ?? []) as Term[]).flatMap(({ PositiveTargeting }) => PositiveTargeting?.BuyerAccounts ?? []);
  const source = entityOf(stage, 'ResaleAuthorization', entity.sourceAuthorizationId);
  if (source !== undefined && source.buyers.length > 0 && buyers.some((buyer) => !source.buyers.includes(buyer))) {
    problem('INCOMPATIBLE_BUYER_TARGETING', 'The source authorization does not allow these buyers.');
  }
  entity.buyers = [...new Set(buyers)];
};

const updateAvailability: Rule<ResaleAuthorization> = ({ entity, details, problem }) => {
  const date = details['AvailabilityEndDate'];
  const quantity = details['OffersMaxQuantity'];
  if (typeof date !== 'string' && typeof quantity !== 'number') problem('MISSING_MANDATORY_FIELDS', 'Provide AvailabilityEndDate or OffersMaxQuantity.');
  if (typeof date === 'string') entity.availabilityEndDate = date;
  if (typeof quantity === 'number') entity.offersMaxQuantity = quantity;
};

const updateInformation: Rule<ResaleAuthorization> = ({ entity, details }) => {
  if (typeof details['Name'] === 'string') entity.name = details['Name'];
  if (typeof details['Description'] === 'string') entity.description = details['Description'];
  if (details['PreExistingBuyerAgreement'] !== undefined && details['PreExistingBuyerAgreement'] !== null)
    entity.preExisting = details['PreExistingBuyerAgreement'] as PreExisting;
};

const updateMarkup: Rule<ResaleAuthorization> = ({ entity, details, problem }) => {
  if (entity.sourceAuthorizationId === undefined) return problem('INCOMPATIBLE_TERMS', 'A markup needs a source authorization.');
  entity.markup = String(details['Percentage']);
  return undefined;
};

const release: Rule<ResaleAuthorization> = ({ entity, stage, problem }) => {
  if (entity.status !== 'Draft')
    return problem('INCOMPATIBLE_STATUS', "ReleaseResaleAuthorization request can't be performed after the resale authorization is released.");
  const base = baseOfAuthorization(stage, entity);
  if ((base?.terms.pricing ?? []).length === 0) problem('MISSING_MANDATORY_TERMS', 'Provide a PricingTerm.');
  if (!(base?.terms.legal ?? []).some(({ Type }) => Type === 'BuyerLegalTerm')) problem('MISSING_MANDATORY_TERMS', 'Provide a BuyerLegalTerm.');
  checkPriceAndSchedule(entity.terms, problem);
  if ((entity.terms.schedule ?? []).length > 0 && entity.offersMaxQuantity === undefined && entity.availabilityEndDate === undefined) {
    problem('INCOMPATIBLE_TERMS', 'OffersMaxQuantity or AvailabilityEndDate must be present with ResalePaymentScheduleTerm.');
  }
  if (entity.preExisting !== undefined && entity.buyers.length === 0) {
    problem('INCOMPATIBLE_BUYER_TARGETING', 'At least one buyer account must be present for a resale authorization with PreExistingBuyerAgreement.');
  }
  entity.status = 'Active';
  return undefined;
};

/** Cannot be undone. Offers that exist already stay as they are. */
const restrict: Rule<ResaleAuthorization> = ({ entity, now, problem }) => {
  if (entity.status === 'Draft') return problem('INCOMPATIBLE_STATUS', 'A draft cannot be restricted.');
  if (entity.availabilityEndDate !== undefined && endOfDay(entity.availabilityEndDate) <= now)
    return problem('INCOMPATIBLE_STATUS', "Expired ResaleAuthorization can't be marked as restricted.");
  entity.status = 'Restricted';
  return undefined;
};

export const resaleRules: Rules<ResaleAuthorization> = {
  create: { CreateResaleAuthorization: create },
  update: {
    UpdatePricingTerms: whileDraft(notDerived(updatePricing)),
    UpdatePaymentScheduleTerms: whileDraft(
      notDerived((input) => {
        for (const term of (input.details['Terms'] ?? []) as Term[]) checkSchedule(term, input.now, input.problem);
        setTerms('schedule')(input);
      }),
    ),
    UpdateLegalTerms: whileDraft((input) => {
      checkLegal((input.details['Terms'] ?? []) as Term[], input.problem);
      setTerms('legal')(input);
    }),
    UpdateBuyerTargetingTerms: whileDraft(updateBuyers),
    UpdateBuyerValidityTerms: whileDraft(setTerms('buyerValidity')),
    UpdateInformation: whileDraft(updateInformation),
    UpdateMarkup: whileDraft(updateMarkup),
    UpdateAvailability: updateAvailability,
  },
  release: { ReleaseResaleAuthorization: release, RestrictResaleAuthorization: restrict },
};
