import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dealNumberIn } from './query.ts';

test('a number is a deal’s number, with or without its mark', () => {
  for (const [text, number] of [
    ['1042', 1042],
    ['#1042', 1042],
    [' D-1042 ', 1042],
    ['acme', null],
    ['10 42', null],
    ['9'.repeat(16), null],
  ] as const)
    assert.equal(dealNumberIn(text), number, text);
});
test('numbers are always exact', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const number = dealNumberIn(text);
      assert.ok(number === null || Number.isSafeInteger(number));
    }),
  );
});
