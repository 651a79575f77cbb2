/** Money is a whole number of minor units and an ISO 4217 currency. No float ever holds an amount. */
export type Money = { readonly amountMinor: bigint; readonly currency: string };

const WITHOUT_MINOR = ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'];
const THREE_DIGITS = ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'];
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(WITHOUT_MINOR.map((code) => [code, 0])),
  ...Object.fromEntries(THREE_DIGITS.map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

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

/**
 * What each part gives back when `reversedMinor` of `totalMinor` has been taken back so far: by the cumulative split, so that the last
 * refund ends every part at exactly zero. `before` is what was given back until now; a step may have the other sign, and is then a
 * correction of an earlier rounding.
 */
export function reverseByWeights(
  totalMinor: bigint,
  reversedMinor: bigint,
  weights: readonly { key: string; weight: bigint }[],
  before: ReadonlyMap<string, bigint>,
): Map<string, bigint> {
  if (reversedMinor < 0n !== totalMinor < 0n && reversedMinor !== 0n && totalMinor !== 0n) throw new RangeError('a reversal has the sign of what it reverses');
  const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
  if (magnitude(reversedMinor) > magnitude(totalMinor)) throw new RangeError('more is taken back than was given');
  const target = splitByWeights(reversedMinor, weights);
  return new Map([...target].map(([key, amount]) => [key, amount - (before.get(key) ?? 0n)]));
}

/**
 * Takes an amount out of what several hold, in proportion to what each holds (largest remainder, stable key). Some may hold less than
 * nothing: they give back in proportion. Nobody comes past zero, and taking all leaves everybody with exactly nothing.
 */
export function drawFrom(held: readonly { readonly key: string; readonly amount: bigint }[], amountMinor: bigint): Map<string, bigint> {
  const total = held.reduce((sum, { amount }) => sum + amount, 0n);
  if (amountMinor < 0n || amountMinor > total) throw new RangeError('more is drawn than there is');
  if (amountMinor === 0n) return new Map(held.map(({ key }) => [key, 0n]));
  const parts = held.map(({ key, amount }) => {
    const exact = amount * amountMinor;
    const whole = exact / total;
    const floor = exact % total < 0n ? whole - 1n : whole;
    return { key, floor, remainder: exact - floor * total };
  });
  let left = amountMinor - parts.reduce((sum, { floor }) => sum + floor, 0n);
  const ordered = [...parts].sort((a, b) => (a.remainder === b.remainder ? (a.key < b.key ? -1 : 1) : a.remainder > b.remainder ? -1 : 1));
  const drawn = new Map<string, bigint>();
  for (const { key, floor } of ordered) {
    const extra = left > 0n ? 1n : 0n;
    left -= extra;
    drawn.set(key, floor + extra);
  }
  return drawn;
}

/** '1234.50' of a currency in minor units; more digits than the currency has are refused. */
export function minorOf(text: string, currency: string): bigint {
  const digits = minorDigits(currency);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`not an amount: ${text.slice(0, 40)}`);
  const [whole = '0', after = ''] = text.split('.');
  if (after.length > digits) throw new RangeError(`${currency} has ${digits} decimal places`);
  return BigInt(whole + after.padEnd(digits, '0'));
}

/** 123450 of EUR as '1234.50', for documents, files and formulas; people's screens format by locale. */
export function majorOf(amountMinor: bigint | number, currency: string): string {
  const digits = minorDigits(currency);
  const value = BigInt(amountMinor);
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  return `${value < 0n ? '-' : ''}${digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`}`;
}
