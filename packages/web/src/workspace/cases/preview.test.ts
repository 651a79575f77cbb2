import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsOf, namedSide } from './preview.ts';

const partners = [
  { letter: 'A', name: 'Kestrel', partnerId: 'p1', registrationId: 'r1' },
  { letter: 'B', name: 'Northwind', partnerId: 'p2', registrationId: 'r2' },
];
const withVendor = [partners[0]!, { letter: 'B', name: 'Own seller', partnerId: null, registrationId: null }];
const claims = (sides: typeof partners | typeof withVendor, outcome: Parameters<typeof effectsOf>[1], share = 5000) =>
  effectsOf(sides, outcome, share).map((effect) => effect.claim);

test('the side that wins keeps its claim and the other one ends', () => {
  assert.deepEqual(claims(partners, 'first'), ['kept', 'ended']);
  assert.deepEqual(claims(partners, 'second'), ['ended', 'kept']);
  assert.deepEqual(claims(partners, 'nobody'), ['ended', 'ended']);
});

test('of a shared claim the greater share stands for the deal, and both have their part', () => {
  assert.deepEqual(claims(partners, 'shared', 5000), ['kept', 'ended']);
  assert.deepEqual(claims(partners, 'shared', 3000), ['ended', 'kept']);
  assert.deepEqual(
    effectsOf(partners, 'shared', 3000).map((effect) => effect.shareBasisPoints),
    [3000, 7000],
  );
});

test('at most one registration is kept, whatever is ruled', () => {
  for (const outcome of ['first', 'second', 'shared', 'vendor', 'nobody'] as const)
    for (const share of [1, 2500, 5000, 9999]) assert.ok(claims(partners, outcome, share).filter((claim) => claim === 'kept').length <= 1);
});

test('where the vendor keeps the deal the partner loses its protection', () => {
  assert.deepEqual(claims(withVendor, 'vendor'), ['ended', 'vendor']);
  assert.deepEqual(claims(withVendor, 'first'), ['kept', 'none']);
});

test('a text that names a side is noticed before it is sent', () => {
  assert.equal(namedSide('Kestrel was first.', partners), 'Kestrel');
  assert.equal(namedSide('The earlier claim stands.', partners), null);
});
