import { at, isBlank, listAt, majorOf, minorOf, put, textAt, type Fields, type Value, type Values } from '../values.ts';
import { assistanceCodes, outcomes, qualifications, sizeBands } from './lists.ts';

export type FieldKind = 'text' | 'long_text' | 'number' | 'money' | 'date' | 'yes_no' | 'choice' | 'choices';
/** One of their fields laid flat: where it stands in the referral, and what the API says of its form. */
export type Field = {
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly choices: readonly string[];
  readonly required: 'no' | 'always' | 'conditional';
  readonly condition: string | null;
  readonly max: number | null;
  readonly read: (document: Fields) => Value;
  readonly write: (document: Fields, value: Value) => void;
};
type Extra = Partial<Pick<Field, 'choices' | 'required' | 'condition' | 'read' | 'write'>>;

export const SHARE_CONSENT = 'consent.consentToToShareInfoWithOthers';
export const CONTACT_CONSENT = 'consent.consentToContact';
export const OUTCOME = 'outcome';
export const REASON = 'statusReason';
/** No limit of theirs is published for most texts; these are what their pages take. */
const LINE = 255;
const NOTES = 10_000;

function plain(key: string, label: string, kind: FieldKind = 'text', extra: Extra = {}): Field {
  const path = key.split('.');
  return {
    key,
    label,
    kind,
    choices: [],
    required: 'no',
    condition: null,
    max: kind === 'text' ? LINE : kind === 'long_text' ? NOTES : null,
    read: (document) => asValue(at(document, path)),
    write: (document, value) => put(document, path, isBlank(value) ? null : value),
    ...extra,
  };
}
function asValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value === '' ? null : value;
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : null;
}
const always = { required: 'always' } as const;
const choice = (key: string, label: string, choices: readonly string[], extra: Extra = {}): Field => plain(key, label, 'choice', { choices, ...extra });
const consent = (key: string, label: string): Field => {
  const path = key.split('.');
  return plain(key, label, 'yes_no', { read: (document) => at(document, path) === true, write: (document, value) => put(document, path, value === true) });
};

/** Status and substatus in one word. While it is open, they are Microsoft's to say or follow from a step, and are never written. */
const outcome = choice(OUTCOME, 'Outcome', outcomes, {
  read(document) {
    const substatus = document['substatus'];
    return document['status'] === 'Closed' ? (outcomes.find((each) => each === substatus) ?? 'Open') : 'Open';
  },
  write(document, value) {
    if (value !== 'Won' && value !== 'Lost') return;
    document['status'] = 'Closed';
    document['substatus'] = value;
  },
});

const DETAILS = ['details'];
const currencyOf = (document: Fields): string => textAt(document, [...DETAILS, 'currency']) ?? 'USD';
const dealValue = plain('details.dealValue', 'Deal value', 'money', {
  ...always,
  read: (document) => minorOf(at(document, [...DETAILS, 'dealValue']), currencyOf(document)),
  write: (document, value) => put(document, [...DETAILS, 'dealValue'], typeof value === 'number' ? majorOf(value, currencyOf(document)) : null),
});
const currency = plain('details.currency', 'Currency', 'text', {
  ...always,
  write(document, value) {
    if (typeof value !== 'string') return;
    const minor = minorOf(at(document, [...DETAILS, 'dealValue']), currencyOf(document));
    put(document, [...DETAILS, 'currency'], value);
    if (minor !== null) put(document, [...DETAILS, 'dealValue'], majorOf(minor, value));
  },
});
const CLOSING = [...DETAILS, 'closingDateTime'];
const closing = plain('details.closingDateTime', 'Close date', 'date', {
  ...always,
  read: (document) => textAt(document, CLOSING)?.slice(0, 10) ?? null,
  // The hour they hold is none of ours: a day that stays the same is left as it is.
  write: (document, value) =>
    textAt(document, CLOSING)?.slice(0, 10) === value ? undefined : put(document, CLOSING, typeof value === 'string' ? `${value}T00:00:00Z` : null),
});

const SIZE = ['customerProfile', 'size'];
const size = plain('customerProfile.size', 'Customer’s employees', 'number', {
  read: (document) => sizeBands.find(([band]) => band === textAt(document, SIZE))?.[1] ?? null,
  write: (document, value) => put(document, SIZE, typeof value === 'number' ? bandOf(value)[0] : ''),
});
/** They keep a band; the least of it stands for all its numbers. */
export const bandOf = (employees: number): readonly [string, number] =>
  sizeBands.findLast(([band, least]) => least <= employees && !/^(?:1to50e|51to500e|Morethan500e)/.test(band)) ?? ['1to9employees', 1];

const IDS = ['customerProfile', 'ids'];
const duns = plain('customerProfile.duns', 'DUNS number', 'text', {
  read: (document) =>
    textAt(
      listAt(document, IDS).find((each) => each['profileType'] === 'Duns'),
      ['id'],
    ),
  write(document, value) {
    const others = listAt(document, IDS).filter((each) => each['profileType'] !== 'Duns');
    put(document, IDS, [...others, ...(typeof value === 'string' && value !== '' ? [{ profileType: 'Duns', id: value }] : [])]);
  },
});

