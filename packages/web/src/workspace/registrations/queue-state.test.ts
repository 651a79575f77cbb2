import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, nextAfter, queryOf } from './queue-state.ts';

const ids = ['a', 'b', 'c', 'd'];

test('the queue keeps its place: the next row takes it, at the end the one before', () => {
  assert.equal(nextAfter(ids, new Set(['b']), 'b'), 'c');
  assert.equal(nextAfter(ids, new Set(['d']), 'd'), 'c');
  assert.equal(nextAfter(ids, new Set(['b', 'c', 'd']), 'b'), 'a');
  assert.equal(nextAfter(ids, new Set(ids), 'b'), undefined);
  assert.equal(nextAfter(ids, new Set(['a']), undefined), 'b');
  assert.equal(nextAfter(ids, new Set(['a', 'c']), 'b'), 'b', 'what stays open stays');
});

test('moving stops at both ends', () => {
  assert.equal(moved(ids, 'a', -1), 'a');
  assert.equal(moved(ids, 'd', 1), 'd');
  assert.equal(moved(ids, undefined, 1), 'a');
  assert.equal(moved([], 'a', 1), undefined);
});

test('a tab is a question to the server, with what was searched for', () => {
  assert.deepEqual(queryOf('mine', 'acme'), { queue: 'true', mine: 'true', q: 'acme', limit: 50 });
  assert.deepEqual(queryOf('all', undefined), { limit: 50 });
});
