import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storable } from './storable.ts';

test('text the database cannot hold is mended at any depth, and nothing else is changed', () => {
  assert.deepEqual(storable({ 'a\0': ['b\0c', { d: '\ud800x' }], n: 1, yes: true, none: null }), { a: ['bc', { d: '\ufffdx' }], n: 1, yes: true, none: null });
  assert.equal(storable('مرحبا 👋'), 'مرحبا 👋');
});
