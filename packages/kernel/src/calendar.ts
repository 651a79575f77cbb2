/**
 * Days, months and billing periods. Days are YYYY-MM-DD of the contract's own time zone, periods are half-open [from, to); what happens
 * at an instant is first placed on a day (`dayIn`). Pure: today is always given.
 */
const DAY_MS = 86_400_000;

export type Interval = { readonly from: string; readonly to: string };

const atNoon = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const written = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => written(atNoon(day) + days * DAY_MS);
/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((atNoon(to) - atNoon(from)) / DAY_MS);
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The same day so many months on; `anchor` (1–31) is the day the contract bills on, and falls on a shorter month's last day. */
export function addMonths(day: string, months: number, anchor = Number(day.slice(8, 10))): string {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(Math.min(anchor, daysInMonth(year, month))).padStart(2, '0')}`;
}

/** The first day on or after `day` that is a billing day. */
export function firstBillingDay(day: string, anchor: number): string {
  const here = addMonths(day, 0, anchor);
  return here >= day ? here : addMonths(day, 1, anchor);
}

/** The period of so many months, counted from billing days, that holds the day. */
export function billingPeriod(day: string, anchor: number, months: number, start: string): Interval {
  const first = firstBillingDay(start, anchor);
  if (day < first) return { from: start, to: first };
  let from = first;
  for (;;) {
    const to = addMonths(from, months, anchor);
    if (day < to) return { from, to };
    from = to;
  }
}

export const monthOf = (day: string): string => day.slice(0, 7);
export const monthInterval = (month: string): Interval => ({ from: `${month}-01`, to: addMonths(`${month}-01`, 1) });
export const overlap = (a: Interval, b: Interval): Interval | null => {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return from < to ? { from, to } : null;
};

const zones = new Map<string, Intl.DateTimeFormat>();
/** The day an instant falls on where the contract lives (IANA zone). */
export function dayIn(instant: Date, timeZone: string): string {
  let format = zones.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    zones.set(timeZone, format);
  }
  return format.format(instant);
}
