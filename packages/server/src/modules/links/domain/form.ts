import type { Result } from '@entente/contracts';
import { Problem, type InvalidField } from '@entente/kernel';

export type Opened = Result<'links.open'>;
export type Field = Opened['fields'][number];
export type Fact = Opened['facts'][number];
/** What the holder of a link may do now: nothing, when there are no verbs; the sentence then says why. */
export type Form = Pick<Opened, 'title' | 'sentence' | 'facts' | 'fields' | 'verbs'>;

export const field = (name: string, kind: Field['kind'], required: boolean, more: Partial<Pick<Field, 'choices' | 'value'>> = {}): Field => ({
  name,
  kind,
  required,
  choices: [],
  value: null,
  ...more,
});

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function wrongWith(one: Field, value: string): string | null {
  switch (one.kind) {
    case 'domain':
      return value.length >= 3 && value.length <= 253 ? null : 'Give the customer’s domain, such as acme.example.';
    case 'email':
      return value.length <= 254 && EMAIL.test(value) ? null : 'This is not a mail address.';
    case 'choice':
      return one.choices.some((choice) => choice.key === value) ? null : 'Choose one of the list.';
    case 'date':
      return isDay(value) ? null : 'This is not a day of the calendar.';
    case 'days': {
      const days = Number(value);
      return Number.isInteger(days) && days >= 1 && days <= 365 ? null : 'Give a whole number of days.';
    }
    case 'text':
      return value.length <= 200 ? null : 'This is longer than 200 characters.';
    case 'long_text':
      return value.length <= 4000 ? null : 'This is longer than 4,000 characters.';
  }
}

/** The values that were given for a form, trimmed; what is not of the form is left out. Says everything that is wrong at once. */
export function valuesOf(fields: readonly Field[], given: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const wrong: InvalidField[] = [];
  for (const one of fields) {
    const value = (Object.hasOwn(given, one.name) ? (given[one.name] ?? '') : '').trim();
    if (value === '') {
      if (one.required) wrong.push({ path: one.name, code: 'required', sentence: 'This is needed.' });
      continue;
    }
    const sentence = wrongWith(one, value);
    if (sentence === null) values.set(one.name, value);
    else wrong.push({ path: one.name, code: 'invalid', sentence });
  }
  const first = wrong[0];
  if (first) throw new Problem('invalid_input', `${labelOf(first.path)}: ${first.sentence}`, { fields: wrong });
  return values;
}

const LABELS: Readonly<Record<string, string>> = {
  customerDomain: 'Customer domain',
  contactEmail: 'Contact mail',
  valueBand: 'Value',
  closeOn: 'Expected close',
  companyName: 'Company',
  story: 'What is planned',
  note: 'News',
  text: 'Answer',
  days: 'Days',
  reason: 'Reason',
  body: 'Evidence',
};
export const labelOf = (name: string): string => LABELS[name] ?? name;
