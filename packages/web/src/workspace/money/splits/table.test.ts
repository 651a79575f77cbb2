import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossOf } from './table.ts';
import type { Part } from './words.ts';

const part = (party: Part['party'], partnerId: string | null, lineId: string, stepKey: string, amountMinor: number): Part => ({
  party,
  partnerId,
  partnerName: partnerId,
  lineId,
  description: `line ${lineId}`,
  stepKey,
  stepName: `step ${stepKey}`,
  amountMinor,
});
const parts = [
  part('partner', 'a', '1', 'x', 700),
  part('us', null, '1', 'rest', 300),
  part('partner', 'a', '2', 'y', -50),
  part('partner', 'b', '2', 'x', 250),
];

test('lines by parties sum in both ways', () => {
  const { rows, totals, totalMinor, parties } = crossOf(parts, 'line');
  assert.deepEqual(parties, ['a', 'us', 'b']);
  assert.deepEqual(
    rows.map(({ name, totalMinor: sum }) => [name, sum]),
    [
      ['line 1', 1000],
      ['line 2', 200],
    ],
  );
  assert.equal(totalMinor, 1200);
  assert.equal(
    [...totals.values()].reduce((sum, amount) => sum + amount, 0),
    totalMinor,
  );
});

test('the same parts by step', () => {
  const { rows } = crossOf(parts, 'step');
  assert.deepEqual(
    rows.map(({ id, totalMinor }) => [id, totalMinor]),
    [
      ['x', 950],
      ['rest', 300],
      ['y', -50],
    ],
  );
});
