import type { Balance, Fund } from './words.tsx';

/** The parts of what is allocated, in the order in which money goes through them: they add up to it. */
export const balanceParts = [
  ['available', 'availableMinor'],
  ['committed', 'committedMinor'],
  ['claimed', 'claimedPendingMinor'],
  ['paid', 'paidMinor'],
  ['expired', 'expiredMinor'],
] as const satisfies readonly (readonly [string, keyof Balance])[];

export type CurrencySum = {
  readonly currency: string;
  readonly allocatedMinor: number;
  readonly parts: Readonly<Record<(typeof balanceParts)[number][0], number>>;
  /** What ends first of what is left. */
  readonly expiring: { readonly amountMinor: number; readonly day: string } | null;
};

/** One sum for each currency; money of two currencies is never added. */
export function currencySums(funds: readonly Pick<Fund, 'currency' | 'balance' | 'open' | 'endsOn'>[]): CurrencySum[] {
  return [...Map.groupBy(funds, ({ currency }) => currency)]
    .map(([currency, own]) => {
      const sum = (key: keyof Balance): number => own.reduce((total, { balance }) => total + balance[key], 0);
      const left = own.filter(({ open, balance }) => open && balance.availableMinor > 0);
      const day = left.map(({ endsOn }) => endsOn).toSorted()[0];
      return {
        currency,
        allocatedMinor: sum('allocatedMinor'),
        parts: {
          available: sum('availableMinor'),
          committed: sum('committedMinor'),
          claimed: sum('claimedPendingMinor'),
          paid: sum('paidMinor'),
          expired: sum('expiredMinor'),
        },
        expiring:
          day === undefined
            ? null
            : { day, amountMinor: left.filter(({ endsOn }) => endsOn === day).reduce((total, { balance }) => total + balance.availableMinor, 0) },
      };
    })
    .toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
}
