/** What the other side sends is kept to be looked at. Two things of JSON the database cannot hold: the character zero and halves of a surrogate pair. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [clean(key), storable(part)]));
}
export const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();
