/** What both sides can hold. Money is whole minor units, a day YYYY-MM-DD, an instant ISO 8601 UTC, a list a set of words. */
export type Value = string | number | boolean | null | readonly string[];
export type Values = Readonly<Record<string, Value>>;
export type FieldType = 'text' | 'long_text' | 'number' | 'money' | 'date' | 'instant' | 'yes_no' | 'choice' | 'choices' | 'reference';

/** Nothing, an empty text and an empty list are the same: systems do not agree on how to say "not set". */
const isBlank = (value: Value | undefined): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Texts that differ only in line ends or in spaces around them come back so from half of all systems. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** Equal for the purposes of syncing: an answer that means what was sent must not look like a change. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    const other = new Set(b.map(plain));
    return new Set(a.map(plain)).size === other.size && a.every((item) => other.has(plain(item)));
  }
  if (typeof a === 'string' && typeof b === 'string') return plain(a) === plain(b) || sameInstant(a, b);
  return a === b;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const sameInstant = (a: string, b: string): boolean => INSTANT.test(a) && INSTANT.test(b) && Date.parse(a) === Date.parse(b);
