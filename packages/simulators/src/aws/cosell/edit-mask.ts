import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import type { Opportunity } from './model.ts';
import { fieldError } from './refusals.ts';
import type { FieldError } from './refusals.ts';
import { at } from './rules.ts';

/** Documented for Action Required: these and nothing else. */
export const editableOnAction = [
  'Customer.Account.Address',
  'Customer.Account.WebsiteUrl',
  'LifeCycle.TargetCloseDate',
  'Project.ExpectedCustomerSpend',
  'Project.CustomerBusinessProblem',
  'PartnerOpportunityIdentifier',
] as const;
/** Documented for Approved: everything but these. */
const lockedOnApproval = [
  'Customer.Account.Address.CountryCode',
  'Customer.Account.Address.PostalCode',
  'Customer.Account.Industry',
  'Customer.Account.WebsiteUrl',
  'Project.CustomerBusinessProblem',
  'PartnerOpportunityIdentifier',
  'Project.Title',
];
/** From the matrix of the former file exchange (v14.3). */
const editableWhenLaunched = ['Project.DeliveryModels', 'Project.AdditionalComments', 'SoftwareRevenue'];

/** The paths that differ; a list counts as one. */
export function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (isObject(before) || isObject(after)) {
    const one = isObject(before) ? before : {};
    const other = isObject(after) ? after : {};
    if ((before === undefined || isObject(before)) && (after === undefined || isObject(after))) {
      return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) =>
        changedPaths(one[name], other[name], path === '' ? name : `${path}.${name}`),
      );
    }
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
}

const isWithin = (path: string, prefixes: readonly string[]): boolean => prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}.`));
const wrongState = (message: string): FieldError[] => [fieldError('LifeCycle.ReviewStatus', 'INVALID_RESOURCE_STATE', message)];
const refused = (paths: readonly string[], why: string): FieldError[] =>
  paths.map((path) => fieldError(path, 'ACTION_NOT_PERMITTED', `${path} cannot be changed ${why}.`));

/** What the review status forbids of a change. */
export function editRules(record: Opportunity, body: JsonObject): FieldError[] {
  const { status } = record.review;
  const changed = changedPaths(record.body, body);
  const stage = at(record.body, 'LifeCycle.Stage');
  switch (status) {
    case 'Submitted':
    case 'In review':
      return wrongState(`The opportunity cannot be updated while its review status is ${status}.`);
    case 'Rejected':
      return wrongState('A rejected opportunity cannot be updated.');
    case 'Pending Submission':
      return changed.includes('LifeCycle.Stage') && stage !== undefined && at(body, 'LifeCycle.Stage') !== undefined
        ? refused(['LifeCycle.Stage'], 'before the opportunity is submitted and approved')
        : [];
    case 'Action Required':
      return refused(
        changed.filter((path) => !isWithin(path, editableOnAction)),
        'while action is required',
      );
    case 'Approved':
      if (stage === 'Closed Lost') return wrongState('A lost opportunity cannot be updated.');
      if (stage === 'Launched')
        return refused(
          changed.filter((path) => !isWithin(path, editableWhenLaunched)),
          'after the launch',
        );
      return refused(
        changed.filter((path) => isWithin(path, lockedOnApproval)),
        'after the approval',
      );
  }
}
