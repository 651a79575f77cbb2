import { DEAL_STAGES, INDUSTRIES, OUTCOMES, PARTICIPANT_ROLES, PARTNER_TYPES } from './picklists.ts';
import type { FieldType, Target, TargetField, TargetKind } from './types.ts';

type More = Partial<Omit<TargetField, 'key' | 'label' | 'type' | 'synonyms'>>;

const field = (key: string, label: string, type: FieldType, synonyms: string, more: More = {}): TargetField => ({
  key,
  label,
  type,
  required: false,
  synonyms: synonyms === '' ? [] : synonyms.split('|'),
  ...more,
});

const owner = field(
  'owner',
  'Owner',
  'reference',
  'account owner|deal owner|opportunity owner|owner name|sales agent|sales rep|salesperson|seller|rep|assigned to|account manager|account executive',
  { reference: 'person', whenUnknown: 'warning' },
);
const externalId = (synonyms: string): TargetField => field('externalId', 'External id', 'text', `id|external id|record id|crm id|${synonyms}`);
const country = field(
  'country',
  'Country',
  'country',
  'country region|billing country|office location|location|hq|headquarters|country code|nation|office country',
);
const city = field('city', 'City', 'text', 'billing city|town');
const phone = field('phone', 'Phone', 'text', 'phone number|telephone|mobile|tel');
const notes = field('notes', 'Notes', 'text', 'description|comments|comment|note|memo');
const currency = field('currency', 'Currency', 'text', 'currency code|iso currency|deal currency');
const industry = field('industry', 'Industry', 'picklist', 'sector|vertical|segment|industry sector|branch', { values: INDUSTRIES, open: true });

const account: Target = {
  kind: 'account',
  label: 'Account',
  plural: 'accounts',
  keys: ['external-id', 'domain', 'name'],
  fields: [
    externalId('account id|company id|customer id'),
    field('name', 'Name', 'text', 'account|account name|company|company name|customer|customer name|organisation|organization|client', { required: true }),
    field('domain', 'Domain', 'domain', 'company domain name|email domain|web domain|domain name'),
    field('website', 'Website', 'url', 'website url|url|web|homepage|web site|company website'),
    industry,
    country,
    city,
    phone,
    field('employees', 'Employees', 'integer', 'number of employees|employee count|headcount|staff|company size'),
    field('annualRevenue', 'Annual revenue', 'money', 'revenue|yearly revenue|turnover|sales volume'),
    field('foundedYear', 'Founded', 'integer', 'year established|year founded|founded year|established|founding year|year'),
    field('parent', 'Parent account', 'reference', 'parent|subsidiary of|parent company|parent account|belongs to|group|mother company', {
      reference: 'account',
      whenUnknown: 'warning',
    }),
    owner,
    currency,
    notes,
  ],
};

const contact: Target = {
  kind: 'contact',
  label: 'Contact',
  plural: 'contacts',
  keys: ['external-id', 'email', 'name'],
  fields: [
    externalId('contact id|person id'),
    field('name', 'Full name', 'text', 'contact|contact name|full name'),
    field('firstName', 'First name', 'text', 'given name|forename|first'),
    field('lastName', 'Last name', 'text', 'surname|family name|last'),
    field('email', 'E-mail', 'email', 'email|email address|e-mail address|mail|work email', { expected: true }),
    field('account', 'Account', 'reference', 'account name|company|company name|organisation|organization|customer|employer', {
      reference: 'account',
      expected: true,
    }),
    field('title', 'Job title', 'text', 'title|position|role|function'),
    field('department', 'Department', 'text', 'team|division'),
    phone,
    country,
    city,
    owner,
    notes,
  ],
};

const partner: Target = {
  kind: 'partner',
  label: 'Partner',
  plural: 'partners',
  keys: ['external-id', 'domain', 'name'],
  fields: [
    externalId('partner id|partner number'),
    field('name', 'Name', 'text', 'partner|partner name|reseller|reseller name|partner company|partner account', { required: true }),
    field('domain', 'Domain', 'domain', 'partner domain|company domain|email domain'),
    field('website', 'Website', 'url', 'url|web|homepage|partner website'),
    field('type', 'Partner type', 'picklist', 'type|partner types|channel type|kind|partner category|programme', { values: PARTNER_TYPES, expected: true }),
    field('tier', 'Tier', 'text', 'level|partner level|partner tier|status level'),
    field('regions', 'Regions', 'list', 'region|territory|territories|coverage'),
    field('industries', 'Industries', 'list', 'industry|sectors|verticals|focus'),
    field('competencies', 'Competencies', 'list', 'competency|skills|certifications|expertise|specialisations|specializations'),
    country,
    city,
    phone,
    field('contactEmail', 'Contact e-mail', 'email', 'email|partner email|contact email|main contact email'),
    field('manager', 'Partner manager', 'reference', 'partner manager|channel manager|owner|pam|cam|partner owner', {
      reference: 'person',
      whenUnknown: 'warning',
    }),
    field('active', 'Active', 'boolean', 'is active|enabled'),
    notes,
  ],
};

