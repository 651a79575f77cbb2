import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChangeDraft, changeOf as changeIn } from './change-draft.ts';
import { emptyItem } from './item-draft.ts';

const items = [{ id: 'i1', quantity: '10' }];
const changeOf = (draft: ChangeDraft) => changeIn(draft, items, '2027-01-20');
const draft: ChangeDraft = {
  kind: 'upgrade',
  itemId: 'i1',
  quantity: '12',
  otherProduct: false,
  productId: null,
  description: '',
  otherPrice: false,
  price: { kind: 'unit', unitPrice: '', freeUnits: '0' },
  item: emptyItem(1),
  withId: null,
  endsOn: '',
  anchorDay: null,
  when: 'today',
  day: '',
  reason: '',
};

test('more of the same says only how much', () => {
  assert.deepEqual(changeOf(draft), { kind: 'upgrade', itemId: 'i1', quantity: '12' });
  assert.equal(changeOf({ ...draft, quantity: '' }), undefined);
  assert.equal(changeOf({ ...draft, quantity: '10.0' }), undefined);
});

test('another price and another product are said once they are complete', () => {
  assert.equal(changeOf({ ...draft, otherPrice: true }), undefined);
  assert.equal(changeOf({ ...draft, otherProduct: true }), undefined);
  assert.deepEqual(changeOf({ ...draft, otherProduct: true, productId: 'p2', description: ' Gold ', when: 'period_end', reason: ' asked ' }), {
    kind: 'upgrade',
    itemId: 'i1',
    quantity: '12',
    productId: 'p2',
    description: 'Gold',
    effectiveOn: 'period_end',
    reason: 'asked',
  });
});

test('co-terming follows another contract, or a day that is said', () => {
  assert.equal(changeOf({ ...draft, kind: 'co_term' }), undefined);
  assert.deepEqual(changeOf({ ...draft, kind: 'co_term', withId: 's2', endsOn: '2027-01-01' }), { kind: 'co_term', withSubscriptionId: 's2' });
  assert.deepEqual(changeOf({ ...draft, kind: 'co_term', endsOn: '2027-01-01', anchorDay: 5 }), { kind: 'co_term', endsOn: '2027-01-01', anchorDay: 5 });
});

test('a day that is not said yet is no change', () => {
  assert.equal(changeOf({ ...draft, kind: 'remove', when: 'day' }), undefined);
  assert.deepEqual(changeOf({ ...draft, kind: 'remove', when: 'day', day: '2027-02-01' }), { kind: 'remove', itemId: 'i1', effectiveOn: '2027-02-01' });
});

test('less takes effect today where today is said, and when what is charged has ended where that is', () => {
  assert.deepEqual(changeOf({ ...draft, kind: 'downgrade', quantity: '8' }), { kind: 'downgrade', itemId: 'i1', quantity: '8', effectiveOn: '2027-01-20' });
  assert.deepEqual(changeOf({ ...draft, kind: 'remove' }), { kind: 'remove', itemId: 'i1', effectiveOn: '2027-01-20' });
  assert.deepEqual(changeOf({ ...draft, kind: 'remove', when: 'period_end' }), { kind: 'remove', itemId: 'i1', effectiveOn: 'period_end' });
});
