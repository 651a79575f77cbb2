import type { InvalidField } from '@entente/kernel';
import { normaliseDomain } from '@entente/account-matching';

/** What is known of an account; what the record, the audit and an import's before image hold. */
export type AccountFields = {
  readonly name: string;
  readonly industry: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly employees: number | null;
  readonly revenueMinor: number | null;
  readonly currency: string | null;
  readonly parentId: string | null;
  readonly ownerId: string | null;
  readonly externalId: string | null;
  readonly domains: readonly string[];
};
export type AccountInput = { readonly name: string } & { readonly [Key in Exclude<keyof AccountFields, 'name'>]?: AccountFields[Key] | undefined };
export type AccountChanges = { readonly [Key in keyof AccountFields]?: AccountFields[Key] | undefined };

export type Prepared<T> = { readonly value: T; readonly problems: readonly InvalidField[] };

const empty: AccountFields = {
  name: '',
  industry: null,
  country: null,
  region: null,
  employees: null,
  revenueMinor: null,
  currency: null,
  parentId: null,
  ownerId: null,
  externalId: null,
  domains: [],
};

export const prepareAccount = (input: AccountInput): Prepared<AccountFields> => applyChanges(empty, input);

/** The facts after a change: trimmed, domains in their one form; and what of it cannot be used. */
export function applyChanges(before: AccountFields, changes: AccountChanges): Prepared<AccountFields> {
  const problems: InvalidField[] = [];
  const name = changes.name === undefined ? before.name : collapse(changes.name);
  if (name === '') problems.push({ path: 'name', code: 'empty', sentence: 'An account needs a name.' });
  const currency = pick(changes.currency, before.currency);
  const revenueMinor = pick(changes.revenueMinor, before.revenueMinor);
  if (revenueMinor !== null && currency === null) problems.push({ path: 'currency', code: 'missing', sentence: 'Say in which currency the revenue is.' });
  const value: AccountFields = {
    name,
    industry: text(changes.industry, before.industry),
    country: text(changes.country, before.country),
    region: text(changes.region, before.region),
    employees: pick(changes.employees, before.employees),
    revenueMinor,
    currency,
    parentId: pick(changes.parentId, before.parentId),
    ownerId: pick(changes.ownerId, before.ownerId),
    externalId: text(changes.externalId, before.externalId),
    domains: changes.domains === undefined ? before.domains : domainsOf(changes.domains, problems),
  };
  return { value, problems };
}

/** Names of what differs, for the timeline and to leave unchanged rows alone. */
export function changedKeys(before: AccountFields, after: AccountFields): (keyof AccountFields)[] {
  const keys = Object.keys(empty) as (keyof AccountFields)[];
  return keys.filter((key) => (key === 'domains' ? before.domains.join(' ') !== after.domains.join(' ') : before[key] !== after[key]));
}

function domainsOf(given: readonly string[], problems: InvalidField[]): string[] {
  const domains = new Set<string>();
  for (const [index, raw] of given.entries()) {
    if (raw.trim() === '') continue;
    const result = normaliseDomain(raw);
    if (result.ok) domains.add(result.domain);
    else problems.push({ path: `domains.${index}`, code: result.code, sentence: result.sentence });
  }
  return [...domains].sort();
}

export const collapse = (value: string): string => value.trim().replaceAll(/\s+/g, ' ');
const pick = <T>(change: T | undefined, before: T): T => (change === undefined ? before : change);
const text = (change: string | null | undefined, before: string | null): string | null =>
  change === undefined ? before : change === null || change.trim() === '' ? null : change.trim();
