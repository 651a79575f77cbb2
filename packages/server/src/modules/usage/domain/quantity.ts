/** Quantities are whole millionths of a unit: exact decimals that add up, with no float anywhere. */
export const SCALE = 1_000_000n;
const DIGITS = 6;
/** A thousand million units in one record or hour; more is a slip, and sums of it stay within the column. */
export const LARGEST = 1_000_000_000n * SCALE;

export type ReadQuantity = { readonly ok: true; readonly value: bigint } | { readonly ok: false; readonly sentence: string };

const refused = (sentence: string): ReadQuantity => ({ ok: false, sentence });
const DECIMAL = /^(\d{1,30})(?:\.(\d{1,30}))?$/;

/** A number is taken as it is written in JSON; one that cannot be written without an exponent is none of usage. */
export function readQuantity(given: string | number): ReadQuantity {
  const text = String(given).trim();
  if (text === '') return refused('The quantity is missing.');
  if (text.startsWith('-')) return refused(`A quantity cannot be negative; ${shown(text)} is. Correct the hour it belongs to instead.`);
  const match = DECIMAL.exec(text);
  if (!match) return refused(`${shown(text)} is not a quantity. Write digits with a point before decimals, such as 12 or 0.5.`);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > DIGITS) return refused(`${shown(text)} has more than ${DIGITS} decimals.`);
  const value = BigInt(match[1] ?? '0') * SCALE + BigInt(fraction.padEnd(DIGITS, '0') || '0');
  if (value > LARGEST) return refused(`${shown(text)} is more than one record can hold (${formatQuantity(LARGEST)}).`);
  return { ok: true, value };
}

export function formatQuantity(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % SCALE).toString().padStart(DIGITS, '0').replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${size / SCALE}${fraction === '' ? '' : `.${fraction}`}`;
}

export const isWhole = (value: bigint): boolean => value % SCALE === 0n;

const shown = (text: string): string => `“${text.slice(0, 40)}”`;
