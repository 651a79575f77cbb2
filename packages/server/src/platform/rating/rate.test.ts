import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceModel, type PriceModel } from '@entente/contracts';
import { ZERO, compare, decimal, fraction, times } from '@entente/kernel';
import fc from 'fast-check';
import { burn, plain, rate, rateIncrement, type Grant } from './index.ts';

const model = (value: unknown): PriceModel => priceModel.parse(value);
const price = (value: unknown, quantity: string, currency = 'EUR'): bigint => rate(model(value), { quantity: decimal(quantity) }, { currency }).amountMinor;

test('one unit price in currencies of no, two and three decimal places, rounded once and away from zero', () => {
  const table: [string, string, string, bigint][] = [
    ['0.005', '1', 'EUR', 1n],
    ['0.0049', '1', 'EUR', 0n],
    ['0.5', '3', 'JPY', 2n],
    ['0.0125', '1', 'KWD', 13n],
    ['0.000000000001', '1000000000000', 'EUR', 100n],
    ['10', '0', 'EUR', 0n],
  ];
  for (const [unitPrice, quantity, currency, expected] of table)
    assert.equal(price({ kind: 'unit', unitPrice }, quantity, currency), expected, `${unitPrice} × ${quantity} ${currency}`);
});

test('what rounding added stands in the step', () => {
  const { steps } = rate(model({ kind: 'unit', unitPrice: '0.0049' }), { quantity: decimal('1') }, { currency: 'EUR' });
  assert.deepEqual(steps, [{ label: 'Units', formula: '1 × 0.0049', resultMinor: 0, currency: 'EUR', rounding: '-0.49' }]);
});

test('a quantity below zero, an amount no number can hold, and a broken model are refused', () => {
  assert.throws(() => rate(model({ kind: 'unit', unitPrice: '1' }), { quantity: fraction(-1n) }, { currency: 'EUR' }), /not below zero/);
  assert.throws(() => price({ kind: 'unit', unitPrice: '999999999999' }, '999999999999'), /larger than the books/);
  const broken: unknown[] = [
    { kind: 'unit', unitPrice: '-1' },
    { kind: 'unit', unitPrice: 0.1 },
    { kind: 'unit', unitPrice: '0.0000000000001' },
    { kind: 'unit', unitPrice: '1', bonus: '2' },
    { kind: 'flat', unitPrice: '1' },
    { kind: 'package', size: '0', price: '1' },
    { kind: 'graduated', tiers: [] },
    { kind: 'graduated', tiers: [{ from: '1', unitPrice: '1' }] },
    { kind: 'volume', tiers: [{ from: '0' }, { from: '10' }, { from: '10.0' }] },
    { kind: 'volume', tiers: [{ from: '0', upTo: '10' }] },
    { kind: 'commitment', overage: { kind: 'commitment', overage: { kind: 'unit', unitPrice: '1' } } },
    { kind: 'prepaid', size: '100', price: '10', overage: { kind: 'unit', unitPrice: '1' }, order: [] },
  ];
  for (const value of broken) assert.equal(priceModel.safeParse(value).success, false, JSON.stringify(value));
});

test('on the bound itself, the boundary decides', () => {
  const tiers = [
    { from: '0', unitPrice: '2' },
    { from: '10', unitPrice: '1' },
  ];
  assert.equal(price({ kind: 'volume', tiers }, '10'), 2000n);
  assert.equal(price({ kind: 'volume', boundary: 'from', tiers }, '10'), 1000n);
  assert.equal(price({ kind: 'volume', tiers }, '10.000000000001'), 1000n);
});

test('a commitment: included, over it, least and most of a period', () => {
  const value = model({
    kind: 'commitment',
    fee: '100',
    includedQuantity: '1000',
    overage: { kind: 'unit', unitPrice: '0.20' },
    minimum: '150',
    maximum: '500',
  });
  const of = (quantity: string, context: { previouslyBilledMinor?: bigint; periodEnds?: boolean } = {}): bigint =>
    rate(value, { quantity: decimal(quantity) }, { currency: 'EUR', ...context }).amountMinor;
  assert.equal(of('1000'), 15_000n);
  assert.equal(of('1000', { periodEnds: false }), 10_000n);
  assert.equal(of('1500'), 20_000n);
  assert.equal(of('9000'), 50_000n);
  assert.equal(of('9000', { previouslyBilledMinor: 50_000n }), 0n);
});

