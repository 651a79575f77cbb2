import { Problem, fraction, majorOf, minorDigits, minus, rounded, times, toDecimal, type ExplainedStep, type Fraction } from '@entente/kernel';

/** Most digits after the point first, then without the zeros nobody reads. */
export const plain = (value: Fraction): string => {
  const text = toDecimal(value, 12);
  return text.replace(/0+$/, '').replace(/\.$/, '');
};

export const inMinor = (major: Fraction, currency: string): Fraction => times(major, fraction(10n ** BigInt(minorDigits(currency))));
export const inMajor = (minor: bigint, currency: string): Fraction => fraction(minor, 10n ** BigInt(minorDigits(currency)));

/** Amounts leave as numbers: what a number cannot hold exactly is refused, not rounded. */
export function safeMinor(minor: bigint): number {
  if (minor > BigInt(Number.MAX_SAFE_INTEGER) || minor < BigInt(Number.MIN_SAFE_INTEGER))
    throw new Problem('invalid_input', 'The amount is larger than the books can hold.', { reason: 'amount_too_large' });
  return Number(minor);
}

/** One line of the arithmetic. What rounding would add to it is written down; only the last one is really rounded. */
export function step(label: string, formula: string, major: Fraction, currency: string): ExplainedStep {
  const exact = inMinor(major, currency);
  const minor = rounded(exact);
  const off = minus(fraction(minor), exact);
  return { label, formula, resultMinor: safeMinor(minor), currency, ...(off.numerator === 0n ? {} : { rounding: plain(off) }) };
}
export const moneyText = (minor: bigint | number, currency: string): string => `${majorOf(minor, currency)} ${currency}`;
