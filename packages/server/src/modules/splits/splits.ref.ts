import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { splitDocument } from '@entente/contracts';
import { applyRate, decimal, divide, fraction, percent, reverseByWeights, splitByWeights } from '@entente/kernel';
import { allocate, MARKETPLACE, US, type Part } from './domain/allocate.ts';
import { reverse } from './domain/reverse.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked cases of money');

type Case = { id: string; area: string; given: Record<string, never>; expect: Record<string, never> };
const { cases } = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8')) as { cases: Case[] };
const caseOf = (id: string): { given: Record<string, unknown>; expect: Record<string, unknown> } => {
  const found = cases.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};
const key = (index: number): string => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const numbers = (value: unknown): number[] => value as number[];
const weighed = (value: unknown): { key: string; weight: bigint }[] => {
  const parts = (value as (string | number)[]).map((one) => {
    const [top, below] = String(one).split('/');
    return below === undefined ? decimal(top ?? '0') : divide(decimal(top ?? '0'), decimal(below));
  });
  const common = parts.reduce((product, one) => product * one.denominator, 1n);
  return parts.map((one, index) => ({ key: key(index), weight: (one.numerator * common) / one.denominator }));
};
const partsOf = (total: bigint, weights: { key: string; weight: bigint }[]): number[] => {
  const found = splitByWeights(total, weights);
  return weights.map((one) => Number(found.get(one.key) ?? 0n));
};

/**
 * These name another convention: the odd units go to whoever stands first. Ours goes by the largest remainder and a stable key, so that
 * the order of a list never decides about money (decision 0007). The sums agree; who has the odd unit may not.
 */
const POSITIONAL: Readonly<Record<string, number[]>> = {
  'SPLIT-NUM-99': [50, 49],
  'SPLIT-NUM-5': [20, 20, 20, 20, 19],
  'SPLIT-NUM-15': [12, 1, 2],
  'SPLIT-NUM-SRC': [60, 36, 4],
  'SPLIT-NUM-ZERO': [0, 33, 67],
};
for (const [id, ours] of Object.entries(POSITIONAL))
  test(`${id}: by the largest remainder, whatever the position`, () => {
    const { given, expect } = caseOf(id);
    assert.deepEqual(partsOf(BigInt(given['amount'] as number), weighed(given['weights'])), ours);
    const theirs = numbers(expect['parts'] ?? expect['required']);
    assert.equal(
      theirs.reduce((sum, one) => sum + one, 0),
      ours.reduce((sum, one) => sum + one, 0),
    );
  });

for (const id of ['SPLIT-FL-REM0', 'SPLIT-OM-123', 'SPLIT-OM-SMALL'])
  test(id, () => {
    const { given, expect } = caseOf(id);
    assert.deepEqual(partsOf(BigInt((given['amount'] ?? given['amount_cents']) as number), weighed(given['weights'])), expect['parts']);
  });

test('SPLIT-OM-TIE: a tie goes by the key of the party', () => {
  const { given, expect } = caseOf('SPLIT-OM-TIE');
  const split = splitByWeights(
    BigInt(given['amount_cents'] as number),
    (given['keys'] as string[]).map((one) => ({ key: one, weight: 1n })),
  );
  const theirs = expect['by_key'] as Record<string, number>;
  // Both go by the key, and from opposite ends of it: the odd units go to the first keys here.
  assert.deepEqual(Object.fromEntries([...split].map(([party, amount]) => [party, Number(amount)])), { A: 2, B: 2, C: 1 });
  assert.equal(
    Object.values(theirs).reduce((sum, one) => sum + one, 0),
    5,
  );
});

test('SPLIT-NUM-MIX: several sources to several takers keep both sums', () => {
  const { given, expect } = caseOf('SPLIT-NUM-MIX');
  const total = BigInt(given['amount'] as number);
  assert.deepEqual(partsOf(total, weighed(given['source_weights'])), [8, 15, 54], 'theirs by position: 8, 16, 53');
  assert.deepEqual(partsOf(total, weighed(given['dest_weights'])), expect['dests']);
});

test('SPLIT-NUM-PPM', () => {
  const { given, expect } = caseOf('SPLIT-NUM-PPM');
  const amount = BigInt(given['amount'] as number);
  const part = applyRate(amount, decimal(given['portion'] as string));
  assert.deepEqual([Number(part), Number(amount - part)], [expect['part'], expect['kept']]);
});

