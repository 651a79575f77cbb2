import { checkShape, documentedValues } from '../constraints/index.ts';
import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { text } from './context.ts';
import type { Opportunity } from './model.ts';
import { fieldError } from './refusals.ts';
import type { FieldError } from './refusals.ts';
import { countriesWithoutPostalCode, usStates } from './places.ts';

/** The member at a dotted path. */
export function at(body: JsonObject, path: string): unknown {
  let value: unknown = body;
  for (const name of path.split('.')) value = isObject(value) ? value[name] : undefined;
  return value;
}
const list = (body: JsonObject, path: string): readonly unknown[] => {
  const value = at(body, path);
  return Array.isArray(value) ? value : [];
};
const isBlank = (value: unknown): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
const missing = (path: string, why = ''): FieldError => fieldError(path, 'REQUIRED_FIELD_MISSING', `${path} is required${why}.`);

/** The day of the virtual clock, against which dates are compared. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
const isRealDate = (date: string): boolean => !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && dayOf(Date.parse(`${date}T00:00:00Z`)) === date;

/** What holds for every create and update, whatever the review says. `before` is absent on create. */
export function fieldRules(body: JsonObject, now: number, before?: JsonObject): FieldError[] {
  return [...dateRules(body, now, before), ...customerRules(body), ...projectRules(body), ...marketingRules(body), ...closeRules(body)];
}

function dateRules(body: JsonObject, now: number, before: JsonObject | undefined): FieldError[] {
  const errors: FieldError[] = [];
  for (const path of ['LifeCycle.TargetCloseDate', 'SoftwareRevenue.EffectiveDate', 'SoftwareRevenue.ExpirationDate']) {
    const date = at(body, path);
    if (typeof date === 'string' && !isRealDate(date)) errors.push(fieldError(path, 'INVALID_VALUE', `${date} is not a day of the calendar.`));
  }
  const close = at(body, 'LifeCycle.TargetCloseDate');
  const isNew = before === undefined || at(before, 'LifeCycle.TargetCloseDate') !== close;
  if (typeof close === 'string' && isNew && close < dayOf(now))
    errors.push(fieldError('LifeCycle.TargetCloseDate', 'INVALID_VALUE', 'The target close date must not be in the past.'));
  return errors;
}

function customerRules(body: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  const industry = at(body, 'Customer.Account.Industry');
  if (industry === 'Other' && isBlank(at(body, 'Customer.Account.OtherIndustry')))
    errors.push(missing('Customer.Account.OtherIndustry', ' when the industry is Other'));
  if (body.NationalSecurity === 'Yes' && industry !== 'Government') {
    errors.push(fieldError('NationalSecurity', 'INVALID_VALUE', 'NationalSecurity can be Yes only when the industry is Government.'));
  }
  const state = at(body, 'Customer.Account.Address.StateOrRegion');
  if (at(body, 'Customer.Account.Address.CountryCode') === 'US' && typeof state === 'string' && state !== '' && !usStates.has(state)) {
    errors.push(
      fieldError('Customer.Account.Address.StateOrRegion', 'INVALID_ENUM_VALUE', `${state} is not a state of the United States as it is written in full.`),
    );
  }
  return errors;
}

function projectRules(body: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  const useCase = at(body, 'Project.CustomerUseCase');
  if (typeof useCase === 'string' && useCase !== '' && !documentedValues['Project.CustomerUseCase'].includes(useCase)) {
    errors.push(fieldError('Project.CustomerUseCase', 'INVALID_ENUM_VALUE', `${useCase} is not a use case.`));
  }
  list(body, 'Project.ApnPrograms').forEach((program, index) => {
    if (!documentedValues['Project.ApnPrograms'].includes(String(program)))
      errors.push(fieldError(`Project.ApnPrograms[${index}]`, 'INVALID_ENUM_VALUE', `${String(program)} is not a programme.`));
  });
  list(body, 'Project.ExpectedCustomerSpend').forEach((entry, index) => {
    const currency = isObject(entry) ? entry.CurrencyCode : undefined;
    if (currency !== 'USD' && currency !== 'EUR')
      errors.push(fieldError(`Project.ExpectedCustomerSpend[${index}].CurrencyCode`, 'INVALID_VALUE', 'Expected spend is accepted in USD and EUR only.'));
  });
  if (at(body, 'Project.CompetitorName') === '*Other' && isBlank(at(body, 'Project.OtherCompetitorNames'))) {
    errors.push(missing('Project.OtherCompetitorNames', ' when the competitor is *Other'));
  }
  if (body.OpportunityType === 'Flat Renewal' && isBlank(at(body, 'Project.RelatedOpportunityIdentifier'))) {
    errors.push(missing('Project.RelatedOpportunityIdentifier', ' for a flat renewal'));
  }
  return errors;
}

