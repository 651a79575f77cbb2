import { minorDigits } from '@entente/kernel';

/** What both sides can hold, as module sync knows it. */
export type Value = string | number | boolean | null | readonly string[];
export type Values = Readonly<Record<string, Value>>;

/** A structure of the selling API, written with plain texts; the client's types name the allowed ones. */
export type Fields = { [key: string]: unknown };
export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

export function at(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const step of path) {
    if (!isFields(value)) return undefined;
    value = value[step];
  }
  return value;
}

/** Sets or, with null, takes away; a structure that is empty then is taken away too, since the API refuses some of those. */
export function put(root: Fields, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  if (rest.length === 0) {
    if (value === null || value === undefined) delete root[step];
    else root[step] = value;
    return;
  }
  const known = root[step];
  const inner: Fields = isFields(known) ? known : {};
  put(inner, rest, value);
  if (Object.keys(inner).length === 0) delete root[step];
  else root[step] = inner;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", colon: ':', '#39': "'", '#x27': "'", '#34': '"' };

/**
 * The API escapes texts when it gives them out, a colon even twice (seen in the vendor's sample application). What is sent back escaped
 * is refused, or escaped once more. One level is taken off.
 */
export const decodeText = (text: string): string =>
  text.replaceAll(/&amp;colon;|&(amp|lt|gt|quot|apos|colon|#39|#x27|#34);/g, (all, name: string | undefined) =>
    name === undefined ? ':' : (entities[name] ?? all),
  );

export function decoded<Tree>(tree: Tree): Tree {
  return walk(tree) as Tree;
}
function walk(value: unknown): unknown {
  if (typeof value === 'string') return decodeText(value);
  if (Array.isArray(value)) return value.map(walk);
  if (isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]));
  return value;
}

/** Their amounts are texts with up to two decimals; ours are whole minor units. */
export function amountText(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  // A negative amount is no amount of theirs: it goes out as it is and is refused, not turned around.
  if (minor < 0) return `-${amountText(-minor, currency)}`;
  const text = String(minor).padStart(digits + 1, '0');
  if (digits === 0) return text;
  const whole = text.slice(0, -digits);
  const fraction = text.slice(-digits);
  // No amount of theirs has more than two decimals; a third is rounded.
  return digits <= 2 ? `${whole}.${fraction}` : (minor / 10 ** digits).toFixed(2);
}
export function minorOf(text: unknown, currency: string): number | null {
  if (typeof text !== 'string' || !/^\d+(\.\d*)?$/.test(text)) return null;
  const digits = minorDigits(currency);
  const [whole = '0', fraction = ''] = text.split('.');
  const minor = Number(whole + fraction.padEnd(digits, '0').slice(0, digits));
  return Number.isSafeInteger(minor) ? minor : null;
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
