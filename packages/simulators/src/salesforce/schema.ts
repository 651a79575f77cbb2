export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'reference'
  | 'currency'
  | 'double'
  | 'int'
  | 'percent'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'email'
  | 'phone'
  | 'url';
export type PicklistValue = { readonly value: string; readonly label: string; readonly active: boolean; readonly defaultValue: boolean };
export type FieldAccess = 'edit' | 'read' | 'none';
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** For texts. */
  readonly length: number;
  /** Digits after the point. */
  readonly scale: number;
  readonly required: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  /** Absent: yes. */
  readonly filterable?: boolean;
  readonly custom: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly picklist: readonly PicklistValue[];
  readonly restricted: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  /** What the integration user may do with it. */
  readonly access: FieldAccess;
};
export type ObjectDefinition = {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly prefix: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly mergeable: boolean;
  /** Whether change events are published for it. */
  readonly tracked: boolean;
  /** The integration user has no right to it: to the API it is not there. */
  readonly hidden?: boolean;
  readonly fields: readonly Field[];
};

const defaultLengths: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 32_000,
  picklist: 255,
  email: 80,
  phone: 40,
  url: 255,
};

export function field(name: string, type: FieldType, more: Partial<Field> = {}): Field {
  return {
    name,
    type,
    label: more.label ?? labelOf(name),
    length: defaultLengths[type] ?? 0,
    scale: type === 'currency' || type === 'percent' || type === 'double' ? 2 : 0,
    required: false,
    createable: true,
    updateable: true,
    custom: name.endsWith('__c'),
    externalId: false,
    unique: false,
    caseSensitive: false,
    picklist: [],
    restricted: false,
    referenceTo: [],
    relationshipName: null,
    access: 'edit',
    ...more,
  };
}

const labelOf = (name: string): string =>
  name
    .replace(/__c$/, '')
    .replace(/Id$/, ' ID')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .trim();
const readOnly = { createable: false, updateable: false } as const;
const once = { updateable: false } as const;
const reference = (name: string, to: string, more: Partial<Field> = {}): Field =>
  field(name, 'reference', { referenceTo: [to], relationshipName: name.replace(/Id$/, ''), ...more });
export const pickValues = (values: readonly string[], first = ''): PicklistValue[] =>
  values.map((value) => ({ value, label: value, active: true, defaultValue: value === first }));

/** Fields that the platform keeps: they are computed from the version of the record, never stored with it. */
const system: readonly Field[] = [
  field('IsDeleted', 'boolean', { ...readOnly, label: 'Deleted' }),
  field('CreatedDate', 'datetime', readOnly),
  reference('CreatedById', 'User', readOnly),
  field('LastModifiedDate', 'datetime', readOnly),
  reference('LastModifiedById', 'User', readOnly),
  field('SystemModstamp', 'datetime', { ...readOnly, label: 'System Modstamp' }),
];

const owner = reference('OwnerId', 'User');
const master = (name: string): Field => reference('MasterRecordId', name, { ...readOnly, relationshipName: 'MasterRecord' });

function define(name: string, prefix: string, fields: readonly Field[], more: Partial<ObjectDefinition> = {}): ObjectDefinition {
  const label = labelOf(name);
  return {
    name,
    prefix,
    label,
    labelPlural: label.endsWith('y') ? `${label.slice(0, -1)}ies` : `${label}s`,
    createable: true,
    updateable: true,
    deletable: true,
    mergeable: false,
    tracked: true,
    ...more,
    fields: [field('Id', 'id', { ...readOnly, label: `${label} ID` }), ...fields, ...system],
  };
}

