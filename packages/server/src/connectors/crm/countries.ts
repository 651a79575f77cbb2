/** Two letters for the English name of a country, made from what the platform knows; CRMs write names, clouds want letters. */
const names = new Intl.DisplayNames(['en'], { type: 'region' });
const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
const codeOf = new Map(
  letters
    .flatMap((first) => letters.map((second) => `${first}${second}`))
    .flatMap((code): (readonly [string, string])[] => {
      const name = names.of(code);
      // Letters of countries that are no more have the name of the one that came after.
      const today = new Intl.Locale(`und-${code}`).region === code;
      return name === undefined || name === code || !today ? [] : [[name.toLowerCase(), code]];
    }),
);
for (const [name, code] of [
  ['usa', 'US'],
  ['united states of america', 'US'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ['holland', 'NL'],
  ['the netherlands', 'NL'],
  ['czech republic', 'CZ'],
  ['south korea', 'KR'],
  ['russia', 'RU'],
] as const)
  codeOf.set(name, code);

/** What is no country we know stays as it is written. */
export const countryCode = (text: string): string =>
  /^[a-z]{2}$/i.test(text.trim()) ? text.trim().toUpperCase() : (codeOf.get(text.trim().toLowerCase()) ?? text);
/** The name a CRM shows, for two letters. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
