export type Json = Record<string, unknown>;

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Undefined when the body is not JSON. */
export function parsed(body: Buffer | string): unknown {
  try {
    const value: unknown = JSON.parse(body.toString());
    return value;
  } catch {
    return undefined;
  }
}

/** The value at a dotted path, undefined where anything on the way is missing. */
export function at(document: unknown, path: string): unknown {
  let value: unknown = document;
  for (const part of path.split('.')) {
    if (!isRecord(value)) return undefined;
    value = value[part];
  }
  return value;
}
export const recordAt = (document: unknown, path: string): Json => {
  const value = at(document, path);
  return isRecord(value) ? value : {};
};
export const textAt = (document: unknown, path: string): string => {
  const value = at(document, path);
  return typeof value === 'string' ? value : '';
};
export const listAt = (document: unknown, path: string): readonly unknown[] => {
  const value = at(document, path);
  return Array.isArray(value) ? value : [];
};

/** A copy of the document in which the value at the dotted path is another. */
export function withAt(document: Json, path: string, value: unknown): Json {
  const [head, ...rest] = path.split('.');
  if (head === undefined) return document;
  if (rest.length === 0) return { ...document, [head]: value };
  return { ...document, [head]: withAt(recordAt(document, head), rest.join('.'), value) };
}

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((key) => [key, sorted(value[key])]),
  );
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$/;
/** Milliseconds, or undefined when this is no ISO 8601 instant. One without a zone is taken as UTC, as the services do. */
export function instant(value: unknown): number | undefined {
  if (typeof value !== 'string' || !instantPattern.test(value)) return undefined;
  const milliseconds = Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
export function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
}
/** A plain value as a text; what is no plain value is none. */
export const word = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
