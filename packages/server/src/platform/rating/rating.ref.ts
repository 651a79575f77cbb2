import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { priceModel, type PriceModel } from '@entente/contracts';
import { compare, decimal, fraction, type Fraction } from '@entente/kernel';
import { inMajor, plain, rate, rateIncrement, type Rated, type RatingContext } from './index.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked money cases');

type Values = Record<string, unknown>;
type Case = { id: string; area: string; title: string; given: Values; expect: Values };
const isCase = (value: unknown): value is Case =>
  typeof value === 'object' && value !== null && 'id' in value && 'area' in value && 'given' in value && 'expect' in value;
const file: unknown = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8'));
const all = typeof file === 'object' && file !== null && 'cases' in file && Array.isArray(file.cases) ? file.cases.filter(isCase) : [];
const cases = all.filter(({ area }) => area.startsWith('rating.'));

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : assert.fail(`not a number: ${JSON.stringify(value)}`);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : assert.fail('not a list'));
const record = (value: unknown): Values =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : assert.fail('not a record');
const quantityOf = (value: unknown): Fraction => decimal(text(value));

/** The cases say where a tier ends, inclusive; ours says above what the next one begins. */
function tiersOf(value: unknown): Values[] {
  let from = '0';
  return list(value).map((entry) => {
    const { up_to: upTo, unit, flat, pct } = record(entry);
    const tier = { from, flatFee: text(flat ?? 0), ...(pct === undefined ? { unitPrice: text(unit ?? 0) } : { percent: text(pct) }) };
    if (upTo !== null) from = text(upTo);
    return tier;
  });
}
const parsed = (value: unknown): PriceModel => priceModel.parse(value);
const exactOf = (model: PriceModel, rated: Rated, context: Partial<RatingContext> = {}): Fraction => rate(model, rated, { currency: 'EUR', ...context }).exact;
const same = (actual: Fraction, expected: unknown, what: string): void =>
  assert.equal(compare(actual, quantityOf(expected)), 0, `${what}: ${plain(actual)} is not ${text(expected)}`);

