import type { Json } from '../crm/answers.ts';
import { fault } from './errors.ts';
import type { Fault } from './errors.ts';
import { longId } from './record-ids.ts';
import type { Field } from './schema.ts';

/** Instants are kept as milliseconds, dates as text. */
export type Value = string | number | boolean | null;
export type Values = Readonly<Record<string, Value>>;

export const isoWithOffset = (stamp: number): string => new Date(stamp).toISOString().replace('Z', '+0000');

/** How a stored value leaves in an answer. */
export function shown(value: Value | undefined, type: Field['type']): Value {
  if (value === undefined) return type === 'boolean' ? false : null;
  return type === 'datetime' && typeof value === 'number' ? isoWithOffset(value) : value;
}

export function parseInstant(text: string): number | undefined {
  const matched = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)(Z|[+-]\d\d:?\d\d)$/.exec(text.replace(' ', '+'));
  if (!matched) return undefined;
  const zone = matched[2] === 'Z' ? 'Z' : (matched[2] ?? '').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const stamp = Date.parse(`${matched[1]}${zone}`);
  return Number.isNaN(stamp) ? undefined : stamp;
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const stamp = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(stamp) && new Date(stamp).toISOString().startsWith(text);
}

const undeserialisable = (type: string, given: Json): Fault =>
  fault(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${typeof given === 'string' ? 'VALUE_STRING' : typeof given === 'number' ? 'VALUE_NUMBER' : typeof given === 'boolean' ? 'VALUE_BOOLEAN' : 'START_OBJECT'} value ${typeof given === 'object' ? '' : String(given)} or request may be missing a required field at [line:1, column:1]`,
  );

/** What is stored for what was sent, or why it cannot be. */
export function coerced(field: Field, given: Json): { readonly value: Value } | { readonly fault: Fault } {
  if (given === null || given === '') return { value: field.type === 'boolean' ? false : null };
  if (typeof given === 'object') return { fault: undeserialisable(field.type, given) };
  switch (field.type) {
    case 'boolean':
      return typeof given === 'boolean'
        ? { value: given }
        : given === 'true' || given === 'false'
          ? { value: given === 'true' }
          : { fault: undeserialisable('boolean', given) };
    case 'currency':
    case 'double':
    case 'percent':
    case 'int':
      return numeric(field, given);
    case 'date':
      return typeof given === 'string' && isDay(given.slice(0, 10)) ? { value: given.slice(0, 10) } : { fault: undeserialisable('date', given) };
    case 'datetime': {
      const stamp = typeof given === 'string' ? parseInstant(given) : undefined;
      return stamp === undefined ? { fault: undeserialisable('datetime', given) } : { value: stamp };
    }
    case 'id':
    case 'reference': {
      const id = typeof given === 'string' ? longId(given) : undefined;
      return id === undefined ? { fault: fault('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(given)}`, [field.name]) } : { value: id };
    }
    case 'string':
    case 'textarea':
    case 'picklist':
    case 'email':
    case 'phone':
    case 'url':
      return texts(field, String(given));
  }
}

function numeric(field: Field, given: string | number | boolean): { readonly value: Value } | { readonly fault: Fault } {
  const number = typeof given === 'boolean' ? Number.NaN : Number(given);
  if (!Number.isFinite(number)) return { fault: undeserialisable(field.type === 'int' ? 'int' : 'double', given) };
  if (Math.abs(number) >= 10 ** (18 - field.scale))
    return { fault: fault('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${String(given)}`, [field.name]) };
  return { value: Number(number.toFixed(field.scale)) };
}

function texts(field: Field, given: string): { readonly value: Value } | { readonly fault: Fault } {
  const text = field.type === 'textarea' ? given : given.trim();
  if (text.length > field.length)
    return { fault: fault('STRING_TOO_LONG', `${field.label}: data value too large: ${text} (max length=${field.length})`, [field.name]) };
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return { fault: fault('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [field.name]) };
  if (field.type === 'picklist' && field.restricted && !field.picklist.some((one) => one.active && one.value === text))
    return { fault: fault('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${field.label}: bad value for restricted picklist field: ${text}`, [field.name]) };
  return { value: text === '' ? null : text };
}
