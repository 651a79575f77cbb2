import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetSums, figureSums, readded } from './sums.ts';

const balance = (availableMinor: number, committedMinor: number, claimedPendingMinor: number, paidMinor: number, expiredMinor: number) => ({
  allocatedMinor: availableMinor + committedMinor + claimedPendingMinor + paidMinor + expiredMinor,
  availableMinor,
  committedMinor,
  claimedPendingMinor,
  owedMinor: 0,
  paidMinor,
  expiredMinor,
});

test('the parts of a balance add up to what is allocated, also where it is overdrawn', () => {
  for (const one of [balance(1, 2, 3, 4, 5), balance(-7, 0, 0, 20, 0), balance(0, 0, 0, 0, 0)]) assert.equal(readded(one), one.allocatedMinor);
});

test('budgets are summed for each currency and never across', () => {
  const sums = budgetSums([
    { currency: 'EUR', amountMinor: 100, unallocatedMinor: 85, balance: balance(5, 4, 3, 2, 1) },
    { currency: 'JPY', amountMinor: 7, unallocatedMinor: 7, balance: balance(0, 0, 0, 0, 0) },
    { currency: 'EUR', amountMinor: 10, unallocatedMinor: 0, balance: balance(10, 0, 0, 0, 0) },
  ]);
  assert.deepEqual(
    sums.map((sum) => [sum.currency, sum.amountMinor, sum.unallocatedMinor, sum.balance.allocatedMinor, readded(sum.balance)]),
    [
      ['EUR', 110, 85, 25, 25],
      ['JPY', 7, 7, 0, 0],
    ],
  );
});

test('figures are summed for each currency', () => {
  const row = { allocatedMinor: 6, committedMinor: 5, claimedMinor: 4, approvedMinor: 3, paidMinor: 2, expiredMinor: 1 };
  assert.deepEqual(
    figureSums([
      { currency: 'USD', ...row },
      { currency: 'EUR', ...row },
      { currency: 'USD', ...row },
    ]).map((sum) => [sum.currency, sum.allocatedMinor, sum.expiredMinor]),
    [
      ['EUR', 6, 1],
      ['USD', 12, 2],
    ],
  );
});
