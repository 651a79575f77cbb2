/**
 * Exact numbers that are not money: rates, quantities, unit prices finer than a minor unit. A value is a fraction of whole numbers;
 * it is rounded once, where it becomes money, half away from zero. No float ever takes part.
 */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

export const fraction = (numerator: bigint, denominator = 1n): Fraction => {
  if (denominator === 0n) throw new RangeError('division by zero');
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
};
export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

const DECIMAL = /^-?\d{1,18}(\.\d{1,12})?$/;
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

/** '12.50' → 1250/100: up to 18 digits before and 12 after the point. Anything else is refused. */
export function decimal(text: string): Fraction {
  if (!isDecimal(text)) throw new RangeError(`not a decimal number: ${text.slice(0, 40)}`);
  const [whole = '0', after = ''] = text.split('.');
  return { numerator: BigInt(whole + after), denominator: 10n ** BigInt(after.length) };
}
export const percent = (text: string): Fraction => divide(decimal(text), fraction(100n));
export const basisPoints = (bp: number | bigint): Fraction => fraction(BigInt(bp), 10_000n);

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
};
function reduced(numerator: bigint, denominator: bigint): Fraction {
  const by = gcd(numerator, denominator);
  return fraction(numerator / by, denominator / by);
}
export const plus = (a: Fraction, b: Fraction): Fraction => reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const minus = (a: Fraction, b: Fraction): Fraction => reduced(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
export const times = (a: Fraction, b: Fraction): Fraction => reduced(a.numerator * b.numerator, a.denominator * b.denominator);
export const divide = (a: Fraction, b: Fraction): Fraction => reduced(a.numerator * b.denominator, a.denominator * b.numerator);
/** Negative, zero or positive, as sorting wants it. */
export const compare = (a: Fraction, b: Fraction): number => {
  const apart = a.numerator * b.denominator - b.numerator * a.denominator;
  return apart < 0n ? -1 : apart > 0n ? 1 : 0;
};
export const least = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b);
export const greatest = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b);

/** Whole number nearest to it; a half goes away from zero. */
export function rounded({ numerator, denominator }: Fraction): bigint {
  const negative = numerator < 0n;
  const top = negative ? -numerator : numerator;
  const whole = (top * 2n + denominator) / (denominator * 2n);
  return negative ? -whole : whole;
}
/** Whole number not below it: started packages are charged whole. */
export function ceiling({ numerator, denominator }: Fraction): bigint {
  const whole = numerator / denominator;
  return numerator > 0n && numerator % denominator !== 0n ? whole + 1n : whole;
}

/** Rounded to so many places, written out: at most `places` digits, trailing zeros kept. */
export function toDecimal(value: Fraction, places: number): string {
  const scaled = rounded(times(value, fraction(10n ** BigInt(places))));
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** amount × rate in minor units, rounded half away from zero, once. */
export const applyRate = (amountMinor: bigint, rate: Fraction): bigint => rounded(fraction(amountMinor * rate.numerator, rate.denominator));
