import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { busyTimes } from './busy-times.ts';
import { joinSpans } from './spans.ts';

const FROM = '2026-10-19T00:00:00Z';
const UNTIL = '2026-11-09T00:00:00Z';
const calendar = (...lines: string[]): string => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string => ['BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join('\r\n');
const read = (text: string, over: { timeZone?: string; email?: string | null; from?: string; until?: string } = {}): string[] =>
  busyTimes(text, {
    from: Date.parse(over.from ?? FROM),
    until: Date.parse(over.until ?? UNTIL),
    timeZone: over.timeZone ?? 'UTC',
    email: over.email ?? null,
  }).map(({ startsAt, endsAt }) => `${new Date(startsAt).toISOString().slice(0, 16)} ${new Date(endsAt).toISOString().slice(0, 16)}`);

// Summer time ends in Berlin on 25 October 2026 and in New York on 1 November.
const MADE_UP_BERLIN = `BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE`.replaceAll('\n', '\r\n');

test('a single event in UTC, with an end or a length', () => {
  assert.deepEqual(read(calendar(event('DTSTART:20261020T090000Z', 'DTEND:20261020T100000Z'))), ['2026-10-20T09:00 2026-10-20T10:00']);
  assert.deepEqual(read(calendar(event('DTSTART:20261020T090000Z', 'DURATION:PT1H30M'))), ['2026-10-20T09:00 2026-10-20T10:30']);
  assert.deepEqual(read(calendar(event('DTSTART:20261020T090000Z'))), [], 'without length it takes no time');
});

test('a weekly meeting keeps its local hour when the clocks change, with a zone that is defined or only named', () => {
  const weekly = (zone: string) => event(`DTSTART;TZID=${zone}:20260105T100000`, `DTEND;TZID=${zone}:20260105T110000`, 'RRULE:FREQ=WEEKLY;BYDAY=MO');
  const berlin = ['2026-10-19T08:00 2026-10-19T09:00', '2026-10-26T09:00 2026-10-26T10:00', '2026-11-02T09:00 2026-11-02T10:00'];
  assert.deepEqual(read(calendar(MADE_UP_BERLIN, weekly('W. Europe Standard Time'))), berlin);
  assert.deepEqual(read(calendar(weekly('Europe/Berlin'))), berlin);
  assert.deepEqual(read(calendar(weekly('"America/New_York"'))), [
    '2026-10-19T14:00 2026-10-19T15:00',
    '2026-10-26T14:00 2026-10-26T15:00',
    '2026-11-02T15:00 2026-11-02T16:00',
  ]);
  assert.deepEqual(read(calendar(weekly('Nobody knows')), { timeZone: 'Europe/Berlin' }), berlin, 'a zone nobody knows is the own one');
});

test('rules end by count, by until in UTC, and at the end of the window', () => {
  const daily = (rule: string) => read(calendar(event('DTSTART;TZID=Europe/Berlin:20261020T233000', 'DURATION:PT15M', `RRULE:FREQ=DAILY;${rule}`)));
  assert.equal(daily('COUNT=3').length, 3);
  assert.deepEqual(daily('UNTIL=20261021T213000Z'), ['2026-10-20T21:30 2026-10-20T21:45', '2026-10-21T21:30 2026-10-21T21:45']);
  assert.equal(daily('INTERVAL=2').at(-1), '2026-11-07T22:30 2026-11-07T22:45');
});

test('exclusions count even when one before them names no occurrence, in any zone, and by day', () => {
  const weekly = (...exdates: string[]) =>
    read(calendar(event('DTSTART;TZID=Europe/Berlin:20261019T100000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3', ...exdates))).map((span) =>
      span.slice(0, 10),
    );
  assert.deepEqual(weekly('EXDATE;TZID=Europe/Berlin:20261020T100000,20261021T100000', 'EXDATE:20261026T090000Z'), ['2026-10-19', '2026-11-02']);
  assert.deepEqual(weekly('EXDATE;VALUE=DATE:20261026'), ['2026-10-19', '2026-11-02']);
});

test('further dates count, as times and as periods', () => {
  assert.deepEqual(
    read(calendar(event('DTSTART:20261020T090000Z', 'DURATION:PT1H', 'RDATE:20261022T090000Z', 'RDATE;VALUE=PERIOD:20261023T090000Z/20261023T120000Z'))),
    ['2026-10-20T09:00 2026-10-20T10:00', '2026-10-22T09:00 2026-10-22T10:00', '2026-10-23T09:00 2026-10-23T12:00'],
  );
});

test('a changed occurrence replaces its own time, also when it is moved into the window, freed or cancelled', () => {
  const change = (id: string, ...lines: string[]) => event(`RECURRENCE-ID;TZID=Europe/Berlin:${id}`, ...lines);
  const text = calendar(
    event('DTSTART;TZID=Europe/Berlin:20261019T100000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY'),
    change('20261019T100000', 'DTSTART;TZID=Europe/Berlin:20261020T150000', 'DURATION:PT30M'),
    change('20261026T100000', 'DTSTART;TZID=Europe/Berlin:20261026T100000', 'DURATION:PT1H', 'STATUS:CANCELLED'),
    change('20261123T100000', 'DTSTART;TZID=Europe/Berlin:20261106T100000', 'DURATION:PT1H'),
  );
  assert.deepEqual(read(text), ['2026-10-20T13:00 2026-10-20T13:30', '2026-11-02T09:00 2026-11-02T10:00', '2026-11-06T09:00 2026-11-06T10:00']);
});

test('free, cancelled and declined events take no time; tentative ones do', () => {
  const at = ['DTSTART:20261020T090000Z', 'DURATION:PT1H'];
  for (const line of ['TRANSP:TRANSPARENT', 'STATUS:CANCELLED', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE', 'ATTENDEE;PARTSTAT=DECLINED:mailto:Ann@kestrel.example'])
    assert.deepEqual(read(calendar(event(...at, line)), { email: 'ann@kestrel.example' }), [], line);
  assert.equal(
    read(calendar(event(...at, 'STATUS:TENTATIVE', 'ATTENDEE;PARTSTAT=DECLINED:mailto:bob@kestrel.example')), { email: 'ann@kestrel.example' }).length,
    1,
  );
});

test('whole days last from midnight to midnight where the calendar is, on the day the clocks change too', () => {
  const day = event('DTSTART;VALUE=DATE:20261025', 'DTEND;VALUE=DATE:20261026');
  assert.deepEqual(read(calendar(day), { timeZone: 'Europe/Berlin' }), ['2026-10-24T22:00 2026-10-25T23:00']);
  assert.deepEqual(read(calendar('X-WR-TIMEZONE:America/New_York', day), { timeZone: 'Europe/Berlin' }), ['2026-10-25T04:00 2026-10-26T04:00']);
  assert.deepEqual(read(calendar(event('DTSTART;VALUE=DATE:20261020'))), ['2026-10-20T00:00 2026-10-21T00:00']);
  assert.deepEqual(read(calendar(event('DTSTART;VALUE=DATE:20261020', 'DTEND;VALUE=DATE:20261023', 'TRANSP:OPAQUE'))), ['2026-10-20T00:00 2026-10-23T00:00']);
});

test('times without a zone are meant where the person is', () => {
  assert.deepEqual(read(calendar(event('DTSTART:20261020T090000', 'DURATION:PT1H')), { timeZone: 'Asia/Tokyo' }), ['2026-10-20T00:00 2026-10-20T01:00']);
});

test('free/busy lists count, but for what they call free', () => {
  const text = calendar(
    'BEGIN:VFREEBUSY',
    'UID:f',
    'DTSTAMP:20260101T000000Z',
    'FREEBUSY:20261020T090000Z/20261020T100000Z,20261020T130000Z/PT30M',
    'FREEBUSY;FBTYPE=FREE:20261020T110000Z/PT1H',
    'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261021T090000Z/PT1H',
    'END:VFREEBUSY',
  );
  assert.deepEqual(read(text), ['2026-10-20T09:00 2026-10-20T10:00', '2026-10-20T13:00 2026-10-20T13:30', '2026-10-21T09:00 2026-10-21T10:00']);
});

test('times that touch become one, and what reaches over the window is cut', () => {
  const text = calendar(
    event('DTSTART:20261018T220000Z', 'DTEND:20261019T010000Z'),
    event('DTSTART:20261020T090000Z', 'DURATION:PT1H').replace('UID:1', 'UID:2'),
    event('DTSTART:20261020T093000Z', 'DURATION:PT1H').replace('UID:1', 'UID:3'),
    event('DTSTART:20261020T103000Z', 'DURATION:PT1H').replace('UID:1', 'UID:4'),
  );
  assert.deepEqual(read(text), ['2026-10-19T00:00 2026-10-19T01:00', '2026-10-20T09:00 2026-10-20T11:30']);
});

test('one odd entry hides no other; what is no calendar is refused', () => {
  const odd = event('DTSTART:20261320T990000Z', 'RRULE:FREQ=NEVER').replace('UID:1', 'UID:odd');
  assert.equal(read(calendar(odd, event('DTSTART:20261020T090000Z', 'DURATION:PT1H'))).length, 1);
  for (const text of ['', '<html></html>', 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\nEND:VCARD', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT'])
    assert.throws(() => read(text), Error);
});

test('joined spans are in order, apart, inside, and cover the same time', () => {
  const span = fc
    .tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: 0, max: 40 }))
    .map(([startsAt, length]) => ({ startsAt, endsAt: startsAt + length }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 20 }), (spans) => {
      const joined = joinSpans(spans, 0, 100);
      for (const [index, one] of joined.entries()) {
        assert.ok(one.startsAt >= 0 && one.endsAt <= 100 && one.startsAt < one.endsAt);
        assert.ok(index === 0 || (joined[index - 1]?.endsAt ?? 0) < one.startsAt);
      }
      for (let at = 0; at < 100; at += 1) {
        const within = (one: { startsAt: number; endsAt: number }): boolean => one.startsAt <= at && at < one.endsAt;
        assert.equal(joined.some(within), spans.some(within));
      }
    }),
  );
});
