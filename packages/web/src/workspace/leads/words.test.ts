import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockOf } from './words.ts';

test('the clock shown is the promise that runs now', () => {
  const both = { answerBy: '2026-01-01T00:00:00Z', contactBy: '2026-01-03T00:00:00Z' };
  assert.equal(clockOf({ ...both, state: 'offered' }), both.answerBy);
  assert.equal(clockOf({ ...both, state: 'accepted' }), both.contactBy);
  assert.equal(clockOf({ ...both, state: 'contacted' }), null);
  assert.equal(clockOf({ ...both, state: 'with_vendor' }), both.contactBy);
  assert.equal(clockOf({ ...both, state: 'closed' }), null);
});
