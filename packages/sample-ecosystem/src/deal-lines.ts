import { fromEurMinor, PRODUCTS, UNIT_NAMES } from './products.ts';
import type { Rng } from './rng.ts';
import type { Currency, DealLine, Product, Segment } from './types.ts';

const MEDIAN_EUR_MINOR: Readonly<Record<Segment, number>> = { smb: 1_600_000, mid: 5_800_000, enterprise: 19_500_000 };
const LARGEST_EUR_MINOR = 160_000_000;

export const drawValue = (rng: Rng, segment: Segment, factor: number): number =>
  Math.round(Math.min(LARGEST_EUR_MINOR, Math.max(350_000, rng.logNormal(MEDIAN_EUR_MINOR[segment] * factor, 0.8))));

export const drawProducts = (rng: Rng, valueEurMinor: number): Product[] => {
  const count = valueEurMinor < 2_500_000 ? rng.int(1, 2) : valueEurMinor < 15_000_000 ? rng.int(1, 3) : rng.int(2, 5);
  return rng.shuffled(PRODUCTS).slice(0, count);
};

export const lineTotalMinor = (line: DealLine): number => line.quantity * line.unitPriceMinor;
export const dealTotalMinor = (lines: readonly DealLine[]): number => lines.reduce((sum, line) => sum + lineTotalMinor(line), 0);

/** Lines worth about the value; whole quantities at a discounted list price, larger deals with larger discounts. */
export const makeLines = (rng: Rng, products: readonly Product[], valueEurMinor: number, currency: Currency, termMonths: number): DealLine[] => {
  const discountBp = Math.min(4_000, Math.round(rng.between(0, 900) + 2_600 * Math.min(1, valueEurMinor / 100_000_000)));
  const weights = products.map(() => rng.between(0.4, 1.6));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return products.map((product, i) => {
    const byTheDay = product.key === 'product-onboarding';
    const term = byTheDay ? 1 : termMonths;
    const fullPrice = byTheDay ? product.listPriceMinor : (product.listPriceMinor * term) / 12;
    const unitEurMinor = Math.round((fullPrice * (10_000 - discountBp)) / 10_000);
    const quantity = Math.max(1, Math.round((valueEurMinor * (weights[i] ?? 1)) / total / unitEurMinor));
    return {
      productKey: product.key,
      description: `${product.name}, ${UNIT_NAMES[product.key] ?? 'units'}`,
      quantity,
      unitPriceMinor: fromEurMinor(unitEurMinor, currency),
      termMonths: term,
    };
  });
};