export type Stage = {
  readonly apiName: string;
  readonly label: string;
  readonly probability: number;
  readonly closed: boolean;
  readonly won: boolean;
  readonly forecast: string;
};
const stage = (label: string, probability: number, forecast: string, closed = false, won = false): Stage => ({
  apiName: label,
  label,
  probability,
  closed,
  won,
  forecast,
});
/** The stages of a new org, as Salesforce delivers them. */
export const initialStages: readonly Stage[] = [
  stage('Prospecting', 10, 'Pipeline'),
  stage('Qualification', 10, 'Pipeline'),
  stage('Needs Analysis', 20, 'Pipeline'),
  stage('Value Proposition', 50, 'Pipeline'),
  stage('Id. Decision Makers', 60, 'Pipeline'),
  stage('Perception Analysis', 70, 'Pipeline'),
  stage('Proposal/Price Quote', 75, 'Pipeline'),
  stage('Negotiation/Review', 90, 'Pipeline'),
  stage('Closed Won', 100, 'Closed', true, true),
  stage('Closed Lost', 0, 'Omitted', true),
];

const industries = [
  'Agriculture',
  'Banking',
  'Chemicals',
  'Education',
  'Energy',
  'Healthcare',
  'Insurance',
  'Manufacturing',
  'Media',
  'Retail',
  'Technology',
  'Transportation',
  'Other',
];
const leadSources = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];
const address = (prefix: string): Field[] =>
  ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) =>
    field(prefix + part, part === 'Street' ? 'textarea' : 'string', {
      length: part === 'Street' ? 255 : part === 'PostalCode' ? 20 : part === 'City' ? 40 : 80,
    }),
  );

