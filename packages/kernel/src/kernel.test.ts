import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  applyBasisPoints,
  decodeCursor,
  divideHalfUp,
  encodeCursor,
  isId,
  newId,
  placeIn,
  possibleSteps,
  splitByWeights,
  takeStep,
  type Machine,
} from './index.ts';

test('ids are UUIDv7, unique and in order of creation, also within one millisecond', () => {
  const ids = Array.from({ length: 10_000 }, () => newId(1_700_000_000_000));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual([...ids].sort(), ids);
  assert.ok(ids.every((id) => isId(id) && id[14] === '7'));
});

test('rounding is half away from zero', () => {
  for (const [top, bottom, expected] of [
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [5n, -2n, -3n],
  ] as const)
    assert.equal(divideHalfUp(top, bottom), expected);
  assert.equal(applyBasisPoints(10_050n, 250n), 251n);
});

test('a split sums to the total, is never off by more than one unit, and does not depend on order', () => {
  const weights = fc.uniqueArray(fc.record({ key: fc.string({ minLength: 1 }), weight: fc.bigInt({ min: 0n, max: 1_000_000n }) }), {
    minLength: 1,
    maxLength: 12,
    selector: (part) => part.key,
  });
  fc.assert(
    fc.property(fc.bigInt({ min: -1_000_000_000_000_000n, max: 1_000_000_000_000_000n }), weights, (total, parts) => {
      const sum = parts.reduce((all, { weight }) => all + weight, 0n);
      fc.pre(sum > 0n);
      const split = splitByWeights(total, parts);
      assert.equal(
        [...split.values()].reduce((all, part) => all + part, 0n),
        total,
      );
      for (const { key, weight } of parts) {
        const exact = Number(total * weight) / Number(sum);
        assert.ok(Math.abs(Number(split.get(key)) - exact) <= 1.01 + Math.abs(exact) * 1e-9);
      }
      assert.deepEqual(splitByWeights(total, [...parts].reverse()), split);
    }),
  );
});

test('cursors survive the round trip and refuse anything else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), (sort) =>
      assert.deepEqual(decodeCursor(encodeCursor({ sort, id: 'x' })), { sort, id: 'x' }),
    ),
  );
  for (const text of ['', '%', 'bnVsbA', 'WzFd', 'W3t9LCJ4Il0']) assert.equal(decodeCursor(text), null);
});

test('a state machine refuses with a sentence', () => {
  const door: Machine<'open' | 'shut', 'close' | 'open', { blocked: boolean }> = {
    states: ['open', 'shut'],
    steps: {
      close: { from: ['open'], to: 'shut', guard: ({ blocked }) => (blocked ? 'Something stands in the way.' : null) },
      open: { from: ['shut'], to: 'open' },
    },
  };
  assert.deepEqual(takeStep(door, 'open', 'close', { blocked: false }), { ok: true, state: 'shut' });
  assert.deepEqual(takeStep(door, 'open', 'close', { blocked: true }), { ok: false, sentence: 'Something stands in the way.' });
  assert.deepEqual(possibleSteps(door, 'shut', { blocked: true }), ['open']);
});

test('a place in a list is taken only as the list could have given it out', () => {
  const id = newId();
  const at = (sort: string | number | null, of = id): string => encodeCursor({ sort, id: of });
  assert.equal(placeIn(undefined, 'id'), null);
  assert.deepEqual(placeIn(at(null), 'id'), { sort: null, id });
  assert.deepEqual(placeIn(at('2026-02-28'), 'day'), { sort: '2026-02-28', id });
  assert.deepEqual(placeIn(at('2026-02-28T10:00:00.000Z'), 'instant'), { sort: '2026-02-28T10:00:00.000Z', id });
  assert.deepEqual(placeIn(at(null), 'number', { nullable: true }), { sort: null, id });
  for (const [text, kind] of [
    ['x', 'id'],
    [at(null, 'x'), 'id'],
    [at('a'), 'id'],
    [at(null), 'text'],
    [at('2026-02-30'), 'day'],
    [at('2026-02-30T10:00:00.000Z'), 'instant'],
    [at(1.5), 'number'],
    [at(1e300), 'number'],
  ] as const)
    assert.throws(() => placeIn(text, kind), { code: 'invalid_input' }, `${text} ${kind}`);
});
