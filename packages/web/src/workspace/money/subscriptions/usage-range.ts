import { dayIn, today } from '../kit/months.ts';

export const steps = ['day', 'hour'] as const;
export type Step = (typeof steps)[number];
/** The most the server draws at once. */
export const mostDays: Record<Step, number> = { day: 92, hour: 8 };
const DAY_MS = 86_400_000;
const stepMs: Record<Step, number> = { day: DAY_MS, hour: 3_600_000 };
const plus = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Days in UTC, both counted in, as the address says them: the last 30, or the last 3 by hour, where it says nothing that can be shown. */
export function rangeOf(by: Step, from: string | undefined, to: string | undefined, now = today()): { from: string; to: string } {
  const end = dayIn(to) ?? now;
  const start = dayIn(from) ?? plus(end, by === 'day' ? -29 : -2);
  const earliest = plus(end, 1 - mostDays[by]);
  return start > end ? { from: end, to: end } : { from: start < earliest ? earliest : start, to: end };
}

export const instantsOf = (range: { from: string; to: string }): { from: string; to: string } => ({
  from: `${range.from}T00:00:00.000Z`,
  to: `${plus(range.to, 1)}T00:00:00.000Z`,
});

/** Each day or hour from the first to the last of them: one on which nothing came is a gap. */
export function everyTime(points: readonly { at: string }[], by: Step): number[] {
  const given = points.map(({ at }) => Date.parse(at));
  const [first, last] = [Math.min(...given), Math.max(...given)];
  return Array.from({ length: Math.round((last - first) / stepMs[by]) + 1 }, (_, index) => first + index * stepMs[by]);
}
