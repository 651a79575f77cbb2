import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fraction } from '@entente/kernel';
import { problemsOf } from './document.ts';
import { periodOf, monthsIn, periodBefore } from './periods.ts';
import {
  accrueDay,
  asWritten,
  bandAt,
  earned,
  measured,
  NO_VOLUME,
  projected,
  scaleOf,
  together,
  type RebateDocument,
  type Scale,
  type Volume,
} from './rebate.ts';

const document = (over: Partial<RebateDocument> = {}): RebateDocument => ({
  kind: 'rebate',
  when: [{ kind: 'everyone' }],
  enrolled: true,
  holdDays: 0,
  approveAbove: null,
  to: { roles: ['resell'] },
  currency: 'EUR',
  period: { every: 'quarter', firstMonth: 1, timeZone: 'UTC' },
  settleAfterDays: 0,
  measure: 'amount',
  against: 'volume',
  baseline: null,
  basis: 'marginal',
  pays: 'whole',
  bands: [
    { from: '100', reward: { kind: 'percent', percent: '5' } },
    { from: '350', reward: { kind: 'percent', percent: '10' } },
    { from: '500', reward: { kind: 'percent', percent: '15' } },
  ],
  atLeastMinor: null,
  atMostMinor: null,
  ...over,
});
const scale = (of: RebateDocument, terms: { target?: string; baseline?: string } = {}): Scale => {
  const found = scaleOf(of, { target: terms.target ?? null, baseline: terms.baseline ?? null });
  assert.ok(found.ok, found.ok ? '' : found.sentence);
  return found.scale;
};
const volume = (amountMinor: bigint, quantity = 0n): Volume => ({ amountMinor, quantity: fraction(quantity) });
const of = (doc: RebateDocument, amount: bigint, terms = {}): bigint => earned(doc, scale(doc, terms), volume(amount)).amountMinor;

test('marginal and retroactive pay differently from the same bands', () => {
  const marginal = document();
  const retroactive = document({ basis: 'retroactive' });
  for (const [amount, step, whole] of [
    [0n, 0n, 0n],
    [9_999n, 0n, 0n],
    [10_000n, 0n, 500n],
    [35_000n, 1_250n, 3_500n],
    [60_000n, 1_250n + 1_500n + 1_500n, 9_000n],
    [-100n, 0n, 0n],
  ] as const) {
    assert.equal(of(marginal, amount), step, `marginal ${amount}`);
    assert.equal(of(retroactive, amount), whole, `retroactive ${amount}`);
  }
});

test('growth, growth in per cent and per cent of a target come down to the same lower bounds', () => {
  const bands = [
    { from: '0', reward: { kind: 'percent' as const, percent: '2' } },
    { from: '20', reward: { kind: 'percent' as const, percent: '4' } },
  ];
  const growth = document({ against: 'growth', baseline: 'enrolment', bands });
  assert.equal(of(growth, 11_000n, { baseline: '100' }), 20n);
  assert.equal(of(growth, 13_000n, { baseline: '100' }), 40n + 40n);
  const percentage = document({ against: 'growth_percent', baseline: 'enrolment', bands });
  assert.equal(of(percentage, 13_000n, { baseline: '100' }), 40n + 40n);
  const target = document({
    against: 'target_percent',
    basis: 'retroactive',
    bands: [
      { from: '80', reward: { kind: 'percent', percent: '1' } },
      { from: '100', reward: { kind: 'percent', percent: '3' } },
    ],
  });
  assert.equal(of(target, 7_999n, { target: '100' }), 0n);
  assert.equal(of(target, 8_000n, { target: '100' }), 80n);
  assert.equal(of(target, 10_000n, { target: '100' }), 300n);
  const onGrowth = document({ against: 'growth', baseline: 'enrolment', basis: 'retroactive', pays: 'growth', bands });
  assert.equal(of(onGrowth, 13_000n, { baseline: '100' }), 120n);
  assert.deepEqual(scaleOf(target, { target: null, baseline: null }), {
    ok: false,
    sentence: 'The enrolment says no target. Nothing is earned until it is there.',
  });
  assert.equal(scaleOf(percentage, { target: null, baseline: '0' }).ok, false);
});

test('by quantity, an amount for each unit; in currencies without and with three decimals', () => {
  const units = document({
    measure: 'quantity',
    currency: 'KWD',
    bands: [
      { from: '0', reward: { kind: 'per_unit', amount: '0.125' } },
      { from: '10', reward: { kind: 'per_unit', amount: '0.250' } },
    ],
  });
  assert.equal(earned(units, scale(units), volume(0n, 12n)).amountMinor, 1_250n + 500n);
  const yen = document({ currency: 'JPY', basis: 'retroactive', bands: [{ from: '1000', reward: { kind: 'percent', percent: '2.5' } }] });
  assert.equal(earned(yen, scale(yen), volume(1_001n)).amountMinor, 25n);
  assert.deepEqual(problemsOf(document({ currency: 'JPY', bands: [{ from: '0.5', reward: { kind: 'percent', percent: '1' } }] })), [
    { path: 'bands.0.from', sentence: 'JPY has 0 decimal places.' },
  ]);
});