const seven = () => {
  const { given } = caseOf('ECO-7PARTY');
  const price = BigInt(given['price_cents'] as number);
  const weights = numbers(given['weights']);
  const document = splitDocument.parse({
    when: [{ kind: 'everyone' }],
    steps: weights.map((weight, index) => ({
      key: `party-${index}`,
      name: `Party ${index}`,
      from: 'pool',
      what: { kind: 'percent', percent: String(weight), base: 'pool' },
      to: { kind: 'partner', partnerId: key(index) },
      among: 'alike',
      lines: 'all',
      limits: null,
      whenNobody: 'hold',
    })),
    remainder: null,
    keptFee: 'parties',
    holdDays: 0,
  });
  const fee = applyRate(price, percent(given['fee_pct'] as string));
  const result = allocate(document, {
    currency: 'USD',
    lines: [{ lineId: 'sku', vendorId: null, netMinor: price, feeMinor: fee }],
    participants: [],
    credit: null,
    usage: null,
    givenBefore: new Map(),
  });
  assert.ok(result.ok);
  return { parts: result.parts, fee, count: weights.length };
};
const byParty = (parts: readonly Part[], count: number): number[] =>
  Array.from({ length: count }, (_, index) => parts.filter(({ party }) => party === key(index)).reduce((sum, { amountMinor }) => sum + Number(amountMinor), 0));

test('ECO-7PARTY', () => {
  const { expect } = caseOf('ECO-7PARTY');
  const { parts, fee, count } = seven();
  assert.equal(Number(fee), expect['fee_cents']);
  assert.deepEqual(byParty(parts, count), expect['parts_cents']);
  assert.equal(
    parts.filter(({ party }) => party === MARKETPLACE).reduce((sum, { amountMinor }) => sum + Number(amountMinor), 0),
    expect['fee_cents'],
  );
  assert.ok(parts.every(({ party }) => party !== US));
});

for (const [id, feeReturned] of [
  ['ECO-7PARTY-REFUND', true],
  ['ECO-7PARTY-REFUND-FEEKEPT', false],
] as const)
  test(id, () => {
    const { given, expect } = caseOf(id);
    const { parts, count } = seven();
    const back = reverse({
      original: parts,
      earlier: [],
      takenBefore: new Map(),
      now: [{ lineId: 'sku', netMinor: BigInt(given['refund_cents'] as number), feeMinor: feeReturned ? BigInt(expect['fee_return_cents'] as number) : 0n }],
      keptFee: 'parties',
    });
    assert.ok(back.ok);
    assert.deepEqual(
      byParty(back.parts, count),
      numbers(expect['clawback_cents']).map((one) => -one),
    );
  });

test('ECO-ATTR: one pool, by credit, never paid twice', () => {
  const { given, expect } = caseOf('ECO-ATTR');
  const credit = Object.values(given['credit'] as Record<string, string>);
  const document = splitDocument.parse({
    when: [{ kind: 'everyone' }],
    steps: [
      {
        key: 'pool',
        name: 'Commission',
        from: 'pool',
        what: { kind: 'percent', percent: String(given['pool_pct']), base: 'pool' },
        to: { kind: 'role', role: 'source' },
        among: 'credit',
        lines: 'all',
        limits: null,
        whenNobody: 'hold',
      },
    ],
    remainder: null,
    keptFee: 'us',
    holdDays: 0,
  });
  const result = allocate(
    { ...document, steps: document.steps.map((step) => ({ ...step, key: 'commission' })) },
    {
      currency: 'EUR',
      lines: [{ lineId: 'l', vendorId: null, netMinor: BigInt(given['base_cents'] as number), feeMinor: 0n }],
      participants: credit.map((_, index) => ({ partnerId: key(index), role: 'source', shareBp: null })),
      credit: new Map(credit.map((share, index) => [key(index), applyRate(100n, decimal(share))])),
      usage: null,
      givenBefore: new Map(),
    },
  );
  assert.ok(result.ok);
  assert.deepEqual(byParty(result.parts, credit.length), expect['parts_cents']);
});

test('ECO-2TIER: each tier keeps what lies between what it pays and what it is paid', () => {
  const { given, expect } = caseOf('ECO-2TIER');
  const list = BigInt(given['list_cents'] as number);
  const off = (rate: unknown): bigint => list - applyRate(list, percent(String(rate)));
  const [distributor, reseller, customer] = [
    off(given['distributor_discount_pct']),
    off(given['reseller_discount_pct']),
    BigInt(given['customer_price_cents'] as number),
  ];
  assert.deepEqual(
    [Number(distributor), Number(reseller - distributor), Number(customer - reseller)],
    [expect['vendor_gets'], expect['distributor_margin'], expect['reseller_margin']],
  );
});

test('a refund split afresh each time would not end at nothing; the cumulative one does', () => {
  const weights = [7n, 3n].map((weight, index) => ({ key: key(index), weight }));
  const given = new Map<string, bigint>();
  for (let refunded = 1n; refunded <= 5n; refunded += 1n)
    for (const [party, step] of reverseByWeights(5n, refunded, weights, given)) given.set(party, (given.get(party) ?? 0n) + step);
  assert.deepEqual([...given.values()], [...splitByWeights(5n, weights).values()]);
  assert.equal(fraction(1n).denominator, 1n);
});
