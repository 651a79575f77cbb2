import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateEcosystem } from './generate.ts';
import { BENCHMARK_SIZES } from './options.ts';
import { Rng } from './rng.ts';
import { streamEcosystem } from './stream.ts';
import { digest, ecosystem, NOW } from './test-fixture.ts';

test('the same seed gives the same ecosystem, another seed another', () => {
  const first = digest(generateEcosystem({ seed: 5, now: NOW }));
  assert.equal(digest(generateEcosystem({ seed: 5, now: NOW })), first);
  assert.notEqual(digest(generateEcosystem({ seed: 6, now: NOW })), first);
});

test('the number sequence of a seed is fixed for good', () => {
  const rng = new Rng(1, 2, 3);
  assert.deepEqual([rng.bits(), rng.bits(), rng.bits()], [3066455804, 771709043, 3830565147]);
});

test('a record depends on its index, not on the records made before it', () => {
  const stream = streamEcosystem({ seed: 2026, now: NOW });
  const whole = ecosystem();
  assert.deepEqual([...stream.deals({ from: 1_500, to: 1_503 })], whole.deals.slice(1_500, 1_503));
  assert.deepEqual([...stream.deals({ from: 2_990 })], whole.deals.slice(2_990));
  assert.deepEqual([...stream.accounts({ from: 77, to: 80 })], whole.accounts.slice(77, 80));
  assert.deepEqual([...stream.partners({ from: 3, to: 6 })], whole.partners.slice(3, 6));
});

test('benchmark sizes stream; the middle can be had without the beginning', () => {
  const started = performance.now();
  const stream = streamEcosystem({ seed: 1, now: NOW, ...BENCHMARK_SIZES });
  const ready = performance.now();
  const deals = [...stream.deals({ from: 50_000, to: 52_000 })];
  const perDeal = (performance.now() - ready) / deals.length;
  console.log(`benchmark stream ready in ${Math.round(ready - started)} ms, ${perDeal.toFixed(3)} ms for one deal`);
  assert.equal(deals.length, 2_000);
  assert.equal(deals[0]?.key, 'deal-050001');
});

test('sizes and inputs that cannot hold the truths are refused', () => {
  assert.throws(() => generateEcosystem({ seed: 1, now: NOW, deals: 10 }), /deals must be a whole number of at least 100/);
  assert.throws(() => generateEcosystem({ seed: 1, now: 'yesterday' }), /now must be an ISO-8601 instant/);
  assert.throws(() => generateEcosystem({ seed: 1.5, now: NOW }), /seed must be a whole number/);
});

test('the smallest size works for many seeds', () => {
  for (let seed = 0; seed < 40; seed++) {
    const small = generateEcosystem({ seed, now: NOW, partners: 40, accounts: 300, deals: 100, people: 16 });
    assert.equal(small.deals.length, 100);
  }
});
