import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, addMonths, billingPeriod, dayIn, daysBetween } from './calendar.ts';
import { applyRate, ceiling, compare, decimal, divide, fraction, minus, percent, plus, rounded, times, toDecimal } from './decimal.ts';
import { majorOf, minorOf, reverseByWeights, splitByWeights } from './money.ts';

test('decimals are exact and rounded once, half away from zero', () => {
  assert.equal(applyRate(105n, percent('10')), 11n);
  assert.equal(applyRate(-105n, percent('10')), -11n);
  assert.equal(applyRate(104n, percent('10')), 10n);
  assert.equal(toDecimal(plus(decimal('0.1'), decimal('0.2')), 12), '0.300000000000');
  assert.equal(toDecimal(decimal('-0.005'), 2), '-0.01');
  assert.equal(toDecimal(decimal('-0.004'), 2), '0.00');
  assert.equal(ceiling(divide(decimal('121'), decimal('10'))), 13n);
  assert.equal(ceiling(decimal('-0.5')), 0n);
  for (const bad of ['', '1e3', '1,5', '.5', '1.', ' 1', 'NaN', '0.1234567890123']) assert.throws(() => decimal(bad), RangeError, bad);
  assert.throws(() => divide(decimal('1'), decimal('0')), RangeError);
});

const some = fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 6n })).map(([top, below]) => fraction(top, below));
test('fractions obey arithmetic, and rounding is symmetric and within a half', () => {
  fc.assert(
    fc.property(some, some, (a, b) => {
      assert.equal(compare(minus(plus(a, b), b), a), 0);
      if (b.numerator !== 0n) assert.equal(compare(times(divide(a, b), b), a), 0);
      assert.equal(rounded({ numerator: -a.numerator, denominator: a.denominator }), -rounded(a));
      const apart = minus(a, fraction(rounded(a)));
      assert.ok(compare(apart, fraction(1n, 2n)) <= 0 && compare(apart, fraction(-1n, 2n)) >= 0);
    }),
  );
});

test('amounts are written and read by the digits of their currency', () => {
  for (const [text, currency, minor] of [
    ['1234.50', 'EUR', 123450n],
    ['1234', 'JPY', 1234n],
    ['1.234', 'KWD', 1234n],
    ['-0.05', 'USD', -5n],
  ] as const) {
    assert.equal(minorOf(text, currency), minor);
    assert.equal(majorOf(minor, currency), text);
  }
  assert.throws(() => minorOf('1.5', 'JPY'), RangeError);
  assert.throws(() => minorOf('1.555', 'EUR'), RangeError);
});

test('whatever the steps of a reversal, each part has given back its split of all that was taken back, and in the end everything', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 7 }).filter((all) => all.some((one) => one > 0n));
  fc.assert(
    fc.property(fc.bigInt({ min: -100_000n, max: 100_000n }), weights, fc.array(fc.nat(1000), { maxLength: 6 }), (total, shares, cuts) => {
      const parts = shares.map((weight, index) => ({ key: `p${index}`, weight }));
      const marks = [...cuts].sort((a, b) => a - b).map((cut) => (total * BigInt(cut)) / 1000n);
      const returned = new Map<string, bigint>();
      for (const mark of [...marks, total]) {
        for (const [key, step] of reverseByWeights(total, mark, parts, returned)) returned.set(key, (returned.get(key) ?? 0n) + step);
        assert.equal(
          [...returned.values()].reduce((sum, one) => sum + one, 0n),
          mark,
        );
      }
      assert.deepEqual(returned, splitByWeights(total, parts));
    }),
  );
  assert.throws(() => reverseByWeights(100n, 101n, [{ key: 'a', weight: 1n }], new Map()), RangeError);
  assert.throws(() => reverseByWeights(100n, -1n, [{ key: 'a', weight: 1n }], new Map()), RangeError);
});

test('billing days clamp to the month and come back to their day', () => {
  assert.equal(addMonths('2027-01-31', 1), '2027-02-28');
  assert.equal(addMonths('2028-01-31', 1), '2028-02-29');
  assert.equal(addMonths('2027-02-28', 1, 31), '2027-03-31');
  assert.equal(addMonths('2027-03-31', -1, 31), '2027-02-28');
  assert.equal(daysBetween('2027-03-27', addDays('2027-03-27', 3)), 3);
  assert.deepEqual(billingPeriod('2027-02-28', 31, 1, '2027-01-15'), { from: '2027-02-28', to: '2027-03-31' });
  assert.deepEqual(billingPeriod('2027-01-20', 31, 1, '2027-01-15'), { from: '2027-01-15', to: '2027-01-31' });
});

test('an instant falls on the day of the contract, not of the server', () => {
  assert.equal(dayIn(new Date('2027-06-30T22:30:00Z'), 'Europe/Berlin'), '2027-07-01');
  assert.equal(dayIn(new Date('2027-06-30T22:30:00Z'), 'America/New_York'), '2027-06-30');
  assert.equal(dayIn(new Date('2027-06-30T12:30:00Z'), 'Pacific/Kiritimati'), '2027-07-01');
});
