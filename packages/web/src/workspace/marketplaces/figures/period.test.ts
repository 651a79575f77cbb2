import assert from 'node:assert/strict';
import { test } from 'node:test';
import { periodOf } from './period.ts';

test('a period ends today and begins a day after its like before', () => {
  assert.deepEqual(periodOf('year', '2026-11-21'), { from: '2025-11-22', to: '2026-11-21' });
  assert.deepEqual(periodOf('quarter', '2027-05-31'), { from: '2027-03-01', to: '2027-05-31' });
  assert.deepEqual(periodOf('half', '2027-01-15'), { from: '2026-07-16', to: '2027-01-15' });
});
