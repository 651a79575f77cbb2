import { competitors, deliveryModels, industries, lostReasons, needs, opportunityTypes, salesActivities, stages, useCases } from './lists.ts';
import { amountText, at, isBlank, isFields, minorOf, put, type Fields, type Value, type Values } from './values.ts';

export type FieldKind = 'text' | 'long_text' | 'number' | 'money' | 'date' | 'yes_no' | 'choice' | 'choices';
/** One of their fields laid flat: where it stands in the record, and what the API says of its form. */
export type Field = {
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly choices: readonly string[];
  readonly required: 'no' | 'always' | 'conditional';
  readonly condition: string | null;
  readonly max: number | null;
  /** Fields without which it is not taken. */
  readonly travelsWith?: readonly string[];
  /** Paths of theirs that mean this field, for what they say is wrong. */
  readonly paths: readonly string[];
  readonly read: (record: Fields) => Value;
  readonly write: (record: Fields, value: Value) => void;
};
type Extra = Partial<Pick<Field, 'choices' | 'required' | 'condition' | 'max' | 'travelsWith'>>;

const forSubmit = { required: 'conditional', condition: 'When it is submitted.' } as const;

function plain(path: string, label: string, kind: FieldKind, extra: Extra = {}): Field {
  const steps = path.split('.');
  return {
    key: path,
    label,
    kind,
    choices: [],
    required: 'no',
    condition: null,
    max: null,
    paths: [path],
    ...extra,
    read: (record) => asValue(at(record, steps)),
    write: (record, value) => put(record, steps, isBlank(value) ? null : value),
  };
}
function asValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value === '' ? null : value;
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : null;
}
const choice = (path: string, label: string, choices: readonly string[], extra: Extra = {}): Field => plain(path, label, 'choice', { choices, ...extra });
const choices = (path: string, label: string, list: readonly string[], extra: Extra = {}): Field => plain(path, label, 'choices', { choices: list, ...extra });
/** Two of their words that mean yes and no. */
function yesNo(path: string, label: string, [yes, no]: readonly [string, string], extra: Extra = {}): Field {
  const steps = path.split('.');
  return {
    ...plain(path, label, 'yes_no', extra),
    read(record) {
      const value = at(record, steps);
      return value === yes ? true : value === no ? false : null;
    },
    write: (record, value) => put(record, steps, value === true ? yes : value === false ? no : null),
  };
}

const SPEND = ['Project', 'ExpectedCustomerSpend'];
/** A monthly spend at AWS, and the value of the deal for ourselves: the two kinds the service tells apart. */
const spendTargets = { 'spend.monthly': 'AWS', 'spend.tcv': 'Self' } as const;
const entriesOf = (record: Fields): readonly Fields[] => {
  const list = at(record, SPEND);
  return Array.isArray(list) ? list.filter(isFields) : [];
};
const currencyOf = (record: Fields): string => {
  const code = entriesOf(record)[0]?.['CurrencyCode'];
  return typeof code === 'string' ? code : 'USD';
};
function spend(key: keyof typeof spendTargets, label: string, extra: Extra): Field {
  const target = spendTargets[key];
  return {
    ...plain(key, label, 'money', extra),
    paths: ['Project.ExpectedCustomerSpend'],
    read: (record) => {
      const entry = entriesOf(record).find((each) => each['TargetCompany'] === target);
      return entry ? minorOf(entry['Amount'], String(entry['CurrencyCode'])) : null;
    },
    write(record, value) {
      const known = entriesOf(record);
      const others = known.filter((each) => each['TargetCompany'] !== target);
      const own = known.find((each) => each['TargetCompany'] === target);
      const currency = currencyOf(record);
      // "Monthly" is the only frequency the model knows, also where the documentation speaks of another.
      const entry =
        typeof value === 'number' ? [{ ...own, Amount: amountText(value, currency), CurrencyCode: currency, Frequency: 'Monthly', TargetCompany: target }] : [];
      const all = target === 'AWS' ? [...entry, ...others] : [...others, ...entry];
      put(record, SPEND, all.length === 0 ? null : all);
    },
  };
}
const spendCurrency: Field = {
  ...plain('spend.currency', 'Currency of the spend', 'text', { max: 3 }),
  paths: [],
  read: (record) => (entriesOf(record).length === 0 ? null : currencyOf(record)),
  write(record, value) {
    if (typeof value !== 'string') return;
    const changed = entriesOf(record).map((entry) => {
      const minor = minorOf(entry['Amount'], String(entry['CurrencyCode']));
      return { ...entry, CurrencyCode: value, ...(minor === null ? {} : { Amount: amountText(minor, value) }) };
    });
    // Kept for the amounts that are written after it; taken off again when none is.
    put(record, SPEND, changed.length === 0 ? [{ CurrencyCode: value }] : changed);
  },
};

