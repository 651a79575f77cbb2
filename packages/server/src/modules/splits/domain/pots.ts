import { splitByWeights } from '@entente/kernel';

/** So much of one line, in the hands of one holder. */
export type Cell = { readonly lineId: string; readonly holder: string; amount: bigint };
export type Drawn = { readonly lineId: string; readonly holder: string; readonly amount: bigint };

export const sumOf = (cells: readonly { readonly amount: bigint }[]): bigint => cells.reduce((sum, { amount }) => sum + amount, 0n);

/**
 * Takes an amount out of cells in proportion to what they hold. A part of the largest remainder is never more than its cell holds,
 * since the whole is not more than all of them hold.
 */
export function draw(cells: readonly Cell[], amount: bigint): Drawn[] {
  if (amount === 0n) return [];
  const held = sumOf(cells);
  if (amount < 0n || amount > held) throw new RangeError('more is drawn than there is');
  const parts = splitByWeights(
    amount,
    cells.map((cell, index) => ({ key: `${cell.lineId}|${cell.holder}|${index}`, weight: cell.amount })),
  );
  const drawn: Drawn[] = [];
  cells.forEach((cell, index) => {
    const part = parts.get(`${cell.lineId}|${cell.holder}|${index}`) ?? 0n;
    if (part === 0n) return;
    cell.amount -= part;
    drawn.push({ lineId: cell.lineId, holder: cell.holder, amount: part });
  });
  return drawn;
}

export type PoolLine = { readonly lineId: string; readonly vendorId: string | null; readonly netMinor: bigint; readonly feeMinor: bigint };

/**
 * Lines of which none is below zero after the marketplace's fee: what a line gives back (a credit on the same invoice) is taken from
 * lines of the same vendor first, and then from all. Null: the receipt as a whole gives back more than it brings.
 */
export function pooled(lines: readonly PoolLine[]): Map<string, bigint> | null {
  const left = new Map(lines.map(({ lineId, netMinor, feeMinor }) => [lineId, netMinor - feeMinor]));
  const owed = lines.filter(({ lineId }) => (left.get(lineId) ?? 0n) < 0n);
  for (const pass of ['own', 'all'] as const)
    for (const debtor of owed) {
      const debt = -(left.get(debtor.lineId) ?? 0n);
      if (debt <= 0n) continue;
      const payers = lines
        .filter(({ lineId, vendorId }) => (left.get(lineId) ?? 0n) > 0n && (pass === 'all' || vendorId === debtor.vendorId))
        .map(({ lineId }) => ({ lineId, holder: 'pool', amount: left.get(lineId) ?? 0n }));
      const held = sumOf(payers);
      for (const { lineId, amount } of draw(payers, debt < held ? debt : held)) left.set(lineId, (left.get(lineId) ?? 0n) - amount);
      left.set(debtor.lineId, -(debt - (debt < held ? debt : held)));
    }
  return [...left.values()].some((amount) => amount < 0n) ? null : left;
}
