import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayIn, lastDayOf, monthIn } from '../kit/months.ts';
import { balanceSums, movedSums, sides } from './sums.ts';

const account = (side: 'asset' | 'liability', currency: string, debitMinor: number, creditMinor: number) => ({
  class: side,
  currency,
  debitMinor,
  creditMinor,
  balanceMinor: side === 'asset' ? debitMinor - creditMinor : creditMinor - debitMinor,
});

describe('sums of the ledger', () => {
  it('adds balances of one side as they are read, per currency', () => {
    const found = balanceSums([account('liability', 'USD', 0, 500), account('liability', 'EUR', 100, 700), account('liability', 'EUR', 0, 50)]);
    assert.equal(found.oneSided, true);
    assert.deepEqual(found.sums, [
      { currency: 'EUR', debitMinor: 100, creditMinor: 750, balanceMinor: 650 },
      { currency: 'USD', debitMinor: 0, creditMinor: 500, balanceMinor: 500 },
    ]);
  });

  it('takes credits from debits where both sides are listed, so that whole books come to zero', () => {
    const found = balanceSums([account('asset', 'EUR', 900, 200), account('liability', 'EUR', 200, 900)]);
    assert.equal(found.oneSided, false);
    assert.deepEqual(found.sums, [{ currency: 'EUR', debitMinor: 1_100, creditMinor: 1_100, balanceMinor: 0 }]);
  });

  it('splits entries into debits and credits', () => {
    assert.deepEqual(
      sides([
        { currency: 'JPY', amountMinor: 5 },
        { currency: 'JPY', amountMinor: -3 },
      ]),
      [{ currency: 'JPY', debitMinor: 5, creditMinor: 3, balanceMinor: 2 }],
    );
  });

  it('never adds two currencies of one transaction', () => {
    const amounts = [
      { currency: 'EUR', amountMinor: 10 },
      { currency: 'USD', amountMinor: 11 },
    ];
    assert.deepEqual(movedSums([{ amounts }, { amounts: [] }, { amounts }]), [
      { currency: 'EUR', amountMinor: 20 },
      { currency: 'USD', amountMinor: 22 },
    ]);
  });
});

describe('months and days of an address', () => {
  it('reads months and days, and nothing else', () => {
    assert.equal(monthIn('2026-03'), '2026-03');
    assert.equal(monthIn('2026-13'), undefined);
    assert.equal(dayIn('2026-02-28'), '2026-02-28');
    assert.equal(dayIn('2026-02-30'), undefined);
    assert.equal(dayIn(undefined), undefined);
  });

  it('knows the last day of a month', () => {
    assert.equal(lastDayOf('2028-02'), '2028-02-29');
    assert.equal(lastDayOf('2026-12'), '2026-12-31');
  });
});
