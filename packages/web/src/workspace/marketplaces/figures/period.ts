import { addMonths } from '../kit/instalments.ts';

export const periods = ['quarter', 'half', 'year', 'own'] as const;
export type PeriodId = (typeof periods)[number];
const months: Record<Exclude<PeriodId, 'own'>, number> = { quarter: 3, half: 6, year: 12 };

/** The months up to today, whole to the day: the day after the same day that many months ago. */
export function periodOf(id: Exclude<PeriodId, 'own'>, today: string): { from: string; to: string } {
  const start = new Date(`${addMonths(today, -months[id])}T00:00:00Z`);
  return { from: new Date(start.getTime() + 86_400_000).toISOString().slice(0, 10), to: today };
}
