import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { amountOf, type DraftLeg, emptyLeg, legsOf, problemOf } from './legs.ts';

const leg = (changes: Partial<DraftLeg>): DraftLeg => ({ ...emptyLeg(1, 'EUR'), ...changes });

describe('legs of an adjustment', () => {
  it('makes a debit positive and a credit negative, in the digits of the currency', () => {
    assert.equal(amountOf(leg({ debit: 12.34 })), 1_234);
    assert.equal(amountOf(leg({ credit: 1_000.1 })), -100_010);
    assert.equal(amountOf(leg({ currency: 'JPY', debit: 500 })), 500);
    assert.equal(amountOf(leg({ currency: 'KWD', credit: 1.005 })), -1_005);
  });

  it('wants a party where somebody is owed, and none elsewhere', () => {
    assert.equal(problemOf(leg({ purpose: 'partner_payable', debit: 1 })), 'party');
    assert.equal(problemOf(leg({ purpose: 'cash', debit: 1 })), null);
    assert.equal(problemOf(leg({ purpose: 'cash' })), 'amount');
    assert.equal(problemOf(leg({ debit: 1 })), 'purpose');
  });

  it('leaves out rows nobody touched and a party that no longer applies', () => {
    assert.deepEqual(legsOf([leg({ purpose: 'cash', party: 'left over', debit: 2 }), leg({})]), [
      { purpose: 'cash', partyId: null, currency: 'EUR', amountMinor: 200 },
    ]);
    assert.equal(legsOf([leg({ purpose: 'partner_accrued', debit: 2 })]), null);
  });
});
