import { applyRate, divide, fraction, splitByWeights } from '@entente/kernel';
import type { Line, LineMargin, Settings } from './facts.ts';

export type Level = { readonly partnerId: string; readonly margins: readonly LineMargin[] };
export type Reading = Pick<Settings, 'distributorMargin' | 'discountBorneBy'>;
/** What a seller pays and takes for each line. */
export type Hop = { readonly partnerId: string; readonly buys: readonly bigint[]; readonly sells: readonly bigint[]; readonly margin: readonly bigint[] };

export const totalOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
/** Weights that can be split by, whatever the lines cost. */
export function weightsOf(lines: readonly Pick<Line, 'lineId' | 'netMinor'>[]): { key: string; weight: bigint }[] {
  const weights = lines.map(({ netMinor }, index) => ({ key: keyOf(index), weight: netMinor > 0n ? netMinor : 0n }));
  return weights.some(({ weight }) => weight > 0n) ? weights : weights.map(({ key }) => ({ key, weight: 1n }));
}
const keyOf = (index: number): string => String(index).padStart(6, '0');
/** An amount over lines, to the minor unit. */
export function overLines(amount: bigint, lines: readonly Pick<Line, 'lineId' | 'netMinor'>[]): bigint[] {
  if (lines.length === 0) return [];
  const parts = splitByWeights(amount, weightsOf(lines));
  return lines.map((_, index) => parts.get(keyOf(index)) ?? 0n);
}

/**
 * What each seller between us and the buyer keeps, line by line; `levels` go from us to the buyer. Each amount is rounded once and the
 * rest follows by subtraction, so that prices and margins always sum. Where our own price was agreed, whoever buys from us has what is
 * between it and its own price.
 */
export function hopsOf(lines: readonly Line[], levels: readonly Level[], reading: Reading, agreedMinor: bigint | null): Hop[] {
  const agreed = agreedMinor === null ? null : overLines(agreedMinor, lines);
  let sells = lines.map(({ netMinor }) => netMinor);
  const hops: Hop[] = [];
  for (const [index, level] of [...levels.entries()].toReversed()) {
    const last = index === levels.length - 1;
    const buys = lines.map((line, at) => {
      if (index === 0 && agreed) return agreed[at] ?? 0n;
      const margin = level.margins[at];
      const taken = margin ? takenOf(line, margin) : 0n;
      // The whole way from the buyer down, or from what the next one pays.
      const whole = last || reading.distributorMargin === 'includes_reseller';
      if (!whole) return (sells[at] ?? 0n) - taken;
      const from = reading.discountBorneBy === 'seller' && margin?.of === 'list' ? line.listMinor : line.netMinor;
      return from - taken;
    });
    hops.unshift({ partnerId: level.partnerId, buys, sells, margin: sells.map((price, at) => price - (buys[at] ?? 0n)) });
    sells = buys;
  }
  return hops;
}

export const rateOf = (margin: LineMargin) => divide(margin.percent, fraction(100n));
const takenOf = (line: Line, margin: LineMargin): bigint => applyRate(margin.of === 'list' ? line.listMinor : line.netMinor, rateOf(margin));