const CONTACTS = ['Customer', 'Contacts'];
const contactsOf = (record: Fields): readonly Fields[] => {
  const list = at(record, CONTACTS);
  return Array.isArray(list) ? list.filter(isFields) : [];
};
/** The first contact is ours to keep; the others are left as they are. */
function contact(
  key: string,
  label: string,
  members: readonly string[],
  read: (first: Fields) => Value,
  members_: (value: string) => Fields,
  max: number,
): Field {
  return {
    ...plain(key, label, 'text', { max }),
    paths: members.map((member) => `Customer.Contacts.${member}`),
    read: (record) => read(contactsOf(record)[0] ?? {}),
    write(record, value) {
      const [first = {}, ...others] = contactsOf(record);
      const kept = Object.fromEntries(Object.entries(first).filter(([member]) => !members.includes(member)));
      const changed: Fields = { ...kept, ...(typeof value === 'string' && value.trim() !== '' ? members_(value.trim()) : {}) };
      const all = [...(Object.keys(changed).length === 0 ? [] : [changed]), ...others];
      put(record, CONTACTS, all.length === 0 ? null : all);
    },
  };
}
const one =
  (member: string) =>
  (first: Fields): Value =>
    asValue(first[member]);
function splitName(name: string): Fields {
  const space = name.lastIndexOf(' ');
  return space < 0 ? { LastName: name } : { FirstName: name.slice(0, space).trim(), LastName: name.slice(space + 1) };
}

const COMPETITOR = ['Project', 'CompetitorName'];
const OTHER_COMPETITORS = ['Project', 'OtherCompetitorNames'];
const OTHER = '*Other';
/** Theirs where they know it, in words of ours where not: their list wants its companion then. */
const competitor: Field = {
  ...plain('Project.CompetitorName', 'Competitor', 'text', { max: 255 }),
  paths: ['Project.CompetitorName', 'Project.OtherCompetitorNames'],
  read(record) {
    const name = asValue(at(record, COMPETITOR));
    return name === OTHER ? (asValue(at(record, OTHER_COMPETITORS)) ?? OTHER) : name;
  },
  write(record, value) {
    const name = typeof value === 'string' ? value.trim() : '';
    const known = competitors.find((each) => each !== OTHER && each.toLowerCase() === name.toLowerCase());
    put(record, COMPETITOR, name === '' ? null : (known ?? OTHER));
    put(record, OTHER_COMPETITORS, name === '' || known !== undefined ? null : name);
  },
};

const DURATION = ['Project', 'ExpectedContractDuration'];
const duration: Field = {
  ...plain('Project.ExpectedContractDuration', 'Contract term in months', 'number'),
  read(record) {
    const months = Number(at(record, [...DURATION, 'Value']));
    return Number.isFinite(months) && months > 0 ? months : null;
  },
  write: (record, value) => put(record, DURATION, typeof value === 'number' ? { Term: 'Months', Value: String(value) } : null),
};
const funding: Field = {
  ...yesNo('Marketing.AwsFundingUsed', 'AWS funding was used', ['Yes', 'No']),
  write(record, value) {
    put(record, ['Marketing', 'AwsFundingUsed'], value === true ? 'Yes' : value === false ? 'No' : null);
    // Use cases of a campaign are refused when no funding was used.
    if (value === false) put(record, ['Marketing', 'UseCases'], null);
  },
};

