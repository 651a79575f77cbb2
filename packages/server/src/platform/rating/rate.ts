import type { PriceModel, SimplePriceModel } from '@entente/contracts';
import {
  Problem,
  ZERO,
  ceiling,
  compare,
  decimal,
  divide,
  fraction,
  greatest,
  minus,
  plus,
  rounded,
  times,
  type ExplainedStep,
  type Fraction,
} from '@entente/kernel';
import { ratePercentage } from './percentage.ts';
import { burn, type Burned } from './prepaid.ts';
import { inMajor, inMinor, moneyText, plain, safeMinor, step } from './steps.ts';
import { rateGraduated, rateGraduatedPercentage, rateVolume, tierReached, type Worked } from './tiers.ts';
import type { Rated, RatingContext } from './usage.ts';

export type RatedPrice = {
  /** Rounded once, half away from zero. */
  readonly amountMinor: bigint;
  /** The same before it was rounded, in major units. */
  readonly exact: Fraction;
  readonly steps: readonly ExplainedStep[];
  readonly sentence: string;
  /** Prepaid: what was taken from what. */
  readonly burned: readonly Burned[];
};

/** What something costs by its price model. Pure; every step is written down, and only the result is rounded. */
export function rate(model: PriceModel, rated: Rated, context: RatingContext): RatedPrice {
  for (const value of [rated.quantity, rated.pricedQuantity, rated.base, ...(rated.events ?? []), ...Object.values(rated.measures ?? {})])
    if (value && compare(value, ZERO) < 0)
      throw new Problem('invalid_input', 'A quantity is not below zero; what is given back is a correction of what was charged.', {
        reason: 'negative_quantity',
      });
  const { burned = [], ...worked } = work(model, rated, context);
  const amountMinor = rounded(inMinor(worked.exact, context.currency));
  safeMinor(amountMinor);
  return { amountMinor, exact: worked.exact, steps: worked.steps, burned, sentence: `${moneyText(amountMinor, context.currency)} ${WORDS[model.kind]}.` };
}

/** What comes on top when a cumulative quantity grows (or is corrected downwards): the price after less the price before. */
export function rateIncrement(model: PriceModel, before: Rated, after: Rated, context: RatingContext): RatedPrice {
  const [was, is] = [rate(model, before, context), rate(model, after, context)];
  const exact = minus(is.exact, was.exact);
  // Of rounded totals, so that increments sum to what the whole would have cost.
  const amountMinor = is.amountMinor - was.amountMinor;
  return {
    amountMinor,
    exact,
    burned: is.burned,
    steps: [...is.steps, step('Less what was rated before', `${plain(is.exact)} − ${plain(was.exact)}`, exact, context.currency)],
    sentence: `${moneyText(amountMinor, context.currency)} more than was rated before.`,
  };
}

const WORDS: Readonly<Record<PriceModel['kind'], string>> = {
  unit: 'by the unit',
  package: 'in whole packages',
  graduated: 'graduated: each tier prices what lies in it',
  volume: 'by volume: the tier reached prices everything',
  percentage: 'as a percentage',
  graduated_percentage: 'as graduated percentages',
  capacity: 'by the dearest capacity reached',
  commitment: 'with a commitment',
  prepaid: 'prepaid',
  pricing_unit: 'by units of its own',
};

type WorkedBurn = Worked & { readonly burned?: readonly Burned[] };
function work(model: PriceModel, rated: Rated, context: RatingContext): WorkedBurn {
  switch (model.kind) {
    case 'commitment':
      return commitment(model, rated, context);
    case 'prepaid':
      return prepaid(model, rated, context);
    case 'pricing_unit': {
      const inner = simple(model.price, rated, context.currency);
      const exact = times(inner.exact, decimal(model.worth));
      return { exact, steps: [step(`In ${model.unit}`, `${plain(inner.exact)} ${model.unit} × ${model.worth}`, exact, context.currency)] };
    }
    default:
      return simple(model, rated, context.currency);
  }
}