const byArea: Readonly<Record<string, (one: Case) => void>> = {
  'rating.graduated': ({ id, given, expect }) => {
    const tiers = tiersOf(given['tiers']);
    const rated = { quantity: quantityOf(given['units']) };
    same(exactOf(parsed({ kind: 'graduated', tiers }), rated), expect['amount'] ?? expect['total'] ?? expect['graduated_total'], id);
    if (expect['volume_total'] !== undefined) same(exactOf(parsed({ kind: 'volume', tiers }), rated), expect['volume_total'], `${id} by volume`);
  },
  'rating.volume': ({ id, given, expect }) => {
    const prorated = given['prorated_units'];
    const rated = { quantity: quantityOf(given['units'] ?? given['full_units']), ...(prorated === undefined ? {} : { pricedQuantity: quantityOf(prorated) }) };
    same(exactOf(parsed({ kind: 'volume', tiers: tiersOf(given['tiers']) }), rated), expect['amount'] ?? expect['total'], id);
  },
  'rating.package': ({ id, given, expect }) => {
    const model = parsed({
      kind: 'package',
      size: text(given['package_size']),
      price: text(given['package_price']),
      freeUnits: text(given['free_units'] ?? 0),
    });
    same(exactOf(model, { quantity: quantityOf(given['units']) }), expect['amount'], id);
  },
  'rating.graduated_percentage': ({ id, given, expect }) => {
    const model = parsed({ kind: 'graduated_percentage', tiers: tiersOf(given['tiers']) });
    const none = fraction(0n);
    if (given['base'] !== undefined) return same(exactOf(model, { quantity: none, base: quantityOf(given['base']) }), expect['amount'], id);
    let before = 0;
    list(given['transactions']).forEach((amount, index) => {
      const after = before + Number(text(amount));
      const cumulative = { quantity: none, base: fraction(BigInt(after)) };
      const increment =
        index === 0
          ? exactOf(model, cumulative)
          : rateIncrement(model, { quantity: none, base: fraction(BigInt(before)) }, cumulative, { currency: 'EUR' }).exact;
      same(increment, list(expect['increments'])[index], `${id} ${index}`);
      before = after;
    });
  },
  'rating.percentage': ({ id, given, expect }) => {
    const optional = (key: string): string | null => (given[key] === undefined ? null : text(given[key]));
    const model = parsed({
      kind: 'percentage',
      percent: text(given['rate_pct']),
      fixedPerEvent: optional('fixed_per_event') ?? '0',
      freeAmount: optional('free_units') ?? '0',
      freeEvents: Number(optional('free_events') ?? '0'),
      leastPerEvent: optional('min'),
      mostPerEvent: optional('max'),
    });
    const none = fraction(0n);
    const transactions = given['transactions'];
    const rated = transactions
      ? { quantity: none, events: list(transactions).map(quantityOf) }
      : { quantity: none, base: quantityOf(given['base']), eventCount: Number(text(given['events'])) };
    same(exactOf(model, rated), expect['amount'], id);
    if (Array.isArray(expect['per_transaction']))
      expect['per_transaction'].forEach((each, index) =>
        same(exactOf(model, { quantity: none, events: [quantityOf(list(transactions)[index])] }), each, `${id} ${index}`),
      );
  },
  'rating.commitment': ({ id, given, expect }) => {
    const overage = { kind: 'unit', unitPrice: text(given['unit']) };
    const rated = { quantity: quantityOf(given['line_units']) };
    const previouslyBilledMinor = BigInt(text(given['previously_billed'])) * 100n;
    const capped = exactOf(parsed({ kind: 'commitment', overage, maximum: text(given['maximum']) }), rated, { previouslyBilledMinor });
    same(exactOf(parsed(overage), rated), expect['amount'], id);
    same(capped, expect['total'], `${id} at most`);
  },
  'rating.pricing_unit': ({ id, given, expect }) => {
    const model = parsed({
      kind: 'pricing_unit',
      unit: 'credits',
      worth: text(given['conversion_rate']),
      price: { kind: 'unit', unitPrice: text(given['price_credits']) },
    });
    same(exactOf(model, { quantity: quantityOf(given['units']) }), expect['amount_eur'], id);
    for (const [group, units] of [
      ['us', '100'],
      ['eu', '200'],
    ] as const)
      same(exactOf(model, { quantity: decimal(units) }), record(expect['groups'])[group], `${id} ${group}`);
  },
  'rating.consumable': ({ id, given, expect }) => {
    const usage = rate(parsed({ kind: 'graduated', tiers: tiersOf(given['tiers']) }), { quantity: quantityOf(given['units']) }, { currency: 'USD' });
    same(usage.exact, expect['usage'], id);
    same(inMajor(usage.amountMinor + BigInt(text(given['recurring'])) * 100n, 'USD'), expect['invoice_total'], `${id} with the recurring line`);
  },
  'rating.capacity': ({ id, given, expect }) => {
    const reached = list(given['reached']).map(record);
    const measures = reached.map(({ unit, tier_price: price }) => ({
      name: text(unit),
      tiers: [
        { from: '0', price: '1' },
        { from: '100', price: text(price) },
      ],
    }));
    const reachedBy = Object.fromEntries(reached.map(({ unit }) => [text(unit), decimal('150')]));
    same(exactOf(parsed({ kind: 'capacity', measures }), { quantity: fraction(0n), measures: reachedBy }), expect['amount'], id);
  },
  'rating.rerate': ({ id, given, expect }) => {
    const model = parsed({ kind: 'unit', unitPrice: text(given['unit']) });
    const between = (from: unknown, to: unknown): Fraction =>
      rateIncrement(model, { quantity: quantityOf(from) }, { quantity: quantityOf(to) }, { currency: 'EUR' }).exact;
    same(between(given['billed_p1'], given['seen_p1']), record(expect['p1_correction'])['amount'], id);
    same(between(given['seen_p1'], given['cumulative_p2']), record(expect['p2'])['amount'], `${id} next period`);
  },
};

assert.ok(cases.length >= 35, 'the worked cases of rating are there');
for (const one of cases)
  test(`${one.id}: ${one.title}`, () => {
    const check = byArea[one.area] ?? assert.fail(`no check for ${one.area}`);
    check(one);
  });
