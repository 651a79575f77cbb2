/** Figures of one account, product and metric, one a month. */
export type UsageFigure = { readonly period: string; readonly quantity: number };
export type UsageChange = { readonly period: string; readonly percent: number };

/** `2026-01` gives `2025-12`. */
export function monthBefore(period: string): string {
  const year = Number(period.slice(0, 4));
  const month = Number(period.slice(5, 7));
  return month === 1 ? `${String(year - 1).padStart(4, '0')}-12` : `${period.slice(0, 4)}-${String(month - 1).padStart(2, '0')}`;
}

/** Change over the month before, in percent. Null without a figure for it, and after a month of nothing, from which no percentage can be taken. */
export function changeOver(figures: ReadonlyMap<string, number>, period: string): number | null {
  const quantity = figures.get(period);
  const before = figures.get(monthBefore(period));
  return quantity === undefined || before === undefined || before === 0 ? null : ((quantity - before) / before) * 100;
}

/**
 * The latest change that can be relied on. The month under way is not over, so that its figure would look like a fall; and what is
 * older than the month before last says nothing about today.
 */
export function latestChange(figures: readonly UsageFigure[], today: string): UsageChange | null {
  const byPeriod = new Map(figures.map(({ period, quantity }) => [period, quantity]));
  const last = monthBefore(today.slice(0, 7));
  for (const period of [last, monthBefore(last)]) {
    if (!byPeriod.has(period)) continue;
    const percent = changeOver(byPeriod, period);
    return percent === null ? null : { period, percent };
  }
  return null;
}
