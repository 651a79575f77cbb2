import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountReader, dateReader, quantityReader } from './column-readers.ts';

const value = <Value>(read: { ok: true; value: Value } | { ok: false; code: string }) => (read.ok ? read.value : read.code);

test('an amount is read as its column writes amounts, in its own currency or the one given', () => {
  const read = amountReader(['1.234,50', '3.000']);
  assert.deepEqual(value(read('3.000', 'EUR')), { amountMinor: 300_000, currency: 'EUR' });
  assert.deepEqual(value(read('12 USD', null)), { amountMinor: 1_200, currency: 'USD' });
  assert.equal(value(read('12', null)), 'no-currency');
  assert.equal(value(read('12', 'ZZZ')), 'unknown-currency');
  assert.equal(value(read('much', null)), 'bad-amount');
});

test('a quantity is a whole number', () => {
  assert.deepEqual(
    ['3', '1,000', '2.5'].map((text) => value(quantityReader(['1,000'])(text))),
    [3, 1_000, 'bad-number'],
  );
});

test('a day is read as the column, its dots or the days that were to be expected say; else it is refused', () => {
  const never = () => false;
  const spring = (day: string) => day >= '2026-01-01' && day <= '2026-03-31';
  assert.equal(value(dateReader(['31/12/2025', '02/03/2026'], never)('02/03/2026')), '2026-03-02');
  assert.equal(value(dateReader(['02.03.2026'], never)('02.03.2026')), '2026-03-02');
  assert.equal(value(dateReader(['11/03/2026'], spring)('11/03/2026')), '2026-03-11');
  assert.equal(value(dateReader(['03/11/2026'], spring)('03/11/2026')), '2026-03-11');
  assert.equal(value(dateReader(['02/03/2026'], spring)('02/03/2026')), 'ambiguous-date');
});
