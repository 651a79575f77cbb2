import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitDocument } from '@entente/contracts';
import { allocate, MARKETPLACE, US, type AllocateFacts, type Part } from './allocate.ts';
import { problemsOf, type SplitDocument, type SplitStep } from './document.ts';
import { reverse, type TakenBack } from './reverse.ts';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
const C = '00000000-0000-7000-8000-00000000000c';
const D = '00000000-0000-7000-8000-00000000000d';

const step = (key: string, over: Partial<SplitStep>): SplitStep => ({
  key,
  name: key,
  from: 'pool',
  what: { kind: 'percent', percent: '10', base: 'pool' },
  to: { kind: 'partner', partnerId: A },
  among: 'alike',
  lines: 'all',
  limits: null,
  whenNobody: 'skip',
  ...over,
});
const rule = (steps: SplitStep[], over: Partial<SplitDocument> = {}): SplitDocument =>
  splitDocument.parse({ when: [{ kind: 'everyone' }], steps, remainder: null, keptFee: 'parties', holdDays: 0, ...over });
const facts = (over: Partial<AllocateFacts> = {}): AllocateFacts => ({
  currency: 'EUR',
  lines: [{ lineId: 'l1', vendorId: null, netMinor: 10_000n, feeMinor: 0n }],
  participants: [],
  credit: null,
  usage: null,
  givenBefore: new Map(),
  ...over,
});
const totals = (parts: readonly Part[]): Record<string, bigint> => {
  const found: Record<string, bigint> = {};
  for (const { party, amountMinor } of parts) found[party] = (found[party] ?? 0n) + amountMinor;
  return found;
};
const shares = (document: SplitDocument, given: AllocateFacts): Record<string, bigint> | string => {
  const result = allocate(document, given);
  return result.ok ? totals(result.parts) : result.sentence;
};

