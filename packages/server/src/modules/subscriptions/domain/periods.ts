import { addMonths, dayIn, firstBillingDay, type Interval } from '@entente/kernel';

/** How a subscription counts its periods. Days are of its own zone. */
export type Grid = { readonly from: string; readonly anchorDay: number; readonly billingMonths: number };

/**
 * The whole period a day lies in: before the first billing day it is the one that ends there, of which only a part is used. So the part
 * has a length to be measured by.
 */
export function gridPeriod(grid: Grid, day: string): Interval {
  const first = firstBillingDay(grid.from, grid.anchorDay);
  if (day < first) return { from: addMonths(first, -grid.billingMonths, grid.anchorDay), to: first };
  const months = (to: string): number => (Number(to.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(first.slice(5, 7));
  let index = Math.max(0, Math.floor(months(day) / grid.billingMonths) - 1);
  for (;;) {
    const to = addMonths(first, (index + 1) * grid.billingMonths, grid.anchorDay);
    if (day < to) return { from: addMonths(first, index * grid.billingMonths, grid.anchorDay), to };
    index += 1;
  }
}

const offsets = new Map<string, Intl.DateTimeFormat>();
/** How far the clocks of a zone are ahead of UTC at an instant. */
function aheadMs(at: number, timeZone: string): number {
  let format = offsets.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    offsets.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second']) - Math.floor(at / 1000) * 1000;
}

const starts = new Map<string, number>();
const MOST_KEPT = 20_000;
/** The first instant of a day where the contract lives: midnight, or what the clocks show first where they jump over it. */
export function startOfDay(day: string, timeZone: string): Date {
  const key = `${timeZone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return new Date(known);
  const wall = Date.parse(`${day}T00:00:00Z`);
  const candidates = [-24, 0, 24].map((hours) => wall - aheadMs(wall + hours * 3_600_000, timeZone));
  const found = candidates.filter((at) => dayIn(new Date(at), timeZone) === day);
  // Where midnight comes twice, the first one; where it never comes, the end of the jump is found by looking back from later that day.
  let at = found.length > 0 ? Math.min(...found) : Math.max(...candidates);
  while (dayIn(new Date(at - 1000), timeZone) === day) at -= 60_000 * 15;
  while (dayIn(new Date(at), timeZone) < day) at += 60_000;
  if (starts.size >= MOST_KEPT) starts.clear();
  starts.set(key, at);
  return new Date(at);
}

export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
