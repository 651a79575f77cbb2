import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { after } from './dates.ts';
import { allocate, amountText, decimal, percentOf, priceText, toMinor } from './money.ts';

test('amounts are rounded half away from zero, to the minor unit of their currency', () => {
  assert.equal(amountText(decimal('0.005'), 'USD'), '0.01');
  assert.equal(amountText(decimal('-0.005'), 'USD'), '-0.01');
  assert.equal(amountText(decimal('1234.5'), 'JPY'), '1235');
  assert.equal(amountText(percentOf(decimal('108000.00'), '8.0'), 'USD'), '8640.00');
  assert.equal(priceText(decimal('0.01328400')), '0.013284');
  assert.throws(() => decimal('1e3'), RangeError);
});

test('a total that is shared out is shared out completely', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 60 }), (total, weights) => {
      fc.pre(weights.some((weight) => weight > 0));
      const shares = allocate(BigInt(total) * 1_000_000n, weights.map(BigInt), 'USD');
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0n),
        BigInt(total) * 1_000_000n,
      );
      assert.ok(shares.every((share) => share >= 0n && toMinor(share, 'USD') === share));
    }),
  );
});

test('months are calendar months', () => {
  assert.equal(after(new Date('2027-01-31T10:00:00Z'), 'P1M').toISOString(), '2027-02-28T10:00:00.000Z');
  assert.equal(after(new Date('2026-11-15T12:00:00Z'), 'P12M').toISOString(), '2027-11-15T12:00:00.000Z');
  assert.equal(after(new Date('2026-11-15T12:00:00Z'), 'P30D').toISOString(), '2026-12-15T12:00:00.000Z');
});
