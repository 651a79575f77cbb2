import { minorDigits } from '@entente/kernel';

/** What both sides can hold, as module sync knows it. */
export type Value = string | number | boolean | null | readonly string[];
export type Values = Readonly<Record<string, Value>>;
/** A JSON object of theirs, of which only a part is known. */
export type Fields = { [key: string]: unknown };
export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export function at(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const step of path) {
    if (!isFields(value)) return undefined;
    value = value[step];
  }
  return value;
}
export function textAt(root: unknown, path: readonly string[]): string | null {
  const value = at(root, path);
  return typeof value === 'string' && value !== '' ? value : null;
}
export function listAt(root: unknown, path: readonly string[]): readonly Fields[] {
  const value = at(root, path);
  return Array.isArray(value) ? value.filter(isFields) : [];
}
/** Sets in place and makes what is missing on the way; nothing is ever taken away, since their patches cannot. */
export function put(root: Fields, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  if (rest.length === 0) {
    root[step] = value;
    return;
  }
  const known = root[step];
  const inner: Fields = isFields(known) ? known : {};
  put(inner, rest, value);
  root[step] = inner;
}

export const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();
/** Nothing would be changed by writing it. */
export function alike(a: Value | undefined, b: Value | undefined): boolean {
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    const other = new Set<string>(b as readonly string[]);
    return a.length === other.size && (a as readonly string[]).every((each) => other.has(each));
  }
  if (typeof a === 'string' && typeof b === 'string') return plain(a) === plain(b);
  return a === b;
}

/** Their amounts are numbers in whole units, or texts of such; ours are whole minor units. */
export function minorOf(amount: unknown, currency: string): number | null {
  const value = typeof amount === 'string' && amount.trim() !== '' ? Number(amount) : amount;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const minor = Math.round(value * 10 ** minorDigits(currency));
  return Number.isSafeInteger(minor) ? minor : null;
}
export const majorOf = (minor: number, currency: string): number => minor / 10 ** minorDigits(currency);
