import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, fitted, reachOf, wrapped, type Part, type Step } from './bars.ts';

const explanation = { sentence: 'Because.', rule: null, inputs: [], steps: [], evidence: [] };
const part = (amountMinor: number, more: Partial<Part> = {}): Part => ({
  label: 'A',
  partnerId: null,
  partnerName: null,
  role: null,
  amountMinor,
  explanation,
  ...more,
});
const step = (key: Step['key'], amountMinor: number, afterMinor: number, parts: Part[] = [], kind: Step['kind'] = 'change'): Step => ({
  key,
  label: key,
  kind,
  amountMinor,
  afterMinor,
  explanation,
  parts,
});

const steps = [
  step('list', 1000, 1000, [part(400), part(600)]),
  step('discount', -100, 900, [part(-100)]),
  step('buyer_price', 900, 900, [], 'total'),
  step('fee', -27, 873),
  step('margin', -180, 693, [part(-150, { role: 'resell' }), part(0, { role: 'distribute' }), part(-30, { role: 'distribute' })]),
  step('split', 0, 693),
  step('net', 693, 693, [], 'total'),
];

test('each bar begins where the one before it ended, and the last is what is left', () => {
  const bars = barsOf(steps);
  assert.deepEqual(
    bars.map(({ id, fromMinor, toMinor }) => [id, fromMinor, toMinor]),
    [
      ['list', 0, 1000],
      ['discount', 1000, 900],
      ['buyer_price', 0, 900],
      ['fee', 900, 873],
      ['margin:0', 873, 723],
      ['margin:1', 723, 693],
      ['split', 693, 693],
      ['net', 0, 693],
    ],
  );
  assert.deepEqual(
    bars.filter(({ isTotal }) => isTotal).map(({ id }) => id),
    ['list', 'buyer_price', 'net'],
  );
  assert.equal(
    bars.filter(({ isTotal }) => !isTotal).reduce((sum, bar) => sum + bar.amountMinor, 1000),
    693,
  );
});

test('a waterfall that falls below nothing reaches below the ground', () => {
  assert.deepEqual(reachOf(barsOf([step('list', 100, 100), step('split', -150, -50, [part(-150)]), step('net', -50, -50, [], 'total')])), {
    low: -50,
    high: 100,
  });
  assert.deepEqual(reachOf([]), { low: 0, high: 1 });
});

test('names are broken between words and cut where they do not fit', () => {
  assert.deepEqual(wrapped('Nordhafen Distribution SE', 12, 2), ['Nordhafen', 'Distributio…']);
  assert.deepEqual(wrapped('Net to us', 12, 2), ['Net to us']);
  assert.deepEqual(wrapped('One two three four five', 9, 2), ['One two', 'three…']);
});

test('where there is no room for all, the smallest parties are one bar and every bar still begins where the last one ended', () => {
  const parts = [30, 10, 80, 20, 60].map((amount) => part(-amount, { role: 'technology' }));
  const bars = barsOf([
    step('list', 1000, 1000),
    step('tier_margin', 0, 1000),
    step('buyer_price', 1000, 1000, [], 'total'),
    step('split', -200, 800, parts),
    step('net', 800, 800, [], 'total'),
  ]);
  assert.equal(fitted(bars, 20).length, 8);
  const few = fitted(bars, 6);
  assert.deepEqual(
    few.map(({ id, fromMinor, toMinor, others }) => [id, fromMinor, toMinor, others ?? 1]),
    [
      ['list', 0, 1000, 1],
      ['buyer_price', 0, 1000, 1],
      ['split:2', 1000, 920, 1],
      ['split:4', 920, 860, 1],
      ['split:others', 860, 800, 3],
      ['net', 0, 800, 1],
    ],
  );
  assert.equal(fitted(bars, 1).length, 4);
});
