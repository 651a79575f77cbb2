import type { Json } from '../crm/answers.ts';
import { textOf } from '../crm/answers.ts';
import type { Property } from './schema.ts';

export type Problem = {
  readonly isValid: false;
  readonly message: string;
  readonly error: string;
  readonly name: string;
  readonly localizedErrorMessage: string;
};

const problem = (property: Property, error: string, message: string): Problem => ({
  isValid: false,
  message,
  error,
  name: property.name,
  localizedErrorMessage: message,
});

/** What is stored for what was sent (all values are texts; an empty one clears), or why it cannot be. */
export function coerced(property: Property, given: Json | undefined): string | Problem {
  if (given === null || given === undefined || given === '') return '';
  const text = textOf(given);
  if (text === undefined) return problem(property, 'INVALID_TYPE', `${property.name} must be a text`);
  switch (property.type) {
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? String(Number(text))
        : problem(property, property.type === 'number' ? 'INVALID_LONG' : '', `${text} was not a valid number.`);
    case 'bool':
    case 'enumeration': {
      const wanted = property.fieldType === 'checkbox' ? text.split(';') : [text];
      const allowed = property.options.filter((one) => !one.hidden).map((one) => one.value);
      const wrong = wanted.find((one) => !allowed.includes(one));
      return wrong === undefined ? text : problem(property, 'INVALID_OPTION', `${wrong} was not one of the allowed options: [${allowed.join(', ')}]`);
    }
    case 'date': {
      const stamp = instant(text);
      return stamp !== undefined && stamp % 86_400_000 === 0
        ? new Date(stamp).toISOString().slice(0, 10)
        : problem(property, 'INVALID_DATE', `${text} was not a valid date: it must be midnight UTC.`);
    }
    case 'datetime': {
      const stamp = instant(text);
      return stamp === undefined ? problem(property, 'INVALID_DATE', `${text} was not a valid date.`) : new Date(stamp).toISOString();
    }
    case 'string':
      return text.length > 65_536 ? problem(property, 'VALUE_TOO_LONG', `The value is longer than 65536 characters`) : text;
  }
}

/** Milliseconds or ISO 8601. */
export function instant(text: string): number | undefined {
  const stamp = /^-?\d{9,14}$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(stamp) ? undefined : stamp;
}
