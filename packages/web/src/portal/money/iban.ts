export type IbanFault = 'shape' | 'digits';

/** As banks compare it: no blanks, capital letters. */
export const plainIban = (text: string): string => text.replaceAll(/[\s\u00a0-]/g, '').toUpperCase();
/** In groups of four, as it stands on paper. */
export const groupedIban = (text: string): string => plainIban(text).replaceAll(/(.{4})(?=.)/g, '$1 ');

/** What is wrong with an IBAN, if anything: a typing fault is found by its check digits (ISO 13616, mod 97). The server knows each country's length besides. */
export function ibanFault(text: string): IbanFault | undefined {
  const iban = plainIban(text);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return 'shape';
  let rest = 0;
  for (const sign of `${iban.slice(4)}${iban.slice(0, 4)}`) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1 ? undefined : 'digits';
}