const role = (partnerId: string, name: string, shareBp: number | null = null) => ({ partnerId, role: name, shareBp });
const cases: [string, SplitDocument, AllocateFacts, Record<string, bigint> | string][] = [
  ['without a step all of it is ours', rule([]), facts(), { [US]: 10_000n }],
  [
    'a percentage of the pool is taken after the fee',
    rule([step('a', {})]),
    facts({ lines: [{ lineId: 'l', vendorId: null, netMinor: 10_000n, feeMinor: 300n }] }),
    { [MARKETPLACE]: 300n, [A]: 970n, [US]: 8_730n },
  ],
  [
    'a percentage of the price is taken before it',
    rule([step('a', { what: { kind: 'percent', percent: '10', base: 'price' } })]),
    facts({ lines: [{ lineId: 'l', vendorId: null, netMinor: 10_000n, feeMinor: 300n }] }),
    { [MARKETPLACE]: 300n, [A]: 1_000n, [US]: 8_700n },
  ],
  [
    'a percentage of the rest sees what is left',
    rule([
      step('a', { what: { kind: 'percent', percent: '50', base: 'pool' } }),
      step('b', { what: { kind: 'percent', percent: '50', base: 'rest' }, to: { kind: 'partner', partnerId: B } }),
    ]),
    facts(),
    { [A]: 5_000n, [B]: 2_500n, [US]: 2_500n },
  ],
  [
    'never more than there is',
    rule([
      step('a', { what: { kind: 'percent', percent: '80', base: 'pool' } }),
      step('b', { what: { kind: 'percent', percent: '80', base: 'pool' }, to: { kind: 'partner', partnerId: B } }),
    ]),
    facts(),
    { [A]: 8_000n, [B]: 2_000n },
  ],
  [
    'a fixed amount a deal is given once',
    rule([step('a', { what: { kind: 'fixed', amounts: [{ currency: 'EUR', amountMinor: 700 }], per: 'deal' } })]),
    facts({ givenBefore: new Map([[`a|${A}`, 500n]]) }),
    { [A]: 200n, [US]: 9_800n },
  ],
  [
    'an amount of another currency holds the receipt',
    rule([step('a', { what: { kind: 'fixed', amounts: [{ currency: 'USD', amountMinor: 700 }], per: 'deal' } })]),
    facts(),
    '“a” names an amount in USD, and this receipt is in EUR.',
  ],
  [
    'a cap over the deal',
    rule([step('a', { limits: { per: 'deal', atLeast: null, atMost: [{ currency: 'EUR', amountMinor: 800 }] } })]),
    facts({ givenBefore: new Map([[`a|${A}`, 300n]]) }),
    { [A]: 500n, [US]: 9_500n },
  ],
  [
    'a floor',
    rule([step('a', { limits: { per: 'receipt', atLeast: [{ currency: 'EUR', amountMinor: 1_500 }], atMost: null } })]),
    facts(),
    { [A]: 1_500n, [US]: 8_500n },
  ],
  [
    'several in a role, by share',
    rule([step('a', { to: { kind: 'role', role: 'service' }, among: 'share' })]),
    facts({ participants: [role(A, 'service', 7000), role(B, 'service', 3000), role(C, 'resell', 9000)] }),
    { [A]: 700n, [B]: 300n, [US]: 9_000n },
  ],
  [
    'by share where one has none waits',
    rule([step('a', { to: { kind: 'role', role: 'service' }, among: 'share' })]),
    facts({ participants: [role(A, 'service', 7000), role(B, 'service')] }),
    '“a” is divided by share, and not everybody has one on the deal.',
  ],
  ['nobody there is left out', rule([step('a', { to: { kind: 'role', role: 'service' } })]), facts(), { [US]: 10_000n }],
  ['or waits for a person', rule([step('a', { to: { kind: 'role', role: 'service' }, whenNobody: 'hold' })]), facts(), 'Nobody on this deal is there for “a”.'],
  [
    'credit that is not settled waits',
    rule([step('a', { to: { kind: 'role', role: 'source' }, among: 'credit' })]),
    facts({ participants: [role(A, 'source'), role(B, 'source')] }),
    '“a” is divided by credit, and the credit of this deal is not settled yet.',
  ],
  [
    'by credit',
    rule([step('a', { what: { kind: 'percent', percent: '12', base: 'pool' }, to: { kind: 'role', role: 'source' }, among: 'credit' })]),
    facts({
      participants: [role(A, 'source'), role(B, 'source'), role(C, 'source')],
      credit: new Map([
        [A, 50n],
        [B, 30n],
        [C, 20n],
      ]),
    }),
    { [A]: 600n, [B]: 360n, [C]: 240n, [US]: 8_800n },
  ],
  [
    'each vendor has its own lines',
    rule([step('v', { what: { kind: 'percent', percent: '70', base: 'pool' }, to: { kind: 'vendor' }, lines: 'vendors' })]),
    facts({
      lines: [
        { lineId: '1', vendorId: A, netMinor: 1_000n, feeMinor: 0n },
        { lineId: '2', vendorId: B, netMinor: 2_000n, feeMinor: 0n },
        { lineId: '3', vendorId: null, netMinor: 4_000n, feeMinor: 0n },
      ],
    }),
    { [A]: 700n, [B]: 1_400n, [US]: 4_900n },
  ],
  [
    'a distributor passes on',
    rule([
      step('d', { what: { kind: 'percent', percent: '20', base: 'pool' } }),
      step('r', { from: 'd', what: { kind: 'percent', percent: '75', base: 'pool' }, to: { kind: 'partner', partnerId: B } }),
    ]),
    facts(),
    { [A]: 500n, [B]: 1_500n, [US]: 8_000n },
  ],
  ['what is left may be somebody else’s', rule([step('a', {})], { remainder: { kind: 'partner', partnerId: D } }), facts(), { [A]: 1_000n, [D]: 9_000n }],
  [
    'a credit line takes from its own vendor first',
    rule([step('v', { what: { kind: 'rest' }, to: { kind: 'vendor' } })]),
    facts({
      lines: [
        { lineId: '1', vendorId: A, netMinor: 1_000n, feeMinor: 0n },
        { lineId: '2', vendorId: A, netMinor: -400n, feeMinor: 0n },
        { lineId: '3', vendorId: B, netMinor: 500n, feeMinor: 0n },
      ],
    }),
    { [A]: 600n, [B]: 500n },
  ],
  [
    'a receipt below zero waits',
    rule([]),
    facts({ lines: [{ lineId: '1', vendorId: null, netMinor: -5n, feeMinor: 0n }] }),
    'This receipt gives back more than it brings: somebody has to say which receipt it takes from.',
  ],
];
for (const [name, document, given, expected] of cases)
  test(`split: ${name}`, () => {
    assert.deepEqual(problemsOf(document), []);
    assert.deepEqual(shares(document, given), expected);
  });

