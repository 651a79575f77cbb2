import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, lineAmount, runGroups, sumsOf, typedDecimal } from './amounts.ts';

test('typed numbers are exact or nothing', () => {
  assert.equal(typedDecimal(' 1,5 '), '1.5');
  assert.equal(typedDecimal('−2'), '-2');
  for (const wrong of ['', '1.2.3', '1,000.50', 'x', '1e5']) assert.equal(typedDecimal(wrong), null, wrong);
});

test('a line comes to what the server makes of it', () => {
  assert.deepEqual(
    [lineAmount('3', '0.335', 'EUR'), lineAmount('3', '333.5', 'JPY'), lineAmount('1.5', '0.0015', 'KWD'), lineAmount('-1', '0.005', 'EUR')],
    [101, 1001, 2, -1],
  );
  assert.equal(lineAmount('999999999999', '999999999999', 'EUR'), null);
});

test('sums stay within their currency', () => {
  assert.deepEqual(
    sumsOf([
      { currency: 'USD', amountMinor: 5 },
      { currency: 'EUR', amountMinor: 7 },
      { currency: 'USD', amountMinor: -2 },
    ]),
    [
      { currency: 'EUR', amountMinor: 7 },
      { currency: 'USD', amountMinor: 3 },
    ],
  );
});

test('what is applied is held against what is open and what came', () => {
  const owed = [
    { id: 'a', openMinor: 100 },
    { id: 'b', openMinor: 50 },
  ];
  assert.deepEqual(applied(new Map([['a', 100]]), owed, 120), { sumMinor: 100, tooMuchOf: [], tooMuch: false });
  assert.deepEqual(
    applied(
      new Map([
        ['a', 100],
        ['b', 51],
      ]),
      owed,
      120,
    ),
    { sumMinor: 151, tooMuchOf: ['b'], tooMuch: true },
  );
});

test('a run makes one invoice for each account and currency', () => {
  const charge = { accountId: '1', accountName: 'B', currency: 'EUR', amountMinor: 10 };
  assert.deepEqual(runGroups([charge, { ...charge, amountMinor: -4 }, { ...charge, currency: 'USD' }, { ...charge, accountId: '2', accountName: 'A' }]), [
    { accountId: '2', accountName: 'A', currency: 'EUR', netMinor: 10, charges: 1 },
    { accountId: '1', accountName: 'B', currency: 'EUR', netMinor: 6, charges: 2 },
    { accountId: '1', accountName: 'B', currency: 'USD', netMinor: 10, charges: 1 },
  ]);
});
