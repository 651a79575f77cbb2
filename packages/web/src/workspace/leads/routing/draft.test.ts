import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshId, mayPublish, movedBy, newRoute, routeProblems } from './draft.ts';

test('a new route gets a name nobody has', () => {
  const first = newRoute([], 'First');
  const second = newRoute([first], 'Second');
  assert.notEqual(first.id, second.id);
  assert.equal(freshId([{ ...first, id: 'route-2' }]), 'route-3');
});

test('a route moves and nothing is lost', () => {
  assert.deepEqual(movedBy(['a', 'b', 'c'], 0, 1), ['b', 'a', 'c']);
  assert.deepEqual(movedBy(['a', 'b', 'c'], 2, -1), ['a', 'c', 'b']);
  assert.deepEqual(movedBy(['a', 'b', 'c'], 0, -1), ['a', 'b', 'c']);
  assert.deepEqual(movedBy(['a', 'b', 'c'], 2, 1), ['a', 'b', 'c']);
});

test('what is missing is found before publishing', () => {
  const route = newRoute([], 'Public sector');
  assert.deepEqual(routeProblems(route), []);
  assert.deepEqual(routeProblems({ ...route, name: ' ' }), ['name']);
  assert.deepEqual(routeProblems({ ...route, choose: 'named' }), ['named']);
  assert.deepEqual(routeProblems({ ...route, when: { ...route.when, minAmountMinor: 100 } }), ['currency']);
  assert.equal(mayPublish({ routes: [{ ...route, choose: 'named' }], acceptHours: 24, contactHours: 48, maxHops: 3 }), false);
});
