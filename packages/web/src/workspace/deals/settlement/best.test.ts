import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestOf } from './best.ts';

const best = (...of: Parameters<typeof bestOf>) => [...bestOf(...of)];

test('the best of a row is named wherever it stands, and nowhere when there is no choice', () => {
  assert.deepEqual(best([300, 100, null, 100], 'lowest'), [1, 3]);
  assert.deepEqual(best([300, -100, null], 'highest'), [0]);
  assert.deepEqual(best([30, 45], 'shortest'), [0]);
  assert.deepEqual(best([0, 0, 0], 'lowest'), []);
  assert.deepEqual(best([5, null], 'highest'), []);
  assert.deepEqual(best([], 'highest'), []);
});
