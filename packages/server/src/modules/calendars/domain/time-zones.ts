import { instantInZone, isTimeZone } from '@entente/kernel';
import ICAL from 'ical.js';

const wallOf = (time: ICAL.Time): Date => new Date(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second));

/** A zone by its public name, for files that use the name without saying what it means. */
class NamedZone extends ICAL.Timezone {
  override utcOffset(time: ICAL.Time): number {
    const wall = wallOf(time);
    return (wall.getTime() - instantInZone(wall, this.tzid).getTime()) / 1000;
  }
}

/** Definitions in the file come first; these are the same for every file, so they may stay known. */
export function knowNamedZones(text: string): void {
  for (const [, quoted, plain] of text.matchAll(/;TZID=(?:"([^"\r\n]{1,80})"|([^:;,\r\n]{1,80}))/g)) {
    const name = quoted ?? plain ?? '';
    if (name !== '' && !ICAL.TimezoneService.has(name) && isTimeZone(name)) ICAL.TimezoneService.register(new NamedZone({ tzid: name }), name);
  }
}

/** Days, and times that name no zone or one that nobody knows, are meant where the calendar is. */
export function instantOf(time: ICAL.Time, timeZone: string): number {
  const floating = time.isDate || time.zone === ICAL.Timezone.localTimezone;
  return floating ? instantInZone(wallOf(time), timeZone).getTime() : time.toUnixTime() * 1000;
}
