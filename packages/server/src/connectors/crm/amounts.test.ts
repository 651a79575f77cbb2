import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromMinor, toMinor } from './amounts.ts';

test('amounts go to minor units and back by their currency', () => {
  assert.deepEqual(
    [toMinor(1234.5, 'USD'), toMinor('1234.50', 'JPY'), toMinor('0.0015', 'KWD'), toMinor(-12.34, 'EUR'), toMinor('.5', 'USD'), toMinor(1.005, 'USD')],
    [123450, 1235, 2, -1234, 50, 101],
  );
  assert.deepEqual([fromMinor(123450, 'USD'), fromMinor(1234, 'JPY'), fromMinor(-2, 'KWD'), fromMinor(5, 'EUR')], ['1234.50', '1234', '-0.002', '0.05']);
  assert.deepEqual([toMinor('', 'USD'), toMinor('twelve', 'USD'), toMinor('1e5', 'USD'), toMinor('.', 'USD')], [null, null, null, null]);
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      assert.equal(toMinor(fromMinor(minor, currency), currency), minor === 0 ? 0 : minor);
    }),
  );
});
