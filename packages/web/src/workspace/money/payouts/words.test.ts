import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasStatement, lastDayOfMonthBefore } from './words.ts';

test('a run is offered until the last day of the month before, whatever its length', () => {
  assert.equal(lastDayOfMonthBefore('2026-03-10'), '2026-02-28');
  assert.equal(lastDayOfMonthBefore('2028-03-01'), '2028-02-29');
  assert.equal(lastDayOfMonthBefore('2026-01-31'), '2025-12-31');
});

test('what is carried over has no statement, since none of its lines was claimed', () => {
  assert.equal(hasStatement({ state: 'carried', lines: 4 }), false);
  assert.equal(hasStatement({ state: 'ready', lines: 4 }), true);
  assert.equal(hasStatement({ state: 'returned', lines: 4 }), true);
  assert.equal(hasStatement({ state: 'ready', lines: 0 }), false);
});
