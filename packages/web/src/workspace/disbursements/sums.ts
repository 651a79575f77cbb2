import type { BillingLine, Figures } from './words.ts';

export const amountKeys = [
  'invoicedMinor',
  'feeMinor',
  'taxMinor',
  'passedOnMinor',
  'markupMinor',
  'refundMinor',
  'adjustmentMinor',
  'forgivenMinor',
  'netMinor',
  'paidMinor',
  'openMinor',
] as const satisfies readonly (keyof Figures)[];
export type AmountKey = (typeof amountKeys)[number];
export type Sums = { currency: string } & Record<AmountKey, number>;

/** One sum for each currency; money of two currencies is never added. */
export function sumsOf(rows: readonly Figures[]): Sums[] {
  return [...Map.groupBy(rows, (row) => row.currency)]
    .map(([currency, own]) => {
      const sums = Object.fromEntries(amountKeys.map((key) => [key, own.reduce((total, row) => total + row[key], 0)])) as Record<AmountKey, number>;
      return { currency, ...sums };
    })
    .toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
}

/**
 * What the lines of a payout come to: what was paid takes from the balance, so its lines are negative and the payout is their opposite.
 * The line of the payout as a whole is what they are held against and is not one of them.
 */
export function readded(lines: readonly BillingLine[]): { sumMinor: number; count: number } {
  const own = lines.filter((line) => line.action === 'disbursed' && line.kind !== 'payout');
  return { sumMinor: own.reduce((total, line) => (line.counts ? total - line.amountMinor : total), 0), count: own.length };
}

/** Of what is listed, in the currencies it is in. */
export function listSums(rows: readonly { currency: string; amountMinor: number | null }[]): { currency: string; amountMinor: number }[] {
  return [...Map.groupBy(rows, (row) => row.currency)]
    .map(([currency, own]) => ({ currency, amountMinor: own.reduce((total, row) => total + (row.amountMinor ?? 0), 0) }))
    .toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
}

export type Measure = 'fee' | 'paid' | 'open';
/** Fees take from the balance and are negative there; a chart shows how much was kept. */
export const measured = (row: Figures, measure: Measure): number => (measure === 'fee' ? 0 - row.feeMinor : measure === 'paid' ? row.paidMinor : row.openMinor);

/** Tops and bottoms of the columns of one month, stacked away from zero on either side. */
export function stack(values: readonly number[]): { from: number; to: number }[] {
  let [up, down] = [0, 0];
  return values.map((value) => {
    const from = value >= 0 ? up : down;
    const to = from + value;
    if (value >= 0) up = to;
    else down = to;
    return { from, to };
  });
}
