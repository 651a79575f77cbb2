import { drawFrom } from '@entente/kernel';
import { openOf, type LineAmounts, type NetAndTax } from './line.ts';

/** Spreads money over what is open of each line, net and tax alike: nobody comes past zero, the last payment leaves exactly nothing. */
export function settle(lines: readonly LineAmounts[], amountMinor: bigint): Map<string, NetAndTax> {
  return byLine(
    lines.map((line) => ({ id: line.id, ...openOf(line) })),
    amountMinor,
  );
}

export type Held = NetAndTax & { readonly id: string };

/** The same for what is taken back, out of what receipts hold. */
export function byLine(held: readonly Held[], amountMinor: bigint): Map<string, NetAndTax> {
  const drawn = drawFrom(
    held.flatMap(({ id, netMinor, taxMinor }) => [
      { key: `${id}|net`, amount: netMinor },
      { key: `${id}|tax`, amount: taxMinor },
    ]),
    amountMinor,
  );
  return new Map(
    held.flatMap(({ id }) => {
      const part = { netMinor: drawn.get(`${id}|net`) ?? 0n, taxMinor: drawn.get(`${id}|tax`) ?? 0n };
      return part.netMinor === 0n && part.taxMinor === 0n ? [] : [[id, part] as const];
    }),
  );
}