test('what would mean something else is refused before it is published', () => {
  const bad: [SplitDocument, RegExp][] = [
    [rule([step('a', {}), step('a', {})]), /key of its own/],
    [rule([step('a', { from: 'b' }), step('b', {})]), /step before it/],
    [rule([step('a', { what: { kind: 'percent', percent: '101', base: 'pool' } })]), /between 0 and 100/],
    [rule([step('a', { what: { kind: 'percent', percent: '-1', base: 'pool' } })]), /between 0 and 100/],
    [
      rule([step('a', {}), step('b', { from: 'a', to: { kind: 'partner', partnerId: B } }), step('c', { from: 'b', to: { kind: 'partner', partnerId: A } })]),
      /go round/,
    ],
    [rule([], { when: [{ kind: 'everyone' }, { kind: 'currency', currencies: ['EUR'] }] }), /no other condition/],
    [
      rule([step('a', { limits: { per: 'deal', atLeast: [{ currency: 'EUR', amountMinor: 2 }], atMost: [{ currency: 'EUR', amountMinor: 1 }] } })]),
      /least is more/,
    ],
  ];
  for (const [document, sentence] of bad)
    assert.match(
      problemsOf(document)
        .map((one) => one.sentence)
        .join(),
      sentence,
    );
  const good = rule([step('a', {})]);
  for (const broken of [
    { ...good, when: [] },
    { ...good, when: [{ kind: 'someone' }] },
    { ...good, extra: 1 },
    { ...good, steps: [{ ...good.steps[0], to: { kind: 'everyone' } }] },
    { ...good, steps: [{ ...good.steps[0], what: { kind: 'percent', percent: '1e1', base: 'pool' } }] },
  ])
    assert.equal(splitDocument.safeParse(broken).success, false);
});

const anyStep = (index: number): fc.Arbitrary<SplitStep> =>
  fc
    .record({
      percent: fc.integer({ min: 0, max: 10_000 }).map((bp) => `${Math.floor(bp / 100)}.${String(bp % 100).padStart(2, '0')}`),
      base: fc.constantFrom('price' as const, 'pool' as const, 'rest' as const),
      to: fc.constantFrom<SplitStep['to'][]>(
        { kind: 'vendor' },
        { kind: 'partner', partnerId: A },
        { kind: 'role', role: 'service' },
        { kind: 'role', role: 'resell' },
      ),
      lines: fc.constantFrom('all' as const, 'ours' as const, 'vendors' as const),
      fixed: fc.option(fc.nat(5_000), { nil: null }),
      most: fc.option(fc.nat(5_000), { nil: null }),
      from: index === 0 ? fc.constant('pool') : fc.constantFrom('pool', 's0'),
    })
    .map(({ percent, base, to, lines, fixed, most, from }) =>
      step(`s${index}`, {
        from,
        to: from === 'pool' ? to : { kind: 'partner', partnerId: D },
        lines,
        what:
          fixed === null
            ? { kind: 'percent', percent, base: from === 'pool' ? base : 'pool' }
            : { kind: 'fixed', amounts: [{ currency: 'EUR', amountMinor: fixed }], per: 'receipt' },
        limits: most === null ? null : { per: 'receipt', atLeast: null, atMost: [{ currency: 'EUR', amountMinor: most }] },
      }),
    );
const anyDocument = fc.tuple(anyStep(0), anyStep(1), anyStep(2)).map((steps) => rule(steps));
const anyFacts = fc
  .record({
    lines: fc.array(fc.record({ vendorId: fc.constantFrom(null, B, C), netMinor: fc.bigInt({ min: 0n, max: 50_000n }), feePercent: fc.nat(20) }), {
      minLength: 1,
      maxLength: 7,
    }),
    participants: fc.array(fc.record({ partnerId: fc.constantFrom(A, B, C), role: fc.constantFrom('service', 'resell'), shareBp: fc.nat(10_000) }), {
      maxLength: 5,
    }),
  })
  .map(({ lines, participants }) =>
    facts({
      participants,
      lines: lines.map(({ vendorId, netMinor, feePercent }, index) => ({
        lineId: `l${index}`,
        vendorId,
        netMinor,
        feeMinor: (netMinor * BigInt(feePercent)) / 100n,
      })),
    }),
  );

