import type { Balance } from './words.ts';

type InCurrency = { currency: string };
function byCurrency<Row extends InCurrency, Sum>(rows: readonly Row[], sum: (currency: string, own: Row[]) => Sum): Sum[] {
  return [...Map.groupBy(rows, (row) => row.currency)].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([currency, own]) => sum(currency, own));
}
const total = <Row>(rows: readonly Row[], read: (row: Row) => number): number => rows.reduce((sum, row) => sum + read(row), 0);

type Sided = Pick<Balance, 'class' | 'currency' | 'debitMinor' | 'creditMinor' | 'balanceMinor'>;
const onDebit = ({ class: side }: Pick<Balance, 'class'>): boolean => side === 'asset' || side === 'expense';

export type BalanceSum = { currency: string; debitMinor: number; creditMinor: number; balanceMinor: number };
/** Balances of one side add up as they are read; of both sides they do only as debits less credits. */
export function balanceSums(rows: readonly Sided[]): { oneSided: boolean; sums: BalanceSum[] } {
  const oneSided = new Set(rows.map(onDebit)).size <= 1;
  const sums = byCurrency(rows, (currency, own) => ({
    currency,
    debitMinor: total(own, (row) => row.debitMinor),
    creditMinor: total(own, (row) => row.creditMinor),
    balanceMinor: total(own, (row) => (oneSided || onDebit(row) ? row.balanceMinor : -row.balanceMinor)),
  }));
  return { oneSided, sums };
}

/** Entries hold a debit as positive and a credit as negative. */
export function sides(entries: readonly { currency: string; amountMinor: number }[]): BalanceSum[] {
  return byCurrency(entries, (currency, own) => ({
    currency,
    debitMinor: total(own, (row) => Math.max(row.amountMinor, 0)),
    creditMinor: total(own, (row) => Math.max(-row.amountMinor, 0)),
    balanceMinor: total(own, (row) => row.amountMinor),
  }));
}

/** What transactions move, in the currencies they move it in. */
export const movedSums = (rows: readonly { amounts: readonly { currency: string; amountMinor: number }[] }[]): { currency: string; amountMinor: number }[] =>
  byCurrency(
    rows.flatMap((row) => row.amounts),
    (currency, own) => ({ currency, amountMinor: total(own, (row) => row.amountMinor) }),
  );