const TEAM = ['customerProfile', 'team'];
/** The first contact is ours to keep; the others are left as they are. */
function contact(member: string, label: string, read: (first: Fields) => Value, members: (text: string) => Fields): Field {
  return plain(`contact.${member}`, label, 'text', {
    read: (document) => read(listAt(document, TEAM)[0] ?? {}),
    write(document, value) {
      const [first = {}, ...others] = listAt(document, TEAM);
      const changed = { ...first, ...members(typeof value === 'string' ? value.trim() : '') };
      put(document, TEAM, [...(Object.values(changed).some((each) => typeof each === 'string' && each !== '') ? [changed] : []), ...others]);
    },
  });
}
function splitName(name: string): Fields {
  const space = name.lastIndexOf(' ');
  return space < 0 ? { firstName: '', lastName: name } : { firstName: name.slice(0, space).trim(), lastName: name.slice(space + 1) };
}

const ATTRIBUTES = ['details', 'requirements', 'additionalRequirements', 'attributes'];
/** Facts of a co-sell deal that stand in a list of typed attributes (learn.microsoft.com, create a referral). */
function attribute(type: string, label: string, extra: Extra = {}): Field {
  return plain(type, label, 'text', {
    read: (document) =>
      textAt(
        listAt(document, ATTRIBUTES).find((each) => each['type'] === type),
        ['id'],
      ),
    write(document, value) {
      const known = listAt(document, ATTRIBUTES);
      const others = known.filter((each) => each['type'] !== type);
      if (others.length === known.length && isBlank(value)) return;
      put(document, ATTRIBUTES, [...others, ...(typeof value === 'string' && value !== '' ? [{ type, id: value }] : [])]);
    },
    ...extra,
  });
}
const servicesOnly = { required: 'conditional', condition: 'For services that are sold together with Microsoft.' } as const;

/** Lists of things with an id. */
function named(key: string, label: string): Field {
  const path = key.split('.');
  return plain(key, label, 'choices', {
    read: (document) => listAt(document, path).flatMap((each) => textAt(each, ['id']) ?? []),
    write(document, value) {
      const known = listAt(document, path);
      const ids = Array.isArray(value) ? (value as readonly string[]) : [];
      put(
        document,
        path,
        ids.map((id) => known.find((each) => each['id'] === id) ?? { id }),
      );
    },
  });
}

/** In the order in which they are written: a currency stands before its amount. */
export const fields: readonly Field[] = [
  plain('name', 'Name', 'text', always),
  plain('customerProfile.name', 'Customer', 'text', always),
  plain('customerProfile.address.addressLine1', 'Street'),
  plain('customerProfile.address.city', 'City'),
  plain('customerProfile.address.state', 'State or region'),
  plain('customerProfile.address.postalCode', 'Postal code'),
  plain('customerProfile.address.country', 'Country', 'text', always),
  size,
  duns,
  contact(
    'name',
    'Contact',
    (first) => [textAt(first, ['firstName']), textAt(first, ['lastName'])].filter((each) => each !== null).join(' ') || null,
    splitName,
  ),
  contact(
    'email',
    'Contact’s mail address',
    (first) => textAt(first, ['email']),
    (email) => ({ email }),
  ),
  contact(
    'phone',
    'Contact’s telephone',
    (first) => textAt(first, ['phoneNumber']),
    (phoneNumber) => ({ phoneNumber }),
  ),
  plain('details.notes', 'Customer’s need', 'long_text', always),
  currency,
  dealValue,
  closing,
  named('details.requirements.services', 'Services sold'),
  named('details.requirements.industries', 'Industries'),
  attribute('PartnerRole', 'Partner’s role', servicesOnly),
  attribute('SolutionArea', 'Solution area', servicesOnly),
  attribute('SolutionPlay', 'Solution play', servicesOnly),
  attribute('CustomerMarketplaceIntent', 'Customer means to buy in the marketplace'),
  consent(SHARE_CONSENT, 'Information may be shared with Microsoft'),
  consent(CONTACT_CONSENT, 'Microsoft’s sellers shall help, and may make contact'),
  plain('inviteContext.notes', 'Message to Microsoft’s sellers', 'long_text'),
  choice('inviteContext.assistanceRequestCode', 'Help wanted', assistanceCodes),
  choice('qualification', 'Qualification', qualifications),
  plain(REASON, 'Reason for the outcome', 'text'),
  outcome,
];
export const fieldByKey: ReadonlyMap<string, Field> = new Map(fields.map((field) => [field.key, field]));
export const wordsOf = (key: string): string => (fieldByKey.get(key)?.label ?? key).replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());
export const flatten = (document: Fields): Values => Object.fromEntries(fields.map((field) => [field.key, field.read(document)]));

/** Writes values into a document, in place. */
export function apply(document: Fields, values: Values): void {
  for (const field of fields) {
    const value = values[field.key];
    if (value !== undefined) field.write(document, value);
  }
}

/** The form in which Microsoft would give a value back, so that writing it twice is no difference. */
export function normal(key: string, value: Value): Value {
  if (key === 'customerProfile.size') return typeof value === 'number' && value > 0 ? bandOf(value)[1] : null;
  if (key === SHARE_CONSENT || key === CONTACT_CONSENT) return value === true;
  if (typeof value !== 'string') return value;
  const text = value.replaceAll('\r\n', '\n').trim();
  if (text === '') return null;
  return key === 'customerProfile.address.country' || key === 'details.currency' ? text.toUpperCase() : text;
}

/** What they call a place, as one of our flat keys. */
export function keyOfTarget(target: string | null): string | null {
  if (target === null) return null;
  if (fieldByKey.has(target)) return target;
  if (target.startsWith('customerProfile.team')) return 'contact.name';
  if (target === 'customerProfile') return 'customerProfile.name';
  if (target === 'customerProfile.ids') return 'customerProfile.duns';
  if (target === 'status' || target === 'substatus') return OUTCOME;
  if (target === 'consent') return CONTACT_CONSENT;
  return null;
}
