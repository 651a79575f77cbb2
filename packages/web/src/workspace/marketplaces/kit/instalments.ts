import type { Offer } from '../words.ts';

export type Instalment = Offer['instalments'][number];

export const sumOf = (rows: readonly { readonly amountMinor: number }[]): number => rows.reduce((sum, row) => sum + row.amountMinor, 0);

/** The same day some months on; a day the month lacks becomes its last. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10);
}

/** Equal payments in whole minor units; what does not divide is on the first, so that they sum to the total to the cent. */
export function equalInstalments(totalMinor: number, count: number, firstOn: string, everyMonths: number): Instalment[] {
  if (count < 1) return [];
  const each = Math.floor(totalMinor / count);
  const rest = totalMinor - each * count;
  return Array.from({ length: count }, (_, index) => ({ dueOn: addMonths(firstOn, index * everyMonths), amountMinor: index === 0 ? each + rest : each }));
}

/** The payments that follow keep their day; the last takes what is missing or too much, where it can. */
export function settleLast(rows: readonly Instalment[], totalMinor: number): Instalment[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  const amountMinor = totalMinor - sumOf(rows.slice(0, -1));
  return amountMinor < 0 ? [...rows] : [...rows.slice(0, -1), { ...last, amountMinor }];
}
