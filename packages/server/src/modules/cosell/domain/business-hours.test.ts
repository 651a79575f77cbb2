import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AROUND_THE_CLOCK, dueAt, WEEKDAYS_9_TO_17 } from './business-hours.ts';

test('the clock stops outside working time', () => {
  assert.equal(dueAt('2025-05-30T16:00:00Z', 2, WEEKDAYS_9_TO_17), '2025-06-02T10:00:00.000Z');
  assert.equal(dueAt('2025-05-31T12:00:00Z', 0, WEEKDAYS_9_TO_17), '2025-06-02T09:00:00.000Z');
  assert.equal(dueAt('2025-05-30T16:00:00Z', 2, { ...WEEKDAYS_9_TO_17, holidays: ['2025-06-02'] }), '2025-06-03T10:00:00.000Z');
  assert.equal(dueAt('2025-05-30T07:00:00Z', 1, { ...WEEKDAYS_9_TO_17, offsetMinutes: 120 }), '2025-05-30T08:00:00.000Z');
  assert.equal(dueAt('2025-05-30T16:00:00Z', 48), '2025-06-01T16:00:00.000Z');
});

test('more hours are never due earlier, and round the clock is plain addition', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 50 }), (minute, hours, more) => {
      const now = new Date(minute * 1000).toISOString();
      assert.ok(dueAt(now, hours + more, WEEKDAYS_9_TO_17) >= dueAt(now, hours, WEEKDAYS_9_TO_17));
      assert.equal(Date.parse(dueAt(now, hours, AROUND_THE_CLOCK)), minute * 1000 + hours * 3_600_000);
    }),
    { numRuns: 200 },
  );
});

test('nonsense is refused', () => {
  assert.throws(() => dueAt('soon', 1), RangeError);
  assert.throws(() => dueAt('2025-05-30T16:00:00Z', -1), RangeError);
  assert.throws(() => dueAt('2025-05-30T16:00:00Z', 1, { ...WEEKDAYS_9_TO_17, days: [] }), RangeError);
});
