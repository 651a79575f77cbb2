import type { CultureName } from './cultures.ts';
import type { Currency, Region } from './types.ts';

export interface Country {
  code: string;
  region: Region;
  currency: Currency;
  culture: CultureName;
  weight: number;
}

const country = (code: string, region: Region, currency: Currency, culture: CultureName, weight: number): Country => ({
  code,
  region,
  currency,
  culture,
  weight,
});

/** Weights are per cent of accounts and add up to 100. */
export const COUNTRIES: readonly Country[] = [
  country('DE', 'EMEA', 'EUR', 'german', 9),
  country('GB', 'EMEA', 'GBP', 'english', 9),
  country('FR', 'EMEA', 'EUR', 'french', 6),
  country('NL', 'EMEA', 'EUR', 'dutch', 4),
  country('ES', 'EMEA', 'EUR', 'spanish', 4),
  country('IT', 'EMEA', 'EUR', 'italian', 4),
  country('SE', 'EMEA', 'EUR', 'nordic', 3),
  country('DK', 'EMEA', 'EUR', 'nordic', 2),
  country('PL', 'EMEA', 'EUR', 'polish', 3),
  country('AT', 'EMEA', 'EUR', 'german', 1),
  country('CH', 'EMEA', 'EUR', 'german', 1),
  country('AE', 'EMEA', 'USD', 'arabic', 1),
  country('NG', 'EMEA', 'USD', 'african', 1),
  country('US', 'NA', 'USD', 'english', 25),
  country('CA', 'NA', 'USD', 'english', 5),
  country('JP', 'APAC', 'USD', 'japanese', 4),
  country('IN', 'APAC', 'USD', 'indian', 4),
  country('AU', 'APAC', 'USD', 'english', 3),
  country('SG', 'APAC', 'USD', 'chinese', 3),
  country('BR', 'LATAM', 'USD', 'portuguese', 4),
  country('MX', 'LATAM', 'USD', 'spanish', 3),
  country('CL', 'LATAM', 'USD', 'spanish', 1),
];

export const REGIONS: readonly Region[] = ['EMEA', 'NA', 'APAC', 'LATAM'];

export const countryByCode = (code: string): Country => {
  const found = COUNTRIES.find((each) => each.code === code);
  if (found === undefined) throw new RangeError(`no country ${code}`);
  return found;
};

export const codesOfRegion = (region: Region): string[] => COUNTRIES.filter((each) => each.region === region).map((each) => each.code);
