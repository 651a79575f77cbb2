import { isDecimal } from '@entente/kernel';

export type NewRate = { readonly from: string; readonly to: string; readonly rate: string; readonly day: string; readonly source: string };

/** A row of a file as a rate, or why it is none. */
export function rateOfRow(cell: (column: string) => string, source: string): NewRate | string {
  const [from, to, rate, day] = [cell('from').toUpperCase(), cell('to').toUpperCase(), cell('rate'), cell('day')];
  if (!/^[A-Z]{3}$/.test(from) || !/^[A-Z]{3}$/.test(to)) return 'A currency is a code of three letters, such as EUR.';
  if (from === to) return 'A rate is between two currencies.';
  if (!isDecimal(rate) || !/[1-9]/.test(rate) || rate.startsWith('-')) return 'The rate is a number above zero, with a point and at most twelve decimals.';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || !new Date(`${day}T00:00:00Z`).toISOString().startsWith(day))
    return 'The day is written as 2026-03-31.';
  return { from, to, rate, day, source };
}
