import type { SimplePriceModel } from '@entente/contracts';
import { ZERO, compare, decimal, minus, percent, plus, times, type ExplainedStep, type Fraction } from '@entente/kernel';
import { plain, step } from './steps.ts';

type Boundary = 'above' | 'from';
export type Worked = { readonly exact: Fraction; readonly steps: readonly ExplainedStep[] };
type Tiered = Extract<SimplePriceModel, { kind: 'graduated' | 'volume' }>;
type RateTiered = Extract<SimplePriceModel, { kind: 'graduated_percentage' }>;

const reaches = (value: Fraction, from: Fraction, boundary: Boundary): boolean => (boundary === 'above' ? compare(value, from) > 0 : compare(value, from) >= 0);

/** The last tier whose lower bound is passed; the first one where none is. */
export function tierReached<Tier extends { readonly from: string }>(tiers: readonly Tier[], value: Fraction, boundary: Boundary): Tier {
  const [first] = tiers;
  if (!first) throw new RangeError('a price without tiers');
  return tiers.findLast(({ from }) => reaches(value, decimal(from), boundary)) ?? first;
}

type Slice<Tier> = { readonly tier: Tier; readonly amount: Fraction; readonly label: string };
/** What of the value lies in each tier that was entered. The first tier is entered even by nothing. */
function slices<Tier extends { readonly from: string }>(tiers: readonly Tier[], value: Fraction, boundary: Boundary): Slice<Tier>[] {
  return tiers.flatMap((tier, index) => {
    const from = decimal(tier.from);
    if (index > 0 && !reaches(value, from, boundary)) return [];
    const next = tiers[index + 1];
    const upTo = next && compare(value, decimal(next.from)) > 0 ? decimal(next.from) : value;
    return [{ tier, amount: minus(upTo, from), label: `Tier from ${tier.from}` }];
  });
}

const withFlat = (formula: string, flatFee: string): string => (compare(decimal(flatFee), ZERO) === 0 ? formula : `${formula} + ${flatFee}`);

export function rateGraduated(model: Tiered, quantity: Fraction, currency: string): Worked {
  const parts = slices(model.tiers, quantity, model.boundary).map(({ tier, amount, label }) => {
    const exact = plus(times(amount, decimal(tier.unitPrice)), decimal(tier.flatFee));
    return { exact, step: step(label, withFlat(`${plain(amount)} × ${tier.unitPrice}`, tier.flatFee), exact, currency) };
  });
  return { exact: parts.reduce((sum, { exact }) => plus(sum, exact), ZERO), steps: parts.map((part) => part.step) };
}

export function rateVolume(model: Tiered, quantity: Fraction, priced: Fraction, currency: string): Worked {
  const tier = tierReached(model.tiers, quantity, model.boundary);
  const exact = plus(times(priced, decimal(tier.unitPrice)), decimal(tier.flatFee));
  return { exact, steps: [step(`All by the tier from ${tier.from}`, withFlat(`${plain(priced)} × ${tier.unitPrice}`, tier.flatFee), exact, currency)] };
}

export function rateGraduatedPercentage(model: RateTiered, base: Fraction, currency: string): Worked {
  const parts = slices(model.tiers, base, model.boundary).map(({ tier, amount, label }) => {
    const exact = plus(times(amount, percent(tier.percent)), decimal(tier.flatFee));
    return { exact, step: step(label, withFlat(`${plain(amount)} × ${tier.percent} %`, tier.flatFee), exact, currency) };
  });
  return { exact: parts.reduce((sum, { exact }) => plus(sum, exact), ZERO), steps: parts.map((part) => part.step) };
}
