import { Problem, type AccountPurpose } from '@entente/kernel';

/** One side of a booking: a debit is positive, a credit negative. */
export type Leg = {
  readonly purpose: AccountPurpose;
  readonly party: string | null;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly lineId: string | null;
};

/** Whole, and small enough that a reader of JSON reads the same number. */
export function exact(amountMinor: number, what = 'amount'): bigint {
  if (!Number.isSafeInteger(amountMinor))
    throw new Problem('invalid_input', `The ${what} ${amountMinor} is not a whole number of minor units that can be kept exactly.`);
  return BigInt(amountMinor);
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Sums by currency; in a transaction each is zero. */
export function sumsByCurrency(legs: readonly Leg[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of legs) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  return sums;
}

/** Without legs of nothing; refuses what does not sum to zero, what is no currency and what is too large. */
export function balanced(legs: readonly Leg[]): readonly Leg[] {
  const kept = legs.filter(({ amountMinor }) => amountMinor !== 0n);
  for (const { currency, amountMinor } of kept) {
    if (!/^[A-Z]{3}$/.test(currency))
      throw new Problem('invalid_input', `“${currency.slice(0, 20)}” is not a currency. Use its three-letter code, such as EUR.`);
    if (amountMinor > SAFE || amountMinor < -SAFE) throw new Problem('invalid_input', `An amount of ${currency} is too large to be kept exactly.`);
  }
  for (const [currency, sum] of sumsByCurrency(kept))
    if (sum !== 0n) throw new Problem('invalid_input', `The entries in ${currency} do not sum to zero: ${sum} minor units are left.`);
  return kept;
}
