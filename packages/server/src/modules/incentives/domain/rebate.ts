import {
  compare,
  decimal,
  divide,
  fraction,
  minorDigits,
  minus,
  ONE,
  percent,
  plus,
  rounded,
  times,
  toDecimal,
  ZERO,
  type ExplainedStep,
  type Fraction,
} from '@entente/kernel';
import type { Kinded } from './facts.ts';
import { written } from './limits.ts';

export type RebateDocument = Kinded<'rebate'>;
export type Volume = { readonly amountMinor: bigint; readonly quantity: Fraction };
export type Band = {
  readonly index: number;
  /** Lower bound as volume: minor units, or a quantity. */ readonly bound: Fraction;
  readonly reward: RebateDocument['bands'][number]['reward'];
};
export type Scale = { readonly bands: readonly Band[]; readonly baseline: Fraction };
export type Scaled = { readonly ok: true; readonly scale: Scale } | { readonly ok: false; readonly sentence: string };
export type Earned = {
  readonly amountMinor: bigint;
  /** −1: below the first. */ readonly band: number;
  readonly steps: readonly ExplainedStep[];
  readonly sentence: string | null;
};

export const NO_VOLUME: Volume = { amountMinor: 0n, quantity: ZERO };
export const together = (a: Volume, b: Volume): Volume => ({ amountMinor: a.amountMinor + b.amountMinor, quantity: plus(a.quantity, b.quantity) });
const perMajor = (currency: string): Fraction => fraction(10n ** BigInt(minorDigits(currency)));
/** What people write ('250000.00' or a quantity) as volume. */
export const inVolume = (document: Pick<RebateDocument, 'measure' | 'currency'>, text: string): Fraction =>
  document.measure === 'amount' ? times(decimal(text), perMajor(document.currency)) : decimal(text);
/** Volume as people write it. */
export const asWritten = (document: Pick<RebateDocument, 'measure' | 'currency'>, value: Fraction): string =>
  document.measure === 'amount' ? toDecimal(divide(value, perMajor(document.currency)), minorDigits(document.currency)) : trimmed(toDecimal(value, 6));
const trimmed = (text: string): string => text.replace(/\.?0+$/, '');
export const measured = (document: Pick<RebateDocument, 'measure'>, volume: Volume): Fraction =>
  document.measure === 'amount' ? fraction(volume.amountMinor) : volume.quantity;

/** Every way of writing bands comes down to lower bounds of volume, fixed when the period begins. */
export function scaleOf(document: RebateDocument, terms: { readonly target: string | null; readonly baseline: string | null }): Scaled {
  const growth = document.against === 'growth' || document.against === 'growth_percent' || document.pays === 'growth';
  if (growth && terms.baseline === null)
    return { ok: false, sentence: 'There is no baseline to measure growth from. Nothing is earned until the enrolment says one.' };
  if (document.against === 'target_percent' && terms.target === null)
    return { ok: false, sentence: 'The enrolment says no target. Nothing is earned until it is there.' };
  const baseline = growth ? inVolume(document, terms.baseline ?? '0') : ZERO;
  if (document.against === 'growth_percent' && compare(baseline, ZERO) <= 0)
    return { ok: false, sentence: 'Growth in per cent cannot be measured from a baseline of nothing.' };
  const target = terms.target === null ? ZERO : inVolume(document, terms.target);
  const bound = (text: string): Fraction => {
    switch (document.against) {
      case 'volume':
        return inVolume(document, text);
      case 'growth':
        return plus(baseline, inVolume(document, text));
      case 'growth_percent':
        return times(baseline, plus(ONE, percent(text)));
      case 'target_percent':
        return times(target, percent(text));
    }
  };
  return { ok: true, scale: { baseline, bands: document.bands.map(({ from, reward }, index) => ({ index, bound: bound(from), reward })) } };
}

export function bandAt({ bands }: Scale, volume: Fraction): number {
  if (compare(volume, ZERO) <= 0) return -1;
  return bands.findLastIndex(({ bound }) => compare(volume, bound) >= 0);
}

