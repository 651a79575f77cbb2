import { applyRate, times, fraction, plus, type Fraction } from '@entente/kernel';

/**
 * What paying costs: a part that is waived while the payer is within its allowance, a part that is never waived, and an extra for the fast
 * way. The allowance may end within a payout: only what is above it bears the waivable part.
 */
export type FeeTerms = {
  readonly waivable: Fraction;
  readonly notWaivable: Fraction;
  readonly fastMinor: bigint;
  readonly allowanceMinor: bigint;
  readonly usedMinor: bigint;
};
export type Fee = { readonly feeMinor: bigint; readonly waivedMinor: bigint };

export function payoutFee(amountMinor: bigint, terms: FeeTerms, fast: boolean): Fee {
  if (amountMinor <= 0n) return { feeMinor: 0n, waivedMinor: 0n };
  const left = terms.allowanceMinor > terms.usedMinor ? terms.allowanceMinor - terms.usedMinor : 0n;
  const above = amountMinor > left ? amountMinor - left : 0n;
  // Both parts are of exact amounts and rounded once, together.
  const percentage = plus(times(terms.waivable, fraction(above)), times(terms.notWaivable, fraction(amountMinor)));
  const feeMinor = applyRate(1n, percentage) + (fast ? terms.fastMinor : 0n);
  const full = applyRate(amountMinor, plus(terms.waivable, terms.notWaivable)) + (fast ? terms.fastMinor : 0n);
  return { feeMinor, waivedMinor: full - feeMinor };
}
