import type { OutsideRecord, Value, Values } from '../../modules/sync/index.ts';
import { fromMinor, toMinor } from '../crm/amounts.ts';
import type { Json } from '../crm/call.ts';
import { versionOf } from '../crm/versions.ts';
import type { RestField, RestObject } from './definition.ts';
import { at, filled, filledText, textAt } from './template.ts';

export function recordFrom(object: RestObject, fields: readonly string[], item: Json, currency: string): OutsideRecord {
  const known = new Map(object.fields.map((field) => [field.key, field]));
  const values = Object.fromEntries(
    fields.map((key): [string, Value] => {
      const field = known.get(key);
      return [key, field ? valueFrom(field, at(item, field.pointer ?? `/${key}`) ?? null, currency) : null];
    }),
  );
  const modified = object.modified.map((pointer) => at(item, pointer)).find((value) => value !== undefined && value !== null) ?? null;
  const modifiedAt = (object.modifiedInParts ? fromParts(modified) : instantFrom(modified)) ?? new Date(0).toISOString();
  const id = textAt(item, object.id) ?? '';
  const version = object.version === undefined ? null : textAt(item, object.version);
  const gone = object.gone && JSON.stringify(at(item, object.gone.pointer) ?? null) === JSON.stringify(object.gone.equals);
  return {
    id,
    version: version ?? versionOf(modifiedAt, values),
    modifiedAt,
    values,
    ...(object.url === undefined ? {} : { url: filledText(object.url, { id }, encodeURIComponent) }),
    ...(gone === true ? { gone: { reason: 'deleted' as const, into: null } } : {}),
  };
}

function valueFrom(field: RestField, given: Json, currency: string): Value {
  if (given === null || given === '') return null;
  if (field.inParts) return field.type === 'date' ? (fromParts(given)?.slice(0, 10) ?? null) : fromParts(given);
  if (typeof given === 'object') return Array.isArray(given) ? given.filter((one) => typeof one === 'string') : null;
  switch (field.type) {
    case 'money':
      return typeof given === 'boolean' ? null : toMinor(given, currency);
    case 'number':
      return Number.isFinite(Number(given)) ? Number(given) : null;
    case 'yes_no':
      return given === true || given === 'true' || given === 1;
    case 'date':
      return /^\d{4}-\d\d-\d\d/.test(String(given)) ? String(given).slice(0, 10) : (instantFrom(given)?.slice(0, 10) ?? null);
    case 'instant':
      return instantFrom(given);
    default:
      return String(given);
  }
}

function instantFrom(given: Json): string | null {
  const time =
    typeof given === 'number'
      ? given
      : typeof given === 'string'
        ? Date.parse(/^\d+$/.test(given) ? new Date(Number(given)).toISOString() : given)
        : Number.NaN;
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}
function fromParts(given: Json): string | null {
  const part = (name: string): number => Number(at(given, `/${name}`) ?? Number.NaN);
  const or = (name: string, other: number): number => (Number.isFinite(part(name)) ? part(name) : other);
  const time = Date.UTC(part('year'), part('month') - 1, part('day'), or('hour', 0), or('minute', 0), or('second', 0), Math.floor(or('microsecond', 0) / 1000));
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}

export function bodyFrom(object: RestObject, values: Values, currency: string): Record<string, Json> {
  const known = new Map(object.fields.map((field) => [field.key, field]));
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, Json][] => {
      const field = known.get(key);
      return field?.writable === true ? [[key, sent(field, value, currency)]] : [];
    }),
  );
}

function sent(field: RestField, value: Value, currency: string): Json {
  if (value === null) return null;
  const text = field.type === 'money' && typeof value === 'number' ? fromMinor(value, currency) : String(value);
  const plain: Json =
    field.type === 'money' ? Number(text) : field.type === 'reference' && /^\d+$/.test(text) ? Number(text) : typeof value === 'object' ? [...value] : value;
  if (field.send === undefined) return plain;
  const parts = /^(\d{4})-(\d\d)-(\d\d)/.exec(text);
  return filled(field.send, { value: plain, text, ...(parts ? { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) } : {}) });
}
