import { currentLocale } from './i18n.ts';

export type MoneyValue = { amountMinor: number | bigint; currency: string };

// Business figures keep Latin digits in Arabic, so that they can be compared and copied across systems.
const tag = (): string => (currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB');
const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function cached<F extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(key: string, make: (tag: string) => F): F {
  const locale = tag();
  const full = `${locale}|${key}`;
  const known = cache.get(full);
  if (known !== undefined) return known as F;
  const made = make(locale);
  cache.set(full, made);
  return made;
}

// U+2212 lines up with digits; the hyphen that Intl gives does not.
const minus = (text: string): string => text.replace('-', '−');

function currencyDigits(currency: string): number {
  return cached(`digits|${currency}`, (locale) => new Intl.NumberFormat(locale, { style: 'currency', currency })).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units as an exact decimal string: no float ever holds money. */
function decimal(amountMinor: number | bigint, digits: number): `${number}` {
  const minor = BigInt(amountMinor);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return (digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`) as `${number}`;
}

export function formatMoney({ amountMinor, currency }: MoneyValue, look: 'plain' | 'compact' = 'plain'): string {
  const formatter = cached(
    `money|${currency}|${look}`,
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        ...(look === 'compact' ? { notation: 'compact', maximumFractionDigits: 1 } : { trailingZeroDisplay: 'stripIfInteger' }),
      }),
  );
  return minus(formatter.format(decimal(amountMinor, currencyDigits(currency))));
}

export function formatNumber(value: number | bigint): string {
  return minus(cached('number', (locale) => new Intl.NumberFormat(locale)).format(value));
}

/** `share` 0.15 → "15%" */
export function formatPercent(share: number, digits = 0): string {
  return minus(cached(`percent|${digits}`, (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits })).format(share));
}

/** A calendar date (`YYYY-MM-DD`) has no time zone: it is shown as written. */
export function formatDate(date: string): string {
  return cached('date', (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  );
}

export function formatInstant(iso: string): string {
  return cached(
    'instant',
    (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
  ).format(new Date(iso));
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

export function formatRelative(iso: string, now: Date): string {
  const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000);
  const formatter = cached('relative', (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  for (const [unit, size] of steps) if (Math.abs(seconds) >= size) return formatter.format(Math.trunc(seconds / size), unit);
  return formatter.format(0, 'second');
}
