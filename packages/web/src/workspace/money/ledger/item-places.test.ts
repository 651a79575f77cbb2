import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeOfCause, placeOfItem, placeOfRecords } from './item-places.ts';

describe('where an item of the checklist leads', () => {
  it('opens the control at the end of the month', () => {
    assert.deepEqual(placeOfItem('control:invoices:receivable', '2026-02'), {
      to: '/money/ledger',
      search: { tab: 'reconciliation', asOf: '2026-02-28', control: 'invoices:receivable' },
    });
  });

  it('opens the area of another module by its key', () => {
    assert.equal(placeOfItem('check:invoices.drafts', '2026-02')?.search['state'], 'draft');
    assert.equal(placeOfItem('check:payouts.held', '2026-02')?.to, '/money/payouts');
    assert.equal(placeOfItem('check:elsewhere', '2026-02'), null);
  });

  it('opens views of the books for what the ledger counts itself', () => {
    assert.deepEqual(placeOfItem('trial', '2026-02')?.search, { tab: 'trial', period: '2026-02' });
    assert.equal(placeOfItem('over', '2026-02'), null);
  });

  it('leads to the records of a party', () => {
    assert.deepEqual(placeOfRecords(['partner_payable', 'partner_accrued'], 'p1'), { to: '/money/payouts/payees/p1', search: {} });
    assert.equal(placeOfRecords(['cash'], null), null);
  });

  it('leads from a cause to where the fact is kept', () => {
    assert.equal(placeOfCause('invoice:i1')?.to, '/money/invoices/i1');
    assert.equal(placeOfCause('payout:x:2')?.to, '/money/payouts');
    assert.equal(placeOfCause('adjustment:a1'), null);
  });
});
