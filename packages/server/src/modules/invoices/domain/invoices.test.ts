import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, applyRate, decimal, fraction, percent, plus, Problem, ZERO } from '@entente/kernel';
import fc from 'fast-check';
import { creditOf, openAndPaid, type CreditLine } from './credit.ts';
import { amountOf, leftOf, openOf, type LineAmounts } from './line.ts';
import { namedInvoices, sameName } from './match-payment.ts';
import { creditDeferral, earnedUntil, waits } from './recognise.ts';
import { settle } from './settle.ts';
import { decideTax, taxesOf, type TaxRule } from './tax.ts';

const line = (id: string, netMinor: bigint, taxMinor: bigint): LineAmounts => ({
  id,
  netMinor,
  taxMinor,
  paidNetMinor: 0n,
  paidTaxMinor: 0n,
  creditedNetMinor: 0n,
  creditedTaxMinor: 0n,
  writtenOffNetMinor: 0n,
  writtenOffTaxMinor: 0n,
});
const rule = (over: Partial<TaxRule>): TaxRule => ({
  id: 'r',
  country: 'DE',
  category: 'S',
  code: 'S',
  rate: '19',
  exemptionReason: null,
  from: '2020-01-01',
  to: null,
  ...over,
});
const de = { country: 'DE', taxId: 'DE1' };

test('which tax: the country of the buyer, in force on the day; reverse charge in the Union; never nought for want of a rule', () => {
  const rules = [
    rule({ to: '2027-01-01', rate: '16' }),
    rule({ id: 'new', from: '2027-01-01' }),
    rule({ country: '*', code: 'G', rate: '0', exemptionReason: 'Export' }),
  ];
  const of = (buyer: { country: string; taxId: string | null }, day = '2027-03-01', category = 'S') => {
    const tax = decideTax({ seller: de, buyer, category, day, rules });
    return typeof tax === 'string' ? tax : [tax.code, tax.rate];
  };
  assert.deepEqual(of({ country: 'DE', taxId: null }), ['S', '19']);
  assert.deepEqual(of({ country: 'DE', taxId: null }, '2026-12-31'), ['S', '16']);
  assert.deepEqual(of({ country: 'FR', taxId: 'FR1' }), ['AE', '0']);
  assert.deepEqual(of({ country: 'US', taxId: null }), ['G', '0']);
  assert.match(String(of({ country: 'DE', taxId: null }, '2027-03-01', 'X')), /no tax rule for DE, category X/);
  assert.match(
    JSON.stringify(decideTax({ seller: { country: 'DE', taxId: null }, buyer: { country: 'FR', taxId: 'FR1' }, category: 'S', day: '2027-03-01', rules })),
    /tax id of the seller/,
  );
});

test('either policy: lines and tax make the total, and by sum each rate is rounded once', () => {
  const arbitrary = fc.array(fc.record({ net: fc.bigInt({ min: -100_000n, max: 100_000n }), rate: fc.constantFrom('19', '7', '5.5', '23.33', '0') }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(arbitrary, (parts) => {
      const lines = parts.map(({ net, rate }, index) => ({ id: String(index).padStart(3, '0'), netMinor: net, code: 'S', rate }));
      const shuffled = taxesOf('sum', lines.toReversed());
      for (const rate of new Set(parts.map((part) => part.rate))) {
        const own = lines.filter((one) => one.rate === rate);
        const sum = own.reduce((total, { netMinor }) => total + netMinor, 0n);
        assert.equal(
          own.reduce((total, { id }) => total + (shuffled.get(id) ?? 0n), 0n),
          applyRate(sum, percent(rate)),
        );
      }
      assert.deepEqual(taxesOf('sum', lines), shuffled);
      for (const [id, tax] of taxesOf('line', lines)) assert.equal(tax, applyRate(lines[Number(id)]?.netMinor ?? 0n, percent(lines[Number(id)]?.rate ?? '0')));
    }),
  );
});

test('payments in any steps leave no line below nothing, and the last exactly nothing', () => {
  const amounts = fc.array(fc.record({ net: fc.bigInt({ min: -5_000n, max: 50_000n }), rate: fc.constantFrom(0n, 7n, 19n) }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(amounts, fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 }), (parts, shares) => {
      let lines = parts.map(({ net, rate }, index) => line(String(index), net, (net * rate) / 100n));
      const open = (): bigint => lines.reduce((sum, one) => sum + openOf(one).netMinor + openOf(one).taxMinor, 0n);
      if (open() <= 0n) return;
      for (const share of [...shares, 100]) {
        const amount = (open() * BigInt(share)) / 100n;
        const drawn = settle(lines, amount);
        assert.equal(
          [...drawn.values()].reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0n),
          amount,
        );
        lines = lines.map((one) => ({
          ...one,
          paidNetMinor: one.paidNetMinor + (drawn.get(one.id)?.netMinor ?? 0n),
          paidTaxMinor: one.paidTaxMinor + (drawn.get(one.id)?.taxMinor ?? 0n),
        }));
        for (const one of lines) {
          const left = openOf(one);
          assert.ok(one.netMinor < 0n ? left.netMinor <= 0n && left.netMinor >= one.netMinor : left.netMinor >= 0n && left.netMinor <= one.netMinor);
        }
        if (share === 100 && open() === 0n) assert.ok(lines.every((one) => openOf(one).netMinor === 0n && openOf(one).taxMinor === 0n));
        if (open() === 0n) return;
      }
    }),
  );
  assert.throws(() => settle([line('a', 100n, 19n)], 120n), RangeError);
});

