/**
 * Time that only passes while a region works. Pure: the calendar is data, the moment is given. Instants are Dates, working hours
 * are local to the calendar's zone, so that a day on which clocks change is as long as it was.
 */
export type BusinessCalendar = {
  /** IANA name. */
  readonly timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
  /** Local times as HH:MM; `to` is later than `from`. */
  readonly from: string;
  readonly to: string;
  /** Local days as YYYY-MM-DD on which nobody works. */
  readonly holidays: readonly string[];
};

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A calendar that never opens would be searched for ever; no region rests longer than this. */
const LONGEST_REST_DAYS = 400;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of the zone, written as if it were UTC. */
function wallClock(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) parts[type] = Number(value);
  return Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'] ?? 1, parts['hour'] ?? 0, parts['minute'] ?? 0, parts['second'] ?? 0);
}

/** The instant at which the zone's wall clock shows this; in the hour that is skipped, the moment after the jump. */
function instantOf(wall: number, timeZone: string): number {
  const guess = wall - (wallClock(wall, timeZone) - wall);
  return guess - (wallClock(guess, timeZone) - wall);
}

/** As above, for whoever reads times written by others. */
export const instantInZone = (wall: Date, timeZone: string): Date => new Date(instantOf(wall.getTime(), timeZone));

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

function* openSpans(from: number, calendar: BusinessCalendar): Generator<{ opens: number; closes: number }> {
  const holidays = new Set(calendar.holidays);
  let rest = 0;
  for (let day = Math.floor(wallClock(from, calendar.timeZone) / DAY) * DAY; rest <= LONGEST_REST_DAYS; day += DAY) {
    const date = new Date(day);
    const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
    if (!calendar.days.includes(weekday) || holidays.has(date.toISOString().slice(0, 10))) {
      rest += 1;
      continue;
    }
    rest = 0;
    const opens = Math.max(from, instantOf(day + minutesOf(calendar.from) * MINUTE, calendar.timeZone));
    const closes = instantOf(day + minutesOf(calendar.to) * MINUTE, calendar.timeZone);
    if (closes > opens) yield { opens, closes };
  }
}

/** The moment at which `minutes` of working time have passed since `start`. */
export function addBusinessMinutes(start: Date, minutes: number, calendar: BusinessCalendar): Date {
  let left = minutes * MINUTE;
  for (const { opens, closes } of openSpans(start.getTime(), calendar)) {
    if (opens + left <= closes) return new Date(opens + left);
    left -= closes - opens;
  }
  throw new RangeError('the calendar never opens');
}

/** Working minutes from one moment to another; never negative. */
export function businessMinutesBetween(start: Date, end: Date, calendar: BusinessCalendar): number {
  let passed = 0;
  for (const { opens, closes } of openSpans(start.getTime(), calendar)) {
    if (opens >= end.getTime()) break;
    passed += Math.min(closes, end.getTime()) - opens;
    if (closes >= end.getTime()) break;
  }
  return passed / MINUTE;
}