/** What the volume of a period earns; `inBand` asks what it would be if that band held. Rounded once. */
export function earned(document: RebateDocument, scale: Scale, volume: Volume, options: { readonly final?: boolean; readonly inBand?: number } = {}): Earned {
  const { currency } = document;
  const reached = measured(document, volume);
  const band = options.inBand ?? bandAt(scale, reached);
  if (band < 0) return { amountMinor: 0n, band, steps: [], sentence: null };
  const steps: ExplainedStep[] = [];
  let exact = ZERO;
  const add = (part: Fraction, { index, reward }: Band): void => {
    // By quantity, a percentage is of the money these units brought.
    const value =
      reward.kind === 'per_unit'
        ? times(times(decimal(reward.amount), perMajor(currency)), part)
        : document.measure === 'amount'
          ? times(percent(reward.percent), part)
          : compare(reached, ZERO) === 0
            ? ZERO
            : times(percent(reward.percent), divide(times(fraction(volume.amountMinor), part), reached));
    exact = plus(exact, value);
    steps.push({
      label: `Band ${index + 1}`,
      formula: `${asWritten(document, part)} × ${rewardText(reward, currency)}`,
      resultMinor: Number(rounded(value)),
      currency,
    });
  };
  if (document.basis === 'retroactive') {
    const found = scale.bands[band];
    const whole = document.pays === 'growth' ? minus(reached, scale.baseline) : reached;
    if (found && compare(whole, ZERO) > 0) add(whole, found);
  } else
    for (const one of scale.bands) {
      if (one.index > band) break;
      const next = scale.bands[one.index + 1];
      const top = next && one.index < band ? next.bound : reached;
      const part = minus(top, one.bound);
      if (compare(part, ZERO) > 0) add(part, one);
    }
  let amountMinor = rounded(exact);
  if (steps.length > 1) steps.push({ label: 'Sum, rounded once', formula: 'of the bands', resultMinor: Number(amountMinor), currency });
  let sentence: string | null = null;
  if (options.final && document.atLeastMinor !== null && amountMinor < BigInt(document.atLeastMinor)) {
    amountMinor = BigInt(document.atLeastMinor);
    sentence = `Raised to the least of a period (${written(amountMinor, currency)}).`;
    steps.push({ label: 'Least of a period', formula: written(amountMinor, currency), resultMinor: Number(amountMinor), currency });
  }
  if (document.atMostMinor !== null && amountMinor > BigInt(document.atMostMinor)) {
    amountMinor = BigInt(document.atMostMinor);
    sentence = `Limited to the most of a period (${written(amountMinor, currency)}).`;
    steps.push({ label: 'Most of a period', formula: written(amountMinor, currency), resultMinor: Number(amountMinor), currency });
  }
  return { amountMinor, band, steps, sentence };
}

export const rewardText = (reward: Band['reward'], currency: string): string =>
  reward.kind === 'percent' ? `${reward.percent} %` : `${reward.amount} ${currency} a unit`;

export type Day = { readonly dayMinor: bigint; readonly crossingMinor: bigint; readonly after: Earned };
/**
 * What one day adds: cumulative, so that days sum to the period to the minor unit. Where a retroactive band is reached (or lost, by a
 * refund), what that means for all volume before is one amount of its own.
 */
export function accrueDay(document: RebateDocument, scale: Scale, before: Volume, accruedMinor: bigint, day: Volume): Day {
  const after = earned(document, scale, together(before, day));
  const was = bandAt(scale, measured(document, before));
  if (document.basis !== 'retroactive' || was === after.band || measured(document, before).numerator === 0n)
    return { dayMinor: after.amountMinor - accruedMinor, crossingMinor: 0n, after };
  const crossingMinor = earned(document, scale, before, { inBand: after.band }).amountMinor - accruedMinor;
  return { dayMinor: after.amountMinor - accruedMinor - crossingMinor, crossingMinor, after };
}

/** Where the period ends at the pace it had until today. */
export function projected(volume: Volume, passed: number, days: number): Volume {
  if (passed <= 0 || passed >= days) return volume;
  const pace = fraction(BigInt(days), BigInt(passed));
  return { amountMinor: rounded(times(fraction(volume.amountMinor), pace)), quantity: times(volume.quantity, pace) };
}

/** What the end of a period posts, and what of it is still to be paid after partial settlements. Either may be negative after a refund. */
export const settlementOf = (
  earnedMinor: bigint,
  accruedMinor: bigint,
  settledMinor: bigint,
): { readonly trueUpMinor: bigint; readonly leftMinor: bigint } => ({ trueUpMinor: earnedMinor - accruedMinor, leftMinor: earnedMinor - settledMinor });
