import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordOfAct } from './record.ts';

test('an act of a record leads to its page', () => {
  assert.equal(recordOfAct({ recordType: 'case', recordId: 'c1', dealId: null, partnerId: null })?.to, '/cases/c1');
  assert.equal(recordOfAct({ recordType: 'registration', recordId: 'r1', dealId: 'd1', partnerId: null })?.to, '/registrations/r1');
  assert.equal(recordOfAct({ recordType: 'lead', recordId: 'l1', dealId: null, partnerId: null })?.to, '/leads/l1');
});

test('a share is answered in its deal', () => {
  assert.equal(recordOfAct({ recordType: 'share', recordId: 's1', dealId: 'd1', partnerId: null })?.to, '/deals/d1');
  assert.equal(recordOfAct({ recordType: 'share', recordId: 's1', dealId: null, partnerId: null }), null);
});

test('acts of outside systems lead to the connection, the invitations, the deal, the offer and the billed lines', () => {
  const to = (recordType: Parameters<typeof recordOfAct>[0]['recordType']) => recordOfAct({ recordType, recordId: 'x1', dealId: 'd1', partnerId: null })?.to;
  assert.deepEqual(
    (['connection', 'invitation', 'view', 'offer', 'disbursement'] as const).map((type) => to(type)),
    ['/connections/x1', '/cosell/invitations', '/deals/d1', '/offers/x1', '/disbursements'],
  );
  assert.equal(recordOfAct({ recordType: 'view', recordId: 'v1', dealId: null, partnerId: null }), null);
});

test('acts of payouts lead to the dispute, the run, and the page of the payee', () => {
  const to = (recordType: Parameters<typeof recordOfAct>[0]['recordType'], partnerId: string | null = 'p1') =>
    recordOfAct({ recordType, recordId: 'x1', dealId: null, partnerId })?.to;
  assert.deepEqual([to('dispute'), to('payout_run'), to('payee')], ['/money/payouts/disputes/x1', '/money/payouts/runs/x1', '/money/payouts/payees/p1']);
  assert.equal(to('payee', null), undefined);
});

test('acts of funds and splits lead to the request, the claim, the list of extensions and the split', () => {
  const to = (recordType: Parameters<typeof recordOfAct>[0]['recordType']) => recordOfAct({ recordType, recordId: 'x1', dealId: null, partnerId: 'p1' })?.to;
  assert.deepEqual(
    [to('fund_request'), to('fund_claim'), to('fund_extension'), to('split')],
    ['/money/funds/requests/x1', '/money/funds/claims/x1', '/money/funds/extensions', '/money/splits/x1'],
  );
});

test('other acts are answered where they are', () => {
  assert.equal(recordOfAct({ recordType: null, recordId: null, dealId: 'd1', partnerId: null }), null);
});
