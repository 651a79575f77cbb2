import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { incentiveDocument } from '@entente/contracts';
import { ZERO } from '@entente/kernel';
import { rowOf } from './accrue.ts';
import { commissions } from './domain/commission.ts';
import { isKind, type FactLine, type Known, type RuleVersion } from './domain/facts.ts';
import { matches } from './domain/conditions.ts';
import { earned, scaleOf, settlementOf, type RebateDocument } from './domain/rebate.ts';
import { judgeClaim } from './domain/ship-and-debit.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked cases of money');
type Case = { id: string; area: string; given: Record<string, unknown>; expect: Record<string, unknown> };
const { cases } = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8')) as { cases: Case[] };
const caseOf = (id: string): Case => {
  const found = cases.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};
const cents = (value: unknown): number => Math.round(Number(value) * 100);
const PARTNER = '00000000-0000-7000-8000-000000000001';

const ruleOf = (document: unknown): RuleVersion => ({
  ruleId: 'rule',
  name: 'Worked case',
  position: 1,
  number: 1,
  effectiveFrom: '0001-01-01',
  document: incentiveDocument.parse(document),
});
const knownOf = (lines: FactLine[]): Known => ({
  fact: { type: 'receipt', id: 'fact', on: '2026-03-16', source: 'payment', currency: 'USD', lines },
  deal: {
    dealId: 'deal',
    accountId: null,
    region: null,
    routes: ['direct'],
    wonOn: null,
    term: null,
    customer: null,
    registered: [],
    participants: [{ partnerId: PARTNER, role: 'source', shareBp: null }],
    incumbents: [],
    credit: null,
  },
  enrolments: [],
  tiers: new Map(),
  registrations: [],
  given: () => 0n,
  units: () => 0n,
});
const line = (netMinor: number, productId: string | null = null): FactLine => ({
  lineId: productId ?? 'line',
  productId,
  vendorId: null,
  description: 'Sale',
  quantity: '1',
  netMinor: BigInt(netMinor),
  feeMinor: 0n,
});
const common = { when: [{ kind: 'everyone' }], enrolled: false, holdDays: 0, approveAbove: null, to: { roles: ['source'] } };

for (const { id, given, expect } of cases.filter(({ area }) => area === 'commission.percent'))
  test(id, () => {
    const rule = ruleOf({ kind: 'commission', ...common, basis: 'collected', rate: String(given['pct']), among: 'each', caps: [] });
    assert.ok(isKind('commission')(rule));
    const decided = commissions([rule], knownOf([line(Number(given['sale_cents']))]));
    assert.ok(decided.ok);
    assert.equal(Number(decided.accruals[0]?.amountMinor), expect['earnings_cents']);
  });

test('COMM-HOLD-60', () => {
  const { given, expect } = caseOf('COMM-HOLD-60');
  const rule = ruleOf({ kind: 'commission', ...common, holdDays: Number(given['hold_days']), basis: 'collected', rate: '10', among: 'each', caps: [] });
  assert.ok(isKind('commission')(rule));
  const decided = commissions([rule], knownOf([line(1_000)]));
  assert.ok(decided.ok && decided.accruals[0]);
  const row = rowOf(decided.accruals[0], { type: 'receipt', id: 'fact', dealId: null, accountId: null, on: String(given['date']), currency: 'USD' });
  assert.equal(row.heldUntil, expect['earned_on']);
});

// COMM-PS-CLAW (a negative earning is netted against later ones) is a case of payouts, which net; incentives only tell the negative one.

const rebate = (over: object): RebateDocument => {
  const { document } = ruleOf({
    kind: 'rebate',
    ...common,
    currency: 'USD',
    period: { every: 'year', firstMonth: 1, timeZone: 'UTC' },
    settleAfterDays: 0,
    measure: 'amount',
    against: 'volume',
    baseline: null,
    basis: 'retroactive',
    pays: 'whole',
    bands: [{ from: '0', reward: { kind: 'percent', percent: '2' } }],
    atLeastMinor: null,
    atMostMinor: null,
    ...over,
  });
  assert.equal(document.kind, 'rebate');
  return document as RebateDocument;
};
const of = (document: RebateDocument, amountMinor: number): number => {
  const scaled = scaleOf(document, { target: null, baseline: null });
  assert.ok(scaled.ok);
  return Number(earned(document, scaled.scale, { amountMinor: BigInt(amountMinor), quantity: ZERO }).amountMinor);
};

