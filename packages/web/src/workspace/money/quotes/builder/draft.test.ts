import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundle, cured, curesOf, draftOf, emptyRequest, isReady, product, requestOf } from './draft.ts';

const bundles = [{ id: 'b1', required: ['core'], optional: ['addon'] }];
const rows = draftOf({ ...emptyRequest('EUR', null, null), selections: [bundle('b1', 12), product('legacy', 12)] }).rows;
const selections = rows.map(({ selection }) => selection);

test('what is missing is offered, each of those that would do', () => {
  assert.deepEqual(curesOf({ kind: 'requires', productId: 'legacy', otherIds: ['addon', 'other'] }, selections, bundles), [
    { kind: 'add', productId: 'addon' },
    { kind: 'add', productId: 'other' },
    { kind: 'remove', productId: 'legacy' },
  ]);
});

test('what a bundle always holds leaves only with the bundle', () => {
  assert.deepEqual(curesOf({ kind: 'excludes', productId: 'legacy', otherIds: ['core'] }, selections, bundles), [
    { kind: 'removeBundle', bundleId: 'b1' },
    { kind: 'remove', productId: 'legacy' },
  ]);
  assert.deepEqual(
    cured(rows, { kind: 'removeBundle', bundleId: 'b1' }, bundles, 12).map(({ selection }) => selection.kind),
    ['product'],
  );
});

test('a missing part that the bundle offers is taken with the bundle, anything else beside it', () => {
  const [first] = cured(rows, { kind: 'add', productId: 'addon' }, bundles, 12);
  assert.deepEqual(first?.selection.kind === 'bundle' && first.selection.optionalProductIds, ['addon']);
  assert.equal(cured(rows, { kind: 'add', productId: 'other' }, bundles, 24).at(-1)?.selection.termMonths, 24);
});

test('taking out an optional part leaves the bundle', () => {
  const taken = cured(rows, { kind: 'add', productId: 'addon' }, bundles, 12);
  const [first] = cured(taken, { kind: 'remove', productId: 'addon' }, bundles, 12);
  assert.deepEqual(first?.selection.kind === 'bundle' && first.selection.optionalProductIds, []);
});

test('only a whole request is priced, and blank texts are nothing', () => {
  const request = { ...emptyRequest('EUR', null, null), selections: [product('p1', null)], terms: '  ' };
  assert.equal(isReady(request), true);
  assert.equal(isReady(emptyRequest('EUR', null, null)), false);
  assert.equal(isReady({ ...request, discount: { kind: 'percent', percent: '101' } }), false);
  assert.equal(
    isReady({ ...request, selections: [{ kind: 'product', productId: 'p1', quantity: '0', termMonths: null, discount: null, discountReason: null }] }),
    false,
  );
  assert.equal(requestOf(draftOf(request)).terms, null);
});
