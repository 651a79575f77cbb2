import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { incentiveDocument } from '@entente/contracts';
import { commissions } from './commission.ts';
import { problemsOf } from './document.ts';
import { inForce, type DealFacts, type Enrolment, type FactLine, type Kinded, type Known, type RuleVersion } from './facts.ts';
import { limit, waits } from './limits.ts';
import { spiffs } from './spiff.ts';
import { takeBack } from './take-back.ts';

type Commission = Kinded<'commission'>;
const commission = (over: Partial<Commission> = {}): Commission => ({
  kind: 'commission',
  when: [{ kind: 'everyone' }],
  enrolled: false,
  holdDays: 60,
  approveAbove: null,
  to: { roles: ['source'] },
  basis: 'collected',
  rate: '10',
  among: 'each',
  caps: [],
  ...over,
});
const rule = <Document extends RuleVersion['document']>(document: Document, over: Partial<RuleVersion<Document>> = {}): RuleVersion<Document> => ({
  ruleId: 'r1',
  name: 'Standard',
  position: 1,
  number: 1,
  effectiveFrom: '2027-01-01',
  document,
  ...over,
});
const line = (lineId: string, netMinor: bigint, over: Partial<FactLine> = {}): FactLine => ({
  lineId,
  productId: null,
  vendorId: null,
  description: lineId,
  quantity: '1',
  netMinor,
  feeMinor: 0n,
  ...over,
});
const deal = (over: Partial<DealFacts> = {}): DealFacts => ({
  dealId: 'd',
  accountId: null,
  region: 'EMEA',
  routes: ['direct'],
  wonOn: '2027-02-01',
  term: 'first_year',
  customer: 'new',
  registered: [],
  participants: [
    { partnerId: 'a', role: 'source', shareBp: 7_000 },
    { partnerId: 'b', role: 'source', shareBp: 3_000 },
  ],
  incumbents: [],
  credit: null,
  ...over,
});
const known = (lines: FactLine[], over: Partial<Known> = {}): Known => ({
  fact: { type: 'receipt', id: 'f', on: '2027-03-01', source: 'payment', currency: 'EUR', lines },
  deal: deal(),
  enrolments: [],
  tiers: new Map([
    ['a', 'gold'],
    ['b', null],
  ]),
  registrations: [],
  given: () => 0n,
  units: () => 0n,
  ...over,
});
const paid = (rules: RuleVersion<Commission>[], facts: Known): Record<string, bigint> => {
  const decided = commissions(rules, facts);
  assert.ok(decided.ok, decided.ok ? '' : decided.sentence);
  return Object.fromEntries(decided.accruals.map(({ partnerId, amountMinor }) => [partnerId, amountMinor]));
};

test('the whole rate for each, or one divided alike, by share, by credit', () => {
  const facts = known([line('x', 10_001n, { feeMinor: 300n })]);
  assert.deepEqual(paid([rule(commission())], facts), { a: 970n, b: 970n });
  assert.deepEqual(paid([rule(commission({ among: 'alike' }))], facts), { a: 485n, b: 485n });
  assert.deepEqual(paid([rule(commission({ among: 'share' }))], facts), { a: 679n, b: 291n });
  const unsettled = commissions([rule(commission({ among: 'credit' }))], facts);
  assert.deepEqual(unsettled, { ok: false, sentence: 'The credit of the deal is not settled yet.' });
  assert.deepEqual(paid([rule(commission({ among: 'credit' }))], known(facts.fact.lines as FactLine[], { deal: deal({ credit: new Map([['b', 1n]]) }) })), {
    a: 0n,
    b: 970n,
  });
});

test('the first programme that holds decides, by partner and line', () => {
  const gold = rule(commission({ when: [{ kind: 'tier', tiers: ['gold'] }], rate: '20' }), { ruleId: 'gold', position: 1 });
  const ours = rule(commission({ when: [{ kind: 'lines', of: 'ours' }], rate: '5' }), { ruleId: 'ours', position: 2 });
  const facts = known([line('x', 1_000n), line('y', 1_000n, { vendorId: 'v' })]);
  const decided = commissions([gold, ours], facts);
  assert.ok(decided.ok);
  assert.deepEqual(
    decided.accruals.map(({ rule: by, partnerId, amountMinor }) => [by.ruleId, partnerId, amountMinor]),
    [
      ['gold', 'a', 400n],
      ['ours', 'b', 50n],
    ],
  );
});

