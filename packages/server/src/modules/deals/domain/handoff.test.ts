import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { circleOfWaits, isWaiting } from './handoff.ts';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const waitsFor = fc.tuple(name, fc.uniqueArray(name, { maxLength: 3 }));

test('whatever is asked for in whatever order, there is always a handoff that can go on', () => {
  fc.assert(
    fc.property(fc.array(waitsFor, { maxLength: 40 }), (asked) => {
      const waits = new Map<string, readonly string[]>();
      for (const [id, others] of asked) if (!circleOfWaits(waits, id, others)) waits.set(id, others);
      const done = new Set<string>();
      for (let moved = true; moved;) {
        moved = false;
        for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const) {
          if (done.has(id) || isWaiting({ doneAt: null, waitsOn: waits.get(id) ?? [] }, (other) => done.has(other))) continue;
          done.add(id);
          moved = true;
        }
      }
      assert.equal(done.size, 7);
    }),
  );
});
test('what is refused is a real way round', () => {
  fc.assert(
    fc.property(fc.array(waitsFor, { maxLength: 40 }), (asked) => {
      const waits = new Map<string, readonly string[]>();
      for (const [id, others] of asked) {
        const circle = circleOfWaits(waits, id, others);
        if (!circle) {
          waits.set(id, others);
          continue;
        }
        assert.equal(circle[0], id);
        assert.equal(circle.at(-1), id);
        assert.ok(others.some((other) => other === circle[1]));
        for (const [at, step] of circle.slice(1, -1).entries()) assert.ok(waits.get(step)?.includes(circle[at + 2] ?? ''));
      }
    }),
  );
});
test('it waits for itself in no list, and a list that replaces another may break a circle', () => {
  assert.deepEqual(circleOfWaits(new Map(), 'a', ['a']), ['a', 'a']);
  const waits = new Map([
    ['a', ['b']],
    ['b', ['c']],
  ]);
  assert.deepEqual(circleOfWaits(waits, 'c', ['a']), ['c', 'a', 'b', 'c']);
  assert.equal(circleOfWaits(new Map([['b', ['c']]]), 'c', ['a']), null);
});
test('one that is done waits for nothing', () => {
  assert.equal(
    isWaiting({ doneAt: '2026-01-01T00:00:00Z', waitsOn: ['a'] }, () => false),
    false,
  );
});
