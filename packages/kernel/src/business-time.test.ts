import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addBusinessMinutes, businessMinutesBetween, isTimeZone, type BusinessCalendar } from './business-time.ts';

const berlin: BusinessCalendar = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: ['2026-12-25'] };
const at = (text: string): Date => new Date(text);

const cases: readonly [string, string, number, string][] = [
  ['inside a day', '2026-11-23T09:00:00Z', 120, '2026-11-23T11:00:00.000Z'],
  ['to the minute of closing', '2026-11-23T08:00:00Z', 480, '2026-11-23T16:00:00.000Z'],
  ['over night', '2026-11-23T15:00:00Z', 120, '2026-11-24T09:00:00.000Z'],
  ['before opening counts from opening', '2026-11-23T01:00:00Z', 60, '2026-11-23T09:00:00.000Z'],
  ['over a weekend', '2026-11-20T15:30:00Z', 60, '2026-11-23T08:30:00.000Z'],
  ['over a holiday and a weekend', '2026-12-24T15:00:00Z', 120, '2026-12-28T09:00:00.000Z'],
  ['summer time begins in between', '2026-03-27T15:00:00Z', 120, '2026-03-30T08:00:00.000Z'],
  ['winter time begins in between', '2026-10-23T14:00:00Z', 120, '2026-10-26T09:00:00.000Z'],
];
for (const [name, start, minutes, end] of cases) {
  test(`business time: ${name}`, () => {
    assert.equal(addBusinessMinutes(at(start), minutes, berlin).toISOString(), end);
    assert.equal(businessMinutesBetween(at(start), at(end), berlin), minutes);
  });
}

test('business time: a region east of the date line works on its own days', () => {
  const auckland: BusinessCalendar = { timeZone: 'Pacific/Auckland', days: [1], from: '09:00', to: '10:00', holidays: [] };
  assert.equal(addBusinessMinutes(at('2026-11-21T00:00:00Z'), 30, auckland).toISOString(), '2026-11-22T20:30:00.000Z');
});

test('business time: a calendar that never opens is refused, an unknown zone is known as such', () => {
  assert.throws(() => addBusinessMinutes(at('2026-11-23T09:00:00Z'), 1, { ...berlin, days: [] }), RangeError);
  assert.equal(isTimeZone('Europe/Berlin'), true);
  assert.equal(isTimeZone('Mars/Olympus'), false);
});

test('business time: what is added is what lies between, and more never ends earlier', () => {
  const start = fc.date({ min: at('2024-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z'), noInvalidDate: true });
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
  fc.assert(
    fc.property(start, zone, fc.integer({ min: 1, max: 6000 }), fc.integer({ min: 0, max: 600 }), (begin, timeZone, minutes, more) => {
      const calendar = { ...berlin, timeZone };
      const due = addBusinessMinutes(begin, minutes, calendar);
      assert.equal(Math.round(businessMinutesBetween(begin, due, calendar) * 1000) / 1000, minutes);
      assert.ok(addBusinessMinutes(begin, minutes + more, calendar).getTime() >= due.getTime());
    }),
    { numRuns: 200 },
  );
});
