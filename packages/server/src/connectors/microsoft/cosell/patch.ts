import { isFields, type Fields } from '../values.ts';

export type Operation = { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown };

/**
 * The difference of two documents as JSON Patch (RFC 6902), by the two operations the service takes. Objects are entered, lists are
 * replaced as a whole; what is only in the first is left alone.
 */
export function patchOf(before: Fields, after: Fields, under = ''): Operation[] {
  return Object.entries(after).flatMap(([key, value]): Operation[] => {
    const path = `${under}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const known = before[key];
    if (known === undefined && !(key in before)) return value === null || value === undefined ? [] : [{ op: 'add', path, value }];
    if (isFields(known) && isFields(value)) return patchOf(known, value, path);
    return JSON.stringify(known ?? null) === JSON.stringify(value ?? null) ? [] : [{ op: 'replace', path, value: value ?? null }];
  });
}
