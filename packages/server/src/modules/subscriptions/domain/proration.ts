import { addMonths, daysBetween, divideHalfUp, firstBillingDay, type Interval } from '@entente/kernel';
import { gridPeriod, startOfDay, type Grid } from './periods.ts';

export type Basis = 'day' | 'second' | 'none';
/** A share of a period: so much of so much, in days or in seconds. */
export type Share = { readonly part: number; readonly whole: number; readonly unit: 'day' | 'second' };
/** Instants that count where the contract prorates by the second; without one, the day begins at its midnight. */
export type Edges = { readonly fromAt?: string | null; readonly toAt?: string | null };

const NINE_PLACES = 1_000_000_000n;

/** The share of time that `part` is of `whole`; both half-open, in the contract's zone. */
export function shareOf(basis: Basis, part: Interval, whole: Interval, timeZone: string, edges: Edges = {}): Share {
  if (basis === 'none') return { part: 1, whole: 1, unit: 'day' };
  if (basis === 'day') return { part: daysBetween(part.from, part.to), whole: daysBetween(whole.from, whole.to), unit: 'day' };
  const at = (day: string, exact: string | null | undefined): number => (exact ? Date.parse(exact) : startOfDay(day, timeZone).getTime()) / 1000;
  const seconds = (from: number, to: number): number => Math.max(0, Math.round(to) - Math.round(from));
  return { part: seconds(at(part.from, edges.fromAt), at(part.to, edges.toAt)), whole: seconds(at(whole.from, null), at(whole.to, null)), unit: 'second' };
}

/** The share as a number of nine places, rounded half up, as Kill Bill writes it. */
export const ratio = ({ part, whole }: Share): bigint => divideHalfUp(BigInt(part) * NINE_PLACES, BigInt(whole));

/** Price of a whole period × share, rounded once. The share is rounded at nine places first: that is the rule of the contract. */
export function prorate(periodMinor: bigint, share: Share): bigint {
  return share.part === share.whole ? periodMinor : divideHalfUp(periodMinor * ratio(share), NINE_PLACES);
}

/** What of an amount is kept when its time ends early: the kept part is rounded, and what is given back is its exact complement. */
export function cut(amountMinor: bigint, kept: Share): { keptMinor: bigint; backMinor: bigint } {
  const keptMinor = kept.part <= 0 ? 0n : kept.part >= kept.whole ? amountMinor : divideHalfUp(amountMinor * BigInt(kept.part), BigInt(kept.whole));
  return { keptMinor, backMinor: amountMinor - keptMinor };
}

/** An amount over a period, taken apart at days: each part is what was kept up to its end less what was kept before, so the parts sum. */
export function takeApart(amountMinor: bigint, whole: Interval, days: readonly string[], basis: Basis, timeZone: string): bigint[] {
  const edges = [...new Set(days.filter((day) => day > whole.from && day < whole.to))].sort((a, b) => (a < b ? -1 : 1));
  const keptAt = (day: string): bigint => cut(amountMinor, shareOf(basis === 'none' ? 'day' : basis, { from: whole.from, to: day }, whole, timeZone)).keptMinor;
  const kept = [0n, ...edges.map(keptAt), amountMinor];
  return kept.slice(1).map((value, index) => value - (kept[index] ?? 0n));
}

/**
 * Periods that an interval holds, in advance: leading days of the period that ends at the first cycle day, whole periods, and trailing
 * days of the following one; each ratio rounded half up at nine places. In billionths of a period.
 */
export function periodsHeld(interval: Interval, anchorDay: number, billingMonths: number): bigint {
  const grid: Grid = { from: interval.from, anchorDay, billingMonths };
  const first = firstBillingDay(interval.from, anchorDay);
  let held = 0n;
  const days = (from: string, to: string): number => daysBetween(from, to);
  if (interval.from < first) {
    const whole = gridPeriod(grid, interval.from);
    const to = interval.to < first ? interval.to : first;
    held += ratio({ part: days(interval.from, to), whole: days(whole.from, whole.to), unit: 'day' });
  }
  for (let index = 0; ; index += 1) {
    const from = addMonths(first, index * billingMonths, anchorDay);
    if (from >= interval.to) return held;
    const to = addMonths(first, (index + 1) * billingMonths, anchorDay);
    held += to <= interval.to ? NINE_PLACES : ratio({ part: days(from, interval.to), whole: days(from, to), unit: 'day' });
  }
}
