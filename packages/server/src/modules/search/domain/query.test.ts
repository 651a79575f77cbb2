import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readSearch } from './query.ts';

test('a number is a deal’s number, with or without its mark', () => {
  for (const [text, number] of [
    ['1042', 1042],
    ['#1042', 1042],
    ['D-1042', 1042],
    ['acme', null],
    ['10 42', null],
    ['9'.repeat(16), null],
  ] as const)
    assert.equal(readSearch(text).dealNumber, number, text);
});
test('signs of patterns are searched for as they are', () => {
  assert.equal(readSearch(' 100%_A ').contains, '%100\\%\\_a%');
  assert.equal(readSearch('ab').contains, null);
});
test('numbers are always exact', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { dealNumber } = readSearch(text);
      assert.ok(dealNumber === null || Number.isSafeInteger(dealNumber));
    }),
  );
});