test('prepaid burns in the stated order, whatever the order of the list, and the rest is overage', () => {
  const value = model({ kind: 'prepaid', size: '100', price: '80', overage: { kind: 'unit', unitPrice: '1.5' }, order: ['free_first', 'expires_first'] });
  const grants: Grant[] = [
    { id: 'late', left: decimal('100'), expiresOn: '2027-06-01', grantedOn: '2026-01-01' },
    { id: 'soon', left: decimal('40'), expiresOn: '2026-12-01', grantedOn: '2026-02-01' },
    { id: 'gift', left: decimal('5'), free: true, expiresOn: null, grantedOn: '2026-03-01' },
  ];
  for (const list of [grants, [...grants].reverse()]) {
    const { amountMinor, burned } = rate(value, { quantity: decimal('50') }, { currency: 'EUR', grants: list });
    assert.equal(amountMinor, 0n);
    assert.deepEqual(
      burned.map(({ grantId, quantity }) => [grantId, plain(quantity)]),
      [
        ['gift', '5'],
        ['soon', '40'],
        ['late', '5'],
      ],
    );
  }
  const named = rate(value, { quantity: decimal('5') }, { currency: 'EUR', grants: grants.map((grant) => ({ ...grant, name: `The ${grant.id} one` })) });
  assert.equal(named.steps[0]?.label, 'From The gift one');
  assert.equal(rate(value, { quantity: decimal('150') }, { currency: 'EUR', grants }).amountMinor, 750n);
  assert.equal(rate(value, { quantity: decimal('101') }, { currency: 'EUR' }).amountMinor, 16_000n);
});

const tiers = fc
  .array(fc.record({ width: fc.integer({ min: 1, max: 500 }), unitPrice: fc.integer({ min: 0, max: 5_000 }), flatFee: fc.integer({ min: 0, max: 100 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((list) => {
    let from = 0;
    return list.map(({ width, unitPrice, flatFee }) => {
      const tier = { from: String(from), unitPrice: `0.${String(unitPrice).padStart(5, '0')}`, flatFee: String(flatFee) };
      from += width;
      return tier;
    });
  });

test('graduated never falls when more is used, and one tier is the unit price', () => {
  fc.assert(
    fc.property(tiers, fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 5_000 }), (list, a, b) => {
      const graduated = model({ kind: 'graduated', tiers: list });
      const of = (quantity: number): bigint => rate(graduated, { quantity: fraction(BigInt(quantity)) }, { currency: 'EUR' }).amountMinor;
      assert.ok(of(Math.min(a, b)) <= of(Math.max(a, b)));
    }),
    { numRuns: 300 },
  );
});

test('increments sum to the price of the whole', () => {
  fc.assert(
    fc.property(tiers, fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 8 }), (list, parts) => {
      const graduated = model({ kind: 'graduated', tiers: list });
      let before = 0;
      let billed = rate(graduated, { quantity: ZERO }, { currency: 'KWD' }).amountMinor;
      for (const part of parts) {
        billed += rateIncrement(
          graduated,
          { quantity: fraction(BigInt(before)) },
          { quantity: fraction(BigInt(before + part)) },
          { currency: 'KWD' },
        ).amountMinor;
        before += part;
      }
      assert.equal(billed, rate(graduated, { quantity: fraction(BigInt(before)) }, { currency: 'KWD' }).amountMinor);
    }),
    { numRuns: 200 },
  );
});

test('what is burnt and what is left over is what was used', () => {
  const grant = fc.record({
    id: fc.uuid(),
    left: fc.integer({ min: 0, max: 100 }).map((n) => fraction(BigInt(n), 3n)),
    expiresOn: fc.constantFrom(null, '2026-12-01', '2027-01-01'),
    grantedOn: fc.constantFrom('2026-01-01', '2026-02-01'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(grant, { selector: ({ id }) => id, maxLength: 6 }), fc.integer({ min: 0, max: 300 }), (grants, used) => {
      const { burned, rest } = burn(grants, ['expires_first', 'smallest_first'], fraction(BigInt(used)));
      const sum = burned.reduce(
        (total, { quantity }) => total + Number(times(quantity, fraction(3n)).numerator) / Number(times(quantity, fraction(3n)).denominator),
        0,
      );
      assert.equal(sum + Number(times(rest, fraction(3n)).numerator) / Number(times(rest, fraction(3n)).denominator), used * 3);
      assert.ok(burned.every(({ left }) => compare(left, ZERO) >= 0));
    }),
    { numRuns: 200 },
  );
});
