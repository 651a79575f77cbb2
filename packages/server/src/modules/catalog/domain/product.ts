import type { InvalidField } from '@entente/kernel';

export type ProductFields = {
  readonly name: string;
  readonly family: string | null;
  readonly listPriceMinor: number | null;
  readonly currency: string | null;
  readonly active: boolean;
  readonly externalId: string | null;
};
export type ProductChanges = { readonly [Key in keyof ProductFields]?: ProductFields[Key] | undefined };
export type ProductInput = ProductChanges & { readonly name: string };
export type Prepared = { readonly value: ProductFields; readonly problems: readonly InvalidField[] };

export const prepareProduct = (input: ProductInput): Prepared =>
  applyChanges({ name: '', family: null, listPriceMinor: null, currency: null, active: true, externalId: null }, input);

export function applyChanges(before: ProductFields, changes: ProductChanges): Prepared {
  const problems: InvalidField[] = [];
  const value: ProductFields = {
    name: changes.name === undefined ? before.name : changes.name.trim().replaceAll(/\s+/g, ' '),
    family: text(changes.family, before.family),
    listPriceMinor: changes.listPriceMinor === undefined ? before.listPriceMinor : changes.listPriceMinor,
    currency: changes.currency === undefined ? before.currency : changes.currency,
    active: changes.active ?? before.active,
    externalId: text(changes.externalId, before.externalId),
  };
  if (value.name === '') problems.push({ path: 'name', code: 'empty', sentence: 'A product needs a name.' });
  if (value.listPriceMinor !== null && value.listPriceMinor < 0)
    problems.push({ path: 'listPriceMinor', code: 'negative', sentence: 'A list price cannot be below zero.' });
  if (value.listPriceMinor !== null && value.currency === null)
    problems.push({ path: 'currency', code: 'missing', sentence: 'Say in which currency the list price is.' });
  return { value, problems };
}

export function changedKeys(before: ProductFields, after: ProductFields): (keyof ProductFields)[] {
  return (Object.keys(before) as (keyof ProductFields)[]).filter((key) => before[key] !== after[key]);
}

const text = (change: string | null | undefined, before: string | null): string | null =>
  change === undefined ? before : change === null || change.trim() === '' ? null : change.trim();
