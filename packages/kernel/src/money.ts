/** Money is a whole number of minor units and an ISO 4217 currency. No float ever holds an amount. */
export type Money = { readonly amountMinor: bigint; readonly currency: string };

const MINOR_DIGITS: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, CLP: 0, ISK: 0, VND: 0, BHD: 3, KWD: 3, JOD: 3, OMR: 3, TND: 3 };

/** Digits after the decimal point (ISO 4217 minor unit); two where the table has no exception. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

export function addMoney(left: Money, right: Money): Money {
  if (left.currency !== right.currency) throw new RangeError(`cannot add ${right.currency} to ${left.currency}`);
  return { amountMinor: left.amountMinor + right.amountMinor, currency: left.currency };
}

/** amount × basisPoints / 10,000, rounded half away from zero, once. */
export function applyBasisPoints(amountMinor: bigint, basisPoints: bigint): bigint {
  return divideHalfUp(amountMinor * basisPoints, 10_000n);
}

export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('division by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return negative ? -rounded : rounded;
}

/**
 * Largest remainder (Hamilton): parts are proportional to the weights and sum exactly to the total.
 * Equal remainders are decided by the key, so the result does not depend on the order of the input.
 */
export function splitByWeights(totalMinor: bigint, weights: readonly { key: string; weight: bigint }[]): Map<string, bigint> {
  const sum = weights.reduce((total, { weight }) => total + weight, 0n);
  if (sum <= 0n || weights.some(({ weight }) => weight < 0n)) throw new RangeError('weights must not be negative and must sum to more than zero');
  const sign = totalMinor < 0n ? -1n : 1n;
  const total = totalMinor * sign;
  const parts = weights.map(({ key, weight }) => ({ key, floor: (total * weight) / sum, remainder: (total * weight) % sum }));
  let left = total - parts.reduce((done, { floor }) => done + floor, 0n);
  const ordered = [...parts].sort((a, b) => (a.remainder === b.remainder ? (a.key < b.key ? -1 : 1) : a.remainder > b.remainder ? -1 : 1));
  const result = new Map<string, bigint>();
  for (const { key, floor } of ordered) {
    const extra = left > 0n ? 1n : 0n;
    left -= extra;
    result.set(key, (floor + extra) * sign);
  }
  return result;
}
