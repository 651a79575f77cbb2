import type { Value, Values } from '../../modules/sync/index.ts';
import { fromMinor, toMinor } from '../crm/amounts.ts';
import { isObject, textIn, type Json, type JsonObject } from '../crm/call.ts';
import { countryCode } from '../crm/countries.ts';
import { COMPANY, CURRENCY, FULL_NAME, typeOf, type Described } from './fields.ts';

/** The properties to ask for so that these fields can be told. */
export function propertiesFor(object: string, described: Described, fields: readonly string[]): string[] {
  const wanted = fields.flatMap((name) => (name === FULL_NAME ? ['firstname', 'lastname'] : name === COMPANY ? [] : [name]));
  return [...new Set([...wanted, ...(object === 'deals' ? [CURRENCY] : [])])].filter((name) => described.raw.has(name));
}

/** HubSpot's values are all texts; an empty one is nothing. */
export function valuesFrom(
  object: string,
  described: Described,
  fields: readonly string[],
  properties: JsonObject,
  company: string | null,
  currency: string,
): Values {
  const inUse = textIn(properties, CURRENCY) || currency;
  return Object.fromEntries(
    fields.map((name): [string, Value] => {
      if (name === COMPANY) return [name, company];
      if (name === FULL_NAME) return [name, [textIn(properties, 'firstname'), textIn(properties, 'lastname')].filter(Boolean).join(' ') || null];
      if (name === CURRENCY) return [name, inUse];
      if (object === 'companies' && name === 'country') return [name, countryIn(textIn(properties, name))];
      return [name, valueFrom(typeOf(object, name, described.raw.get(name)), textIn(properties, name), inUse)];
    }),
  );
}

const countryIn = (text: string | null): Value => (text === null || text === '' ? null : countryCode(text));

function valueFrom(type: ReturnType<typeof typeOf>, text: string | null, currency: string): Value {
  if (text === null || text === '') return null;
  switch (type) {
    case 'money':
      return toMinor(text, currency);
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : null;
    case 'yes_no':
      return text === 'true';
    case 'choices':
      return text.split(';');
    case 'date':
      return instantIn(text)?.slice(0, 10) ?? null;
    case 'instant':
      return instantIn(text);
    default:
      return text;
  }
}

/** ISO 8601, or milliseconds. */
export function instantIn(text: string): string | null {
  const at = /^-?\d{9,14}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? new Date(at).toISOString() : null;
}

export function propertiesFrom(object: string, described: Described, values: Values, currency: string): JsonObject {
  const given = values[CURRENCY];
  const inUse = typeof given === 'string' ? given : currency;
  const properties: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name === FULL_NAME && object === 'contacts') {
      const words = String(value ?? '')
        .trim()
        .split(/\s+/);
      properties['firstname'] = words.length > 1 ? words.slice(0, -1).join(' ') : '';
      properties['lastname'] = words.at(-1) ?? '';
    } else if (described.raw.has(name)) properties[name] = sent(typeOf(object, name, described.raw.get(name)), value, inUse);
  }
  // A stage belongs to one pipeline, and HubSpot wants both said.
  const pipeline = object === 'deals' ? described.pipelineOf.get(textIn(properties, 'dealstage') ?? '') : undefined;
  return pipeline === undefined ? properties : { ...properties, pipeline };
}

function sent(type: ReturnType<typeof typeOf>, value: Value, currency: string): string {
  if (value === null) return '';
  if (typeof value === 'object') return value.join(';');
  if (type === 'money' && typeof value === 'number') return fromMinor(value, currency);
  if (type === 'date') return `${String(value).slice(0, 10)}T00:00:00.000Z`;
  return String(value);
}

export const propertiesOf = (record: JsonObject): JsonObject => (isObject(record['properties']) ? record['properties'] : {});
