import {
  keysOf,
  keyString,
  targetOf,
  type ExistingRecord,
  type Fields,
  type FieldValue,
  type ImportTarget,
  type KeyedRow,
  type Money,
  type Reference,
} from '../../modules/imports/index.ts';

/** Reading one field of a row; `undefined` where the row says nothing, so that the record keeps what it has. */
export const textOf = (fields: Fields, key: string): string | undefined => {
  const value = fields[key];
  return typeof value === 'string' ? value : undefined;
};
export const numberOf = (fields: Fields, key: string): number | undefined => {
  const value = fields[key];
  return typeof value === 'number' ? value : undefined;
};
export const booleanOf = (fields: Fields, key: string): boolean | undefined => {
  const value = fields[key];
  return typeof value === 'boolean' ? value : undefined;
};
export const moneyOf = (fields: Fields, key: string): Money | undefined => {
  const value = fields[key];
  return typeof value === 'object' && 'amountMinor' in value ? value : undefined;
};
export const referenceOf = (fields: Fields, key: string): Reference | undefined => {
  const value = fields[key];
  return typeof value === 'object' && 'target' in value ? value : undefined;
};
export const idOf = (fields: Fields, key: string): string | undefined => referenceOf(fields, key)?.id ?? undefined;
export const listOf = (fields: Fields, key: string): readonly string[] | undefined => {
  const value = fields[key];
  return Array.isArray(value) ? (value as readonly string[]) : undefined;
};

export const money = (amountMinor: number | null, currency: string | null): Money | null =>
  amountMinor === null || currency === null ? null : { amountMinor, currency };
export const reference = (target: Reference['target'], id: string | null, text = ''): Reference | null => (id === null ? null : { target, id, text });

/** Keys of one kind that the rows ask for. */
export const keysOfKind = (rows: readonly KeyedRow[], kind: 'external-id' | 'domain' | 'email' | 'name'): string[] => [
  ...new Set(rows.flatMap((row) => row.keys.filter((key) => key.kind === kind).map((key) => key.key))),
];

/** Records under each of their keys; `more` adds what the fields alone do not tell, such as a second domain. */
export function underTheirKeys(
  target: ImportTarget,
  records: readonly ExistingRecord[],
  more: (record: ExistingRecord) => readonly string[] = () => [],
): Map<string, ExistingRecord[]> {
  const found = new Map<string, ExistingRecord[]>();
  for (const record of new Map(records.map((one) => [one.id, one])).values()) {
    const known = Object.fromEntries(Object.entries(record.fields).filter((entry): entry is [string, FieldValue] => entry[1] !== null));
    for (const key of new Set([...keysOf(targetOf(target), known).map(keyString), ...more(record)])) found.set(key, [...(found.get(key) ?? []), record]);
  }
  return found;
}
