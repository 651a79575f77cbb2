import { addMonths, type Interval } from '@entente/kernel';

const MONTHS = { month: 1, quarter: 3, half_year: 6, year: 12 } as const;
export type Span = { readonly every: keyof typeof MONTHS; readonly firstMonth: number };

/** The period that holds the day; years begin with the month the document says. */
export function periodOf(day: string, { every, firstMonth }: Span): Interval {
  const months = MONTHS[every];
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - firstMonth;
  const start = Math.floor(index / months) * months + firstMonth - 1;
  const from = `${String(Math.floor(start / 12)).padStart(4, '0')}-${String((start % 12) + 1).padStart(2, '0')}-01`;
  return { from, to: addMonths(from, months) };
}
export const periodBefore = (from: string, span: Span): Interval => ({ from: addMonths(from, -MONTHS[span.every]), to: from });
export const yearBefore = (period: Interval): Interval => ({ from: addMonths(period.from, -12), to: addMonths(period.to, -12) });

/** YYYY-MM of a period of whole months. */
export function monthsIn({ from, to }: Interval): string[] {
  const months: string[] = [];
  for (let day = from; day < to; day = addMonths(day, 1)) months.push(day.slice(0, 7));
  return months;
}
