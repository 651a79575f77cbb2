import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimStandsAt } from './fund-claim.ts';

test('a claim stands at what is claimed, then at what is approved, less what was taken back', () => {
  const claim = { state: 'submitted', claimedMinor: 2500, approvedMinor: null, reversedMinor: 0 };
  assert.equal(claimStandsAt({ ...claim, claimedMinor: null }), null);
  assert.equal(claimStandsAt(claim), 2500);
  assert.equal(claimStandsAt({ ...claim, state: 'rejected', approvedMinor: 0 }), 0);
  assert.equal(claimStandsAt({ ...claim, state: 'approved', approvedMinor: 2400, reversedMinor: 400 }), 2000);
  assert.equal(claimStandsAt({ ...claim, state: 'reversed', approvedMinor: 2400, reversedMinor: 2400 }), 2400);
});
