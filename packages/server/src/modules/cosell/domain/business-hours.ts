/** When a clock that counts working hours runs out. Pure arithmetic on a calendar given as data. */

export interface WorkCalendar {
  /** Minutes east of UTC. A calendar with daylight saving is given as the offset in force. */
  readonly offsetMinutes: number;
  /** ISO weekdays that are worked, 1 = Monday … 7 = Sunday. */
  readonly days: readonly number[];
  /** Minutes from local midnight. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Local days off, `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
}

export const AROUND_THE_CLOCK: WorkCalendar = { offsetMinutes: 0, days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440, holidays: [] };
export const WEEKDAYS_9_TO_17: WorkCalendar = { offsetMinutes: 0, days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020, holidays: [] };

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** A calendar that offers no time within ten years is a mistake, not a long wait. */
const MAX_DAYS = 3660;

export function calendarProblems(calendar: WorkCalendar): string[] {
  const problems: string[] = [];
  if (calendar.days.length === 0 || calendar.days.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
    problems.push('Working days are numbers from 1 (Monday) to 7 (Sunday), at least one.');
  if (!(calendar.fromMinute >= 0 && calendar.toMinute <= 1440 && calendar.fromMinute < calendar.toMinute))
    problems.push('Working time must start before it ends, within one day.');
  if (Math.abs(calendar.offsetMinutes) > 14 * 60) problems.push('The offset must be within 14 hours.');
  return problems;
}

/** The instant at which `hours` of working time after `now` have passed. */
export function dueAt(now: string, hours: number, calendar: WorkCalendar = AROUND_THE_CLOCK): string {
  const problems = calendarProblems(calendar);
  if (problems.length > 0) throw new RangeError(problems.join(' '));
  const startMs = Date.parse(now);
  if (Number.isNaN(startMs)) throw new RangeError('The starting instant is not a date.');
  if (!Number.isFinite(hours) || hours < 0) throw new RangeError('The number of hours must be zero or more.');
  let left = hours * 60 * MINUTE_MS;
  let local = startMs + calendar.offsetMinutes * MINUTE_MS;
  for (let day = 0; day < MAX_DAYS; day += 1) {
    const midnight = Math.floor(local / DAY_MS) * DAY_MS;
    const opens = midnight + calendar.fromMinute * MINUTE_MS;
    const closes = midnight + calendar.toMinute * MINUTE_MS;
    const from = Math.max(local, opens);
    if (isWorkday(midnight, calendar) && from < closes) {
      if (from + left <= closes) return new Date(from + left - calendar.offsetMinutes * MINUTE_MS).toISOString();
      left -= closes - from;
    }
    local = midnight + DAY_MS;
  }
  throw new RangeError('The calendar offers no such working time within ten years.');
}

function isWorkday(localMidnight: number, calendar: WorkCalendar): boolean {
  const date = new Date(localMidnight);
  const isoDay = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
  return calendar.days.includes(isoDay) && !calendar.holidays.includes(date.toISOString().slice(0, 10));
}