/** In the order in which they are written: a currency stands before its amounts. */
export const fields: readonly Field[] = [
  plain('Customer.Account.CompanyName', 'Customer', 'text', { max: 120, ...forSubmit }),
  plain('Customer.Account.WebsiteUrl', 'Customer’s website', 'text', { max: 255, ...forSubmit }),
  choice('Customer.Account.Industry', 'Industry', industries, forSubmit),
  plain('Customer.Account.OtherIndustry', 'Other industry', 'text', { max: 255, required: 'conditional', condition: 'When the industry is Other.' }),
  plain('Customer.Account.AwsAccountId', 'Customer’s AWS account', 'text', {
    max: 12,
    required: 'conditional',
    condition: 'When the stage becomes Launched: 12 digits.',
  }),
  plain('Customer.Account.Duns', 'DUNS number', 'text', { max: 9 }),
  plain('Customer.Account.Address.CountryCode', 'Country', 'text', { max: 2, ...forSubmit }),
  plain('Customer.Account.Address.StateOrRegion', 'State or region', 'text', {
    max: 255,
    required: 'conditional',
    condition: 'In the United States: the state written in full.',
  }),
  plain('Customer.Account.Address.City', 'City', 'text', { max: 255 }),
  plain('Customer.Account.Address.PostalCode', 'Postal code', 'text', {
    max: 20,
    required: 'conditional',
    condition: 'When it is submitted, in countries that have them.',
  }),
  plain('Customer.Account.Address.StreetAddress', 'Street', 'text', { max: 255 }),
  contact(
    'contact.name',
    'Contact',
    ['FirstName', 'LastName'],
    (first) => [asValue(first['FirstName']), asValue(first['LastName'])].filter((each) => each !== null).join(' ') || null,
    splitName,
    160,
  ),
  contact('contact.email', 'Contact’s mail address', ['Email'], one('Email'), (value) => ({ Email: value.toLowerCase() }), 80),
  contact('contact.phone', 'Contact’s telephone', ['Phone'], one('Phone'), (value) => ({ Phone: value.replaceAll(/[\s().-]/g, '') }), 30),
  contact('contact.title', 'Contact’s title', ['BusinessTitle'], one('BusinessTitle'), (value) => ({ BusinessTitle: value }), 80),
  plain('Project.Title', 'Title', 'text', { max: 255, ...forSubmit }),
  plain('Project.CustomerBusinessProblem', 'Business problem', 'long_text', { max: 2000, ...forSubmit }),
  choice('Project.CustomerUseCase', 'Use case', useCases, forSubmit),
  choices('Project.DeliveryModels', 'Delivery model', deliveryModels, forSubmit),
  choices('Project.SalesActivities', 'Sales activities', salesActivities, forSubmit),
  plain('Project.OtherSolutionDescription', 'Solution in words', 'text', {
    max: 255,
    required: 'conditional',
    condition: 'When it is submitted and no solution is named.',
  }),
  plain('Project.AdditionalComments', 'Comments', 'long_text', { max: 255 }),
  plain('Project.RelatedOpportunityIdentifier', 'Earlier opportunity', 'text', { max: 20, required: 'conditional', condition: 'For a flat renewal.' }),
  competitor,
  duration,
  spendCurrency,
  spend('spend.monthly', 'Monthly AWS spend', { required: 'conditional', condition: 'When it is submitted: this or the deal value, above zero.' }),
  spend('spend.tcv', 'Deal value', {}),
  choice('OpportunityType', 'Kind of business', opportunityTypes),
  yesNo('NationalSecurity', 'National security', ['Yes', 'No']),
  choices('PrimaryNeedsFromAws', 'Help wanted from AWS', needs, forSubmit),
  choice('LifeCycle.Stage', 'Stage', stages),
  choice('LifeCycle.ClosedLostReason', 'Lost reason', lostReasons, {
    required: 'conditional',
    condition: 'When the stage becomes Closed Lost.',
    travelsWith: ['LifeCycle.Stage'],
  }),
  plain('LifeCycle.NextSteps', 'Next steps', 'text', { max: 255 }),
  plain('LifeCycle.TargetCloseDate', 'Close date', 'date', forSubmit),
  yesNo('Marketing.Source', 'From a marketing activity', ['Marketing Activity', 'None']),
  funding,
];
export const fieldByKey: ReadonlyMap<string, Field> = new Map(fields.map((field) => [field.key, field]));
export const labelOf = (key: string): string => fieldByKey.get(key)?.label ?? key;
/** Within a sentence; names such as AWS and DUNS stay as they are. */
export const wordsOf = (key: string): string => labelOf(key).replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());

export const flatten = (record: Fields): Values => Object.fromEntries(fields.map((field) => [field.key, field.read(record)]));

/** Writes values into a record, in place. A reason to lose stands only beside the stage it belongs to. */
export function apply(record: Fields, values: Values): void {
  for (const field of fields) {
    const value = values[field.key];
    if (value !== undefined) field.write(record, value);
  }
  const spends = entriesOf(record).filter((entry) => entry['Amount'] !== undefined && entry['TargetCompany'] !== undefined);
  put(record, SPEND, spends.length === 0 ? null : spends);
  if (at(record, ['LifeCycle', 'Stage']) !== 'Closed Lost') put(record, ['LifeCycle', 'ClosedLostReason'], null);
}

/** Their path, list places included, as one of our flat keys. */
export function keyOfPath(path: string | null): string | null {
  if (path === null) return null;
  const bare = path.replaceAll(/\[\d+\]|\.\d+(?=\.|$)/g, '');
  if (fieldByKey.has(bare)) return bare;
  return fields.find((field) => field.paths.some((each) => bare === each || bare.startsWith(`${each}.`)))?.key ?? null;
}
