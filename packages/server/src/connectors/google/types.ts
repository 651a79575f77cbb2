import { minorDigits } from '@entente/kernel';
import { isJson, type Json } from './values.ts';

const NANO_DIGITS = 9;

/** `google.type.Money`: whole units as a text, the rest in thousand-millionths, both with the sign. */
export function moneyOf(minor: bigint, currencyCode: string): Json {
  const scale = 10n ** BigInt(minorDigits(currencyCode));
  return { currencyCode, units: String(minor / scale), nanos: Number((minor % scale) * (10n ** BigInt(NANO_DIGITS) / scale)) };
}
/** Null for what is no amount, or one that is finer than its currency. */
export function minorOf(money: unknown): bigint | null {
  if (!isJson(money) || typeof money['currencyCode'] !== 'string') return null;
  const units = money['units'] ?? '0';
  const nanos = money['nanos'] ?? 0;
  if ((typeof units !== 'string' && typeof units !== 'number') || !/^-?\d{1,18}$/.test(String(units))) return null;
  if (typeof nanos !== 'number' || !Number.isInteger(nanos)) return null;
  const scale = 10n ** BigInt(minorDigits(money['currencyCode']));
  const step = 10n ** BigInt(NANO_DIGITS) / scale;
  return BigInt(nanos) % step === 0n ? BigInt(units) * scale + BigInt(nanos) / step : null;
}

/** Exact: a decimal text in minor units, or null for what is finer than the currency. */
export function minorOfDecimal(text: string, currency: string): bigint | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/.exec(text.trim());
  if (!match) return null;
  const digits = minorDigits(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return null;
  const minor = BigInt(`${match[2] ?? ''}${fraction.padEnd(digits, '0')}`);
  return match[1] === '-' ? -minor : minor;
}

/** `google.type.Date` of a day. */
export function dateOf(day: string): Json {
  const [year, month, date] = day.split('-').map(Number);
  return { year, month, day: date };
}
export function dayOf(date: unknown): string | null {
  if (!isJson(date)) return null;
  const { year, month, day } = date;
  if (typeof year !== 'number' || typeof month !== 'number' || typeof day !== 'number') return null;
  const read = new Date(Date.UTC(year, month - 1, day));
  return read.getUTCFullYear() === year && read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? read.toISOString().slice(0, 10) : null;
}
/** `google.type.DateTime` in UTC. */
export const dateTimeOf = (instant: Date): Json => ({
  year: instant.getUTCFullYear(),
  month: instant.getUTCMonth() + 1,
  day: instant.getUTCDate(),
  hours: instant.getUTCHours(),
  minutes: instant.getUTCMinutes(),
  seconds: instant.getUTCSeconds(),
  utcOffset: '0s',
});

export const isDay = (text: string): boolean =>
  /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
export const instantOf = (text: unknown): string | null => (typeof text === 'string' && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null);
