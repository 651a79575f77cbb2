import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyTime, instantsOf, rangeOf } from './usage-range.ts';

test('without a word in the address the last days are shown', () => {
  assert.deepEqual(rangeOf('day', undefined, undefined, '2026-11-22'), { from: '2026-10-24', to: '2026-11-22' });
  assert.deepEqual(rangeOf('hour', 'yesterday', undefined, '2026-11-22'), { from: '2026-11-20', to: '2026-11-22' });
});

test('no more is asked for than is drawn', () => {
  assert.deepEqual(rangeOf('hour', '2026-01-01', '2026-11-22'), { from: '2026-11-15', to: '2026-11-22' });
  assert.deepEqual(rangeOf('day', '2026-12-01', '2026-11-22'), { from: '2026-11-22', to: '2026-11-22' });
});

test('the last day counts to its end', () => {
  assert.deepEqual(instantsOf({ from: '2026-02-28', to: '2026-02-28' }), { from: '2026-02-28T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' });
});

test('a day on which nothing came in is a gap of its own', () => {
  const at = (day: number) => Date.UTC(2026, 9, day);
  const points = [17, 15, 15].map((day) => ({ at: new Date(at(day)).toISOString() }));
  assert.deepEqual(everyTime(points, 'day'), [at(15), at(16), at(17)]);
  assert.equal(everyTime(points, 'hour').length, 49);
  assert.deepEqual(everyTime(points.slice(0, 1), 'day'), [at(17)]);
});