const creditLine = (over: Partial<CreditLine>): CreditLine => ({
  ...line('l', 10_000n, 1_900n),
  description: 'Line',
  quantity: '3',
  creditedQuantity: ZERO,
  ...over,
});
const refused = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

test('credits in any steps end at exactly the line and its tax; never more than is left', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 1_000_000n }),
      fc.boolean(),
      fc.constantFrom('19', '7', '23.33'),
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 10 }),
      (size, back, rate, shares) => {
        const net = back ? -size : size;
        let own = creditLine({ netMinor: net, taxMinor: applyRate(net, percent(rate)) });
        for (const share of shares) {
          const asked = (leftOf(own).netMinor * BigInt(share)) / 100n;
          if (asked === 0n) continue;
          const credit = creditOf(own, { netMinor: Number(asked) });
          const parts = openAndPaid(own, credit);
          assert.equal(parts.open.netMinor + parts.paid.netMinor, credit.netMinor);
          own = { ...own, creditedNetMinor: own.creditedNetMinor + credit.netMinor, creditedTaxMinor: own.creditedTaxMinor + credit.taxMinor };
        }
        const rest = creditOf(own, { rest: true });
        assert.deepEqual([own.creditedNetMinor + rest.netMinor, own.creditedTaxMinor + rest.taxMinor], [own.netMinor, own.taxMinor]);
        const done = { ...own, creditedNetMinor: own.netMinor, creditedTaxMinor: own.taxMinor };
        assert.throws(() => creditOf(done, { rest: true }), refused('invalid_input'));
      },
    ),
  );
  assert.throws(() => creditOf(creditLine({}), { netMinor: 10_001 }), refused('conflict'));
  assert.throws(() => creditOf(creditLine({}), { netMinor: -1 }), refused('invalid_input'));
  assert.throws(() => creditOf(creditLine({}), { netMinor: 1, rest: true }), refused('invalid_input'));
});

test('a third of three units each is the line at the end', () => {
  let own = creditLine({ netMinor: 1_000n, taxMinor: 190n });
  const nets = [];
  for (let unit = 0; unit < 3; unit += 1) {
    const credit = creditOf(own, { quantity: '1' });
    nets.push(credit.netMinor);
    own = {
      ...own,
      creditedNetMinor: own.creditedNetMinor + credit.netMinor,
      creditedTaxMinor: own.creditedTaxMinor + credit.taxMinor,
      creditedQuantity: plus(own.creditedQuantity, decimal('1')),
    };
  }
  assert.deepEqual([nets, own.creditedTaxMinor], [[333n, 334n, 333n], 190n]);
  assert.throws(() => creditOf({ ...own, creditedNetMinor: 0n, creditedQuantity: fraction(3n) }, { quantity: '0.5' }), refused('conflict'));
});

test('revenue by day, in any steps, is the line at the end of its period', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -100_000n, max: 100_000n }),
      fc.integer({ min: 1, max: 800 }),
      fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 12 }),
      fc.integer({ min: 0, max: 100 }),
      (net, days, steps, share) => {
        let state = { deferredMinor: net, recognisedMinor: 0n, from: '2027-01-31', to: addDays('2027-01-31', days), until: null as string | null };
        let [earned, credited] = [0n, 0n];
        for (const [index, step] of [...steps.sort((a, b) => a - b), 901].entries()) {
          const day = addDays('2027-01-31', step);
          const amount = earnedUntil(state, day) - state.recognisedMinor;
          earned += amount;
          state = { ...state, recognisedMinor: state.recognisedMinor + amount, until: day };
          if (index !== 1) continue;
          const taken = creditDeferral(state, (net * BigInt(share)) / 100n);
          credited += taken.fromDeferred;
          state = { ...state, ...taken.deferral };
        }
        assert.equal(earned + credited, net);
      },
    ),
  );
  assert.deepEqual([waits(null, '2027-03-01'), waits({ to: '2027-03-02' }, '2027-03-01'), waits({ to: '2027-03-03' }, '2027-03-01')], [false, false, true]);
});

test('invoice numbers are found as people write them, and no number inside another', () => {
  const known = ['INV-2027-00001', 'INV-2027-00012'].map((number) => ({ number }));
  assert.deepEqual(
    namedInvoices('payment inv 2027 00001/INV202700012', known)
      .map(({ number }) => number)
      .sort(),
    ['INV-2027-00001', 'INV-2027-00012'],
  );
  assert.deepEqual(namedInvoices('INV-2027-000012', known), []);
  assert.deepEqual(namedInvoices(null, known), []);
  assert.ok(sameName('Südwind  GmbH', 'SÜDWIND, GMBH') && !sameName('', '') && !sameName('A', 'B'));
});

test('amounts of every currency, finer prices rounded once', () => {
  assert.deepEqual(
    [amountOf('3', '0.335', 'EUR'), amountOf('3', '333.5', 'JPY'), amountOf('1.5', '0.0015', 'KWD'), amountOf('-1', '0.005', 'EUR')],
    [101n, 1_001n, 2n, -1n],
  );
});
