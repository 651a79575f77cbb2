import { isTimeZone } from '@entente/kernel';
import ICAL from 'ical.js';
import { occurrencesOf } from './occurrences.ts';
import { parseCalendars } from './parse-calendar.ts';
import { joinSpans, type Span } from './spans.ts';
import { instantOf, knowNamedZones } from './time-zones.ts';

export type Reading = {
  readonly from: number;
  readonly until: number;
  /** Of the person; the calendar's own comes first. */
  readonly timeZone: string;
  /** The address of the person, to know which invitations were declined. */
  readonly email: string | null;
};

const DAY = 86_400_000;

/** When the owner of a calendar is taken. An event that cannot be understood is passed over; @throws when nothing is a calendar. */
export function busyTimes(text: string, reading: Reading): Span[] {
  knowNamedZones(unfolded(text));
  return joinSpans(
    parseCalendars(text).flatMap((calendar) => busyOfCalendar(calendar, reading)),
    reading.from,
    reading.until,
  );
}

function busyOfCalendar(calendar: ICAL.Component, given: Reading): Span[] {
  const own = calendar.getFirstPropertyValue('x-wr-timezone');
  const reading = { ...given, timeZone: typeof own === 'string' && isTimeZone(own) ? own : given.timeZone };
  const spans: Span[] = [];
  for (const [, events] of Map.groupBy(calendar.getAllSubcomponents('vevent'), (event) => String(event.getFirstPropertyValue('uid'))))
    understood(() => spans.push(...busyOfEvents(events, reading)));
  for (const free of calendar.getAllSubcomponents('vfreebusy')) understood(() => spans.push(...busyOfFreeBusy(free, reading)));
  return spans;
}

/** One odd entry must not hide all the others. */
function understood(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing to tell: the person cannot mend a single entry of a calendar some program wrote.
  }
}

/** The entries of one UID: the event itself, and single occurrences of it that were changed. */
function busyOfEvents(events: readonly ICAL.Component[], reading: Reading): Span[] {
  const changes = new Map<number, ICAL.Component>();
  const masters: ICAL.Component[] = [];
  for (const event of events) {
    const id = event.getFirstPropertyValue('recurrence-id');
    if (id instanceof ICAL.Time) changes.set(instantOf(id, reading.timeZone), event);
    else masters.push(event);
  }
  const moved = new Set(changes.keys());
  const none: ReadonlySet<number> = new Set();
  return [...masters.map((event) => ({ event, moved })), ...[...changes.values()].map((event) => ({ event, moved: none }))].flatMap(
    ({ event, moved: without }) => (takesTime(event, reading.email) ? spansOf(event, without, reading) : []),
  );
}

function takesTime(event: ICAL.Component, email: string | null): boolean {
  const word = (name: string): string => String(event.getFirstPropertyValue(name) ?? '').toUpperCase();
  if (word('transp') === 'TRANSPARENT' || word('status') === 'CANCELLED' || word('x-microsoft-cdo-busystatus') === 'FREE') return false;
  return !event.getAllProperties('attendee').some((attendee) => {
    const address = String(attendee.getFirstValue()).toLowerCase();
    return email !== null && address === `mailto:${email.toLowerCase()}` && String(attendee.getParameter('partstat')).toUpperCase() === 'DECLINED';
  });
}

function spansOf(event: ICAL.Component, moved: ReadonlySet<number>, reading: Reading): Span[] {
  const { until, timeZone } = reading;
  const length = lengthOf(event, timeZone);
  return occurrencesOf(event, { until, timeZone, moved }).map(({ startsAt, endsAt }) => ({ startsAt, endsAt: endsAt ?? length(startsAt) }));
}

/** From the beginning of an occurrence to its end. Whole days end at midnight of the zone, on days of 23 or 25 hours too. */
function lengthOf(event: ICAL.Component, timeZone: string): (startsAt: number) => number {
  const start = event.getFirstPropertyValue('dtstart');
  const end = event.getFirstPropertyValue('dtend');
  const duration = event.getFirstPropertyValue('duration');
  if (!(start instanceof ICAL.Time)) return (startsAt) => startsAt;
  if (start.isDate) {
    const days =
      end instanceof ICAL.Time ? end.subtractDate(start).toSeconds() / 86_400 : duration instanceof ICAL.Duration ? duration.toSeconds() / 86_400 : 1;
    return (startsAt) => midnightAfter(startsAt, Math.max(1, Math.round(days)), timeZone);
  }
  const ms =
    end instanceof ICAL.Time ? instantOf(end, timeZone) - instantOf(start, timeZone) : duration instanceof ICAL.Duration ? duration.toSeconds() * 1000 : 0;
  return (startsAt) => startsAt + ms;
}

function midnightAfter(startsAt: number, days: number, timeZone: string): number {
  // Noon of the last day, whatever the clocks did, names the day that follows it.
  const [year = 0, month = 1, day = 1] = new Date(startsAt + days * DAY + DAY / 8).toLocaleDateString('en-CA', { timeZone }).split('-').map(Number);
  return instantOf(ICAL.Time.fromData({ year, month, day, isDate: true }), timeZone);
}

function busyOfFreeBusy(free: ICAL.Component, { timeZone }: Reading): Span[] {
  return free.getAllProperties('freebusy').flatMap((property) => {
    if (String(property.getParameter('fbtype') ?? 'BUSY').toUpperCase() === 'FREE') return [];
    return property
      .getValues()
      .flatMap((period) =>
        period instanceof ICAL.Period ? [{ startsAt: instantOf(period.start, timeZone), endsAt: instantOf(period.getEnd(), timeZone) }] : [],
      );
  });
}

const unfolded = (text: string): string => text.replaceAll(/\r?\n[ \t]/g, '');
