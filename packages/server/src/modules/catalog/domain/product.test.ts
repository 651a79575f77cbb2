import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyChanges, changedKeys, prepareProduct } from './product.ts';

test('a price has a currency and is not below zero', () => {
  assert.deepEqual(
    prepareProduct({ name: ' ', listPriceMinor: -1 }).problems.map((problem) => problem.path),
    ['name', 'listPriceMinor', 'currency'],
  );
  assert.deepEqual(prepareProduct({ name: 'GTX  Pro', listPriceMinor: 4821, currency: 'USD' }), {
    value: { name: 'GTX Pro', family: null, listPriceMinor: 4821, currency: 'USD', active: true, externalId: null },
    problems: [],
  });
});
test('going back to the before image restores it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.option(fc.string()), fc.boolean(), (name, family, active) => {
      const before = prepareProduct({ name: 'First', family: 'F' }).value;
      const after = applyChanges(before, { name, family, active }).value;
      assert.deepEqual(changedKeys(before, applyChanges(after, before).value), []);
    }),
  );
});
