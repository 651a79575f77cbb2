/** What both sides can hold, as module sync knows it. */
export type Value = string | number | boolean | null | readonly string[];
export type Values = Readonly<Record<string, Value>>;

/** A message of Google's APIs in its JSON form. */
export type Json = { [name: string]: unknown };
export const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export function at(root: unknown, path: string): unknown {
  let value = root;
  for (const step of path.split('.')) {
    if (!isJson(value)) return undefined;
    value = value[step];
  }
  return value;
}
export const textAt = (root: unknown, path: string): string | null => {
  const value = at(root, path);
  return typeof value === 'string' && value !== '' ? value : null;
};
export const listAt = (root: unknown, path: string): readonly unknown[] => {
  const value = at(root, path);
  return Array.isArray(value) ? value : [];
};

/** Sets or, with undefined, takes away, in place. */
export function put(root: Json, path: string, value: unknown): void {
  const [step = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    if (value === undefined) delete root[step];
    else root[step] = value;
    return;
  }
  const known = root[step];
  const inner: Json = isJson(known) ? known : {};
  put(inner, rest.join('.'), value);
  if (Object.keys(inner).length === 0) delete root[step];
  else root[step] = inner;
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