function simple(model: SimplePriceModel, rated: Rated, currency: string): Worked {
  const priced = rated.pricedQuantity ?? rated.quantity;
  switch (model.kind) {
    case 'unit': {
      const paid = greatest(ZERO, minus(priced, decimal(model.freeUnits)));
      const exact = times(paid, decimal(model.unitPrice));
      return { exact, steps: [step('Units', `${plain(paid)} × ${model.unitPrice}`, exact, currency)] };
    }
    case 'package': {
      const paid = greatest(ZERO, minus(priced, decimal(model.freeUnits)));
      const count = ceiling(divide(paid, decimal(model.size)));
      const exact = times(fraction(count), decimal(model.price));
      return { exact, steps: [step(`Packages of ${model.size}`, `${count} × ${model.price} for ${plain(paid)}`, exact, currency)] };
    }
    case 'graduated':
      return rateGraduated(model, priced, currency);
    case 'volume':
      return rateVolume(model, rated.quantity, priced, currency);
    case 'percentage':
      return ratePercentage(model, rated, currency);
    case 'graduated_percentage':
      return rateGraduatedPercentage(model, rated.base ?? ZERO, currency);
    case 'capacity': {
      const reached = model.measures.map(({ name, tiers }) => ({ name, tier: tierReached(tiers, rated.measures?.[name] ?? ZERO, model.boundary) }));
      const exact = reached.reduce((most, { tier }) => greatest(most, decimal(tier.price)), ZERO);
      return { exact, steps: reached.map(({ name, tier }) => step(name, `tier from ${tier.from}: ${tier.price}`, decimal(tier.price), currency)) };
    }
  }
}

type Commitment = Extract<PriceModel, { kind: 'commitment' }>;
function commitment(model: Commitment, rated: Rated, context: RatingContext): Worked {
  const { currency } = context;
  const included = decimal(model.includedQuantity);
  const above = (quantity: Fraction): Fraction => greatest(ZERO, minus(quantity, included));
  const over = simple(
    model.overage,
    { ...rated, quantity: above(rated.quantity), ...(rated.pricedQuantity ? { pricedQuantity: above(rated.pricedQuantity) } : {}) },
    currency,
  );
  const fee = decimal(model.fee);
  const steps = [...(compare(fee, ZERO) > 0 ? [step('Commitment', `${model.fee} for ${model.includedQuantity} included`, fee, currency)] : []), ...over.steps];
  let exact = plus(fee, over.exact);
  const before = inMajor(context.previouslyBilledMinor ?? 0n, currency);
  if (model.maximum !== null) {
    const room = greatest(ZERO, minus(decimal(model.maximum), before));
    if (compare(exact, room) > 0) {
      steps.push(step('Most of the period', `${model.maximum} − ${plain(before)} billed before`, room, currency));
      exact = room;
    }
  }
  if (model.minimum !== null && (context.periodEnds ?? true)) {
    const missing = minus(decimal(model.minimum), plus(before, exact));
    if (compare(missing, ZERO) > 0) {
      steps.push(step('Up to the least of the period', `${model.minimum} − ${plain(plus(before, exact))}`, missing, currency));
      exact = plus(exact, missing);
    }
  }
  return { exact, steps };
}

type Prepaid = Extract<PriceModel, { kind: 'prepaid' }>;
function prepaid(model: Prepaid, rated: Rated, context: RatingContext): WorkedBurn {
  const { currency, grants } = context;
  if (!grants) {
    const blocks = ceiling(divide(rated.quantity, decimal(model.size)));
    const exact = times(fraction(blocks), decimal(model.price));
    return { exact, steps: [step(`Blocks of ${model.size}`, `${blocks} × ${model.price}`, exact, currency)] };
  }
  const { burned, rest } = burn(grants, model.order, rated.quantity);
  const over = simple(model.overage, { ...rated, quantity: rest, pricedQuantity: undefined }, currency);
  const nameOf = (id: string): string => grants.find((grant) => grant.id === id)?.name ?? id;
  const used = burned.map(({ grantId, quantity, left }) => step(`From ${nameOf(grantId)}`, `${plain(quantity)} taken, ${plain(left)} left`, ZERO, currency));
  return { exact: over.exact, steps: [...used, ...over.steps], burned };
}
