import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf } from './words.ts';

test('what gives back a charge is told from what credit pays', () => {
  assert.equal(kindOf({ kind: 'credit', creditsId: 'c1' }), 'back');
  assert.equal(kindOf({ kind: 'credit', creditsId: null }), 'draw');
  assert.equal(kindOf({ kind: 'usage', creditsId: null }), 'usage');
});
