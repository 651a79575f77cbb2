import { alike, isBlank, type Value, type Values } from '../values.ts';
import { CONTACT_CONSENT, fieldByKey, OUTCOME, SHARE_CONSENT, wordsOf } from './fields.ts';

export type Found = { readonly field: string | null; readonly code: string; readonly sentence: string };
export type Wanted = 'Private' | 'Partner-led' | 'Co-sell';
const found = (field: string | null, code: string, sentence: string): Found => ({ field, code, sentence });

/** Of a referral of any kind: without one of these it cannot even be made. */
const needed: Readonly<Record<string, string>> = {
  name: 'Give the deal a name.',
  'customerProfile.name': 'Name the customer.',
  'customerProfile.address.country': 'Enter the customer’s country as its two-letter code, such as DE.',
  'details.notes': 'Describe what the customer needs.',
  'details.dealValue': 'Enter the value of the deal.',
  'details.currency': 'Choose the currency of the deal.',
  'details.closingDateTime': 'Set the close date.',
};
export const neededKeys: readonly string[] = Object.keys(needed);

const forms: Readonly<Record<string, (value: string) => string | null>> = {
  'customerProfile.address.country': (value) => (/^[A-Z]{2}$/.test(value) ? null : 'Enter the country as its two-letter code, such as DE.'),
  'details.currency': (value) => (/^[A-Z]{3}$/.test(value) ? null : 'Enter the currency as its three-letter code, such as EUR.'),
  'details.closingDateTime': (value) => (isDay(value) ? null : 'Enter the close date as a day of the calendar.'),
  'contact.email': (value) => (/^[^\s@]+@[^\s@]+$/.test(value) ? null : 'Enter the contact’s whole mail address, or leave it empty.'),
  'customerProfile.duns': (value) => (/^\d{9}$/.test(value) ? null : 'Enter the DUNS number as 9 digits, or leave it empty.'),
};
const isDay = (value: string): boolean =>
  /^[1-9]\d{3}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

/** What is wrong with the values themselves. Only the named keys are looked at. */
export function valueIssues(values: Values, keys: Iterable<string>): Found[] {
  const all: Found[] = [];
  for (const key of keys) {
    const value = values[key];
    const field = fieldByKey.get(key);
    if (field === undefined || value === undefined || isBlank(value)) continue;
    if (typeof value === 'string' && field.max !== null && value.length > field.max)
      all.push(found(key, 'too_long', `Shorten ${wordsOf(key)}: it has ${value.length} characters, and Microsoft takes ${field.max}.`));
    else if (field.choices.length > 0 && !field.choices.includes(String(value)))
      all.push(found(key, 'choice', `Choose another value for ${wordsOf(key)}: Microsoft does not know “${String(value).slice(0, 60)}”.`));
    else if (field.kind === 'money' && !(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0))
      all.push(found(key, 'range', `Enter ${wordsOf(key)} as an amount of zero or more.`));
    else {
      const wrong = typeof value === 'string' ? (forms[key]?.(value) ?? null) : null;
      if (wrong !== null) all.push(found(key, 'format', wrong));
    }
  }
  return all;
}

/** What every referral holds. `solutions` is how many are named on it. */
export function recordIssues(values: Values, solutions: number): Found[] {
  const all = neededKeys.filter((key) => isBlank(values[key])).map((key) => found(key, 'required', needed[key] ?? 'It is missing.'));
  if (solutions === 0) all.push(found(null, 'too_few', 'Name a solution: link one of yours, or set the usual one on the connection to Microsoft.'));
  return [...all, ...contactIssues(values)];
}
/** A member of the customer's team is whole, or there is none. */
function contactIssues(values: Values): Found[] {
  const name = values['contact.name'];
  const email = values['contact.email'];
  if (isBlank(name) && isBlank(email) && isBlank(values['contact.phone'])) return [];
  if (typeof name !== 'string' || !/\S\s+\S/.test(name))
    return [found('contact.name', 'format', 'Enter the contact’s first and last name, or leave all of the contact empty.')];
  return isBlank(email) ? [found('contact.email', 'required', 'Enter the contact’s mail address, or leave all of the contact empty.')] : [];
}

/** Which of the kinds the consents ask for. */
export function wantedKind(values: Values): Wanted {
  if (values[CONTACT_CONSENT] === true) return 'Co-sell';
  return values[SHARE_CONSENT] === true ? 'Partner-led' : 'Private';
}
/** Services sold together are described by more than products are. */
const servicesKeys: Readonly<Record<string, string>> = {
  PartnerRole: 'Choose what you do for the customer (the partner’s role).',
  SolutionArea: 'Choose the solution area.',
  SolutionPlay: 'Choose the solution play.',
};
const hasServices = (values: Values): boolean => !isBlank(values['details.requirements.services']);
export function demandedForSubmit(values: Values): string[] {
  return [...neededKeys, SHARE_CONSENT, ...(wantedKind(values) === 'Co-sell' && hasServices(values) ? Object.keys(servicesKeys) : [])];
}
export function submitIssues(values: Values): Found[] {
  const kind = wantedKind(values);
  if (kind === 'Private')
    return [found(SHARE_CONSENT, 'required', 'Say that Microsoft’s sellers may see the deal, and whether they shall help; otherwise it stays private.')];
  const all: Found[] = [];
  if (values[SHARE_CONSENT] !== true)
    all.push(found(SHARE_CONSENT, 'combination', 'Say that Microsoft’s sellers may see the deal: they cannot help with what they do not see.'));
  if (kind === 'Co-sell' && hasServices(values))
    for (const [key, sentence] of Object.entries(servicesKeys)) if (isBlank(values[key])) all.push(found(key, 'required', sentence));
  return all;
}

/** Only what differs is written; Microsoft's own words about the outcome are not ours to change. */
export const changes = (key: string, from: Value | undefined, to: Value): boolean => !alike(from, to) && !(key === OUTCOME && to === 'Open');