const product: Target = {
  kind: 'product',
  label: 'Product',
  plural: 'products',
  keys: ['external-id', 'name'],
  fields: [
    externalId('product id|sku|product code|part number|item number'),
    field('name', 'Name', 'text', 'product|product name|item|item name', { required: true }),
    field('family', 'Family', 'text', 'series|product family|product line|category|group|range'),
    field('listPrice', 'List price', 'money', 'sales price|price|unit price|list price|msrp|standard price'),
    currency,
    field('active', 'Active', 'boolean', 'is active|enabled'),
    notes,
  ],
};

const person: Target = {
  kind: 'person',
  label: 'Person',
  plural: 'people',
  keys: ['external-id', 'email', 'name'],
  fields: [
    externalId('user id|employee id|rep id'),
    field('name', 'Name', 'text', 'full name|sales agent|sales rep|seller|salesperson|user|user name|employee|rep|account executive', { required: true }),
    field('email', 'E-mail', 'email', 'email|email address|work email|mail'),
    field('manager', 'Manager', 'reference', 'reports to|supervisor|team lead|sales manager|manager name|boss', { reference: 'person', whenUnknown: 'create' }),
    field('office', 'Regional office', 'text', 'regional office|region|office|territory|sales region'),
    field('team', 'Team', 'text', 'sales team|department|group'),
    field('title', 'Job title', 'text', 'title|position|role'),
    phone,
  ],
};

const dealFields = (stage: TargetField, closedRequired: boolean): readonly TargetField[] => [
  externalId('opportunity id|deal id|opp id|opportunity number|deal number'),
  field('name', 'Name', 'text', 'deal name|opportunity name|deal|opportunity|subject|topic'),
  field('account', 'Account', 'reference', 'account name|company|company name|customer|customer name|client|organization|organisation|associated company', {
    reference: 'account',
    expected: true,
  }),
  stage,
  field('amount', 'Amount', 'money', 'value|close value|deal value|deal size|tcv|acv|amount usd|opportunity amount|expected revenue|deal amount|total'),
  currency,
  field('openedOn', 'Opened', 'date', 'engage date|created|created date|create date|open date|opened date|start date|creation date|opened on'),
  field('closedOn', 'Close date', 'date', 'closed|closed date|actual close date|close|closing date|date closed|closed on', { required: closedRequired }),
  field('expectedCloseOn', 'Expected close', 'date', 'expected close date|expected closing|forecast date|target close date|estimated close date'),
  field('product', 'Product', 'reference', 'product name|item|solution|product line', { reference: 'product' }),
  field('quantity', 'Quantity', 'integer', 'qty|seats|units|licences|licenses'),
  owner,
  field('partner', 'Partner', 'reference', 'partner name|reseller|channel partner|partner account|distributor', {
    reference: 'partner',
    whenUnknown: 'warning',
  }),
  field('partnerRole', 'Partner role', 'picklist', 'partner involvement|role of partner', { values: PARTICIPANT_ROLES }),
  field('lossReason', 'Loss reason', 'text', 'closed lost reason|lost reason|reason|reason lost|win loss reason'),
  field('source', 'Source', 'text', 'lead source|deal source|origin|channel'),
  field('nextStep', 'Next step', 'text', 'next steps|next activity|next action'),
  notes,
];

const stageField = (outcomesOnly: boolean): TargetField =>
  field(
    'stage',
    outcomesOnly ? 'Outcome' : 'Stage',
    'picklist',
    'deal stage|stage name|opportunity stage|sales stage|status|pipeline stage|outcome|result|phase',
    {
      required: true,
      values: outcomesOnly ? OUTCOMES : DEAL_STAGES,
    },
  );

const deal: Target = { kind: 'deal', label: 'Deal', plural: 'deals', keys: ['external-id', 'name'], fields: dealFields(stageField(false), false) };
const pastOutcome: Target = {
  kind: 'past-outcome',
  label: 'Past outcome',
  plural: 'past outcomes',
  keys: ['external-id', 'name'],
  fields: dealFields(stageField(true), true),
};

export const TARGETS: readonly Target[] = [account, contact, partner, product, person, deal, pastOutcome];

export function targetOf(kind: TargetKind): Target {
  const found = TARGETS.find((target) => target.kind === kind);
  if (!found) throw new RangeError(`no import target "${kind}"`);
  return found;
}

export function fieldOf(target: Target, key: string): TargetField | undefined {
  return target.fields.find((candidate) => candidate.key === key);
}
