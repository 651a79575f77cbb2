import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MeteredEntitlement } from './facts.ts';
import { foldKeys, isRefused, judgeRecord, type Judged } from './judge-record.ts';
import { splitByBase } from './line.ts';
import { planBatches } from './plan-batches.ts';
import { formatQuantity, LARGEST, readQuantity, SCALE } from './quantity.ts';
import { rulesOf, type MeteringRules } from './rules.ts';
import { expiresAt, hourOf, HOUR_MS, readyAt } from './window.ts';

const now = Date.parse('2026-11-15T12:34:00Z');
const entitlement = (rules: Partial<MeteringRules> = {}, more: Partial<MeteredEntitlement> = {}): MeteredEntitlement => ({
  id: 'e1',
  name: 'Product for Buyer',
  connectionId: 'c1',
  system: 'aws',
  marketplace: 'AWS Marketplace',
  externalId: 'arn:aws:license-manager::1:license:l-1',
  agreementKey: 'agmt-1',
  dealId: null,
  productId: null,
  productName: null,
  buyerName: 'Buyer',
  buyerAccount: '111122223333',
  licenseArn: 'arn:aws:license-manager::1:license:l-1',
  productCode: null,
  startsAt: '2026-11-01T00:00:00Z',
  endsAt: null,
  dimensions: [{ key: 'requests', included: null }],
  rules: rulesOf('aws', rules),
  ...more,
});
const record = { key: 'k', entitlement: 'e1', dimension: 'requests', at: '2026-11-15T11:20:00Z', quantity: '7' };
const codeOf = (given: Partial<typeof record> | { quantity: number }, of: MeteredEntitlement | undefined = entitlement()): string => {
  const judged = judgeRecord({ ...record, ...given }, 0, of, now);
  return isRefused(judged) ? judged.code : 'taken';
};

test('a quantity is read exactly and written as it was', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: LARGEST }), (value) => {
      const read = readQuantity(formatQuantity(value));
      assert.ok(read.ok && read.value === value);
    }),
  );
  for (const wrong of ['-1', 'NaN', 'Infinity', '1e3', '1,5', '', ' ', '0x10', '1.1234567', '1000000001', '9'.repeat(40)])
    assert.equal(readQuantity(wrong).ok, false, wrong);
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -0.5, 1e21, 1e-9]) assert.equal(readQuantity(wrong).ok, false, String(wrong));
  assert.deepEqual(readQuantity(0.1), { ok: true, value: SCALE / 10n });
  assert.deepEqual(readQuantity('2.500000000'), { ok: true, value: 2_500_000n });
});

test('each record that cannot be billed says why', () => {
  assert.equal(codeOf({}), 'taken');
  assert.equal(codeOf({ dimension: 'storage' }), 'dimension');
  assert.equal(isRefused(judgeRecord(record, 0, undefined, now)), true);
  for (const at of ['2026-02-30T10:00:00Z', '2026-11-15 11:00', 'yesterday', '2026-11-15T11:00:00', '2020-01-01T00:00:00Z', '2026-11-15T25:00:00Z'])
    assert.equal(codeOf({ at }), 'time', at);
  assert.equal(codeOf({ at: '2026-11-15T12:38:59Z' }), 'taken', 'clocks differ by a little');
  assert.equal(codeOf({ at: '2026-11-15T12:40:00Z' }), 'future');
  assert.equal(codeOf({ at: '2026-11-15T13:38:00+01:00' }), 'taken', 'a zone is understood');
  assert.equal(codeOf({ at: '2026-10-31T23:59:00Z' }), 'not_entitled');
  assert.equal(codeOf({ at: '2026-11-15T10:00:00Z' }, entitlement({}, { endsAt: '2026-11-15T10:00:00Z' })), 'not_entitled');
  assert.equal(codeOf({ quantity: '-4' }), 'quantity');
  assert.equal(codeOf({ quantity: '1.5' }), 'whole_units');
  assert.equal(codeOf({ quantity: '1.5' }, entitlement({ wholeUnits: false })), 'taken');
});

test('a key that comes twice is one record, or a refusal where the content differs', () => {
  const one = judgeRecord(record, 0, entitlement(), now) as Judged;
  const folded = foldKeys([one, { ...one, place: 1 }, { ...one, place: 2, quantity: one.quantity + SCALE }, { ...one, key: 'other', place: 3 }]);
  assert.deepEqual([folded.records.length, folded.repeated, folded.refused.map(({ at, code }) => [at, code])], [2, 1, [[2, 'key_twice']]]);
});

