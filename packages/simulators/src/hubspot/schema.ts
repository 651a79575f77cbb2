export type PropertyType = 'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool';
export type Option = { readonly label: string; readonly value: string; readonly displayOrder: number; readonly hidden: boolean };
export type Property = {
  readonly name: string;
  readonly label: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly groupName: string;
  readonly options: readonly Option[];
  readonly hasUniqueValue: boolean;
  readonly readOnly: boolean;
  readonly required: boolean;
  readonly custom: boolean;
  readonly archived: boolean;
  /** Whether the connected app may see it. */
  readonly hidden: boolean;
};
export type ObjectKind = {
  readonly name: string;
  readonly singular: string;
  readonly typeId: string;
  readonly modified: string;
  readonly shownByDefault: readonly string[];
  readonly mergeable: boolean;
  readonly tracked: boolean;
};

const kind = (name: string, singular: string, typeId: string, shownByDefault: readonly string[], more: Partial<ObjectKind> = {}): ObjectKind => ({
  name,
  singular,
  typeId,
  shownByDefault,
  modified: 'hs_lastmodifieddate',
  mergeable: true,
  tracked: true,
  ...more,
});
export const kinds: readonly ObjectKind[] = [
  kind('contacts', 'contact', '0-1', ['firstname', 'lastname', 'email'], { modified: 'lastmodifieddate' }),
  kind('companies', 'company', '0-2', ['name', 'domain']),
  kind('deals', 'deal', '0-3', ['dealname', 'amount', 'closedate', 'dealstage', 'pipeline']),
  kind('products', 'product', '0-7', ['name', 'price', 'description'], { mergeable: false }),
  kind('line_items', 'line_item', '0-8', ['name', 'quantity', 'amount'], { mergeable: false }),
];

/** By plural, singular or type id, as HubSpot takes them. */
export const kindNamed = (text: string): ObjectKind | undefined => kinds.find((one) => text === one.name || text === one.singular || text === one.typeId);

const fieldTypes: Readonly<Record<PropertyType, string>> = {
  string: 'text',
  number: 'number',
  date: 'date',
  datetime: 'date',
  enumeration: 'select',
  bool: 'booleancheckbox',
};

export function property(name: string, type: PropertyType, more: Partial<Property> = {}): Property {
  return {
    name,
    type,
    label: name
      .replace(/^hs_/, '')
      .replaceAll('_', ' ')
      .replace(/^./, (letter) => letter.toUpperCase()),
    fieldType: fieldTypes[type],
    groupName: 'information',
    options: type === 'bool' ? optionsOf(['true', 'false']) : [],
    hasUniqueValue: false,
    readOnly: false,
    required: false,
    custom: false,
    archived: false,
    hidden: false,
    ...more,
  };
}

export const optionsOf = (values: readonly string[]): Option[] => values.map((value, displayOrder) => ({ label: value, value, displayOrder, hidden: false }));

const computed = { readOnly: true } as const;
const common = (modified: string): Property[] => [
  property('hs_object_id', 'number', { ...computed, label: 'Record ID' }),
  property('createdate', 'datetime', { ...computed, label: 'Create date' }),
  property(modified, 'datetime', { ...computed, label: 'Last modified date' }),
  property('hs_merged_object_ids', 'string', computed),
  property('hubspot_owner_id', 'string', { label: 'Owner' }),
];
const texts = (...names: readonly string[]): Property[] => names.map((name) => property(name, 'string'));
const numbers = (...names: readonly string[]): Property[] => names.map((name) => property(name, 'number'));

