import { decimal, fraction, minorDigits, rounded, times } from '@entente/kernel';

/** The amounts of a line, all of one sign: what it came to, and what became of it. */
export type LineAmounts = {
  readonly id: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly paidNetMinor: bigint;
  readonly paidTaxMinor: bigint;
  readonly creditedNetMinor: bigint;
  readonly creditedTaxMinor: bigint;
  readonly writtenOffNetMinor: bigint;
  readonly writtenOffTaxMinor: bigint;
};
export type NetAndTax = { readonly netMinor: bigint; readonly taxMinor: bigint };

/** What is owed of a line still. */
export const openOf = (line: LineAmounts): NetAndTax => ({
  netMinor: line.netMinor - line.paidNetMinor - line.creditedNetMinor - line.writtenOffNetMinor,
  taxMinor: line.taxMinor - line.paidTaxMinor - line.creditedTaxMinor - line.writtenOffTaxMinor,
});
/** What can be credited still, paid or not. */
export const leftOf = (line: LineAmounts): NetAndTax => ({
  netMinor: line.netMinor - line.creditedNetMinor - line.writtenOffNetMinor,
  taxMinor: line.taxMinor - line.creditedTaxMinor - line.writtenOffTaxMinor,
});

/** Quantity × price in major units, rounded once. */
export const amountOf = (quantity: string, unitPrice: string, currency: string): bigint =>
  rounded(times(times(decimal(quantity), decimal(unitPrice)), fraction(10n ** BigInt(minorDigits(currency)))));

export const size = (value: bigint): bigint => (value < 0n ? -value : value);
/** The part of `wanted` that fits into `room`; both have one sign, or one of them is nothing. */
export const within = (wanted: bigint, room: bigint): bigint => (size(wanted) <= size(room) ? wanted : room);
