import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { registrationStates, type RegistrationKind, type RegistrationState } from '@entente/kernel';
import { step, stepsFrom, type RegistrationStep, type StepFacts } from './machine.ts';
import { extended, fitProtection, overlapping, protectionFrom, type Protection } from './protection.ts';

const facts: StepFacts = { resubmissions: 0, maxResubmissions: 3, extensions: 0, maxExtensions: 2, ownSubmission: false, ownFirstApproval: false };

const allowed: Readonly<Record<RegistrationState, readonly RegistrationStep[]>> = {
  draft: ['submit', 'withdraw'],
  submitted: ['ask', 'approve', 'decline', 'withdraw'],
  info_requested: ['answer', 'approve', 'decline', 'withdraw', 'take_back'],
  approved: ['extend', 'expire', 'revoke', 'win', 'lose', 'take_back'],
  extended: ['extend', 'expire', 'revoke', 'win', 'lose'],
  rejected: ['resubmit', 'take_back'],
  withdrawn: [],
  won: [],
  lost: [],
  expired: [],
  revoked: [],
};
for (const state of registrationStates) test(`registration: from ${state}`, () => assert.deepEqual(stepsFrom(state, facts).sort(), [...allowed[state]].sort()));

test('nobody decides what they submitted, nor gives both approvals', () => {
  assert.equal(step('submitted', 'approve', { ...facts, ownSubmission: true }).ok, false);
  assert.equal(step('submitted', 'decline', { ...facts, ownSubmission: true }).ok, false);
  assert.equal(step('submitted', 'approve', { ...facts, ownFirstApproval: true }).ok, false);
});

test('a withdrawn registration is not sent again, a rejected one a limited number of times', () => {
  for (const taken of ['submit', 'resubmit', 'answer'] as const) assert.equal(step('withdrawn', taken, facts).ok, false);
  assert.equal(step('rejected', 'resubmit', { ...facts, resubmissions: 2 }).ok, true);
  assert.equal(step('rejected', 'resubmit', { ...facts, resubmissions: 3 }).ok, false);
  assert.equal(step('approved', 'extend', { ...facts, extensions: 2 }).ok, false);
});

test('the days of protection count from the decision, its beginning from the filing when the programme says so', () => {
  const [filed, decided] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-11-05T00:00:00Z')];
  assert.deepEqual(protectionFrom({ days: 90, retroactive: true }, filed, decided), { startsAt: filed, endsAt: new Date('2027-02-03T00:00:00Z') });
  assert.deepEqual(protectionFrom({ days: 90, retroactive: false }, filed, decided).startsAt, decided);
  assert.equal(extended(new Date('2026-11-10T00:00:00Z'), 30, decided).toISOString(), '2026-12-10T00:00:00.000Z');
  assert.equal(extended(filed, 30, decided).toISOString(), '2026-12-05T00:00:00.000Z');
});

/** A deal over time: partners ask for protection, some of it is ended early, and time goes on. */
test('whatever happens in whatever order, two partners are never protected by the same kind of claim at once', () => {
  const kind = fc.constantFrom<RegistrationKind>('sourcing', 'service_attach', 'renewal');
  const happening = fc.oneof(
    fc.record({
      type: fc.constant('grant' as const),
      partner: fc.constantFrom('a', 'b', 'c'),
      kind,
      days: fc.integer({ min: 1, max: 60 }),
      filedBefore: fc.integer({ min: 0, max: 40 }),
    }),
    fc.record({ type: fc.constant('end' as const), index: fc.nat(20) }),
    fc.record({ type: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 24 * 40 }) }),
  );
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (history) => {
      let now = new Date('2026-01-01T00:00:00Z');
      let known: Protection[] = [];
      let count = 0;
      for (const one of history) {
        if (one.type === 'wait') now = new Date(now.getTime() + one.hours * 3_600_000);
        else if (one.type === 'end') {
          const at = now.toISOString();
          known = known.map((each, index) => (index === one.index && each.endsAt > at ? { ...each, endsAt: each.startsAt > at ? each.startsAt : at } : each));
        } else {
          const wanted = protectionFrom({ days: one.days, retroactive: true }, new Date(now.getTime() - one.filedBefore * 86_400_000), now);
          const fitted = fitProtection({ startsAt: wanted.startsAt.toISOString(), endsAt: wanted.endsAt.toISOString() }, one.partner, one.kind, known, now);
          if (fitted) known = [...known, { registrationId: String((count += 1)), partnerId: one.partner, kind: one.kind, ...fitted }];
        }
      }
      for (const [index, left] of known.entries())
        for (const right of known.slice(index + 1))
          if (left.partnerId !== right.partnerId && left.kind === right.kind && left.startsAt < left.endsAt && right.startsAt < right.endsAt)
            assert.equal(overlapping(left, right), false);
    }),
    { numRuns: 500 },
  );
});
