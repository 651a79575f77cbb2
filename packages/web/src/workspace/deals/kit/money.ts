import { minorDigits } from '@entente/kernel';

/** A typed figure in major units becomes whole minor units; an empty field is no amount. */
export function toMinor(major: number, currency: string): number | null {
  return Number.isNaN(major) ? null : Math.round(major * 10 ** minorDigits(currency));
}

export function toMajor(amountMinor: number | null, currency: string): number {
  return amountMinor === null ? Number.NaN : amountMinor / 10 ** minorDigits(currency);
}

/** For files: exact, with a point, without grouping. */
export function decimalText(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** In lists whole units are enough to compare by; the record shows the exact amount. */
export function wholeUnits(amountMinor: number, currency: string): number {
  const unit = 10 ** minorDigits(currency);
  return Math.round(amountMinor / unit) * unit;
}
