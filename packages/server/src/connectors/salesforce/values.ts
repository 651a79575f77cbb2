import type { Value, Values } from '../../modules/sync/index.ts';
import { fromMinor, toMinor } from '../crm/amounts.ts';
import type { Json, JsonObject } from '../crm/call.ts';
import { countryCode, countryName } from '../crm/countries.ts';
import { CURRENCY_FIELD, type Described } from './fields.ts';

/** A record as it came, in our shapes. What is not there (a field that is gone or hidden) is nothing. */
export function valuesFrom(object: string, described: Described, fields: readonly string[], record: JsonObject, currency: string): Values {
  const own = record[CURRENCY_FIELD];
  const inUse = typeof own === 'string' ? own : currency;
  return Object.fromEntries(
    fields.map((name): [string, Value] => {
      if (name === CURRENCY_FIELD) return [name, inUse];
      return [name, valueFrom(`${object}.${name}`, described.types.get(name) ?? 'string', record[name] ?? null, inUse)];
    }),
  );
}

export function valueFrom(path: string, type: string, given: Json, currency: string): Value {
  if (given === null || typeof given === 'object') return null;
  switch (type) {
    case 'currency':
      return typeof given === 'boolean' ? null : toMinor(given, currency);
    case 'datetime':
      return instantFrom(String(given));
    case 'date':
      return String(given).slice(0, 10);
    case 'multipicklist':
      return String(given).split(';');
    case 'double':
    case 'int':
    case 'percent':
      return Number(given);
    case 'boolean':
      return given === true;
    default:
      return path === 'Account.Website' ? domainIn(String(given)) : path === 'Account.BillingCountry' ? countryCode(String(given)) : String(given);
  }
}

/** Salesforce writes the offset without a colon, which not everything reads. */
export function instantFrom(text: string): string | null {
  const at = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isFinite(at) ? new Date(at).toISOString() : null;
}

/** Of an address only the domain is of use to us, and both sides must say it alike. */
const domainIn = (address: string): string =>
  address
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./i, '')
    .toLowerCase();

/** What is sent: only fields that are there. Null empties a field. */
export function bodyFrom(object: string, described: Described, values: Values, currency: string): JsonObject {
  const inUse = typeof values[CURRENCY_FIELD] === 'string' && described.has(CURRENCY_FIELD) ? values[CURRENCY_FIELD] : currency;
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, Json][] => {
      if (!described.has(name)) return [];
      if (object === 'Contact' && name === 'Name') return Object.entries(nameParts(value));
      if (object === 'Account' && name === 'BillingCountry' && typeof value === 'string') return [[name, countryName(value)]];
      return [[name, sent(described.types.get(name) ?? 'string', value, inUse)]];
    }),
  );
}

function sent(type: string, value: Value, currency: string): Json {
  if (value === null) return null;
  if (type === 'currency' && typeof value === 'number') return Number(fromMinor(value, currency));
  if (typeof value === 'object') return value.join(';');
  if (type === 'date' && typeof value === 'string') return value.slice(0, 10);
  return value;
}

function nameParts(value: Value): { FirstName: string | null; LastName: string } {
  const words = String(value ?? '')
    .trim()
    .split(/\s+/);
  return { FirstName: words.slice(0, -1).join(' ') || null, LastName: words.at(-1) ?? '' };
}
