import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellingsOf } from './tell.ts';

const told = (type: string, payload: Record<string, unknown>) =>
  tellingsOf({ type, recordId: 'record', dealId: null, payload }).map((one) =>
    one.side === 'vendor' ? [one.event, one.role, one.title, one.path] : [one.event, one.partnerIds, one.title, one.path, one.scope],
  );

test('a run that is ready is told to those who may release it', () => {
  assert.deepEqual(told('payout_run.ready', { number: 12, name: 'November' }), [
    ['payout.waiting', 'finance', 'Payout run 12 waits for its release', '/money/payouts/runs/record'],
  ]);
  assert.deepEqual(told('payout_run.collected', { number: 12 }), []);
});

test('a payment that came back is told to finance and to the partner, to the partner without the words of the workspace', () => {
  const payload = { runNumber: 12, partnerId: 'p1', amountMinor: 415_050, currency: 'EUR', reason: 'Account closed' };
  assert.deepEqual(told('payout.returned', payload), [
    ['payout.returned', 'finance', 'A payment of run 12 came back', '/money/payouts/payees/p1'],
    ['payout.returned', ['p1'], 'A payment to you came back', '/portal/money/payee', 'portal:money'],
  ]);
  const [finance, partner] = tellingsOf({ type: 'payout.returned', recordId: 'record', dealId: null, payload });
  assert.equal(finance?.body, '4150.50 EUR is owed again. Reason: Account closed');
  assert.equal(partner?.body, '4150.50 EUR is owed to you again. Confirm your bank account or give another.');
});

test('what was decided of a claim of influence is told to those of the partner who work on deals, with the reason', () => {
  assert.deepEqual(told('incentive.claim_decided', { partnerId: 'p1', approved: true, reason: null }), [
    ['influence.decided', ['p1'], 'Your claim of influence was approved', '/portal/incentives/claims/record', 'portal:deals'],
  ]);
  const payload = { partnerId: 'p1', approved: false, reason: 'They only took the notes.' };
  const [partner] = tellingsOf({ type: 'incentive.claim_decided', recordId: 'record', dealId: 'deal', payload });
  assert.deepEqual([partner?.title, partner?.body], ['Your claim of influence was declined', 'They only took the notes.']);
});

test('a dispute is told to finance, its lateness to the owner, its answer to the partner', () => {
  const payload = { number: 4, title: 'Resale margin', partnerId: 'p1', amountMinor: 100, currency: 'EUR' };
  assert.deepEqual(told('dispute.opened', payload), [['dispute.opened', 'finance', 'Dispute 4: Resale margin', '/money/payouts/disputes/record']]);
  assert.deepEqual(told('dispute.late', payload), [['dispute.opened', 'owner', 'Dispute 4: Resale margin is late', '/money/payouts/disputes/record']]);
  assert.deepEqual(told('dispute.answered', { ...payload, outcome: 'rejected', answer: 'The tier was silver.' }), [
    ['dispute.answered', ['p1'], 'Dispute 4: Resale margin was not accepted', '/portal/money/disputes/record', 'portal:money'],
  ]);
  assert.deepEqual(told('dispute.answered', { ...payload, outcome: 'withdrawn', answer: null }), []);
  assert.deepEqual(told('dispute.toString', payload), []);
});