test('an hour is over before it is sent, and closed by age or by the month, whichever comes first', () => {
  const rules = rulesOf('aws');
  const hour = Date.parse('2026-11-30T10:00:00Z');
  assert.equal(new Date(readyAt(hour, rules)).toISOString(), '2026-11-30T11:05:00.000Z');
  assert.equal(new Date(expiresAt(hour, rules)).toISOString(), '2026-12-01T06:00:00.000Z');
  assert.equal(new Date(expiresAt(Date.parse('2026-11-29T10:00:00Z'), rules)).toISOString(), '2026-11-30T10:00:00.000Z');
  assert.equal(new Date(expiresAt(hour, rulesOf('microsoft'))).toISOString(), '2026-12-01T10:00:00.000Z');
  fc.assert(fc.property(fc.integer({ min: 0, max: 2e12 }), (at) => hourOf(at) <= at && at < hourOf(at) + HOUR_MS && hourOf(at) % HOUR_MS === 0));
});

const line = (index: number, quantity: bigint, hour = '2026-11-15T10:00:00.000Z', of = 'e1') => ({
  id: `l${index}`,
  entitlementId: of,
  dimension: 'requests',
  hour,
  quantity,
  hourSent: false,
});

test('batches hold at most what the marketplace takes, and one product code where it is named', () => {
  const byCode = (id: string, productCode: string): MeteredEntitlement => entitlement({}, { id, licenseArn: null, productCode });
  const known = new Map([byCode('a', 'p1'), byCode('b', 'p2'), entitlement({}, { id: 'c' }), entitlement({}, { id: 'd' })].map((each) => [each.id, each]));
  const lines = Array.from({ length: 120 }, (_, index) => line(index, SCALE, undefined, ['a', 'b', 'c', 'd'][index % 4]));
  const plan = planBatches(lines, known, () => 0n, now);
  assert.ok(plan.batches.every((size) => size >= 1 && size <= 25));
  const codes = Map.groupBy(plan.lines, ({ batch }) => batch);
  for (const own of codes.values()) {
    const names = new Set(own.map(({ id }) => known.get(lines.find((each) => each.id === id)?.entitlementId ?? '')?.productCode ?? 'license'));
    assert.equal(names.size, 1);
  }
  assert.equal(plan.batches.length, 2 + 2 + 3, 'two of each code, and licenses together');
});

test('a base is given away once, to the earliest hours, whatever the order of batches; nothing is lost between parts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 1, max: 40 }),
      (units, included, cut) => {
        const of = entitlement({ onlyOverage: 'month' }, { dimensions: [{ key: 'requests', included: String(included) }] });
        const known = new Map([[of.id, of]]);
        const lines = units
          .map((unit, index) => line(index, BigInt(unit) * SCALE, new Date(Date.parse('2026-11-14T13:00:00Z') + (index % 20) * HOUR_MS).toISOString()))
          .toSorted((a, b) => (a.hour < b.hour ? -1 : 1));
        let used = 0n;
        let billed = 0n;
        let covered = 0n;
        for (const part of [lines.slice(0, cut), lines.slice(cut)]) {
          const plan = planBatches(part, known, () => used, Date.parse('2026-11-15T12:00:00Z'));
          used = [...plan.used.values()][0]?.used ?? used;
          for (const planned of plan.lines) {
            covered += planned.included;
            billed += (part.find(({ id }) => id === planned.id)?.quantity ?? 0n) - planned.included;
            assert.equal(planned.state === 'sent', (part.find(({ id }) => id === planned.id)?.quantity ?? 0n) > planned.included);
          }
        }
        const total = BigInt(units.reduce((sum, unit) => sum + unit, 0)) * SCALE;
        assert.equal(covered + billed, total);
        assert.equal(covered, splitByBase(total, BigInt(included) * SCALE, 0n).included);
      },
    ),
  );
});

test('what is too old, too late for its hour or too large is settled before anything is sent', () => {
  const of = entitlement();
  const plan = planBatches(
    [
      line(1, SCALE, '2026-11-14T12:00:00.000Z'),
      { ...line(2, SCALE), hourSent: true },
      line(3, 3_000_000_000n * SCALE),
      line(4, 0n),
      line(5, SCALE, undefined, 'gone'),
      line(6, SCALE),
    ],
    new Map([[of.id, of]]),
    () => 0n,
    now,
  );
  assert.deepEqual(
    plan.lines.map(({ state, outcome }) => [state, outcome]),
    [
      ['expired', 'expired'],
      ['rejected', 'hour_sent'],
      ['rejected', 'too_large'],
      ['included', 'nothing_to_send'],
      ['rejected', 'not_metered'],
      ['sent', null],
    ],
  );
  assert.ok(plan.lines.every(({ state, sentence }) => state === 'sent' || (sentence ?? '').endsWith('.')));
});
