import { addMonths } from '@entente/kernel';

export const nextMonth = (month: string): string => addMonths(`${month}-01`, 1).slice(0, 7);

/** The day something is booked on: its own, or the first of the next month that is not closed. */
export function bookingDay(factOn: string, closed: ReadonlySet<string>): string {
  let month = factOn.slice(0, 7);
  if (!closed.has(month)) return factOn;
  while (closed.has(month)) month = nextMonth(month);
  return `${month}-01`;
}
