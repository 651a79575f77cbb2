import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standing } from './words.ts';

test('a version holds from its first day until the day before its end', () => {
  const version = { effectiveFrom: '2026-01-01', effectiveTo: '2026-07-01' };
  assert.deepEqual(
    ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => standing(version, day)),
    ['ahead', 'now', 'now', 'past'],
  );
  assert.equal(standing({ effectiveFrom: '2026-01-01', effectiveTo: null }, '2099-01-01'), 'now');
});
