import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownParty } from './portal-acts.ts';
import type { Party } from './store.ts';

const party = (letter: string, partnerId: string | null): Party => ({ id: letter, letter, partnerId, registrationId: null, name: '' });

test('a company speaks for its own side, or for the one reseller it may act for; never for both', () => {
  const sides = [party('A', 'reseller 1'), party('B', 'reseller 2')];
  assert.equal(ownParty(sides, ['reseller 1'])?.letter, 'A');
  assert.equal(ownParty(sides, ['distributor', 'reseller 2'])?.letter, 'B');
  assert.equal(ownParty(sides, ['distributor', 'reseller 1', 'reseller 2']), null);
  assert.equal(ownParty([party('A', 'reseller 1'), party('B', 'distributor')], ['distributor', 'reseller 1'])?.letter, 'B');
  assert.equal(ownParty([party('A', 'reseller 1'), party('B', null)], ['stranger']), null);
});
