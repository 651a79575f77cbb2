import { isId } from './ids.ts';
import { Problem } from './errors.ts';

/** A cursor is the sort key and id of the last row seen, so a page never shifts when rows are added in front of it. */
export type Cursor = { readonly sort: string | number | null; readonly id: string };

export function encodeCursor(cursor: Cursor): string {
  return toBase64Url(JSON.stringify([cursor.sort, cursor.id]));
}

export function decodeCursor(text: string): Cursor | null {
  try {
    const value: unknown = JSON.parse(fromBase64Url(text));
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [sort, id] = value as [unknown, unknown];
    const sortable = sort === null || typeof sort === 'string' || typeof sort === 'number';
    return sortable && typeof id === 'string' ? { sort, id } : null;
  } catch {
    return null;
  }
}

/** What a list is ordered by: a day, an instant, a whole number, a text, or nothing but the id. */
export type SortKind = 'day' | 'instant' | 'number' | 'text' | 'id';

const fits: Readonly<Record<SortKind, (sort: string | number) => boolean>> = {
  day: (sort) => typeof sort === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(sort) && isMoment(`${sort}T00:00:00Z`, sort),
  instant: (sort) => typeof sort === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(sort) && isMoment(sort, sort.slice(0, 10)),
  number: (sort) => Number.isSafeInteger(sort),
  text: (sort) => typeof sort === 'string',
  id: () => false,
};

/** A day that does not exist is moved to the next month when it is read, and so is recognised by its new date. */
const isMoment = (text: string, day: string): boolean => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(day);

/** Where to continue, as the caller sent it back. What this list cannot have given out is refused before it reaches a query. */
export function placeIn(text: string | undefined, kind: SortKind, { nullable = kind === 'id' } = {}): Cursor | null {
  if (text === undefined || text === '') return null;
  const cursor = decodeCursor(text);
  if (!cursor || !isId(cursor.id) || !(cursor.sort === null ? nullable : fits[kind](cursor.sort)))
    throw new Problem('invalid_input', 'The place to continue from cannot be read. Begin the list again.');
  return cursor;
}

const toBase64Url = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const fromBase64Url = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0)));
