import type { FieldType, OutsideField, OutsideObject, RecordKind } from '../../modules/sync/index.ts';
import { isList, objectsIn, textIn, type Json, type JsonObject } from '../crm/call.ts';

export const objects: readonly { readonly kind: RecordKind; readonly object: string; readonly label: string }[] = [
  { kind: 'person', object: 'User', label: 'Users' },
  { kind: 'account', object: 'Account', label: 'Accounts' },
  { kind: 'contact', object: 'Contact', label: 'Contacts' },
  { kind: 'product', object: 'Product2', label: 'Products' },
  { kind: 'deal', object: 'Opportunity', label: 'Opportunities' },
];
const kindOf = new Map(objects.map(({ object, kind }) => [object, kind]));
/** What makes creating repeatable: our id in their record. A text field, unique and an external id, that an admin adds once. */
export const KEY_FIELD = 'Entente_Id__c';
export const CURRENCY_FIELD = 'CurrencyIsoCode';

/** What describes one object to us: our fields' view, and what the wire needs. */
export type Described = {
  readonly fields: readonly OutsideField[];
  readonly types: ReadonlyMap<string, string>;
  readonly has: (field: string) => boolean;
  readonly hasKey: boolean;
};

const types: Readonly<Record<string, FieldType>> = {
  string: 'text',
  textarea: 'long_text',
  picklist: 'choice',
  combobox: 'choice',
  multipicklist: 'choices',
  reference: 'reference',
  currency: 'money',
  double: 'number',
  int: 'number',
  percent: 'number',
  boolean: 'yes_no',
  date: 'date',
  datetime: 'instant',
};
/** Fields of the platform itself that nobody maps. */
const hidden = new Set(['Id', 'IsDeleted', 'SystemModstamp', 'MasterRecordId', KEY_FIELD]);

export function describedFrom(object: string, body: Json, currency: string): Described {
  const raw = objectsIn(body, 'fields');
  const names = new Set(raw.flatMap((field) => textIn(field, 'name') ?? []));
  const fields = raw.filter((field) => !hidden.has(textIn(field, 'name') ?? '')).map((field) => fieldOf(object, field));
  if (!names.has(CURRENCY_FIELD) && fields.some((field) => field.type === 'money'))
    fields.push({
      key: CURRENCY_FIELD,
      label: 'Currency of the org',
      type: 'text',
      choices: [{ value: currency, label: currency }],
      required: 'no',
      condition: null,
      writable: false,
      createOnly: false,
    });
  const key = raw.find((field) => textIn(field, 'name') === KEY_FIELD);
  return {
    fields,
    types: new Map(raw.flatMap((field) => [[textIn(field, 'name') ?? '', textIn(field, 'type') ?? 'string'] as const])),
    has: (name) => names.has(name),
    hasKey: key?.['externalId'] === true,
  };
}

function fieldOf(object: string, field: JsonObject): OutsideField {
  const name = textIn(field, 'name') ?? '';
  const isName = object === 'Contact' && name === 'Name';
  // A contact's whole name is put together by Salesforce from its parts; we take it apart again when we write it.
  const isPart = object === 'Contact' && (name === 'LastName' || name === 'FirstName');
  const createable = field['createable'] === true || isName;
  const updateable = field['updateable'] === true || isName;
  const type = types[textIn(field, 'type') ?? ''] ?? 'text';
  const target = isList(field['referenceTo']) ? field['referenceTo'].find((one) => typeof one === 'string' && kindOf.has(one)) : undefined;
  const refersTo = typeof target === 'string' ? kindOf.get(target) : undefined;
  const demanded = field['nillable'] === false && field['defaultedOnCreate'] !== true && createable;
  const length = Number(field['length'] ?? 0);
  return {
    key: name,
    label: textIn(field, 'label') ?? name,
    type,
    choices: objectsIn(field, 'picklistValues')
      .filter((one) => one['active'] !== false)
      .map((one) => ({ value: textIn(one, 'value') ?? '', label: textIn(one, 'label') ?? textIn(one, 'value') ?? '' })),
    required: (demanded && !isPart) || isName ? 'always' : 'no',
    condition: null,
    writable: createable || updateable,
    createOnly: createable && !updateable,
    ...(refersTo === undefined ? {} : { refersTo }),
    ...(length > 0 && (type === 'text' || type === 'long_text') ? { maxLength: length } : {}),
  };
}

export const objectOf = (object: string, described: Described): OutsideObject[] => {
  const known = objects.find((one) => one.object === object);
  return known ? [{ ...known, fields: described.fields }] : [];
};
