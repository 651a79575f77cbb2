import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, claimBody, claimFaults, type Evidence, mayBeRegistered, type SpiffProgramme, standingOf } from './model.ts';

const spiff: SpiffProgramme = {
  ruleId: 'spiff',
  name: 'Autumn',
  kind: 'spiff',
  from: '2026-10-01',
  until: '2027-01-01',
  sentence: '',
  rules: [],
  terms: {
    kind: 'spiff',
    roles: ['resell', 'source'],
    amounts: [{ amountMinor: 50_000, currency: 'EUR' }],
    per: 'deal',
    everyNth: null,
    capPerPerson: null,
    basis: 'booked',
    holdDays: 0,
  },
};
const evidence: Evidence = {
  atLeast: 2,
  items: [
    { id: 'a', kind: 'meeting', at: '2026-11-01T09:00:00Z' },
    { id: 'b', kind: 'demo', at: '2026-11-02T09:00:00Z' },
    { id: 'c', kind: 'call', at: '2026-11-03T09:00:00Z' },
  ],
  claimId: null,
};
const draft = { ruleId: 'rule', dealId: 'deal', note: ' We brought the sponsor ', without: [] };

test('a registration says what the sale came to, and before that how the deal ended', () => {
  assert.equal(standingOf({ accrual: null, dealStatus: 'open' }), 'registered');
  assert.equal(standingOf({ accrual: null, dealStatus: 'lost' }), 'lost');
  assert.equal(standingOf({ accrual: null, dealStatus: 'won' }), 'won');
  assert.equal(standingOf({ accrual: 'declined', dealStatus: 'won' }), 'declined');
});

test('a sale is registered before it is made, by a role that is paid', () => {
  assert.equal(mayBeRegistered({ stage: 'technical', myRoles: ['influence', 'resell'] }, spiff), true);
  assert.equal(mayBeRegistered({ stage: 'technical', myRoles: ['influence'] }, spiff), false);
  assert.equal(mayBeRegistered({ stage: 'won', myRoles: ['resell'] }, spiff), false);
});

test('all evidence is chosen until some is taken out, and no less than the programme asks for', () => {
  assert.deepEqual(chosen(evidence, ['b']), ['a', 'c']);
  assert.deepEqual(claimFaults(draft, evidence), {});
  assert.deepEqual(claimFaults({ ...draft, without: ['a', 'b'] }, evidence), { evidence: 'short' });
  assert.deepEqual(claimFaults(draft, { ...evidence, atLeast: 4 }), { evidence: 'few' });
  assert.deepEqual(claimFaults({ ruleId: '', dealId: '', note: ' ', without: [] }, undefined), { ruleId: true, dealId: true, note: true });
  assert.deepEqual(claimBody({ ...draft, without: ['c'] }, evidence), {
    ruleId: 'rule',
    dealId: 'deal',
    note: 'We brought the sponsor',
    touchIds: ['a', 'b'],
  });
});
