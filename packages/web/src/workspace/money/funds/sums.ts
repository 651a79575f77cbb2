import type { Balance, Budget } from './words.ts';

/** The parts of what is allocated, in the order in which money goes through them. */
export const balanceParts = ['available', 'committed', 'claimed', 'paid', 'expired'] as const;
export type BalancePart = (typeof balanceParts)[number];
const keys = {
  available: 'availableMinor',
  committed: 'committedMinor',
  claimed: 'claimedPendingMinor',
  paid: 'paidMinor',
  expired: 'expiredMinor',
} as const satisfies Record<BalancePart, keyof Balance>;

export const partOf = (balance: Balance, part: BalancePart): number => balance[keys[part]];
/** Added up again from what is shown: it must be what is allocated. */
export const readded = (balance: Balance): number => balanceParts.reduce((sum, part) => sum + partOf(balance, part), 0);

export type BudgetSum = { currency: string; amountMinor: number; unallocatedMinor: number; balance: Balance };

function added(one: Balance, other: Balance): Balance {
  return {
    allocatedMinor: one.allocatedMinor + other.allocatedMinor,
    availableMinor: one.availableMinor + other.availableMinor,
    committedMinor: one.committedMinor + other.committedMinor,
    claimedPendingMinor: one.claimedPendingMinor + other.claimedPendingMinor,
    owedMinor: one.owedMinor + other.owedMinor,
    paidMinor: one.paidMinor + other.paidMinor,
    expiredMinor: one.expiredMinor + other.expiredMinor,
  };
}

/** One sum for each currency; money of two currencies is never added. */
export function budgetSums(budgets: readonly Pick<Budget, 'currency' | 'amountMinor' | 'unallocatedMinor' | 'balance'>[]): BudgetSum[] {
  const sums = new Map<string, BudgetSum>();
  for (const { currency, amountMinor, unallocatedMinor, balance } of budgets) {
    const sum = sums.get(currency);
    sums.set(
      currency,
      sum === undefined
        ? { currency, amountMinor, unallocatedMinor, balance }
        : {
            currency,
            amountMinor: sum.amountMinor + amountMinor,
            unallocatedMinor: sum.unallocatedMinor + unallocatedMinor,
            balance: added(sum.balance, balance),
          },
    );
  }
  return [...sums.values()].toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
}

export const figureKeys = ['allocatedMinor', 'committedMinor', 'claimedMinor', 'approvedMinor', 'paidMinor', 'expiredMinor'] as const;
export type FigureKey = (typeof figureKeys)[number];
type Figures = { currency: string } & Record<FigureKey, number>;

export function figureSums(rows: readonly Figures[]): Figures[] {
  return [...Map.groupBy(rows, (row) => row.currency)]
    .map(([currency, own]) => {
      const of = (key: FigureKey): number => own.reduce((sum, row) => sum + row[key], 0);
      return {
        currency,
        allocatedMinor: of('allocatedMinor'),
        committedMinor: of('committedMinor'),
        claimedMinor: of('claimedMinor'),
        approvedMinor: of('approvedMinor'),
        paidMinor: of('paidMinor'),
        expiredMinor: of('expiredMinor'),
      };
    })
    .toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
}
