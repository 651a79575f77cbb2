import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makesCircle } from './manager-circle.ts';

test('nobody reports to themselves, however long the way', () => {
  const managers = new Map<string, string | null>([
    ['ann', null],
    ['bob', 'ann'],
    ['cleo', 'bob'],
    ['dan', 'eve'],
    ['eve', 'dan'],
  ]);
  assert.equal(makesCircle(managers, 'ann', 'ann'), true);
  assert.equal(makesCircle(managers, 'ann', 'cleo'), true);
  assert.equal(makesCircle(managers, 'cleo', 'ann'), false);
  assert.equal(makesCircle(managers, 'ann', 'dan'), false, 'a circle elsewhere is not walked for ever');
  assert.equal(makesCircle(managers, 'new', 'unknown'), false);
});