export const initialObjects: readonly ObjectDefinition[] = [
  define(
    'Account',
    '001',
    [
      master('Account'),
      field('Name', 'string', { required: true, label: 'Account Name' }),
      field('Type', 'picklist', {
        label: 'Account Type',
        picklist: pickValues([
          'Prospect',
          'Customer - Direct',
          'Customer - Channel',
          'Channel Partner / Reseller',
          'Installation Partner',
          'Technology Partner',
          'Other',
        ]),
      }),
      reference('ParentId', 'Account'),
      ...address('Billing'),
      field('Phone', 'phone', { label: 'Account Phone' }),
      field('Website', 'url'),
      field('Industry', 'picklist', { picklist: pickValues(industries) }),
      field('AnnualRevenue', 'currency'),
      field('NumberOfEmployees', 'int', { label: 'Employees' }),
      field('Description', 'textarea', { label: 'Account Description' }),
      owner,
    ],
    { mergeable: true },
  ),
  define(
    'Contact',
    '003',
    [
      master('Contact'),
      reference('AccountId', 'Account'),
      field('LastName', 'string', { required: true, length: 80 }),
      field('FirstName', 'string', { length: 40 }),
      field('Name', 'string', { ...readOnly, length: 121, label: 'Full Name' }),
      field('Email', 'email'),
      field('Phone', 'phone', { label: 'Business Phone' }),
      field('Title', 'string', { length: 128 }),
      field('Department', 'string', { length: 80 }),
      ...address('Mailing'),
      field('LeadSource', 'picklist', { picklist: pickValues(leadSources) }),
      owner,
    ],
    { mergeable: true },
  ),
  define('Opportunity', '006', [
    reference('AccountId', 'Account'),
    field('Name', 'string', { required: true, length: 120, label: 'Opportunity Name' }),
    field('Description', 'textarea'),
    field('StageName', 'picklist', { required: true, restricted: true, label: 'Stage', picklist: pickValues(initialStages.map((one) => one.apiName)) }),
    field('Amount', 'currency'),
    field('Probability', 'percent', { label: 'Probability (%)', scale: 0 }),
    field('ExpectedRevenue', 'currency', { ...readOnly, label: 'Expected Amount' }),
    field('CloseDate', 'date', { required: true }),
    field('Type', 'picklist', {
      label: 'Opportunity Type',
      picklist: pickValues(['Existing Customer - Upgrade', 'Existing Customer - Replacement', 'New Customer']),
    }),
    field('NextStep', 'string'),
    field('LeadSource', 'picklist', { picklist: pickValues(leadSources) }),
    field('IsClosed', 'boolean', { ...readOnly, label: 'Closed' }),
    field('IsWon', 'boolean', { ...readOnly, label: 'Won' }),
    field('ForecastCategoryName', 'picklist', { label: 'Forecast Category', picklist: pickValues(['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed']) }),
    field('HasOpportunityLineItem', 'boolean', { ...readOnly, label: 'Has Line Item' }),
    reference('ContactId', 'Contact', once),
    field('CurrencyIsoCode', 'picklist', {
      label: 'Opportunity Currency',
      restricted: true,
      picklist: pickValues(['USD', 'EUR', 'GBP', 'JPY', 'CHF', 'AUD'], 'USD'),
    }),
    owner,
  ]),
  define(
    'OpportunityFieldHistory',
    '017',
    [
      reference('OpportunityId', 'Opportunity', once),
      field('Field', 'picklist', once),
      field('DataType', 'picklist', once),
      field('OldValue', 'string', { ...once, filterable: false }),
      field('NewValue', 'string', { ...once, filterable: false }),
    ],
    { createable: false, updateable: false, deletable: false, tracked: false },
  ),
  define(
    'OpportunityHistory',
    '008',
    [
      reference('OpportunityId', 'Opportunity', once),
      field('StageName', 'picklist', once),
      field('Amount', 'currency', once),
      field('ExpectedRevenue', 'currency', once),
      field('CloseDate', 'date', once),
      field('Probability', 'percent', once),
      field('ForecastCategory', 'picklist', once),
      field('PrevAmount', 'currency', once),
      field('PrevCloseDate', 'date', once),
    ],
    { createable: false, updateable: false, deletable: false, tracked: false },
  ),
  define('Product2', '01t', [
    field('Name', 'string', { required: true, label: 'Product Name' }),
    field('ProductCode', 'string'),
    field('Description', 'textarea', { length: 4000 }),
    field('IsActive', 'boolean'),
    field('Family', 'picklist', { picklist: pickValues(['Software', 'Services', 'Support']) }),
    field('StockKeepingUnit', 'string', { length: 180 }),
  ]),
  define(
    'PricebookEntry',
    '01u',
    [
      field('Name', 'string', readOnly),
      reference('Product2Id', 'Product2', { ...once, required: true }),
      field('ProductCode', 'string', readOnly),
      field('UnitPrice', 'currency', { required: true }),
      field('IsActive', 'boolean'),
      field('CurrencyIsoCode', 'picklist', { picklist: pickValues(['USD', 'EUR', 'GBP'], 'USD') }),
    ],
    { tracked: false },
  ),
  define('OpportunityLineItem', '00k', [
    reference('OpportunityId', 'Opportunity', { ...once, required: true }),
    reference('PricebookEntryId', 'PricebookEntry', { ...once, required: true }),
    reference('Product2Id', 'Product2', readOnly),
    field('Name', 'string', readOnly),
    field('Quantity', 'double', { required: true }),
    field('UnitPrice', 'currency'),
    field('TotalPrice', 'currency', readOnly),
    field('ServiceDate', 'date'),
    field('Description', 'string'),
  ]),
  define(
    'User',
    '005',
    [
      field('Username', 'string', { required: true, length: 80 }),
      field('FirstName', 'string', { length: 40 }),
      field('LastName', 'string', { required: true, length: 80 }),
      field('Name', 'string', readOnly),
      field('Email', 'email', { required: true }),
      field('IsActive', 'boolean'),
      field('Title', 'string', { length: 80 }),
      field('UserType', 'picklist', readOnly),
    ],
    { createable: false, deletable: false },
  ),
  define(
    'OpportunityStage',
    '01J',
    [
      field('MasterLabel', 'string', readOnly),
      field('ApiName', 'string', readOnly),
      field('IsActive', 'boolean', readOnly),
      field('SortOrder', 'int', readOnly),
      field('IsClosed', 'boolean', readOnly),
      field('IsWon', 'boolean', readOnly),
      field('DefaultProbability', 'percent', readOnly),
      field('ForecastCategoryName', 'picklist', readOnly),
      field('Description', 'string', readOnly),
    ],
    { createable: false, updateable: false, deletable: false, tracked: false },
  ),
];
