import type { DefaultMapping, OutsideField } from '../../../modules/sync/index.ts';
import { CONTACT_CONSENT, fields, OUTCOME, REASON, SHARE_CONSENT } from './fields.ts';

type Pairs = readonly { readonly ours: string; readonly theirs: string }[];

/** While a deal is open, a referral is open: which of our stages it stands in, Microsoft does not ask. */
export const stageOf: Readonly<Record<string, string>> = {
  prospect: 'Open',
  qualified: 'Open',
  technical: 'Open',
  business: 'Open',
  committed: 'Open',
  won: 'Won',
  lost: 'Lost',
};
const stagePairs: Pairs = [
  ...Object.entries(stageOf).map(([ours, theirs]) => ({ ours, theirs })),
  // The deal may go on without Microsoft.
  { ours: 'prospect', theirs: 'Declined' },
  { ours: 'prospect', theirs: 'Expired' },
];

const mapped: readonly (readonly [ours: string, theirs: string, valueMap?: Pairs])[] = [
  ['name', 'name'],
  ['stage', OUTCOME, stagePairs],
  ['lost_reason', REASON],
  ['amount', 'details.dealValue'],
  ['currency', 'details.currency'],
  ['close_on', 'details.closingDateTime'],
  ['account_name', 'customerProfile.name'],
  ['account_country', 'customerProfile.address.country'],
  ['business_problem', 'details.notes'],
  ['customer_street', 'customerProfile.address.addressLine1'],
  ['customer_city', 'customerProfile.address.city'],
  ['customer_state', 'customerProfile.address.state'],
  ['customer_postal_code', 'customerProfile.address.postalCode'],
  ['customer_employees', 'customerProfile.size'],
  ['customer_duns', 'customerProfile.duns'],
  ['customer_contact_name', 'contact.name'],
  ['customer_contact_email', 'contact.email'],
  ['customer_contact_phone', 'contact.phone'],
  ['solution_area', 'SolutionArea'],
  ['solution_play', 'SolutionPlay'],
  ['share_with_sellers', SHARE_CONSENT],
  ['help_wanted', CONTACT_CONSENT],
  ['comments', 'inviteContext.notes'],
];

export const OBJECT = 'referral';
/** The content is ours. What Microsoft decides by itself is no field: it is the record's state. */
export const defaultMapping: DefaultMapping = {
  kind: 'deal',
  object: OBJECT,
  createsHere: false,
  createsThere: false,
  fields: mapped.map(([field, outsideField, valueMap]) => ({ field, outsideField, authority: 'ours', ...(valueMap === undefined ? {} : { valueMap }) })),
};
export const describedFields: readonly OutsideField[] = fields.map((field) => ({
  key: field.key,
  label: field.label,
  type: field.kind,
  choices: field.choices.map((value) => ({ value, label: value })),
  required: field.required,
  condition: field.condition,
  writable: true,
  createOnly: false,
  ...(field.max === null ? {} : { maxLength: field.max }),
}));
