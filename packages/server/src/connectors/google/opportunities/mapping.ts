import { cosellFacts } from '@entente/kernel';
import type { DefaultMapping, OutsideField } from '../../../modules/sync/index.ts';
import { fields } from './fields.ts';
import { stagePairs } from './stages.ts';

type Pairs = readonly { readonly ours: string; readonly theirs: string }[];
const pairs = (map: Readonly<Record<string, string>>): Pairs => Object.entries(map).map(([ours, theirs]) => ({ ours, theirs }));

/** Google's words for industries were not seen: written as its enums are, to be corrected in the mapping where Google has another. */
const industryPairs: Pairs = (cosellFacts.find(({ key }) => key === 'customer_industry')?.choices ?? []).map((ours) => ({
  ours,
  theirs: ours.toUpperCase().replaceAll(/[^A-Z]+/g, '_'),
}));

const CUSTOMER = 'customerInfo.customerDetails';
/** Of lists, only words of theirs that were seen in public are named; a deal with another waits for a person to name it. */
const mapped: readonly (readonly [ours: string, theirs: string, valueMap?: Pairs])[] = [
  ['name', 'opportunityInfo.displayName'],
  ['stage', 'stage', stagePairs],
  ['amount', 'qualificationInfo.dealSize'],
  ['currency', 'qualificationInfo.dealSize.currencyCode'],
  ['close_on', 'qualificationInfo.estimatedCloseDate'],
  ['next_step', 'isvSolutionConnectInfo.nextStep'],
  ['account_name', `${CUSTOMER}.organizationName`],
  ['account_country', `${CUSTOMER}.address.regionCode`],
  ['business_problem', 'opportunityInfo.description'],
  ['product_family', 'opportunityInfo.productFamily'],
  ['contract_months', 'qualificationInfo.contractLengthMonths'],
  ['public_sector', 'qualificationInfo.publicSector'],
  ['share_with_sellers', 'qualificationInfo.legalLanguageAccepted'],
  ['help_wanted', 'isvSolutionConnectInfo.supportLevel', pairs({ true: 'ALIGN_SALES_ACCOUNT', false: 'NO_SUPPORT' })],
  ['delivery_models', 'isvSolutionConnectInfo.deliveryModel', pairs({ saas: 'SAAS_ON_GOOGLE_CLOUD' })],
  ['contract_vehicle', 'isvSolutionConnectInfo.contractVehicle'],
  ['cloud_region', 'customerInfo.region'],
  ['customer_website', `${CUSTOMER}.domain`],
  ['customer_industry', `${CUSTOMER}.industry`, industryPairs],
  ['customer_employees', `${CUSTOMER}.employeeCount`],
  ['customer_state', `${CUSTOMER}.address.administrativeArea`],
  ['customer_city', `${CUSTOMER}.address.locality`],
  ['customer_postal_code', `${CUSTOMER}.address.postalCode`],
  ['customer_street', `${CUSTOMER}.address.addressLines`],
  ['customer_contact_name', 'contact.name'],
  ['customer_contact_email', 'customerInfo.contact.email'],
  ['customer_contact_phone', 'customerInfo.contact.phone.e164Number'],
  ['comments', 'isvSolutionConnectInfo.notes'],
];
const columns = new Set(['name', 'stage', 'amount', 'currency', 'close_on', 'next_step', 'account_name', 'account_country']);
const isOurs = (key: string): boolean => columns.has(key) || cosellFacts.some((fact) => fact.key === key);

export const OBJECT = 'opportunity';
/** The content is ours. What Google decides by itself is no field: it is the record's state. */
export const defaultMapping: DefaultMapping = {
  kind: 'deal',
  object: OBJECT,
  createsHere: false,
  createsThere: false,
  fields: mapped
    .filter(([field]) => isOurs(field))
    .map(([field, outsideField, valueMap]) => ({ field, outsideField, authority: 'ours', ...(valueMap === undefined ? {} : { valueMap }) })),
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
