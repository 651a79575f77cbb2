import ICAL from 'ical.js';
import { instantOf } from './time-zones.ts';

export type Occurrence = { readonly startsAt: number; readonly endsAt: number | null };

/** A rule without an end that began long ago is walked from its beginning; this many steps reach two hundred years of days. */
const MOST_STEPS = 75_000;

/**
 * The beginnings of an event until a moment. EXDATE is applied here and not by the library, which passes over one exclusion when
 * another before it names no occurrence.
 */
export function occurrencesOf(event: ICAL.Component, options: { until: number; timeZone: string; moved: ReadonlySet<number> }): Occurrence[] {
  const { until, timeZone, moved } = options;
  const start = event.getFirstPropertyValue('dtstart');
  if (!(start instanceof ICAL.Time)) return [];
  const excluded = exclusionsOf(event, timeZone);
  const found = new Map<number, Occurrence>();
  const take = (time: ICAL.Time, endsAt: number | null = null): number => {
    const startsAt = instantOf(time, timeZone);
    if (startsAt < until && !moved.has(startsAt) && !excluded.instants.has(startsAt) && !excluded.days.has(dayOf(time)))
      found.set(startsAt, { startsAt, endsAt });
    return startsAt;
  };
  take(start);
  for (const property of event.getAllProperties('rrule')) {
    const rule = property.getFirstValue();
    if (!(rule instanceof ICAL.Recur)) continue;
    const iterator = rule.iterator(start);
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const next = iterator.next();
      if (!next || take(next.clone()) >= until) break;
    }
  }
  for (const property of event.getAllProperties('rdate')) {
    for (const value of property.getValues()) {
      if (value instanceof ICAL.Time) take(value);
      else if (value instanceof ICAL.Period) take(value.start, instantOf(value.getEnd(), timeZone));
    }
  }
  return [...found.values()];
}

function exclusionsOf(event: ICAL.Component, timeZone: string): { instants: ReadonlySet<number>; days: ReadonlySet<string> } {
  const instants = new Set<number>();
  const days = new Set<string>();
  for (const value of event.getAllProperties('exdate').flatMap((property) => property.getValues())) {
    if (!(value instanceof ICAL.Time)) continue;
    // A day takes out every occurrence on it, at whatever time.
    if (value.isDate) days.add(dayOf(value));
    else instants.add(instantOf(value, timeZone));
  }
  return { instants, days };
}

const dayOf = (time: ICAL.Time): string => `${time.year}-${time.month}-${time.day}`;
