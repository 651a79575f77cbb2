import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyItem, itemOf } from './item-draft.ts';

const priced = { ...emptyItem(1), description: ' Berths ', quantity: '2,5', price: { kind: 'unit', unitPrice: '10', freeUnits: '0' } } as const;

test('an item is complete with a name, a quantity and a price', () => {
  assert.equal(itemOf(emptyItem(1)), undefined);
  assert.equal(itemOf({ ...priced, quantity: 'many' }), undefined);
  const item = itemOf(priced);
  assert.deepEqual([item?.description, item?.quantity, item?.meterId], ['Berths', '2.5', null]);
});

test('usage needs a meter, and its quantity comes from there', () => {
  assert.equal(itemOf({ ...priced, kind: 'usage' }), undefined);
  const item = itemOf({ ...priced, kind: 'usage', meterId: 'm1', quantity: '', subject: ' crane-7 ' });
  assert.deepEqual([item?.quantity, item?.meterId, item?.subject], ['1', 'm1', 'crane-7']);
});
