import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { isAnswering } from './words.ts';

test('an answer that has not come back is under way', () => {
  equal(isAnswering({ status: 'accepting' }), true);
  equal(isAnswering({ status: 'accepted' }), false);
});
