/** Exact decimals with eight places, the finest a unit price may have. */
export type Decimal = bigint;
const places = 8;
const one = 10n ** BigInt(places);

const decimalText = /^(-?)(\d+)(?:\.(\d{1,8}))?$/;
export const isDecimal = (text: string): boolean => decimalText.test(text);

export function decimal(text: string): Decimal {
  const match = decimalText.exec(text);
  if (match === null) throw new RangeError(`${text} is not an amount.`);
  const [, sign, whole = '0', fraction = ''] = match;
  const value = BigInt(whole) * one + BigInt(fraction.padEnd(places, '0'));
  return sign === '-' ? -value : value;
}
export const integer = (value: number): Decimal => BigInt(value) * one;

/** Half away from zero. */
function divide(value: bigint, by: bigint): bigint {
  const half = by / 2n;
  return value < 0n ? -((-value + half) / by) : (value + half) / by;
}
export const times = (left: Decimal, right: Decimal): Decimal => divide(left * right, one);
export const percentOf = (value: Decimal, percent: string): Decimal => divide(value * decimal(percent), one * 100n);

const minorDigits = (currency: string): number => (currency === 'JPY' ? 0 : 2);
const minorUnit = (currency: string): Decimal => 10n ** BigInt(places - minorDigits(currency));
export const toMinor = (value: Decimal, currency: string): Decimal => divide(value, minorUnit(currency)) * minorUnit(currency);

/** As a price: as many places as are needed, at least those of the currency. */
export function priceText(value: Decimal, currency = 'USD'): string {
  const sign = value < 0n ? '-' : '';
  const size = value < 0n ? -value : value;
  const fraction = (size % one).toString().padStart(places, '0');
  const kept = fraction.replace(/0+$/, '').padEnd(minorDigits(currency), '0');
  return `${sign}${size / one}${kept === '' ? '' : `.${kept}`}`;
}
/** As an amount of money: rounded to the minor unit. */
export const amountText = (value: Decimal, currency: string): string => priceText(toMinor(value, currency), currency);

/** Splits a total in the proportion of the weights, to the minor unit and without remainder. */
export function allocate(total: Decimal, weights: readonly Decimal[], currency: string): Decimal[] {
  const sum = weights.reduce((left, right) => left + right, 0n);
  let seen = 0n;
  let given = 0n;
  return weights.map((weight) => {
    seen += weight;
    const upTo = sum === 0n ? 0n : seen === sum ? total : toMinor((total * seen) / sum, currency);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
