import ICAL from 'ical.js';

/** The calendars of a file. The library gives up on a file for one value it does not know; then that entry is left out. */
export function parseCalendars(text: string): ICAL.Component[] {
  let parsed: unknown;
  try {
    parsed = ICAL.parse(text);
  } catch {
    parsed = ICAL.parse(withoutOddEntries(text));
  }
  const roots: unknown[] = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
  const calendars = roots
    .map((root) => new ICAL.Component(root as ConstructorParameters<typeof ICAL.Component>[0]))
    .filter((root) => root.name === 'vcalendar');
  if (calendars.length === 0) throw new Error('not a calendar');
  return calendars;
}

function withoutOddEntries(text: string): string {
  const kept: string[] = [];
  let entry: string[] | null = null;
  for (const line of text.split(/\r?\n/)) {
    const word = line.trim().toUpperCase();
    if (entry === null && (word === 'BEGIN:VEVENT' || word === 'BEGIN:VFREEBUSY')) entry = [];
    if (entry === null) kept.push(line);
    else {
      entry.push(line);
      if (word !== 'END:VEVENT' && word !== 'END:VFREEBUSY') continue;
      if (isSound(entry)) kept.push(...entry);
      entry = null;
    }
  }
  // An entry without an end is a file that was cut off.
  return [...kept, ...(entry ?? [])].join('\r\n');
}

function isSound(entry: readonly string[]): boolean {
  try {
    ICAL.parse(['BEGIN:VCALENDAR', ...entry, 'END:VCALENDAR'].join('\r\n'));
    return true;
  } catch {
    return false;
  }
}
