import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addMonths, equalInstalments, settleLast, sumOf } from './instalments.ts';

test('equal instalments sum to the total to the cent, whatever the number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 900_000_000_000 }), fc.integer({ min: 1, max: 120 }), (total, count) => {
      const rows = equalInstalments(total, count, '2027-01-31', 1);
      assert.equal(rows.length, count);
      assert.equal(sumOf(rows), total);
      const amounts = rows.slice(1).map((row) => row.amountMinor);
      assert.equal(new Set(amounts).size <= 1, true);
      assert.equal(
        rows.every((row, index) => index === 0 || (rows[index - 1]?.dueOn ?? '') < row.dueOn),
        true,
      );
    }),
  );
});

test('what does not divide is on the first', () => {
  assert.deepEqual(equalInstalments(100, 3, '2027-01-15', 6), [
    { dueOn: '2027-01-15', amountMinor: 34 },
    { dueOn: '2027-07-15', amountMinor: 33 },
    { dueOn: '2028-01-15', amountMinor: 33 },
  ]);
});

test('a day the month lacks becomes its last', () => {
  assert.equal(addMonths('2027-01-31', 1), '2027-02-28');
  assert.equal(addMonths('2027-11-30', 3), '2028-02-29');
  assert.equal(addMonths('2027-12-05', 1), '2028-01-05');
});

test('the last payment takes the difference unless that would be less than nothing', () => {
  const rows = [
    { dueOn: '2027-01-01', amountMinor: 600 },
    { dueOn: '2027-02-01', amountMinor: 300 },
  ];
  assert.equal(sumOf(settleLast(rows, 1000)), 1000);
  assert.deepEqual(settleLast(rows, 500), rows);
  assert.deepEqual(settleLast([], 500), []);
});
