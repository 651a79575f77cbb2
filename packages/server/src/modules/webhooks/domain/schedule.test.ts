import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasFailedTooLong, nextTry, readRetryAfter, throttleUntil, WAITS } from './schedule.ts';

const now = new Date('2026-11-21T10:00:00.000Z');
const seconds = (at: Date | null): number | null => (at === null ? null : (at.getTime() - now.getTime()) / 1000);

test('the waits of Standard Webhooks, and an end after the tenth try', () => {
  assert.deepEqual(
    Array.from({ length: 11 }, (_, tries) => seconds(nextTry(tries, now, 0, null))),
    [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, null],
  );
});

test('chance lengthens a wait by a tenth at most and never shortens it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: WAITS.length - 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
      const wait = (seconds(nextTry(tries, now, chance, null)) ?? -1) * 1000;
      const usual = WAITS[tries] ?? 0;
      assert.ok(wait >= usual && wait <= usual * 1.1 + 1, `${wait} for ${usual}`);
    }),
  );
});

test('a receiver that asks for patience gets it, up to a day, and never less than the schedule', () => {
  assert.equal(seconds(nextTry(1, now, 0, new Date(now.getTime() + 120_000))), 120);
  assert.equal(seconds(nextTry(2, now, 0, new Date(now.getTime() + 120_000))), 300);
  assert.equal(seconds(nextTry(1, now, 0, new Date(now.getTime() + 9e9))), 86_400);
  assert.equal(nextTry(10, now, 0, new Date(now.getTime() + 120_000)), null);
});

test('Retry-After is read as seconds or as a date', () => {
  const cases: [string | undefined, number | null][] = [
    ['120', 120],
    [' 7 ', 7],
    ['0', null],
    ['Sat, 21 Nov 2026 10:01:30 GMT', 90],
    ['Sat, 21 Nov 2026 09:00:00 GMT', null],
    ['2026-11-21T10:01:30Z', null],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
    [undefined, null],
    ['99999999999999999999', null],
  ];
  for (const [header, expected] of cases) assert.equal(seconds(readRetryAfter(header, now)), expected, String(header));
});

test('an overloaded receiver is left alone for a minute, or for as long as it says', () => {
  assert.equal(seconds(throttleUntil(now, null)), 60);
  assert.equal(seconds(throttleUntil(now, new Date(now.getTime() + 600_000))), 600);
  assert.equal(seconds(throttleUntil(now, new Date(now.getTime() + 9e9))), 86_400);
});

test('an endpoint is given up after 120 hours of nothing but failure', () => {
  const since = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
  assert.equal(hasFailedTooLong(null, now), false);
  assert.equal(hasFailedTooLong(since(119.9), now), false);
  assert.equal(hasFailedTooLong(since(120), now), true);
});
