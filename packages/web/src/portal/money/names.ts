import { currentLocale } from '../../lib/i18n/i18n.ts';

const CODES =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';
const USUAL = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'JPY', 'CNY', 'INR', 'AED', 'SAR', 'KWD', 'BRL', 'CAD', 'AUD', 'SGD', 'ZAR'];

const named = (type: 'region' | 'currency', code: string): string => new Intl.DisplayNames(currentLocale(), { type }).of(code) ?? code;
export const countryName = (code: string): string => named('region', code);

type Named = { id: string; label: string };
export const countries = (): Named[] =>
  CODES.split(' ')
    .map((id) => ({ id, label: countryName(id) }))
    .toSorted((left, right) => left.label.localeCompare(right.label, currentLocale()));

/** Those the partner has to do with come first. */
export const currencies = (known: readonly string[]): Named[] =>
  [...new Set([...known, ...USUAL])].map((id) => ({ id, label: `${id} · ${named('currency', id)}` }));
