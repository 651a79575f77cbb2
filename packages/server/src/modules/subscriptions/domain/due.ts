import type { Interval } from '@entente/kernel';
import { gridPeriod } from './periods.ts';
import { endOf, type Item, type Subscription } from './subscription.ts';

/** A part of a period of an item that is to be charged, and the day on which. */
export type Segment = { readonly item: Item; readonly part: Interval; readonly period: Interval; readonly dueOn: string };

export function periodOf(subscription: Pick<Subscription, 'gridFrom' | 'gridBefore' | 'anchorDay' | 'billingMonths'>, day: string): Interval {
  const { gridFrom, gridBefore, anchorDay, billingMonths } = subscription;
  const grid = gridBefore !== null && day < gridFrom ? gridBefore : { from: gridFrom, anchorDay };
  return gridPeriod({ ...grid, billingMonths }, day);
}

/**
 * What of an item is not charged yet, in order, up to a day of charging: cut at the ends of periods, at pauses, and where it ends.
 * Usage is known only afterwards, and so is always charged at the end.
 */
export function segmentsOf(subscription: Subscription, item: Item, until: string, most = 1000): Segment[] {
  const end = endOf(subscription, item);
  const afterwards = item.kind === 'usage' || subscription.timing === 'arrears';
  const found: Segment[] = [];
  let at = item.chargedUntil;
  while (found.length < most) {
    const pause = subscription.pauses.find(({ from, to }) => from <= at && (to === null || at < to));
    if (pause) {
      if (pause.to === null) return found;
      at = pause.to;
      continue;
    }
    if (end !== null && at >= end) return found;
    const period = periodOf(subscription, at);
    const stops = [
      period.to,
      end,
      at < subscription.gridFrom ? subscription.gridFrom : null,
      subscription.pauses
        .map(({ from }) => from)
        .filter((from) => from > at)
        .sort((a, b) => (a < b ? -1 : 1))[0] ?? null,
    ].filter((day): day is string => day !== null);
    const to = stops.reduce((first, day) => (day < first ? day : first));
    const dueOn = afterwards ? to : at;
    if (dueOn > until) return found;
    found.push({ item, part: { from: at, to }, period, dueOn });
    at = to;
  }
  return found;
}

/** The next day on which something of it may be charged; null: nothing more, as things stand. */
export function nextChargeOn(subscription: Subscription): string | null {
  const days = subscription.items.flatMap((item) => segmentsOf(subscription, item, '9999-12-31', 1).map(({ dueOn }) => dueOn));
  const least = minimumPeriod(subscription);
  if (least) days.push(least.to);
  return days.length === 0 ? null : days.reduce((first, day) => (day < first ? day : first));
}

/** The next period of which the least spend is to be asked; null where there is none, or nothing goes on. */
export function minimumPeriod(subscription: Subscription): Interval | null {
  if (subscription.minimumMinor === null) return null;
  const at = subscription.minimumChargedUntil ?? subscription.startsOn;
  const end = endOf(subscription, { to: null });
  if (end !== null && at >= end) return null;
  const period = periodOf(subscription, at);
  return { from: at, to: end !== null && end < period.to ? end : period.to };
}
