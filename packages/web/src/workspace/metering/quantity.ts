import { currentLocale } from '../../lib/i18n/i18n.ts';

const DIGITS = 6;
const UNIT = 10n ** BigInt(DIGITS);

/** Exact quantities travel as text; here they are whole millionths, so that sums stay exact. */
export function micro(text: string): bigint {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const value = BigInt(whole) * UNIT + BigInt(fraction.padEnd(DIGITS, '0').slice(0, DIGITS) || '0');
  return negative ? -value : value;
}

export function quantityText(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = String(size % UNIT)
    .padStart(DIGITS, '0')
    .replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${size / UNIT}${fraction === '' ? '' : `.${fraction}`}`;
}

export const sumOf = (texts: readonly string[]): bigint => texts.reduce((total, text) => total + micro(text), 0n);

/** What was typed as an exact quantity, or null. A comma is a decimal comma: nobody types groups of an hour's usage. */
export function typedQuantity(typed: string): string | null {
  const text = typed.trim().replace(',', '.');
  return /^\d{1,15}(\.\d{1,6})?$/.test(text) ? quantityText(micro(text)) : null;
}

const formatters = new Map<string, Intl.NumberFormat>();
/** Grouped for reading; the decimal text goes to the formatter as it is, never by way of a float. */
export function formatQuantity(text: string): string {
  const tag = currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB';
  const formatter = formatters.get(tag) ?? new Intl.NumberFormat(tag, { maximumFractionDigits: DIGITS });
  formatters.set(tag, formatter);
  return formatter.format(text as `${number}`).replace('-', '−');
}
