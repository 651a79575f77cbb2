import { CULTURES, tradesOf } from './cultures.ts';
import type { CultureName } from './cultures.ts';
import type { Country } from './geography.ts';
import { COUNTRIES } from './geography.ts';
import { at, hashText, type Rng } from './rng.ts';

const QUALIFIERS = ['', 'Group', 'Holding', 'Union', 'International', 'Alliance'] as const;

/** Letters that Unicode does not decompose, spelled the way their owners spell them in addresses. */
const SPELLED: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', æ: 'ae', ß: 'ss', ı: 'i', ö: 'oe', ü: 'ue', ä: 'ae', å: 'a' };

export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[łøæßıöüäå]/g, (letter) => SPELLED[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** A fixed deal of 100 slots: index → country and its ordinal inside the country, without counting earlier records. */
export interface CountrySlots {
  countries: readonly Country[];
  rank: readonly number[];
}

export const countrySlots = (rng: Rng): CountrySlots => {
  const countries = rng.shuffled(COUNTRIES.flatMap((each) => Array.from({ length: each.weight }, () => each)));
  const seen = new Map<string, number>();
  const rank = countries.map((each) => {
    const next = seen.get(each.code) ?? 0;
    seen.set(each.code, next + 1);
    return next;
  });
  return { countries, rank };
};

export const countryAndOrdinal = (slots: CountrySlots, index: number): { country: Country; ordinal: number } => {
  const slot = index % slots.countries.length;
  const country = at(slots.countries, slot);
  return { country, ordinal: Math.floor(index / slots.countries.length) * country.weight + at(slots.rank, slot) };
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

interface FirmName {
  name: string;
  stem: string;
  domain: string;
  wordIndex: number;
}

/** Some names exist in two languages or two countries. The biggest market that can form one has it plain; the others add their country. */
let homes: ReadonlyMap<string, string> | null = null;

const homesOfStems = (): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const { code, culture } of [...COUNTRIES].sort((a, b) => b.weight - a.weight)) {
    const { heads, tails } = CULTURES[culture];
    for (const head of heads) {
      for (const tail of tails) {
        const stem = slug(head + tail);
        if (!found.has(stem)) found.set(stem, code);
      }
    }
  }
  return found;
};

/** One label below .example: that is the part of a domain by which a company is known, so no two firms may share it. */
const firmDomain = (stem: string, core: string, country: Country): string => {
  homes ??= homesOfStems();
  const abroad = homes.get(slug(stem)) === country.code ? '' : `-${country.code.toLowerCase()}`;
  return `${slug(core)}${abroad}.example`;
};

/**
 * The n-th firm of a country. A walk with a step coprime to the size visits every combination of syllables and words once,
 * so names and domains are unique without remembering the ones given out.
 */
export const firmName = (seed: number, country: Country, ordinal: number, extraWords?: readonly string[]): FirmName => {
  const culture = CULTURES[country.culture];
  const trades = extraWords ?? tradesOf(country.culture);
  const size = culture.heads.length * culture.tails.length * trades.length;
  let step = Math.floor(size * 0.6180339887) | 1;
  while (gcd(step, size) !== 1) step += 2;
  const start = hashText(`${seed}/${country.code}/${extraWords === undefined ? 'account' : 'partner'}`) % size;
  const place = (start + (ordinal % size) * step) % size;
  const cycle = Math.floor(ordinal / size);
  const wordIndex = place % trades.length;
  const rest = Math.floor(place / trades.length);
  const stem = at(culture.heads, rest % culture.heads.length) + at(culture.tails, Math.floor(rest / culture.heads.length));
  const qualifier = cycle < QUALIFIERS.length ? at(QUALIFIERS, cycle) : `${cycle}`;
  const legal = at(culture.legalForms, place % culture.legalForms.length);
  const core = [stem, at(trades, wordIndex), qualifier].filter((part) => part !== '').join(' ');
  return { name: `${core} ${legal}`, stem, domain: firmDomain(stem, core, country), wordIndex };
};

/** `distinct` people of one firm differ in family name: the list is walked, not drawn from. */
export const personName = (rng: Rng, culture: CultureName, start: number, distinct: number): { given: string; family: string } => {
  const { given, family } = CULTURES[culture];
  return { given: rng.pick(given), family: at(family, (start + distinct * 3) % family.length) };
};

export const mailAddress = (given: string, family: string, domain: string): string => `${slug(given)}.${slug(family)}@${domain}`;
