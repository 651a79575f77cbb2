import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currencySums } from './balances.ts';

const fund = (currency: string, endsOn: string, available: number, open = true) => ({
  currency,
  endsOn,
  open,
  balance: {
    allocatedMinor: available + 60,
    availableMinor: available,
    committedMinor: 30,
    claimedPendingMinor: 20,
    owedMinor: 5,
    paidMinor: 10,
    expiredMinor: 0,
  },
});

test('funds are added by currency, and the parts add up to what is allocated', () => {
  const sums = currencySums([fund('USD', '2027-01-01', 100), fund('EUR', '2027-03-01', 40), fund('EUR', '2027-01-01', 7)]);
  assert.deepEqual(
    sums.map(({ currency, allocatedMinor }) => [currency, allocatedMinor]),
    [
      ['EUR', 167],
      ['USD', 160],
    ],
  );
  for (const { allocatedMinor, parts } of sums)
    assert.equal(
      Object.values(parts).reduce((sum, part) => sum + part, 0),
      allocatedMinor,
    );
});

test('what expires first is what is left of the open funds that end first', () => {
  const [sum] = currencySums([
    fund('EUR', '2027-03-01', 40),
    fund('EUR', '2027-01-01', 7),
    fund('EUR', '2027-01-01', 5),
    fund('EUR', '2026-01-01', 900, false),
  ]);
  assert.deepEqual(sum?.expiring, { day: '2027-01-01', amountMinor: 12 });
  assert.equal(currencySums([fund('EUR', '2027-03-01', 0)])[0]?.expiring, null);
});