test('least and most of a period', () => {
  const doc = document({ basis: 'retroactive', atLeastMinor: 1_000, atMostMinor: 5_000 });
  assert.equal(earned(doc, scale(doc), volume(10_000n)).amountMinor, 500n, 'the least is given when the period ends');
  assert.equal(earned(doc, scale(doc), volume(10_000n), { final: true }).amountMinor, 1_000n);
  assert.equal(earned(doc, scale(doc), volume(9_000n), { final: true }).amountMinor, 0n, 'no band, no least');
  assert.equal(earned(doc, scale(doc), volume(90_000n), { final: true }).amountMinor, 5_000n);
});

test('a retroactive crossing is one amount, and the day has its own', () => {
  const doc = document({ basis: 'retroactive' });
  const day = accrueDay(doc, scale(doc), volume(34_000n), 1_700n, volume(2_000n));
  assert.deepEqual([day.crossingMinor, day.dayMinor], [1_700n, 200n]);
  const back = accrueDay(doc, scale(doc), volume(36_000n), 3_600n, volume(-2_000n));
  assert.deepEqual([back.crossingMinor, back.dayMinor], [-1_800n, -100n]);
});

const anyDocument = fc
  .record({
    basis: fc.constantFrom('marginal' as const, 'retroactive' as const),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    most: fc.option(fc.integer({ min: 1, max: 500_000 }), { nil: null }),
    rates: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 5 }),
  })
  .map(({ basis, currency, most, rates }) =>
    document({
      basis,
      currency,
      atMostMinor: most,
      bands: rates
        .toSorted((a, b) => a - b)
        .map((bp, index) => ({
          from: String(index * 700 + 3),
          reward: { kind: 'percent', percent: `${Math.floor(bp / 100)}.${String(bp % 100).padStart(2, '0')}` },
        })),
    }),
  );
test('days sum to the period, to the minor unit, whatever comes; and never above the most', () => {
  fc.assert(
    fc.property(anyDocument, fc.array(fc.integer({ min: -200_000, max: 900_000 }), { maxLength: 40 }), (doc, days) => {
      assert.deepEqual(problemsOf(doc), []);
      const bounds = scale(doc);
      let [before, accrued, crossings] = [NO_VOLUME, 0n, 0];
      for (const amount of days) {
        const was = bandAt(bounds, measured(doc, before));
        const day = accrueDay(doc, bounds, before, accrued, volume(BigInt(amount)));
        before = together(before, volume(BigInt(amount)));
        accrued += day.dayMinor + day.crossingMinor;
        if (day.crossingMinor !== 0n) {
          crossings += 1;
          assert.notEqual(was, day.after.band);
        }
        assert.ok(doc.atMostMinor === null || accrued <= BigInt(doc.atMostMinor));
        assert.ok(accrued >= 0n);
      }
      assert.equal(accrued, earned(doc, bounds, before).amountMinor);
      if (doc.basis === 'marginal') assert.equal(crossings, 0);
    }),
    { numRuns: 500 },
  );
});

test('bands are lower bounds that rise, of one way of paying, and a higher one pays no less for everything', () => {
  const words = (over: Partial<RebateDocument>): string[] => problemsOf(document(over)).map(({ path }) => path);
  const rate = (from: string, percent: string) => ({ from, reward: { kind: 'percent' as const, percent } });
  assert.deepEqual(words({ bands: [rate('100', '5'), rate('100', '6')] }), ['bands.1.from']);
  assert.deepEqual(words({ bands: [rate('-1', '5')] }), ['bands.0.from']);
  assert.deepEqual(words({ bands: [rate('1', '100.5')] }), ['bands.0.reward.percent']);
  assert.deepEqual(words({ bands: [rate('1', '-2')] }), ['bands.0.reward.percent']);
  assert.deepEqual(words({ basis: 'retroactive', bands: [rate('1', '5'), rate('2', '4')] }), ['bands.1.reward']);
  assert.deepEqual(words({ against: 'growth' }), ['baseline']);
  assert.deepEqual(words({ period: { every: 'month', firstMonth: 1, timeZone: 'Mars/Base' } }), ['period.timeZone']);
  assert.deepEqual(words({ currency: 'ZZZ' }), ['currency']);
  assert.deepEqual(words({ atLeastMinor: 10, atMostMinor: 5 }), ['atLeastMinor']);
});

test('periods begin with the month the document says', () => {
  assert.deepEqual(periodOf('2027-01-31', { every: 'year', firstMonth: 4 }), { from: '2026-04-01', to: '2027-04-01' });
  assert.deepEqual(periodOf('2027-04-01', { every: 'year', firstMonth: 4 }), { from: '2027-04-01', to: '2028-04-01' });
  assert.deepEqual(periodOf('2027-01-01', { every: 'quarter', firstMonth: 2 }), { from: '2026-11-01', to: '2027-02-01' });
  assert.deepEqual(periodBefore('2027-01-01', { every: 'half_year', firstMonth: 1 }), { from: '2026-07-01', to: '2027-01-01' });
  assert.deepEqual(monthsIn({ from: '2026-11-01', to: '2027-02-01' }), ['2026-11', '2026-12', '2027-01']);
});

test('the pace until today, to the end', () => {
  assert.equal(projected(volume(300n), 10, 30).amountMinor, 900n);
  assert.equal(projected(volume(300n), 0, 30).amountMinor, 300n);
  assert.equal(asWritten(document(), fraction(12_345n)), '123.45');
});
