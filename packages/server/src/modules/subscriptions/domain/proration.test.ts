import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays } from '@entente/kernel';
import { gridPeriod, startOfDay } from './periods.ts';
import { cut, periodsHeld, prorate, shareOf, takeApart } from './proration.ts';

const UTC = 'UTC';
const day = (part: number, whole: number) => ({ part, whole, unit: 'day' as const });

test('a part of a price, by days: in currencies of two, no and three decimal places', () => {
  const table: [bigint, number, number, bigint][] = [
    [1000n, 3, 30, 100n], // 10.00 EUR, 3 of 30 days
    [1000n, 28, 31, 903n],
    [118_800n, 243, 366, 78_875n],
    [3000n, 1, 31, 97n], // JPY
    [12_345n, 15, 30, 6173n], // KWD 12.345: a half goes up
    [-1000n, 1, 3, -333n],
    [0n, 5, 30, 0n],
  ];
  for (const [price, part, whole, expected] of table) assert.equal(prorate(price, day(part, whole)), expected, `${price} × ${part}/${whole}`);
});

test('cutting a charge keeps the rounded part and gives back its exact complement', () => {
  assert.deepEqual(cut(1200n, day(22, 31)), { keptMinor: 852n, backMinor: 348n });
  assert.deepEqual(cut(2995n, day(6, 30)), { keptMinor: 599n, backMinor: 2396n });
  assert.deepEqual(cut(1485n, day(3, 9)), { keptMinor: 495n, backMinor: 990n });
  assert.deepEqual(cut(999n, day(0, 30)), { keptMinor: 0n, backMinor: 999n });
  assert.deepEqual(cut(999n, day(31, 30)), { keptMinor: 999n, backMinor: 0n });
});

test('the parts of any split of a period sum to the whole, by days and by seconds', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -10_000_000_000n, max: 10_000_000_000n }),
      fc.integer({ min: 1, max: 400 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 }),
      fc.constantFrom('day' as const, 'second' as const),
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'),
      (amount, length, cuts, basis, zone) => {
        const whole = { from: '2026-02-11', to: addDays('2026-02-11', length) };
        const parts = takeApart(
          amount,
          whole,
          cuts.map((offset) => addDays(whole.from, offset)),
          basis,
          zone,
        );
        assert.equal(
          parts.reduce((sum, part) => sum + part, 0n),
          amount,
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('in advance: leading days, whole periods, trailing days, each ratio at nine places', () => {
  const nine = (text: string): bigint => BigInt(text.replace('.', ''));
  const table: [string, string, number, number, string][] = [
    ['2012-02-15', '2012-03-15', 15, 1, '1.000000000'],
    ['2012-02-01', '2012-02-15', 15, 1, '0.451612903'], // 14 of the 31 days from 15 January
    ['2012-02-01', '2012-03-15', 15, 1, '1.451612903'],
    ['2012-02-15', '2012-03-20', 15, 1, '1.161290323'], // and 5 of the 31 days from 15 March
    ['2012-02-01', '2012-03-20', 15, 1, '1.612903226'],
    ['2012-02-16', '2012-02-29', 30, 1, '0.433333333'], // 13 of 30 days from 30 January to 29 February
    ['2011-02-01', '2012-02-15', 15, 12, '1.038356164'], // 14 of 365
  ];
  for (const [from, to, anchor, months, expected] of table) assert.equal(periodsHeld({ from, to }, anchor, months), nine(expected), `${from} to ${to}`);
});

test('billing days clamp to the end of shorter months and come back', () => {
  const grid = { from: '2026-01-31', anchorDay: 31, billingMonths: 1 };
  assert.deepEqual(gridPeriod(grid, '2026-02-27'), { from: '2026-01-31', to: '2026-02-28' });
  assert.deepEqual(gridPeriod(grid, '2026-02-28'), { from: '2026-02-28', to: '2026-03-31' });
  assert.deepEqual(gridPeriod(grid, '2028-02-29'), { from: '2028-02-29', to: '2028-03-31' });
  assert.deepEqual(gridPeriod({ from: '2026-05-10', anchorDay: 1, billingMonths: 3 }, '2026-05-20'), { from: '2026-03-01', to: '2026-06-01' });
  assert.deepEqual(gridPeriod({ from: '2026-05-10', anchorDay: 1, billingMonths: 3 }, '2027-01-15'), { from: '2026-12-01', to: '2027-03-01' });
});

test('every day lies in exactly one period, and the next one begins where it ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 31 }), fc.constantFrom(1, 3, 12, 36), (offset, anchorDay, billingMonths) => {
      const grid = { from: '2026-01-17', anchorDay, billingMonths };
      const at = addDays(grid.from, offset);
      const period = gridPeriod(grid, at);
      assert.ok(period.from <= at && at < period.to);
      assert.equal(gridPeriod(grid, period.to).from, period.to);
      assert.deepEqual(gridPeriod(grid, addDays(period.to, -1)), period);
    }),
    { numRuns: 300 },
  );
});

test('a day begins at the contract’s own midnight', () => {
  const table: [string, string, string][] = [
    ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['2026-01-01', 'Asia/Kolkata', '2025-12-31T18:30:00.000Z'],
    ['2025-09-07', 'America/Santiago', '2025-09-07T04:00:00.000Z'], // clocks jump from midnight to one
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'], // the day before never was
    ['2026-06-15', 'UTC', '2026-06-15T00:00:00.000Z'],
  ];
  for (const [on, zone, expected] of table) assert.equal(startOfDay(on, zone).toISOString(), expected, `${on} ${zone}`);
});

test('by the second, the day the clocks change is as long as it was', () => {
  const march = { from: '2026-03-01', to: '2026-04-01' };
  assert.deepEqual(shareOf('second', { from: '2026-03-29', to: '2026-03-30' }, march, 'Europe/Berlin'), {
    part: 23 * 3600,
    whole: (31 * 24 - 1) * 3600,
    unit: 'second',
  });
  assert.deepEqual(shareOf('second', { from: '2026-11-01', to: '2026-11-02' }, { from: '2026-11-01', to: '2026-12-01' }, 'America/New_York').part, 25 * 3600);
  assert.deepEqual(shareOf('second', { from: '2026-03-10', to: '2026-04-01' }, march, UTC, { fromAt: '2026-03-16T12:00:00Z' }), {
    part: 31 * 43_200,
    whole: 31 * 86_400,
    unit: 'second',
  });
  assert.deepEqual(shareOf('none', { from: '2026-03-10', to: '2026-03-11' }, march, UTC), { part: 1, whole: 1, unit: 'day' });
});
