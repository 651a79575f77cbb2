import { fields } from './fields.ts';
import type { Value, Values } from './values.ts';

export type Lock = { readonly fields: 'all' | readonly string[]; readonly sentence: string };

const keys = fields.map(({ key }) => key);
const but = (open: readonly string[]): readonly string[] => keys.filter((key) => !open.includes(key));

/** Documented for Action Required: these may be mended, and nothing else. */
const openOnAction = [
  'Customer.Account.Address.CountryCode',
  'Customer.Account.Address.StateOrRegion',
  'Customer.Account.Address.City',
  'Customer.Account.Address.PostalCode',
  'Customer.Account.Address.StreetAddress',
  'Customer.Account.WebsiteUrl',
  'LifeCycle.TargetCloseDate',
  'spend.monthly',
  'spend.tcv',
  'spend.currency',
  'Project.CustomerBusinessProblem',
];
/** Documented for Approved: these stay as they were approved. */
const shutOnApproval = [
  'Customer.Account.Address.CountryCode',
  'Customer.Account.Address.PostalCode',
  'Customer.Account.Industry',
  'Customer.Account.WebsiteUrl',
  'Project.CustomerBusinessProblem',
  'Project.Title',
];
/** The matrix of the former file exchange (v14.3) names what may still change after the launch. */
const openAfterLaunch = ['Project.DeliveryModels', 'Project.AdditionalComments'];
const shutBeforeApproval = ['LifeCycle.Stage', 'LifeCycle.ClosedLostReason'];

/** What the review forbids now, and why, in one sentence. */
export function lockOf(review: string | null, stage: string | null): Lock | null {
  switch (review) {
    case null:
    case 'Pending Submission':
      return review === null ? null : { fields: shutBeforeApproval, sentence: 'The stage moves once AWS has approved the opportunity.' };
    case 'Submitted':
    case 'In review':
      return { fields: 'all', sentence: 'AWS is reviewing it; nothing can be changed until AWS has decided.' };
    case 'Action Required':
      return { fields: but(openOnAction), sentence: 'AWS asks for action; only address, website, close date, spend and business problem can be mended.' };
    case 'Rejected':
      return { fields: 'all', sentence: 'AWS has rejected it, which is final.' };
    default:
      if (stage === 'Closed Lost') return { fields: 'all', sentence: 'It is closed as lost at AWS; nothing can be changed any more.' };
      if (stage === 'Launched') return { fields: but(openAfterLaunch), sentence: 'It is launched at AWS; only delivery models and comments can be changed.' };
      return {
        fields: shutOnApproval,
        sentence: 'AWS has approved it; title, business problem, industry, website, country and postal code stay as they were approved.',
      };
  }
}

export const isLocked = (lock: Lock | null, key: string): boolean => lock !== null && (lock.fields === 'all' || lock.fields.includes(key));

/** What the record would hold after writing what may be written. */
export function afterWriting(now: Values | null, wanted: Values, lock: Lock | null): Readonly<Record<string, Value>> {
  const result: Record<string, Value> = { ...now };
  for (const [key, value] of Object.entries(wanted)) if (!isLocked(lock, key)) result[key] = value;
  return result;
}
