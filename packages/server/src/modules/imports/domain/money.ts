import { refuse } from './types.ts';
import type { Money, Parsed } from './types.ts';

export type MoneyOptions = {
  readonly currency: string;
  /** The decimal sign of the column; without it each amount is judged by itself. */
  readonly decimal?: '.' | ',';
  /** What one unit in the file is worth: 1, 1,000 or 1,000,000. */
  readonly multiplier?: 1 | 1_000 | 1_000_000;
};

const SYMBOLS: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR', '₩': 'KRW', us$: 'USD', a$: 'AUD', c$: 'CAD' };
const NO_MINOR = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'UGX', 'XAF', 'XOF', 'PYG', 'RWF']);
const THREE_MINOR = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const SCALE: Readonly<Record<string, bigint>> = { k: 1_000n, m: 1_000_000n, mn: 1_000_000n, mio: 1_000_000n, bn: 1_000_000_000n, b: 1_000_000_000n };
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);
const MAX_LENGTH = 60;
const SHAPE = /^(-?)([a-z]{3}|us\$|a\$|c\$|[$€£¥₹₩])?\s*(-?)([\d.,'’\u00a0\u202f ]*\d[.,]?)\s*(k|mn|mio|m|bn|b)?\s*([a-z]{3}|[$€£¥₹₩])?(-?)$/;

export const minorDigits = (currency: string): number => (NO_MINOR.has(currency) ? 0 : THREE_MINOR.has(currency) ? 3 : 2);
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);

/** Splits '1.234,56' into whole and fraction digits; null when the groups make no sense. */
export function splitDecimal(text: string, decimal?: '.' | ','): { whole: string; fraction: string } | null {
  const bare = text.replace(/['’\s]/g, '');
  const lastDot = bare.lastIndexOf('.');
  const lastComma = bare.lastIndexOf(',');
  let sign = decimal;
  if (!sign) {
    if (lastDot >= 0 && lastComma >= 0) sign = lastDot > lastComma ? '.' : ',';
    else if (lastComma >= 0) sign = /^\d{1,3}(,\d{3})+$/.test(bare) ? '.' : ',';
    // A lone dot is a decimal sign ('1.054' is one and a bit) unless it repeats.
    else sign = lastDot !== bare.indexOf('.') ? ',' : '.';
  }
  const parts = bare.split(sign);
  if (parts.length > 2) return null;
  const [grouped = '', fraction = ''] = parts;
  const group = sign === '.' ? ',' : '.';
  if (!/^\d*$/.test(fraction)) return null;
  if (grouped.includes(group) && !/^\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/.test(grouped)) return null;
  const whole = grouped.replaceAll(group, '');
  if (!/^\d*$/.test(whole) || (whole === '' && fraction === '')) return null;
  return { whole: whole || '0', fraction };
}

export function parseMoney(text: string, options: MoneyOptions): Parsed<Money> {
  const trimmed = text.trim();
  const unreadable = refuse('bad-amount', `"${trimmed.slice(0, MAX_LENGTH)}" is not an amount.`);
  if (trimmed.length > MAX_LENGTH) return unreadable;
  let body = trimmed.toLowerCase().replace('−', '-');
  let negative = false;
  const bracketed = /^([a-z]{3}|[$€£¥])?\s*\((.*)\)\s*([a-z]{3}|[$€£¥])?$/.exec(body);
  if (bracketed) {
    negative = true;
    body = `${bracketed[1] ?? ''}${bracketed[2] ?? ''}${bracketed[3] ?? ''}`;
  }
  const shape = SHAPE.exec(body);
  if (!shape) return unreadable;
  const [, sign, before, innerSign, digits = '', scale, after, lastSign] = shape;
  if (sign || innerSign || lastSign) negative = true;
  const named = before ?? after;
  const currency = named ? (SYMBOLS[named] ?? named.toUpperCase()) : options.currency;
  if (!isCurrency(currency)) return refuse('unknown-currency', `"${currency}" is not a currency.`);
  const split = splitDecimal(digits.replace(/[.,]$/, ''), options.decimal);
  if (!split) return unreadable;
  const factor = (scale ? (SCALE[scale] ?? 1n) : 1n) * BigInt(options.multiplier ?? 1);
  const scaled = BigInt(split.whole + split.fraction) * factor * 10n ** BigInt(minorDigits(currency));
  const divisor = 10n ** BigInt(split.fraction.length);
  // Half up on the minor unit; more decimals than the currency has are a matter of rounding, not an error.
  const minor = (scaled * 2n + divisor) / (divisor * 2n);
  if (minor > LARGEST) return refuse('amount-too-large', `The amount "${trimmed}" is too large.`);
  return { ok: true, value: { amountMinor: negative && minor !== 0n ? -Number(minor) : Number(minor), currency } };
}

export function parseInteger(text: string, decimal?: '.' | ','): Parsed<number> {
  const trimmed = text.trim();
  const negative = /^[-−]/.test(trimmed);
  const digits = trimmed.replace(/^[-−+]/, '');
  const split = trimmed.length <= MAX_LENGTH && /^[\d.,'’\s]+$/.test(digits) ? splitDecimal(digits, decimal) : null;
  if (!split || !/^0*$/.test(split.fraction)) return refuse('bad-number', `"${trimmed.slice(0, MAX_LENGTH)}" is not a whole number.`);
  const whole = BigInt(split.whole);
  if (whole > LARGEST) return refuse('number-too-large', `The number "${trimmed}" is too large.`);
  return { ok: true, value: negative && whole !== 0n ? -Number(whole) : Number(whole) };
}
