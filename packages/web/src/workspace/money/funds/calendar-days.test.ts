import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths, daysBetween } from './calendar-days.ts';

test('months go on over the year, and days are counted without any clock change', () => {
  assert.deepEqual([addMonths('2026-11', 3), addMonths('2026-02', -3), addMonths('2026-12', 1)], ['2027-02', '2025-11', '2027-01']);
  assert.deepEqual([daysBetween('2026-03-01', '2026-04-01'), daysBetween('2026-10-31', '2026-10-30'), daysBetween('2028-02-28', '2028-03-01')], [31, -1, 2]);
});