function marketingRules(body: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  list(body, 'Marketing.UseCases').forEach((useCase, index) => {
    if (!documentedValues['Marketing.UseCases'].includes(String(useCase)))
      errors.push(fieldError(`Marketing.UseCases[${index}]`, 'INVALID_ENUM_VALUE', `${String(useCase)} is not a use case.`));
  });
  if (at(body, 'Marketing.AwsFundingUsed') === 'No' && list(body, 'Marketing.UseCases').length > 0) {
    errors.push(fieldError('Marketing.UseCases', 'INVALID_VALUE', 'UseCases must be empty when no funding of AWS was used.'));
  }
  return errors;
}

function closeRules(body: JsonObject): FieldError[] {
  const isLost = at(body, 'LifeCycle.Stage') === 'Closed Lost';
  const reason = at(body, 'LifeCycle.ClosedLostReason');
  if (isLost && isBlank(reason)) return [missing('LifeCycle.ClosedLostReason', ' when the stage is Closed Lost')];
  if (!isLost && !isBlank(reason))
    return [fieldError('LifeCycle.ClosedLostReason', 'INVALID_VALUE', 'A reason is accepted only when the stage is Closed Lost.')];
  return [];
}

const relatedSolutions = (record: Opportunity): number =>
  (record.related.Solutions?.length ?? 0) + (record.related.AwsMarketplaceSolutions?.length ?? 0) + (record.related.AwsMarketplaceProducts?.length ?? 0);

/** What AWS wants before it looks at an opportunity: the model asks for nearly nothing of it (documentation and practitioners). */
export function submissionRules(record: Opportunity): FieldError[] {
  const { body } = record;
  const errors = [
    'Customer.Account.CompanyName',
    'Customer.Account.WebsiteUrl',
    'Customer.Account.Industry',
    'Customer.Account.Address.CountryCode',
    'Project.Title',
    'Project.CustomerBusinessProblem',
    'Project.CustomerUseCase',
    'Project.DeliveryModels',
    'Project.SalesActivities',
    'LifeCycle.TargetCloseDate',
    'PrimaryNeedsFromAws',
  ]
    .filter((path) => isBlank(at(body, path)))
    .map((path) => missing(path, ' to submit'));
  const country = text(at(body, 'Customer.Account.Address.CountryCode'));
  if (isBlank(at(body, 'Customer.Account.Address.PostalCode')) && !countriesWithoutPostalCode.has(country))
    errors.push(missing('Customer.Account.Address.PostalCode', ' to submit'));
  if (country === 'US' && isBlank(at(body, 'Customer.Account.Address.StateOrRegion')))
    errors.push(missing('Customer.Account.Address.StateOrRegion', ' to submit'));
  const spends = list(body, 'Project.ExpectedCustomerSpend');
  if (!spends.some((spend) => isObject(spend) && Number(spend.Amount) > 0))
    errors.push(missing('Project.ExpectedCustomerSpend', ' with an amount above zero to submit'));
  if (relatedSolutions(record) === 0 && isBlank(at(body, 'Project.OtherSolutionDescription')))
    errors.push(missing('RelatedEntityIdentifiers.Solutions', ' to submit, or Project.OtherSolutionDescription'));
  return errors;
}

/** What a stage asks for before an opportunity may stand in it. */
export function stageRules(record: Opportunity, body: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  const stage = at(body, 'LifeCycle.Stage');
  if ((stage === 'Committed' || stage === 'Launched') && relatedSolutions(record) === 0) {
    errors.push(
      fieldError(
        'RelatedEntityIdentifiers.Solutions',
        'REQUIRED_FIELD_MISSING',
        `${stage} needs a solution or a marketplace product; another solution in words is not enough.`,
      ),
    );
  }
  if (stage !== 'Launched') return errors;
  const account = at(body, 'Customer.Account.AwsAccountId');
  if (isBlank(account)) errors.push(missing('Customer.Account.AwsAccountId', ' at the stage Launched'));
  else if (!/^\d{12}$/.test(String(account)))
    errors.push(fieldError('Customer.Account.AwsAccountId', 'INVALID_STRING_FORMAT', 'An AWS account has 12 digits.'));
  return errors;
}

/** The right form of identifier for each kind of related entity. */
export function relatedIdentifierProblem(type: string, id: string): FieldError | undefined {
  const shape = {
    Solutions: 'SolutionIdentifier',
    AwsMarketplaceOffers: 'AwsMarketplaceOfferIdentifier',
    AwsMarketplaceOfferSets: 'AwsMarketplaceOfferSetIdentifier',
    AwsMarketplaceSolutions: 'AwsMarketplaceSolutionArn',
    AwsMarketplaceProducts: 'AwsMarketplaceProductArn',
  }[type];
  const problem = shape === undefined ? undefined : checkShape('selling', shape, id);
  return problem === undefined ? undefined : fieldError('RelatedEntityIdentifier', problem.code, problem.message);
}
