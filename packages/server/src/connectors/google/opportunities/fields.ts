import { dateOf, dayOf, minorOf, moneyOf } from '../types.ts';
import { at, isBlank, isJson, listAt, put, textAt, type Json, type Value, type Values } from '../values.ts';
import { readStage, stages } from './stages.ts';

export type FieldKind = 'text' | 'long_text' | 'number' | 'money' | 'date' | 'yes_no' | 'choice' | 'choices';
/** One of their fields laid flat: where it stands, and which path of the update mask it is written by. */
export type Field = {
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly choices: readonly string[];
  readonly required: 'no' | 'always' | 'conditional';
  readonly condition: string | null;
  readonly max: number | null;
  readonly mask: string;
  readonly read: (record: Json) => Value;
  readonly write: (record: Json, value: Value) => void;
};
type Extra = Partial<Pick<Field, 'choices' | 'required' | 'condition' | 'max' | 'mask' | 'read' | 'write'>>;

const forSubmit = { required: 'conditional', condition: 'When it is submitted.' } as const;

function field(path: string, label: string, kind: FieldKind, extra: Extra = {}): Field {
  return {
    key: path,
    label,
    kind,
    choices: [],
    required: 'no',
    condition: null,
    max: null,
    mask: path,
    read(record) {
      const value = at(record, path);
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? (value === '' ? null : value) : null;
    },
    write: (record, value) => put(record, path, isBlank(value) ? undefined : value),
    ...extra,
  };
}
/** A list of theirs of which the first is ours to keep; the others are left as they are. */
const firstOf = (path: string): Pick<Field, 'read' | 'write'> => ({
  read(record) {
    const [first] = listAt(record, path);
    return typeof first === 'string' ? first : null;
  },
  write(record, value) {
    const all = [...(isBlank(value) ? [] : [value]), ...listAt(record, path).slice(1)];
    put(record, path, all.length === 0 ? undefined : all);
  },
});
/** Whole numbers come as texts where the type is int64, and as numbers where it is int32. */
const whole = (path: string): Pick<Field, 'read'> => ({
  read(record) {
    const value = at(record, path);
    return (typeof value === 'number' || typeof value === 'string') && /^\d+$/.test(String(value)) ? Number(value) : null;
  },
});

const DEAL_SIZE = 'qualificationInfo.dealSize';
const CURRENCY = `${DEAL_SIZE}.currencyCode`;
const dealSize = field(DEAL_SIZE, 'Deal value', 'money', {
  ...forSubmit,
  read(record) {
    const minor = minorOf(at(record, DEAL_SIZE));
    return minor === null || !isJson(at(record, DEAL_SIZE)) || at(record, `${DEAL_SIZE}.units`) === undefined ? null : Number(minor);
  },
  write(record, value) {
    const currency = textAt(record, CURRENCY) ?? 'USD';
    put(record, DEAL_SIZE, typeof value === 'number' ? moneyOf(BigInt(value), currency) : undefined);
  },
});
const currency = field(CURRENCY, 'Currency of the deal value', 'text', {
  max: 3,
  mask: DEAL_SIZE,
  write(record, value) {
    if (typeof value !== 'string') return;
    const minor = at(record, `${DEAL_SIZE}.units`) === undefined ? null : minorOf(at(record, DEAL_SIZE));
    // Kept for the amount that is written after it; taken off again when there is none.
    put(record, DEAL_SIZE, minor === null ? { currencyCode: value } : moneyOf(minor, value));
  },
});

const CLOSE = 'qualificationInfo.estimatedCloseDate';
const CONTACT = 'customerInfo.contact';
const contactName = field('contact.name', 'Contact', 'text', {
  mask: CONTACT,
  max: 160,
  read: (record) => [textAt(record, `${CONTACT}.givenName`), textAt(record, `${CONTACT}.familyName`)].filter((part) => part !== null).join(' ') || null,
  write(record, value) {
    const name = typeof value === 'string' ? value.trim() : '';
    const space = name.lastIndexOf(' ');
    put(record, `${CONTACT}.givenName`, space < 0 ? undefined : name.slice(0, space).trim());
    put(record, `${CONTACT}.familyName`, name === '' ? undefined : name.slice(space + 1));
  },
});
const STREET = 'customerInfo.customerDetails.address.addressLines';
const DELIVERY = 'isvSolutionConnectInfo.deliveryModel';

