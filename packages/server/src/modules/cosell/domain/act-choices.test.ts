import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf, recordTypeOf } from './act-choices.ts';

test('kinds of record acts lead to the record they stand for', () => {
  const of = (kind: string) => recordTypeOf(kind);
  assert.deepEqual(['registration', 'extension', 'silent_registration', 'escalation'].map(of), Array(4).fill('registration'));
  assert.deepEqual(['lead', 'lead_late', 'case_ruling', 'case_evidence', 'share'].map(of), ['lead', 'lead', 'case', 'case', 'share']);
  assert.deepEqual(['task', 'approval', 'meeting', 'shareholder_call'].map(of), [null, null, null, null]);
});

test('acts of outside systems lead to what is to be mended there', () => {
  assert.deepEqual(['connection_stopped', 'cosell_invitation', 'cosell_action', 'offer_expiring', 'offer_refused', 'billing_unmatched'].map(recordTypeOf), [
    'connection',
    'invitation',
    'view',
    'offer',
    'offer',
    'disbursement',
  ]);
});

test('acts of payouts lead to the dispute, the run and the payee, and are answered there', () => {
  const kinds = ['earning_dispute', 'earning_dispute_late', 'payout_release', 'payee_change', 'payout_returned'];
  assert.deepEqual(kinds.map(recordTypeOf), ['dispute', 'dispute', 'payout_run', 'payee', 'payee']);
  for (const kind of kinds) assert.deepEqual(choicesOf(kind, 'id'), [], kind);
});

test('acts of funds, splits and incentives lead to what waits, and are answered there', () => {
  const kinds = ['fund_request', 'fund_request_late', 'fund_claim', 'fund_claim_late', 'fund_extension', 'split_held', 'incentive_approval', 'influence_claim'];
  assert.deepEqual(kinds.map(recordTypeOf), [
    'fund_request',
    'fund_request',
    'fund_claim',
    'fund_claim',
    'fund_extension',
    'split',
    'incentive',
    'incentive_claim',
  ]);
  for (const kind of kinds) assert.deepEqual(choicesOf(kind, 'id'), [], kind);
});

test('what nothing over there will ever close is answered in the inbox', () => {
  for (const kind of ['cosell_rejected', 'cosell_step_failed', 'authorization_refused']) {
    assert.equal(recordTypeOf(kind), null, kind);
    assert.deepEqual(
      choicesOf(kind, 'id').map(({ key }) => key),
      ['done'],
      kind,
    );
  }
});

test('an act that stands for a record has no answers of its own', () => {
  assert.deepEqual(choicesOf('registration', 'id'), []);
  assert.deepEqual(choicesOf('case_ruling', 'id'), []);
});

test('an escalation of a play is answered in the inbox, one of a record on the record', () => {
  assert.deepEqual(
    choicesOf('escalation').map(({ key }) => key),
    ['done'],
  );
  assert.deepEqual(choicesOf('escalation', 'id'), []);
});

test('a kind nobody knows can only be dismissed', () => {
  assert.deepEqual(
    choicesOf('something', 'id').map(({ key }) => key),
    ['dismiss'],
  );
});
