import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { firstBillingDay, fraction, minorOf, rounded, decimal } from '@entente/kernel';
import { burn } from '../../platform/rating/index.ts';
import { minimumLine } from './charge-due.ts';
import { cut, prorate, type Share } from './domain/proration.ts';
import type { Subscription } from './domain/subscription.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked money cases');

type Values = Record<string, unknown>;
type Case = { id: string; area: string; title: string; given: Values; expect: Values };
const isCase = (value: unknown): value is Case =>
  typeof value === 'object' && value !== null && 'id' in value && 'area' in value && 'given' in value && 'expect' in value;
const file: unknown = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8'));
const all = typeof file === 'object' && file !== null && 'cases' in file && Array.isArray(file.cases) ? file.cases.filter(isCase) : [];
const of = (id: string): Case => all.find((one) => one.id === id) ?? assert.fail(`no case ${id}`);

const number = (value: unknown): number => (typeof value === 'number' || typeof value === 'string' ? Number(value) : assert.fail('not a number'));
const cents = (value: unknown): bigint => minorOf(typeof value === 'number' || typeof value === 'string' ? String(value) : assert.fail('not an amount'), 'EUR');
const whole = (value: unknown): bigint => BigInt(number(value));
const days = (part: unknown, length: unknown): Share => ({ part: number(part), whole: number(length), unit: 'day' });
const between = (from: unknown, to: unknown): number => (Date.parse(String(to)) - Date.parse(String(from))) / 86_400_000;

for (const id of ['PRO-STRIPE-HALF', 'PRO-AUTUMN'])
  test(`${id}: an upgrade halfway`, () => {
    const { given, expect } = of(id);
    const { backMinor } = cut(cents(given['old']), days(1, 2));
    const debit = prorate(cents(given['new']), days(1, 2));
    assert.equal(debit - backMinor, cents(expect['net']));
    if (expect['credit'] !== undefined) assert.equal(-backMinor, cents(expect['credit']));
  });

test('PRO-LAGO-DOWN: days of a leap year', () => {
  const { given, expect } = of('PRO-LAGO-DOWN');
  assert.equal(prorate(whole(given['new_cents']), days(given['days'], given['year_days'])), whole(expect['fee_cents']));
});

test('PRO-KB-REPAIR, PRO-KB-2995: kept is rounded, what is given back is the complement', () => {
  const one = of('PRO-KB-REPAIR');
  const repaired = cut(cents(one.given['amount']), days(between(one.given['start'], one.given['repair']), between(one.given['start'], one.given['end'])));
  assert.deepEqual([repaired.keptMinor, -repaired.backMinor], [cents(one.expect['kept']), cents(one.expect['repaired'])]);
  const two = of('PRO-KB-2995');
  const stopped = cut(cents(two.given['rate']), days(between(two.given['start'], two.given['block']), between(two.given['start'], two.given['end'])));
  assert.deepEqual([stopped.keptMinor, -stopped.backMinor], [cents(two.expect['kept']), cents(two.expect['repair'])]);
});

test('PRO-KB-MULTI: two changes in one month', () => {
  const { given, expect } = of('PRO-KB-MULTI');
  const segments = Array.isArray(given['segments']) ? (given['segments'] as Values[]) : [];
  const kept = segments.map((segment) => cut(cents(segment['rate']), days(between(segment['from'], segment['to']), segment['of_days'])).keptMinor);
  assert.deepEqual(kept, Array.isArray(expect['kept']) ? expect['kept'].map(cents) : []);
});

test('PRO-KB-BCD: the billing day moves', () => {
  const { given, expect } = of('PRO-KB-BCD');
  assert.equal(prorate(cents(given['rate']), days(given['days_before'], given['period_before'])), cents(expect['before']));
  assert.equal(prorate(cents(given['rate']), days(given['days_after'], given['period_after'])), cents(expect['after']));
});

test('DATE-KB-CLAMP: the 30th of February', () => {
  const { given, expect } = of('DATE-KB-CLAMP');
  assert.equal(firstBillingDay(String(given['start']), number(given['bcd'])), expect['first_cycle_date']);
});

test('INV-MINCOMMIT: up to the least spend', () => {
  const { given, expect } = of('INV-MINCOMMIT');
  const subscription: Subscription = {
    id: 'x',
    name: 'x',
    accountId: 'x',
    dealId: null,
    currency: 'EUR',
    timeZone: 'UTC',
    anchorDay: 1,
    billingMonths: 1,
    timing: 'advance',
    proration: 'day',
    startsOn: '2026-01-01',
    endsOn: null,
    gridFrom: '2026-01-01',
    gridBefore: null,
    minimumMinor: number(given['minimum_cents']),
    minimumChargedUntil: null,
    state: 'active',
    cancelledOn: null,
    items: [],
    pauses: [],
  };
  const line = minimumLine(subscription, { from: '2026-01-01', to: '2026-02-01' }, whole(given['plan_cents']), whole(given['minimum_cents']));
  assert.equal(line.amountMinor, whole(expect['true_up_cents']));
  assert.equal(line.amountMinor + whole(given['plan_cents']), whole(expect['total_cents']));
});

test('INV-PROG-2: ended after 18 of 31 days, and what was invoiced before is credited', () => {
  const { given, expect } = of('INV-PROG-2');
  const fees = prorate(whole(given['plan_cents']), days(given['days'], given['period_days'])) + whole(given['usage_cents']);
  assert.equal(fees, whole(expect['fees_cents']));
  assert.equal(fees - whole(expect['credit_cents']), whole(expect['total_cents']));
});

test('INV-PREPAID-CAP: each fee is rounded once, and credit never pays more than is owed', () => {
  const { given, expect } = of('INV-PREPAID-CAP');
  const fees = Array.isArray(given['fees_precise_cents']) ? given['fees_precise_cents'].map((fee) => rounded(decimal(String(fee)))) : [];
  const net = fees.reduce((sum, fee) => sum + fee, 0n);
  assert.equal(net, whole(expect['fees_cents']));
  const owed = whole(expect['total_cents']);
  const { burned, rest } = burn(
    [{ id: 'a', left: fraction(1000n), expiresOn: null, grantedOn: '2026-01-01' }],
    ['expires_first', 'oldest_first'],
    fraction(owed),
  );
  assert.equal(rest.numerator, whole(expect['amount_due']));
  assert.equal(
    burned.reduce((sum, { quantity }) => sum + rounded(quantity), 0n),
    whole(expect['prepaid_used_cents']),
  );
});
