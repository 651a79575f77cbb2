/** UTC arithmetic on milliseconds; no clock is read anywhere in this package. */
export const DAY = 86_400_000;
export const HOUR = 3_600_000;

export const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const isoInstant = (ms: number): string => new Date(ms).toISOString();
export const startOfDay = (ms: number): number => Math.floor(ms / DAY) * DAY;

/** Last day (00:00) of the calendar quarter that holds the instant. */
export const quarterEnd = (ms: number): number => {
  const date = new Date(ms);
  const firstMonthAfter = Math.floor(date.getUTCMonth() / 3) * 3 + 3;
  return Date.UTC(date.getUTCFullYear(), firstMonthAfter, 1) - DAY;
};

/** Saturday and Sunday move back to Friday: nobody signs on a weekend. */
export const toWeekday = (ms: number): number => {
  const day = new Date(ms).getUTCDay();
  if (day === 6) return ms - DAY;
  return day === 0 ? ms - 2 * DAY : ms;
};

export const addMonths = (ms: number, months: number): number => {
  const date = new Date(ms);
  const target = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return target + (Math.min(date.getUTCDate(), lastDay) - 1) * DAY + (ms % DAY);
};