test('conditions: nothing is meant by leaving them out, and what is not known refuses', () => {
  const holds = (when: Commission['when'], over: Partial<Known> = {}): boolean =>
    Object.keys(paid([rule(commission({ when }))], known([line('x', 1_000n, { productId: 'p' })], over))).length > 0;
  assert.equal(holds([]), false);
  const cases: [Commission['when'][number], boolean][] = [
    [{ kind: 'everyone' }, true],
    [{ kind: 'partner', partnerIds: ['a'] }, true],
    [{ kind: 'partner', partnerIds: ['z'] }, false],
    [{ kind: 'product', productIds: ['p'] }, true],
    [{ kind: 'product', productIds: ['q'] }, false],
    [{ kind: 'lines', of: 'vendors' }, false],
    [{ kind: 'route', routes: ['direct'] }, true],
    [{ kind: 'route', routes: ['resale'] }, false],
    [{ kind: 'region', regions: ['EMEA'] }, true],
    [{ kind: 'source', source: 'marketplace' }, false],
    [{ kind: 'currency', currencies: ['EUR'] }, true],
    [{ kind: 'term', term: 'renewal' }, false],
    [{ kind: 'customer', customer: 'new' }, true],
    [{ kind: 'registered' }, false],
  ];
  for (const [when, held] of cases) assert.equal(holds([when]), held, when.kind);
  assert.equal(holds([Object.assign({ kind: 'everyone' as const }, { kind: 'moon' })]), false);
  for (const broken of [
    { ...commission(), when: [] },
    { ...commission(), when: [{ kind: 'everybody' }] },
    { ...commission(), extra: 1 },
    { ...commission(), kind: 'bonus' },
    { ...commission(), caps: [{ per: 'deal', amounts: [], from: 1 }] },
  ])
    assert.equal(incentiveDocument.safeParse(broken).success, false);
  const bands = [{ from: '15000', to: '16000', reward: { kind: 'percent', percent: '20' } }];
  assert.equal(incentiveDocument.safeParse({ bands }).success, false);
});

test('who is enrolled without a tier is paid nothing, and it is said; no rule below pays instead', () => {
  const enrolment: Enrolment = { id: 'e', ruleId: 'r1', partnerId: 'a', from: '2027-01-01', until: '2027-06-01', tier: null, target: null, baseline: null };
  const asks = rule(commission({ enrolled: true, when: [{ kind: 'tier', tiers: ['gold'] }] }));
  const all = rule(commission({ to: { roles: ['source'] } }), { ruleId: 'all', position: 2 });
  const decided = commissions([asks, all], known([line('x', 1_000n)], { enrolments: [enrolment] }));
  assert.ok(decided.ok);
  assert.deepEqual(
    decided.accruals.map(({ partnerId, amountMinor, state }) => [partnerId, amountMinor, state]),
    [
      ['a', 0n, 'nothing'],
      ['b', 100n, 'earned'],
    ],
  );
  assert.match(decided.accruals[0]?.sentence ?? '', /no tier/);
  const later = commissions(
    [asks],
    known([line('x', 1_000n)], { enrolments: [enrolment], fact: { ...known([]).fact, on: '2027-06-01', lines: [line('x', 1_000n)] } }),
  );
  assert.ok(later.ok && later.accruals.length === 0, 'the enrolment has ended');
});

test('rates over 100, negative and empty amounts are refused', () => {
  const paths = (over: Partial<Commission>): string[] => problemsOf(commission(over)).map(({ path }) => path);
  for (const rate of ['100.01', '-1', '250']) assert.deepEqual(paths({ rate }), ['rate'], rate);
  assert.deepEqual(paths({ rate: '100' }), []);
  assert.deepEqual(paths({ caps: [{ per: 'deal', amounts: [{ amountMinor: 0, currency: 'EUR' }] }] }), ['caps.0.amounts']);
  assert.deepEqual(paths({ approveAbove: [{ amountMinor: -1, currency: 'EUR' }] }), ['approveAbove']);
  assert.deepEqual(paths({ when: [{ kind: 'everyone' }, { kind: 'registered' }] }), ['when']);
});

test('a currency that a cap does not name is held; what is above the line waits', () => {
  const capped = commission({ caps: [{ per: 'deal', amounts: [{ amountMinor: 50, currency: 'USD' }] }] });
  const decided = commissions([rule(capped)], known([line('x', 1_000n)]));
  assert.ok(!decided.ok && /not said in EUR/.test(decided.sentence));
  assert.deepEqual(
    [
      waits([{ amountMinor: 99, currency: 'EUR' }], 100n, 'EUR'),
      waits([{ amountMinor: 100, currency: 'EUR' }], 100n, 'EUR'),
      waits([{ amountMinor: 100, currency: 'EUR' }], 1n, 'JPY'),
      waits(null, 9n ** 9n, 'EUR'),
    ],
    [true, false, true, false],
  );
});