export const initialProperties: Readonly<Record<string, readonly Property[]>> = {
  contacts: [
    ...common('lastmodifieddate'),
    property('email', 'string', { hasUniqueValue: true }),
    ...texts('firstname', 'lastname', 'phone', 'jobtitle', 'company', 'country'),
  ],
  companies: [
    ...common('hs_lastmodifieddate'),
    ...texts('name', 'domain', 'website', 'phone', 'city', 'country', 'industry', 'description'),
    ...numbers('numberofemployees', 'annualrevenue'),
  ],
  deals: [
    ...common('hs_lastmodifieddate'),
    ...texts('dealname', 'description', 'hs_next_step', 'dealstage', 'pipeline'),
    ...numbers('amount'),
    property('closedate', 'datetime'),
    property('dealtype', 'enumeration', { options: optionsOf(['newbusiness', 'existingbusiness']) }),
    property('deal_currency_code', 'enumeration', { options: optionsOf(['USD', 'EUR', 'GBP']) }),
    property('hs_is_closed', 'bool', computed),
    property('hs_is_closed_won', 'bool', computed),
    property('hs_is_closed_lost', 'bool', computed),
    property('hs_deal_stage_probability', 'number', computed),
    property('hs_projected_amount', 'number', computed),
    property('closed_lost_reason', 'string'),
  ],
  products: [...common('hs_lastmodifieddate'), ...texts('name', 'description', 'hs_sku'), ...numbers('price')],
  line_items: [...common('hs_lastmodifieddate'), ...texts('name', 'hs_product_id'), ...numbers('quantity', 'price'), property('amount', 'number', computed)],
};

export type Stage = { readonly id: string; readonly label: string; readonly displayOrder: number; readonly probability: number; readonly closed: boolean };
export type Pipeline = { readonly id: string; readonly label: string; readonly displayOrder: number; readonly stages: readonly Stage[] };

const stages = (list: readonly (readonly [id: string, label: string, probability: number])[]): Stage[] =>
  list.map(([id, label, probability], displayOrder) => ({ id, label, probability, displayOrder, closed: probability === 0 || probability === 1 }));
/** The pipeline every account has, and one that an admin made: its stage ids are numbers, which say nothing of their labels. */
export const initialPipelines: readonly Pipeline[] = [
  {
    id: 'default',
    label: 'Sales pipeline',
    displayOrder: 0,
    stages: stages([
      ['appointmentscheduled', 'Appointment scheduled', 0.2],
      ['qualifiedtobuy', 'Qualified to buy', 0.4],
      ['presentationscheduled', 'Presentation scheduled', 0.6],
      ['decisionmakerboughtin', 'Decision maker bought-in', 0.8],
      ['contractsent', 'Contract sent', 0.9],
      ['closedwon', 'Closed won', 1],
      ['closedlost', 'Closed lost', 0],
    ]),
  },
  {
    id: '148309307',
    label: 'Partner pipeline',
    displayOrder: 1,
    stages: stages([
      ['251180441', 'Introduced', 0.1],
      ['251180442', 'Agreed', 0.5],
      ['251180443', 'Signed', 1],
      ['251180444', 'Dropped', 0],
    ]),
  },
];

/** Association types, from HubSpot's list of them: from kind, to kind, id. The first of a pair is the one without a label. */
export const associationTypes: readonly (readonly [from: string, to: string, typeId: number, name: string])[] = [
  ['contacts', 'companies', 279, 'contact_to_company_unlabeled'],
  ['companies', 'contacts', 280, 'company_to_contact_unlabeled'],
  ['contacts', 'companies', 1, 'contact_to_company'],
  ['companies', 'contacts', 2, 'company_to_contact'],
  ['deals', 'contacts', 3, 'deal_to_contact'],
  ['contacts', 'deals', 4, 'contact_to_deal'],
  ['deals', 'companies', 341, 'deal_to_company_unlabeled'],
  ['companies', 'deals', 342, 'company_to_deal_unlabeled'],
  ['deals', 'companies', 5, 'deal_to_company'],
  ['companies', 'deals', 6, 'company_to_deal'],
  ['deals', 'line_items', 19, 'deal_to_line_item'],
  ['line_items', 'deals', 20, 'line_item_to_deal'],
];
