import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { routeKinds } from '@entente/kernel';
import { moveRoute, routeTables, wayTo } from './route-machine.ts';

test('the way to a state is the shortest there is, and every step of it is allowed', () => {
  assert.deepEqual(wayTo('cosell', 'draft', 'approved'), ['submitted', 'in_review', 'approved']);
  assert.deepEqual(wayTo('cosell', 'action_required', 'approved'), ['submitted', 'in_review', 'approved']);
  assert.deepEqual(wayTo('marketplace', 'expired', 'entitled'), ['draft', 'offer_sent', 'accepted', 'entitled']);
  assert.deepEqual(wayTo('cosell', 'approved', 'approved'), []);
  assert.equal(wayTo('cosell', 'rejected', 'approved'), null, 'what is final stays');
  fc.assert(
    fc.property(
      fc
        .constantFrom(...routeKinds)
        .chain((kind) =>
          fc.tuple(fc.constant(kind), fc.constantFrom(...Object.keys(routeTables[kind].next)), fc.constantFrom(...Object.keys(routeTables[kind].next))),
        ),
      ([kind, from, to]) => {
        const way = wayTo(kind, from, to);
        if (way === null) return;
        let at = from;
        for (const state of way) {
          assert.ok(moveRoute(kind, at, state).ok);
          at = state;
        }
        assert.equal(at, to);
      },
    ),
  );
});
