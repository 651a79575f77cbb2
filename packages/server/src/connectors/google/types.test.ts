import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dateOf, dayOf, minorOf, minorOfDecimal, moneyOf } from './types.ts';

const currencies = fc.constantFrom('USD', 'JPY', 'KWD');

test('an amount comes back as it was sent, in every currency and with its sign', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), currencies, (minor, currency) => {
      const money = moneyOf(minor, currency);
      assert.equal(minorOf(money), minor);
      assert.ok(Math.abs(Number(money['nanos'])) < 1_000_000_000);
    }),
  );
});

for (const [money, minor] of [
  [{ currencyCode: 'USD', units: '12', nanos: 340_000_000 }, 1234n],
  [{ currencyCode: 'USD', nanos: 10_000_000 }, 1n],
  [{ currencyCode: 'JPY', units: '12' }, 12n],
  [{ currencyCode: 'KWD', units: '1', nanos: 234_000_000 }, 1234n],
  [{ currencyCode: 'USD', units: '1', nanos: 1 }, null],
  [{ currencyCode: 'JPY', units: '1', nanos: 500_000_000 }, null],
  [{ units: '1' }, null],
  [{ currencyCode: 'USD', units: '1.5' }, null],
  [null, null],
] as const)
  test(`${JSON.stringify(money)} is ${minor === null ? 'no amount' : minor}`, () => assert.equal(minorOf(money), minor));

test('a decimal is read exactly or not at all', () => {
  assert.deepEqual(
    ['12.34', '-0.5', '7', '1.230'].map((text) => minorOfDecimal(text, 'USD')),
    [1234n, -50n, 700n, 123n],
  );
  assert.deepEqual(
    ['12.345', '1e3', '', '1,5', ' '].map((text) => minorOfDecimal(text, 'USD')),
    [null, null, null, null, null],
  );
});

test('a day comes back, and one the calendar lacks is none', () => {
  assert.equal(dayOf(dateOf('2028-02-29')), '2028-02-29');
  assert.equal(dayOf({ year: 2027, month: 2, day: 29 }), null);
  assert.equal(dayOf({ year: 2027, month: 0, day: 0 }), null);
});
