import type { FieldType, OutsideField, RecordKind } from '../../modules/sync/index.ts';
import { isObject, objectsIn, textIn, type Json, type JsonObject } from '../crm/call.ts';

export type HubspotObject = {
  readonly kind: RecordKind;
  readonly object: string;
  readonly singular: string;
  readonly typeId: string;
  readonly label: string;
  readonly modified: string;
};
export const objects: readonly HubspotObject[] = [
  { kind: 'person', object: 'owners', singular: 'owner', typeId: '', label: 'Owners', modified: '' },
  { kind: 'account', object: 'companies', singular: 'company', typeId: '0-2', label: 'Companies', modified: 'hs_lastmodifieddate' },
  { kind: 'contact', object: 'contacts', singular: 'contact', typeId: '0-1', label: 'Contacts', modified: 'lastmodifieddate' },
  { kind: 'product', object: 'products', singular: 'product', typeId: '0-7', label: 'Products', modified: 'hs_lastmodifieddate' },
  { kind: 'deal', object: 'deals', singular: 'deal', typeId: '0-3', label: 'Deals', modified: 'hs_lastmodifieddate' },
];
export const objectNamed = (object: string): HubspotObject | undefined => objects.find((one) => one.object === object);

/** Our id in their record: a property with unique values, which an admin adds once. */
export const KEY_PROPERTY = 'entente_id';
/** The company a record belongs to is an association there; here it is a field like others. */
export const COMPANY = 'associated_company';
/** Name of a person in one piece. */
export const FULL_NAME = 'full_name';
export const CURRENCY = 'deal_currency_code';
export const MERGED = 'hs_merged_object_ids';

export type Described = {
  readonly fields: readonly OutsideField[];
  readonly raw: ReadonlyMap<string, JsonObject>;
  readonly hasKey: boolean;
  readonly pipelineOf: ReadonlyMap<string, string>;
};
const amounts = new Set(['amount', 'price', 'annualrevenue', 'hs_projected_amount']);
/** Days that HubSpot keeps as instants. */
const days = new Set(['deals.closedate']);
const hidden = new Set(['hs_object_id', KEY_PROPERTY, MERGED]);

export const field = (key: string, label: string, type: FieldType, more: Partial<OutsideField> = {}): OutsideField => ({
  key,
  label,
  type,
  choices: [],
  required: 'no',
  condition: null,
  writable: true,
  createOnly: false,
  ...more,
});
export const ownerFields: readonly OutsideField[] = [
  field(FULL_NAME, 'Name', 'text', { writable: false }),
  field('email', 'Mail address', 'text', { writable: false }),
];

export function describedFrom(object: string, properties: Json, pipelines: Json): Described {
  const raw = new Map(objectsIn(properties, 'results').map((one) => [textIn(one, 'name') ?? '', one]));
  const stages = objectsIn(pipelines, 'results').flatMap((pipeline) => objectsIn(pipeline, 'stages').map((stage) => ({ pipeline, stage })));
  const several = new Set(stages.map(({ pipeline }) => textIn(pipeline, 'id'))).size > 1;
  const fields = [...raw]
    .filter(([name]) => !hidden.has(name))
    .map(([name, one]) => {
      if (object === 'deals' && name === 'dealstage')
        return field(name, textIn(one, 'label') ?? name, 'choice', {
          required: 'always',
          choices: stages.map(({ pipeline, stage }) => ({
            value: textIn(stage, 'id') ?? '',
            label: several ? `${textIn(pipeline, 'label') ?? ''}: ${textIn(stage, 'label') ?? ''}` : (textIn(stage, 'label') ?? ''),
          })),
        });
      return fieldOf(object, name, one);
    });
  if (object === 'contacts') fields.push(field(FULL_NAME, 'Full name', 'text'));
  if (object === 'contacts' || object === 'deals') fields.push(field(COMPANY, 'Company', 'reference', { refersTo: 'account' }));
  if (!raw.has(CURRENCY) && fields.some((one) => one.type === 'money')) fields.push(field(CURRENCY, 'Currency of the account', 'text', { writable: false }));
  return {
    fields,
    raw,
    hasKey: raw.get(KEY_PROPERTY)?.['hasUniqueValue'] === true,
    pipelineOf: new Map(stages.map(({ pipeline, stage }) => [textIn(stage, 'id') ?? '', textIn(pipeline, 'id') ?? ''])),
  };
}

export function typeOf(object: string, name: string, raw: JsonObject | undefined): FieldType {
  if (name === 'hubspot_owner_id' || name === COMPANY) return 'reference';
  if (days.has(`${object}.${name}`)) return 'date';
  switch (textIn(raw, 'type')) {
    case 'number':
      return amounts.has(name) || raw?.['showCurrencySymbol'] === true ? 'money' : 'number';
    case 'date':
      return 'date';
    case 'datetime':
      return 'instant';
    case 'bool':
      return 'yes_no';
    case 'enumeration':
      return textIn(raw, 'fieldType') === 'checkbox' ? 'choices' : 'choice';
    default:
      return textIn(raw, 'fieldType') === 'textarea' ? 'long_text' : 'text';
  }
}

function fieldOf(object: string, name: string, raw: JsonObject): OutsideField {
  const type = typeOf(object, name, raw);
  const modification = raw['modificationMetadata'];
  const readOnly = raw['calculated'] === true || (isObject(modification) && modification['readOnlyValue'] === true);
  return field(name, textIn(raw, 'label') ?? name, type, {
    choices:
      type === 'choice' || type === 'choices'
        ? objectsIn(raw, 'options')
            .filter((one) => one['hidden'] !== true)
            .map((one) => ({ value: textIn(one, 'value') ?? '', label: textIn(one, 'label') ?? '' }))
        : [],
    writable: !readOnly,
    ...(name === 'hubspot_owner_id' ? { refersTo: 'person' as const } : {}),
  });
}
