import { addBusinessMinutes, type BusinessCalendar } from '@entente/kernel';

const DAY_MS = 86_400_000;
export type Hours = { readonly evidenceHours: number; readonly rulingHours: number; readonly appealDays: number };

/** Until when evidence may be given, and by when to rule after that: business time of the customer's region. */
export function deadlines(terms: Hours, calendar: BusinessCalendar, from: Date): { evidenceUntil: Date; ruleBy: Date } {
  const evidenceUntil = addBusinessMinutes(from, terms.evidenceHours * 60, calendar);
  return { evidenceUntil, ruleBy: addBusinessMinutes(evidenceUntil, terms.rulingHours * 60, calendar) };
}

/** Days to appeal are days of the calendar. */
export const appealEnds = (terms: Hours, ruledAt: Date): Date => new Date(ruledAt.getTime() + terms.appealDays * DAY_MS);