/** In the order in which they are written: a currency stands before its amount. Names as in the reference of Cloud Channel v1alpha1. */
export const fields: readonly Field[] = [
  field('opportunityInfo.displayName', 'Title', 'text', { required: 'always' }),
  field('opportunityInfo.description', 'Description', 'long_text', forSubmit),
  field('opportunityInfo.productFamily', 'Product family', 'text', { ...forSubmit, ...firstOf('opportunityInfo.productFamily') }),
  field('opportunityInfo.confidential', 'Confidential', 'yes_no'),
  field('opportunityInfo.indirectPartnerEntity', 'Partner behind the partner', 'text'),
  field('customerInfo.customerDetails.organizationName', 'Customer', 'text', forSubmit),
  field('customerInfo.customerDetails.domain', 'Customer’s domain', 'text', forSubmit),
  field('customerInfo.customerDetails.industry', 'Industry', 'text', forSubmit),
  field('customerInfo.customerDetails.employeeCount', 'Employees', 'number', { ...forSubmit, ...whole('customerInfo.customerDetails.employeeCount') }),
  field('customerInfo.customerDetails.address.regionCode', 'Country', 'text', { max: 2, ...forSubmit }),
  field('customerInfo.customerDetails.address.administrativeArea', 'State or region', 'text'),
  field('customerInfo.customerDetails.address.locality', 'City', 'text', forSubmit),
  field('customerInfo.customerDetails.address.postalCode', 'Postal code', 'text'),
  field(STREET, 'Street', 'text', {
    ...forSubmit,
    read: (record) =>
      listAt(record, STREET)
        .filter((line) => typeof line === 'string')
        .join('\n') || null,
    write: (record, value) => put(record, STREET, typeof value === 'string' && value.trim() !== '' ? value.split('\n').map((line) => line.trim()) : undefined),
  }),
  field('customerInfo.region', 'Google’s region', 'text', forSubmit),
  contactName,
  field(`${CONTACT}.email`, 'Contact’s mail address', 'text', { mask: CONTACT }),
  field(`${CONTACT}.phone.e164Number`, 'Contact’s telephone', 'text', { mask: CONTACT }),
  field('qualificationInfo.operationType', 'Kind of business', 'text'),
  currency,
  dealSize,
  field('qualificationInfo.contractLengthMonths', 'Contract term in months', 'number', { ...forSubmit, ...whole('qualificationInfo.contractLengthMonths') }),
  field(CLOSE, 'Close date', 'date', {
    ...forSubmit,
    read: (record) => dayOf(at(record, CLOSE)),
    write: (record, value) => put(record, CLOSE, typeof value === 'string' && value !== '' ? dateOf(value) : undefined),
  }),
  field('qualificationInfo.publicSector', 'Public sector', 'yes_no'),
  field('qualificationInfo.legalLanguageAccepted', 'Google’s terms are accepted', 'yes_no', forSubmit),
  field('isvSolutionConnectInfo.supportLevel', 'Help wanted from Google', 'text', forSubmit),
  field('isvSolutionConnectInfo.customerContactRequested', 'Google may contact the customer', 'yes_no'),
  field('isvSolutionConnectInfo.contractVehicle', 'Contract vehicle', 'text', forSubmit),
  field(DELIVERY, 'Delivery model', 'choices', {
    ...forSubmit,
    read(record) {
      const model = textAt(record, DELIVERY);
      return model === null ? null : [model];
    },
    write: (record, value) => put(record, DELIVERY, Array.isArray(value) ? (value as readonly string[])[0] : undefined),
  }),
  field('isvSolutionConnectInfo.nextStep', 'Next step', 'text'),
  field('isvSolutionConnectInfo.notes', 'Comments', 'long_text'),
  field('stage', 'Stage', 'choice', { choices: stages, read: readStage }),
];
export const fieldByKey: ReadonlyMap<string, Field> = new Map(fields.map((each) => [each.key, each]));
export const labelOf = (key: string): string => fieldByKey.get(key)?.label ?? key;
/** Within a sentence; names such as Google stay as they are. */
export const wordsOf = (key: string): string => labelOf(key).replace(/^[A-Z](?!oogle)/, (first) => first.toLowerCase());

export const flatten = (record: Json): Values => Object.fromEntries(fields.map((each) => [each.key, each.read(record)]));

/** Writes values into a record, in place. */
export function apply(record: Json, values: Values): void {
  for (const each of fields) {
    const value = values[each.key];
    if (value !== undefined) each.write(record, value);
  }
  if (at(record, `${DEAL_SIZE}.units`) === undefined) put(record, DEAL_SIZE, undefined);
}

/** Their path, in either spelling and with places of lists, as one of our flat keys. */
export function keyOfPath(path: string | null): string | null {
  if (path === null) return null;
  const bare = path.replaceAll(/\[\d+\]/g, '').replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (fieldByKey.has(bare)) return bare;
  return fields.find((each) => bare.startsWith(`${each.mask}.`) || bare === each.mask || bare.startsWith(`${each.key}.`))?.key ?? null;
}
