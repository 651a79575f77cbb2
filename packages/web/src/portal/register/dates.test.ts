import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, endOfQuarter } from './dates.ts';

test('ends of this and the next quarter', () => {
  const at = (text: string): Date => new Date(`${text}T12:00:00`);
  assert.equal(endOfQuarter(at('2026-11-21'), 0), '2026-12-31');
  assert.equal(endOfQuarter(at('2026-11-21'), 1), '2027-03-31');
  assert.equal(endOfQuarter(at('2026-01-01'), 0), '2026-03-31');
  assert.equal(endOfQuarter(at('2026-06-30'), 0), '2026-06-30');
  assert.equal(endOfQuarter(at('2026-06-30'), 1), '2026-09-30');
  assert.equal(dayOf(at('2026-02-03')), '2026-02-03');
});
