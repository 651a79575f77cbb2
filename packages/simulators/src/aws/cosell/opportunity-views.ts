import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { instant } from './context.ts';
import type { NextStep, Opportunity } from './model.ts';

const opportunityArn = (record: Opportunity): string => `arn:aws:partnercentral:us-east-1:${record.account}:catalog/${record.catalog}/opportunity/${record.id}`;
const object = (value: unknown): JsonObject => (isObject(value) ? value : {});
export const pick = (value: unknown, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object(value)).filter(([name]) => names.includes(name)));
const steps = (history: readonly NextStep[]): readonly object[] => history.map(({ value, at }) => ({ Value: value, Time: instant(at) }));

const reviewOf = (record: Opportunity): JsonObject => ({
  ReviewStatus: record.review.status,
  ...(record.review.comments === undefined ? {} : { ReviewComments: record.review.comments }),
  ...(record.review.reason === undefined ? {} : { ReviewStatusReason: record.review.reason }),
});

export function opportunityView(record: Opportunity): JsonObject {
  const history = record.nextStepsHistory.length === 0 ? {} : { NextStepsHistory: steps(record.nextStepsHistory) };
  return {
    Catalog: record.catalog,
    Id: record.id,
    Arn: opportunityArn(record),
    CreatedDate: instant(record.createdAt),
    LastModifiedDate: instant(record.modifiedAt),
    ...record.body,
    LifeCycle: { ...object(record.body.LifeCycle), ...reviewOf(record), ...history },
    RelatedEntityIdentifiers: record.related,
    ...(record.team.length === 0 ? {} : { OpportunityTeam: record.team }),
  };
}

export function opportunitySummary(record: Opportunity): JsonObject {
  const customer = object(object(record.body.Customer).Account);
  const account = pick(customer, ['Industry', 'OtherIndustry', 'CompanyName', 'WebsiteUrl']);
  const address = pick(customer.Address, ['City', 'PostalCode', 'StateOrRegion', 'CountryCode']);
  return {
    Catalog: record.catalog,
    Id: record.id,
    Arn: opportunityArn(record),
    CreatedDate: instant(record.createdAt),
    LastModifiedDate: instant(record.modifiedAt),
    ...pick(record.body, ['PartnerOpportunityIdentifier', 'OpportunityType']),
    LifeCycle: { ...object(record.body.LifeCycle), ...reviewOf(record) },
    Customer: { Account: { ...account, ...(Object.keys(address).length === 0 ? {} : { Address: address }) } },
    Project: pick(record.body.Project, ['DeliveryModels', 'ExpectedCustomerSpend', 'ExpectedContractDuration']),
  };
}

/** AWS' own view of the deal. */
export function awsSummary(record: Opportunity): JsonObject {
  const { aws } = record;
  if (aws === undefined) return {};
  const optional = (name: string, value: unknown): JsonObject => (value === undefined ? {} : { [name]: value });
  return {
    RelatedOpportunityId: record.id,
    Origin: record.origin,
    InvolvementType: aws.involvementType,
    Visibility: aws.visibility,
    ...optional('InvolvementTypeChangeReason', aws.involvementTypeChangeReason),
    LifeCycle: {
      Stage: aws.stage,
      ...optional('TargetCloseDate', aws.targetCloseDate),
      ...optional('ClosedLostReason', aws.closedLostReason),
      ...optional('NextSteps', aws.nextSteps),
      NextStepsHistory: steps(aws.nextStepsHistory),
    },
    OpportunityTeam: aws.team,
    Insights: { ...optional('EngagementScore', aws.engagementScore), ...optional('NextBestActions', aws.nextBestActions) },
    RelatedEntityIds: pick(record.related, ['AwsProducts', 'Solutions', 'AwsMarketplaceSolutions', 'AwsMarketplaceProducts']),
    Customer: pick(record.body.Customer, ['Contacts']),
    Project: pick(record.body.Project, ['ExpectedCustomerSpend', 'AwsPartition']),
  };
}

/** What the other members of an engagement may see of an opportunity. */
export function sharedView(record: Opportunity): JsonObject {
  const { NextSteps, Stage, TargetCloseDate } = object(record.body.LifeCycle);
  const lifecycle = pick({ TargetCloseDate, ReviewStatus: record.review.status, Stage, NextSteps }, ['TargetCloseDate', 'ReviewStatus', 'Stage', 'NextSteps']);
  return {
    ...pick(record.body, ['OpportunityType', 'PrimaryNeedsFromAws', 'Customer']),
    Lifecycle: lifecycle,
    ...(record.team.length === 0 ? {} : { OpportunityTeam: record.team }),
    Project: pick(record.body.Project, [
      'DeliveryModels',
      'ExpectedCustomerSpend',
      'ExpectedContractDuration',
      'CustomerUseCase',
      'SalesActivities',
      'OtherSolutionDescription',
    ]),
    RelatedEntityIdentifiers: record.related,
  };
}