test('whatever the rule, a receipt is divided to the cent, nobody owes, and the order of lists does not matter', () => {
  fc.assert(
    fc.property(anyDocument, anyFacts, (document, given) => {
      const result = allocate(document, given);
      assert.ok(result.ok);
      assert.equal(
        result.parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
        given.lines.reduce((sum, { netMinor }) => sum + netMinor, 0n),
      );
      assert.ok(result.parts.every(({ amountMinor }) => amountMinor > 0n));
      const turned = allocate(document, { ...given, lines: [...given.lines].reverse(), participants: [...given.participants].reverse() });
      assert.ok(turned.ok);
      assert.deepEqual(totals(turned.parts), totals(result.parts));
      // What is explained to a party is what it gets.
      for (const [party, amount] of Object.entries(totals(result.parts)))
        if (party !== US && party !== MARKETPLACE)
          assert.equal(
            (result.steps.get(party) ?? []).reduce((sum, one) => sum + BigInt(one.resultMinor), 0n),
            amount,
          );
    }),
    { numRuns: 2_000 },
  );
});

test('refunds in any steps sum to what was refunded, and the whole of it leaves every party with nothing', () => {
  fc.assert(
    fc.property(
      anyDocument,
      anyFacts,
      fc.array(fc.nat(1_000), { maxLength: 4 }),
      fc.constantFrom('parties' as const, 'us' as const),
      (document, given, cuts, keptFee) => {
        const result = allocate(document, given);
        assert.ok(result.ok);
        const earlier: Part[] = [];
        const taken = new Map<string, TakenBack>();
        for (const cut of [...cuts.toSorted((a, b) => a - b), 1_000]) {
          const now = given.lines.map(({ lineId, netMinor, feeMinor }) => {
            const before = taken.get(lineId);
            return {
              lineId,
              netMinor: (netMinor * BigInt(cut)) / 1_000n - (before?.netMinor ?? 0n),
              feeMinor: (feeMinor * BigInt(cut)) / 1_000n - (before?.feeMinor ?? 0n),
            };
          });
          const known = given.lines.filter(({ netMinor }) => netMinor > 0n).map(({ lineId }) => lineId);
          const back = reverse({ original: result.parts, earlier, takenBefore: taken, now: now.filter(({ lineId }) => known.includes(lineId)), keptFee });
          assert.ok(back.ok, back.ok ? '' : back.sentence);
          assert.equal(
            back.parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
            -now.reduce((sum, { netMinor }) => sum + netMinor, 0n),
          );
          earlier.push(...back.parts);
          for (const one of now) {
            const before = taken.get(one.lineId);
            taken.set(one.lineId, { lineId: one.lineId, netMinor: (before?.netMinor ?? 0n) + one.netMinor, feeMinor: (before?.feeMinor ?? 0n) + one.feeMinor });
          }
        }
        for (const amount of Object.values(totals([...result.parts, ...earlier]))) assert.equal(amount, 0n);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('a marketplace that keeps its fee: the parties bear it, never beyond what they had, or we do', () => {
  const original = allocate(
    rule([step('a', { what: { kind: 'percent', percent: '50', base: 'pool' } })]),
    facts({ lines: [{ lineId: 'l', vendorId: null, netMinor: 1_000n, feeMinor: 100n }] }),
  );
  assert.ok(original.ok);
  const back = (netMinor: bigint, keptFee: 'parties' | 'us') => {
    const result = reverse({ original: original.parts, earlier: [], takenBefore: new Map(), now: [{ lineId: 'l', netMinor, feeMinor: 0n }], keptFee });
    assert.ok(result.ok);
    return totals(result.parts);
  };
  assert.deepEqual(back(400n, 'parties'), { [A]: -200n, [US]: -200n });
  assert.deepEqual(back(1_000n, 'parties'), { [A]: -450n, [US]: -550n });
  assert.deepEqual(back(400n, 'us'), { [A]: -180n, [US]: -220n });
  for (const [netMinor, sentence] of [[1_001n, /More is taken back/]] as const) {
    const result = reverse({ original: original.parts, earlier: [], takenBefore: new Map(), now: [{ lineId: 'l', netMinor, feeMinor: 0n }], keptFee: 'us' });
    assert.ok(!result.ok && sentence.test(result.sentence));
  }
});