/**
 * Theirs has a section with an upper bound, and pays nothing above it without a word. Ours has lower bounds only: inside the section the
 * amounts agree, and an end of it is a band of nothing that somebody wrote down. A document with an upper bound is refused.
 */
test('COMM-OCA-GAP: the amounts agree, the gap cannot be written', () => {
  const { given, expect } = caseOf('COMM-OCA-GAP');
  const [section] = given['sections'] as { from: number; to: number; pct: number }[];
  assert.ok(section);
  const document = rebate({ bands: [{ from: String(section.from), reward: { kind: 'percent', percent: String(section.pct) } }] });
  assert.deepEqual(
    (given['bases'] as number[]).map((base) => of(document, base * 100) / 100),
    expect['amounts'],
  );
  assert.throws(() => rebate({ bands: [{ from: String(section.from), to: String(section.to), reward: { kind: 'percent', percent: '20' } }] }));
});

test('REB-SLAB-STEP', () => {
  const { given, expect } = caseOf('REB-SLAB-STEP');
  const slabs = given['slabs'] as { up_to: number | null; pct: string }[];
  const bands = slabs.map(({ pct }, index) => ({ from: String(slabs[index - 1]?.up_to ?? 0), reward: { kind: 'percent', percent: pct } }));
  const volume = cents(given['volume']);
  assert.equal(of(rebate({ bands }), volume), cents(expect['volume_slab']));
  assert.equal(of(rebate({ bands, basis: 'marginal' }), volume), cents(expect['stepped']));
});

test('REB-SAP-SCOPE: settlement goes through the filter of the accrual', () => {
  const { given, expect } = caseOf('REB-SAP-SCOPE');
  const lines = given['lines'] as { material: string; amount: number; eligible: boolean }[];
  const ids = new Map(lines.map(({ material }, index) => [material, `00000000-0000-7000-8000-00000000010${index}`]));
  const document = rebate({
    when: [{ kind: 'product', productIds: lines.filter((one) => one.eligible).map(({ material }) => ids.get(material)) }],
    bands: [{ from: '0', reward: { kind: 'percent', percent: String(given['pct']) } }],
  });
  const known = knownOf(lines.map(({ material, amount }) => line(amount * 100, ids.get(material) ?? null)));
  const rule = ruleOf(document);
  const counted = known.fact.lines.filter((one) => matches(rule, known, PARTNER, one) === 'yes').reduce((sum, { netMinor }) => sum + Number(netMinor), 0);
  assert.equal(of(document, counted), cents(expect['accrual']));
  assert.notEqual(of(document, counted), cents(expect['wrong_settlement_seen']));
});

test('REB-SAP-FINAL: the true-up brings what accrued to what was earned, and pays it less what was paid', () => {
  const { given, expect } = caseOf('REB-SAP-FINAL');
  const [whole, accrued, part] = [cents(given['earned']), cents(given['accrued']), cents(given['paid_partial'])];
  const { trueUpMinor, leftMinor } = settlementOf(BigInt(whole), BigInt(accrued), BigInt(part));
  const [trueUp, settled] = [Number(trueUpMinor), Number(leftMinor)];
  assert.deepEqual([settled, trueUp], [cents(expect['credit_memo']), cents(expect['p_and_l_extra'])]);
  assert.equal(accrued + trueUp - part - settled, 0, 'what was set aside is used up: theirs reverses the 100 and books 120, ours adds the 20');
});

test('SPA-SIMPLE', () => {
  const { given, expect } = caseOf('SPA-SIMPLE');
  const claimed = BigInt(cents(Number(given['support_per_unit']) * Number(given['units'])));
  const { creditMinor } = judgeClaim(
    [
      {
        id: 'a',
        partnerId: PARTNER,
        productId: 'p',
        customer: null,
        from: '2026-01-01',
        to: '2027-01-01',
        currency: 'USD',
        supportMinor: BigInt(cents(given['support_per_unit'])),
        mostUnits: null,
      },
    ],
    PARTNER,
    [
      {
        key: 'pos',
        authorisationId: 'a',
        productId: 'p',
        customer: null,
        soldOn: '2026-02-01',
        quantity: String(given['units']),
        currency: 'USD',
        claimedMinor: claimed,
      },
    ],
    { proofs: new Set(), units: new Map() },
  );
  assert.equal(Number(creditMinor), cents(expect['claim']));
});
