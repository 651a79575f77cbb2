import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareStates, type ShareState } from '@entente/kernel';
import fc from 'fast-check';
import { step } from './machine.ts';
import { shownTo, type ShareFacts } from './shown.ts';

const steps = ['consent', 'refuse', 'join', 'decline', 'end'] as const;

test('each step leads from where it may be taken, and from nowhere else', () => {
  const table = Object.fromEntries(
    steps.map((name) => [name, shareStates.flatMap((state) => (step(state, name).ok ? [`${state} → ${(step(state, name) as { state: string }).state}`] : []))]),
  );
  assert.deepEqual(table, {
    consent: ['waiting_vendor → waiting_partner'],
    refuse: ['waiting_vendor → declined'],
    join: ['waiting_partner → active'],
    decline: ['waiting_partner → declined'],
    end: ['waiting_vendor → ended', 'waiting_partner → ended', 'active → ended'],
  });
});

test('in every history the invited partner learns nothing before consent, and the deal only once it has joined', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 8 }), (asked) => {
      let state: ShareState = 'waiting_vendor';
      let consented = false;
      for (const name of asked) {
        const taken = step(state, name);
        if (!taken.ok) continue;
        state = taken.state;
        if (name === 'consent') consented = true;
        const facts: ShareFacts = { state, consented, fromPartnerId: 'from', toPartnerId: 'to' };
        const shown = shownTo(facts, 'to');
        if (!asked.includes('consent')) assert.equal(shown, 'nothing');
        assert.equal(shown === 'all', state === 'active');
        assert.equal(state === 'active' && !consented, false);
        assert.equal(shownTo(facts, 'from'), 'all');
        assert.equal(shownTo(facts, 'another'), 'nothing');
      }
    }),
  );
});
