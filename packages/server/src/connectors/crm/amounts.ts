import { minorDigits } from '@entente/kernel';

/** Their decimal amount as whole minor units, exactly: digits are moved, nothing is multiplied. Null where it is no amount. */
export function toMinor(amount: string | number, currency: string): number | null {
  const matched = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(typeof amount === 'number' ? plain(amount) : amount);
  if (!matched || (matched[2] === '' && (matched[3] ?? '') === '')) return null;
  const digits = minorDigits(currency);
  const fraction = (matched[3] ?? '').padEnd(digits + 1, '0');
  const kept = Number(`${matched[2] ?? ''}${fraction.slice(0, digits)}`);
  const rounded = kept + (Number(fraction[digits]) >= 5 ? 1 : 0);
  if (!Number.isSafeInteger(rounded)) return null;
  return rounded === 0 ? 0 : matched[1] === '-' ? -rounded : rounded;
}

/** As a decimal text without trailing noise: 120000 cents are 1200.00. */
export function fromMinor(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(Math.round(minor))).padStart(digits + 1, '0');
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0 ? `-${whole}` : whole;
}

/** Big numbers are written as 1e21 by JavaScript. */
const plain = (amount: number): string => (Math.abs(amount) < 1e21 ? (String(amount).includes('e') ? amount.toFixed(12) : String(amount)) : String(amount));
