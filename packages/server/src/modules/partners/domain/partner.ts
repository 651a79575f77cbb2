import type { InvalidField, PartnerStatus, PartnerType } from '@entente/kernel';
/** The one form in which a company's domain is kept. */
export type NormaliseDomain = (
  text: string,
) => { readonly ok: true; readonly domain: string } | { readonly ok: false; readonly code: string; readonly sentence: string };

export type PartnerFields = {
  readonly name: string;
  readonly domain: string | null;
  readonly status: PartnerStatus;
  readonly types: readonly PartnerType[];
  readonly regions: readonly string[];
  readonly countries: readonly string[];
  readonly industries: readonly string[];
  readonly tier: string | null;
  readonly managerId: string | null;
  readonly capacityTotal: number | null;
  readonly joinedOn: string | null;
  readonly externalId: string | null;
};
export type PartnerChanges = { readonly [Key in keyof PartnerFields]?: PartnerFields[Key] | undefined };
export type PartnerInput = PartnerChanges & { readonly name: string; readonly types: readonly PartnerType[] };
export type Prepared<T> = { readonly value: T; readonly problems: readonly InvalidField[] };

const empty: PartnerFields = {
  name: '',
  domain: null,
  status: 'active',
  types: [],
  regions: [],
  countries: [],
  industries: [],
  tier: null,
  managerId: null,
  capacityTotal: null,
  joinedOn: null,
  externalId: null,
};

export const preparePartner = (input: PartnerInput, normaliseDomain: NormaliseDomain): Prepared<PartnerFields> => applyChanges(empty, input, normaliseDomain);

/** The facts after a change: trimmed, each list naming a thing once; and what of it cannot be used. */
export function applyChanges(before: PartnerFields, changes: PartnerChanges, normaliseDomain: NormaliseDomain): Prepared<PartnerFields> {
  const problems: InvalidField[] = [];
  const value: PartnerFields = {
    name: changes.name === undefined ? before.name : collapse(changes.name),
    domain: changes.domain === undefined ? before.domain : domainOf(changes.domain, normaliseDomain, problems),
    status: changes.status ?? before.status,
    types: changes.types === undefined ? before.types : once(changes.types),
    regions: changes.regions === undefined ? before.regions : texts(changes.regions),
    countries: changes.countries === undefined ? before.countries : texts(changes.countries),
    industries: changes.industries === undefined ? before.industries : texts(changes.industries),
    tier: text(changes.tier, before.tier),
    managerId: changes.managerId === undefined ? before.managerId : changes.managerId,
    capacityTotal: changes.capacityTotal === undefined ? before.capacityTotal : changes.capacityTotal,
    joinedOn: changes.joinedOn === undefined ? before.joinedOn : changes.joinedOn,
    externalId: text(changes.externalId, before.externalId),
  };
  if (value.name === '') problems.push({ path: 'name', code: 'empty', sentence: 'A partner needs a name.' });
  if (value.types.length === 0) problems.push({ path: 'types', code: 'empty', sentence: 'Say what kind of partner it is: name at least one type.' });
  return { value, problems };
}

export function changedKeys(before: PartnerFields, after: PartnerFields): (keyof PartnerFields)[] {
  return (Object.keys(empty) as (keyof PartnerFields)[]).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

function domainOf(given: string | null, normaliseDomain: NormaliseDomain, problems: InvalidField[]): string | null {
  if (given === null || given.trim() === '') return null;
  const result = normaliseDomain(given);
  if (result.ok) return result.domain;
  problems.push({ path: 'domain', code: result.code, sentence: result.sentence });
  return null;
}

export const collapse = (value: string): string => value.trim().replaceAll(/\s+/g, ' ');
const once = <T>(values: readonly T[]): T[] => [...new Set(values)];
const texts = (values: readonly string[]): string[] => once(values.map(collapse).filter((value) => value !== ''));
const text = (change: string | null | undefined, before: string | null): string | null =>
  change === undefined ? before : change === null || change.trim() === '' ? null : change.trim();
