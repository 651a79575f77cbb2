import { at, isRecord, withAt, word } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import type { SimulatedRequest } from '../core/simulator.ts';
import { parsed } from '../microsoft/kit/json.ts';
import { googleError, invalid } from './refusals.ts';

/** Field masks and JSON as all Google services read them. */
const camel = (path: string): string => path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

export function maskOf(request: SimulatedRequest): readonly string[] {
  const mask = request.query.get('updateMask') ?? request.query.get('update_mask') ?? '';
  return mask
    .split(',')
    .map((path) => camel(path.trim()))
    .filter((path) => path !== '');
}

/** Only what the mask names is taken from the body; what the body lacks is emptied. */
export function merged(before: Json, given: Json, mask: readonly string[]): Json {
  let after = before;
  for (const path of mask) after = withAt(after, path, at(given, path));
  return after;
}
export const covers = (allowed: readonly string[], path: string): boolean => allowed.some((one) => path === one || path.startsWith(`${one}.`));

export function bodyOf(request: SimulatedRequest): Json {
  if (request.body.length === 0) return {};
  const body = parsed(request.body);
  if (!isRecord(body)) throw googleError('INVALID_ARGUMENT', 'Invalid JSON payload received. Expected an object.');
  return body;
}

/** Proto JSON refuses names it does not know. */
export function onlyKnown(body: Json, known: readonly string[], prefix = ''): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw invalid([{ field: `${prefix}${unknown}`, description: `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.` }]);
}

export function paged<T>(request: SimulatedRequest, all: readonly T[], most: number): { readonly page: readonly T[]; readonly nextPageToken: string } {
  const size = Number(request.query.get('pageSize') ?? '0');
  const token = request.query.get('pageToken') ?? '';
  const from = token === '' ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(size) || size < 0) throw invalid([{ field: 'pageSize', description: 'The page size is a whole number, zero or more.' }]);
  if (!Number.isSafeInteger(from) || from < 0) throw invalid([{ field: 'pageToken', description: 'The page token is not valid.' }]);
  const to = from + Math.min(most, size === 0 ? 50 : size);
  return { page: all.slice(from, to), nextPageToken: to < all.length ? Buffer.from(String(to)).toString('base64url') : '' };
}

/** `google.type.Money`: whole units as a text, nanos for the rest. Minor units, or undefined when it is none. */
export function moneyMinor(value: unknown): number | undefined {
  if (!isRecord(value) || !/^[A-Z]{3}$/.test(word(value.currencyCode))) return undefined;
  const units = value.units ?? '0';
  const nanos = value.nanos ?? 0;
  if (!/^-?\d{1,15}$/.test(word(units)) || typeof nanos !== 'number' || !Number.isInteger(nanos) || Math.abs(nanos) > 999_999_999) return undefined;
  if (nanos % 10_000_000 !== 0) return undefined;
  return Number(units) * 100 + nanos / 10_000_000;
}
export const moneyOf = (minor: number, currencyCode: string): Json => ({
  currencyCode,
  units: String(Math.trunc(minor / 100)),
  nanos: (minor % 100) * 10_000_000,
});

export function dateIsReal(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { year, month, day } = value;
  if (typeof year !== 'number' || typeof month !== 'number' || typeof day !== 'number') return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
/** `google.type.DateTime`, in UTC unless an offset is given; undefined when it is none. */
export function dateTime(value: unknown): number | undefined {
  if (!isRecord(value) || !dateIsReal(value)) return undefined;
  const part = (name: string): number => (typeof value[name] === 'number' ? value[name] : 0);
  const offset = typeof value.utcOffset === 'string' ? Number(value.utcOffset.replace(/s$/, '')) : 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hours'), part('minutes'), part('seconds')) - (Number.isNaN(offset) ? 0 : offset) * 1000;
}
