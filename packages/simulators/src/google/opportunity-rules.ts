import { at, isRecord, isText, listAt, textAt } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import { dateIsReal, moneyMinor } from './masks.ts';
import type { OpportunityState } from './model.ts';
import type { Violation } from './refusals.ts';

/** QUALIFY, REFINE and CLOSED were seen in public; the name between them was not, and is assumed. */
export const stages = ['QUALIFY', 'REFINE', 'PROPOSE', 'CLOSED'];
const supportLevels = ['SUPPORT_LEVEL_UNSPECIFIED', 'ALIGN_SALES_ACCOUNT', 'NO_SUPPORT', 'SALES_SUPPORT'];
export const topLevel = [
  'name',
  'customerDisplayName',
  'state',
  'stateDescription',
  'stage',
  'owner',
  'ownerEmail',
  'creatorEmail',
  'source',
  'opportunityInfo',
  'qualificationInfo',
  'customerInfo',
  'isvSolutionConnectInfo',
  'partnerInfo',
  'salesCycle',
  'winLossInfo',
  'opportunityLines',
  'opportunityTeamMembers',
  'customerContacts',
  'rebateExtensions',
  'createTime',
  'updateTime',
  'referenceOpportunityId',
  'opportunityType',
  'submitterEmail',
];
export const outputOnly = [
  'name',
  'customerDisplayName',
  'stateDescription',
  'owner',
  'ownerEmail',
  'creatorEmail',
  'source',
  'createTime',
  'updateTime',
  'submitterEmail',
  'salesCycle',
];

/** After acceptance: the progress of the deal, not what was accepted. Which fields exactly is not public; this list is assumed. */
export const editableWhenAccepted = [
  'stage',
  'opportunityInfo.description',
  'qualificationInfo.dealSize',
  'qualificationInfo.estimatedCloseDate',
  'qualificationInfo.contractLengthMonths',
  'qualificationInfo.budget',
  'qualificationInfo.authority',
  'qualificationInfo.need',
  'qualificationInfo.timeline',
  'qualificationInfo.decisionPhase',
  'isvSolutionConnectInfo.nextStep',
  'isvSolutionConnectInfo.notes',
  'isvSolutionConnectInfo.supportLevel',
  'isvSolutionConnectInfo.customerContactRequested',
  'customerContacts',
  'opportunityTeamMembers',
  'winLossInfo',
];
export const editable: Readonly<Record<OpportunityState, 'everything' | 'nothing' | 'progress'>> = {
  DRAFT: 'everything',
  NOT_ACCEPTED: 'everything',
  SUBMITTED: 'nothing',
  ACCEPTED: 'progress',
};
/** What a client may set the state to. */
export const clientSteps: Readonly<Record<OpportunityState, readonly OpportunityState[]>> = {
  DRAFT: ['DRAFT', 'SUBMITTED'],
  NOT_ACCEPTED: ['NOT_ACCEPTED', 'DRAFT', 'SUBMITTED'],
  SUBMITTED: [],
  ACCEPTED: ['ACCEPTED'],
};

/** What is there must be right, in every state. */
export function shapeViolations(document: Json): Violation[] {
  const found: Violation[] = [];
  const check = (field: string, right: (value: unknown) => boolean, description: string): void => {
    const value = at(document, field);
    if (value !== undefined && value !== null && !right(value)) found.push({ field, description });
  };
  const whole = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;
  for (const group of ['opportunityInfo', 'qualificationInfo', 'customerInfo', 'isvSolutionConnectInfo', 'winLossInfo'])
    check(group, isRecord, 'An object is expected.');
  check('qualificationInfo.dealSize', (value) => (moneyMinor(value) ?? -1) >= 0, 'A Money with currencyCode and units is expected.');
  check('qualificationInfo.estimatedCloseDate', dateIsReal, 'A Date of year, month and day is expected.');
  check('qualificationInfo.contractLengthMonths', whole, 'A whole number of months is expected.');
  check('opportunityInfo.partnerEntity', (value) => /^partners\/[\w-]+$/.test(String(value)), 'A resource name such as partners/C00000001 is expected.');
  check('opportunityInfo.productFamily', Array.isArray, 'A list is expected.');
  check('customerInfo.customerDetails.employeeCount', (value) => /^\d+$/.test(String(value)), 'A number is expected.');
  check('customerInfo.customerDetails.address.regionCode', (value) => /^[A-Z]{2}$/.test(String(value)), 'A CLDR region code is expected.');
  check('isvSolutionConnectInfo.supportLevel', (value) => supportLevels.includes(String(value)), `One of ${supportLevels.join(', ')} is expected.`);
  check('stage', (value) => stages.includes(String(value)), `One of ${stages.join(', ')} is expected.`);
  return found;
}

/** What must be there before it can be submitted: as a connector in the field lists it (SaaSify, December 2025). */
export function submitViolations(document: Json): Violation[] {
  const texts = [
    'opportunityInfo.displayName',
    'opportunityInfo.description',
    'opportunityInfo.partnerEntity',
    'customerInfo.customerDetails.organizationName',
    'customerInfo.customerDetails.domain',
    'customerInfo.customerDetails.industry',
    'customerInfo.customerDetails.address.regionCode',
    'customerInfo.customerDetails.address.locality',
    'customerInfo.region',
    'isvSolutionConnectInfo.deliveryModel',
    'isvSolutionConnectInfo.contractVehicle',
    'isvSolutionConnectInfo.supportLevel',
  ];
  const missing = texts.filter((path) => !isText(at(document, path)));
  const others: readonly (readonly [string, boolean])[] = [
    ['customerInfo.customerDetails.address.addressLines', listAt(document, 'customerInfo.customerDetails.address.addressLines').length > 0],
    ['customerInfo.customerDetails.employeeCount', at(document, 'customerInfo.customerDetails.employeeCount') !== undefined],
    ['opportunityInfo.productFamily', listAt(document, 'opportunityInfo.productFamily').length > 0],
    ['qualificationInfo.dealSize', moneyMinor(at(document, 'qualificationInfo.dealSize')) !== undefined],
    ['qualificationInfo.contractLengthMonths', at(document, 'qualificationInfo.contractLengthMonths') !== undefined],
    ['qualificationInfo.estimatedCloseDate', dateIsReal(at(document, 'qualificationInfo.estimatedCloseDate'))],
    ['qualificationInfo.legalLanguageAccepted', at(document, 'qualificationInfo.legalLanguageAccepted') === true],
  ];
  return [...missing, ...others.flatMap(([path, there]) => (there ? [] : [path]))].map((field) => ({
    field,
    description: 'Required before the opportunity can be submitted.',
  }));
}
export const customerName = (document: Json): string => textAt(document, 'customerInfo.customerDetails.organizationName');
