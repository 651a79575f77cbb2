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

const toBase64Url = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const fromBase64Url = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0)));