test('caps are never exceeded, in any order of receipts', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 1n, max: 100_000n }), { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 60_000 }), (bases, most) => {
      let given = 0n;
      for (const base of bases) {
        const decided = commissions(
          [rule(commission({ caps: [{ per: 'year', amounts: [{ amountMinor: most, currency: 'EUR' }] }] }))],
          known([line('x', base)], { given: () => given, deal: deal({ participants: [{ partnerId: 'a', role: 'source', shareBp: null }] }) }),
        );
        assert.ok(decided.ok);
        given += decided.accruals.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        assert.ok(given <= BigInt(most));
      }
      const whole = bases.reduce((sum, base) => sum + (base + 5n) / 10n, 0n);
      assert.equal(given, whole < BigInt(most) ? whole : BigInt(most));
    }),
  );
  assert.deepEqual(limit(10n, 'EUR', [{ label: 'of a deal', amounts: [{ amountMinor: 5, currency: 'EUR' }], given: 9n }]), {
    ok: true,
    amountMinor: 0n,
    sentence: 'The most of a deal (0.05 EUR) was reached before.',
    steps: [{ label: 'Most of a deal', formula: '0.05 EUR − 0.09 EUR given before', resultMinor: 0, currency: 'EUR' }],
  });
});

test('refunds take back to exactly nothing, in whatever steps; more than was received refuses', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 1_000_000n }),
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 12 }),
      (amountMinor, steps) => {
        const net = steps.reduce((sum, one) => sum + one, 0);
        let [back, taken] = [0n, 0n];
        for (const step of steps) {
          back += BigInt(step);
          const result = takeBack({ amountMinor, lines: [{ lineId: 'x', netMinor: net }] }, new Map([['x', back]]), taken);
          assert.ok(result.ok);
          taken -= result.amountMinor;
          assert.ok(taken >= 0n && taken <= amountMinor);
        }
        assert.equal(taken, amountMinor);
      },
    ),
  );
  assert.equal(takeBack({ amountMinor: 10n, lines: [{ lineId: 'x', netMinor: 5 }] }, new Map([['x', 6n]]), 0n).ok, false);
});

test('the version in force on the day decides, whatever came after', () => {
  const versions = [rule(commission({ rate: '10' })), rule(commission({ rate: '20' }), { number: 2, effectiveFrom: '2027-04-01' })];
  for (const [on, number] of [
    ['2026-12-31', undefined],
    ['2027-01-01', 1],
    ['2027-03-31', 1],
    ['2027-04-01', 2],
  ] as const)
    assert.equal(inForce(versions, on)[0]?.number, number);
});

const spiff: Kinded<'spiff'> = {
  kind: 'spiff',
  when: [{ kind: 'everyone' }],
  enrolled: false,
  holdDays: 0,
  approveAbove: null,
  to: { roles: ['source'] },
  basis: 'booked',
  from: '2027-01-01',
  until: '2027-03-01',
  per: 'deal',
  everyNth: null,
  amounts: [{ amountMinor: 10_000, currency: 'EUR' }],
  capPerPerson: [{ amountMinor: 15_000, currency: 'EUR' }],
};
test('spiffs: registered before the sale, inside the time, capped for a person, each n-th unit', () => {
  const registered = [{ ruleId: 'r1', partnerId: 'a', personId: 'anna', registeredOn: '2027-01-20' }];
  const run = (document: typeof spiff, over: Partial<Known> = {}, quantity = '1') => {
    const facts = known([], { registrations: registered, deal: deal({ participants: [{ partnerId: 'a', role: 'source', shareBp: null }] }), ...over });
    const decided = spiffs([rule(document)], { ...facts, fact: { ...facts.fact, type: 'sale', lines: [line('x', 100n, { quantity })] } }, () => false);
    assert.ok(decided.ok, decided.ok ? '' : decided.sentence);
    return decided.accruals.map(({ personId, amountMinor, state }) => [personId, amountMinor, state]);
  };
  assert.deepEqual(run(spiff), [['anna', 10_000n, 'earned']]);
  assert.deepEqual(run(spiff, { registrations: registered.map((one) => ({ ...one, registeredOn: '2027-02-02' })) }), [[null, 0n, 'nothing']]);
  assert.deepEqual(run(spiff, { deal: deal({ wonOn: '2027-03-01' }) }), []);
  assert.deepEqual(run(spiff, { given: () => 12_000n }), [['anna', 3_000n, 'earned']]);
  assert.deepEqual(run({ ...spiff, per: 'unit', everyNth: 3, capPerPerson: null }, { units: () => 2n }, '4'), [['anna', 20_000n, 'earned']]);
  assert.deepEqual(
    problemsOf({ ...spiff, basis: 'collected', per: 'unit' }).map(({ path }) => path),
    ['basis'],
  );
});
