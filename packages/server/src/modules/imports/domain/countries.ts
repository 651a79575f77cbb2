import type { PicklistValue } from './types.ts';

/** Codes the locale data knows that are groupings, reserved or gone. */
const NOT_COUNTRIES = new Set(
  'AC AN BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO RH SU TA TP UN US-X VD WK XA XB YD YU ZR ZZ'.split(' '),
);

const ALSO: Readonly<Record<string, readonly string[]>> = {
  US: ['usa', 'u.s.', 'u.s.a.', 'america', 'united states of america'],
  GB: ['uk', 'great britain', 'england', 'scotland', 'wales', 'u.k.'],
  KR: ['korea', 'republic of korea', 'south korea'],
  AE: ['uae', 'emirates'],
  NL: ['holland', 'the netherlands'],
  CZ: ['czech republic'],
  DE: ['deutschland'],
  CH: ['schweiz', 'suisse'],
  AT: ['österreich'],
  ES: ['españa'],
  RU: ['russian federation'],
  CN: ["people's republic of china", 'prc', 'mainland china'],
  VN: ['viet nam'],
  TR: ['turkey'],
};

function allCountries(): PicklistValue[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const countries: PicklistValue[] = [];
  for (let first = 65; first <= 90; first += 1) {
    for (let second = 65; second <= 90; second += 1) {
      const code = String.fromCharCode(first, second);
      const label = NOT_COUNTRIES.has(code) ? undefined : names.of(code);
      if (label) countries.push({ value: code, label, synonyms: ALSO[code] ?? [] });
    }
  }
  return countries;
}

export const COUNTRIES: readonly PicklistValue[] = allCountries();
