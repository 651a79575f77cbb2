import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellingsOf } from './tell.ts';

const payload = {
  number: 17,
  name: 'Joint workshop',
  partnerId: 'p1',
  companyName: 'Alpenblick IT',
  sentence: 'Submitted for approval.',
  partnerSentence: null,
};
const told = (type: string, more: Record<string, unknown> = {}) =>
  tellingsOf({ type, recordId: 'record', dealId: null, payload: { ...payload, ...more } }).map((one) =>
    one.side === 'vendor' ? [one.event, one.role, one.title, one.path] : [one.event, one.partnerIds, one.title, one.body, one.path, one.scope],
  );

test('who decides is told what waits: requests those who look after partners, claims finance', () => {
  assert.deepEqual(told('fund_request.submitted'), [
    ['fund.waiting', 'partner_manager', 'F-17 Joint workshop waits for a decision', '/money/funds/requests/record'],
  ]);
  assert.deepEqual(told('fund_request.seconded'), [
    ['fund.waiting', 'partner_manager', 'F-17 Joint workshop needs one more approval', '/money/funds/requests/record'],
  ]);
  assert.deepEqual(told('fund_claim.submitted'), [['fund.waiting', 'finance', 'F-17 Joint workshop has a claim to decide', '/money/funds/claims/record']]);
});

test('the partner is told what is decided, asked and about to expire, in the words meant for it', () => {
  const sentence = { partnerSentence: 'Words for the partner.' };
  assert.deepEqual(told('fund_request.approved', sentence), [
    ['fund.decided', ['p1'], 'F-17 Joint workshop: approved', 'Words for the partner.', '/portal/funds/requests/record', 'portal:funds'],
  ]);
  assert.deepEqual(told('fund_claim.info_requested', sentence), [
    ['fund.asked', ['p1'], 'F-17 Joint workshop: a question about your claim', 'Words for the partner.', '/portal/funds/claims/record', 'portal:funds'],
  ]);
  assert.deepEqual(told('fund_request.claim_due', sentence), [
    ['fund.expiring', ['p1'], 'F-17 Joint workshop: claim it soon', 'Words for the partner.', '/portal/funds/requests/record', 'portal:funds'],
  ]);
});

test('without words meant for it the partner is told nothing, and of other steps nobody', () => {
  assert.deepEqual(told('fund_request.rejected'), []);
  assert.deepEqual(told('fund_request.begun', { partnerSentence: 'It has begun.' }), []);
  assert.deepEqual(told('fund_claim.toString', { partnerSentence: 'Words.' }), []);
});
