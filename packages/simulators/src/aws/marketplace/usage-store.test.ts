import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageStore } from './usage-store.ts';

test('a million records are kept exactly, and survive being saved', () => {
  const store = new UsageStore();
  const first = Math.floor(Date.parse('2026-11-01T00:00:00Z') / 3_600_000);
  for (let license = 0; license < 500; license += 1) {
    for (let dimension = 0; dimension < 4; dimension += 1)
      for (let hour = 0; hour < 500; hour += 1) store.record(`l-${license}`, `d${dimension}`, first + hour, hour);
  }
  const loaded = UsageStore.load(JSON.parse(JSON.stringify(store.save())) as ReturnType<UsageStore['save']>);
  for (const one of [store, loaded]) {
    const totals = one.totals();
    assert.equal(
      totals.reduce((sum, { records }) => sum + records, 0),
      1_000_000,
    );
    assert.equal(
      totals.reduce((sum, { quantity }) => sum + quantity, 0),
      2000 * ((499 * 500) / 2),
    );
    assert.equal(one.record('l-7', 'd1', first + 3, 3), 'same');
    assert.equal(one.record('l-7', 'd1', first + 3, 4), 'other');
    assert.deepEqual(
      one.takeUnbilled('l-7').filter(({ dimension }) => dimension === 'd1'),
      [{ dimension: 'd1', month: '2026-11', quantity: (499 * 500) / 2 }],
    );
    assert.deepEqual(one.takeUnbilled('l-7'), [], 'nothing is billed twice');
  }
});

test('usage is billed by the month it was used in', () => {
  const store = new UsageStore();
  const last = Math.floor(Date.parse('2026-11-30T23:00:00Z') / 3_600_000);
  store.record('l-1', 'requests', last + 1, 2);
  store.record('l-1', 'requests', last, 1);
  store.record('l-1', 'requests', last - 1, 0);
  assert.deepEqual(store.takeUnbilled('l-1'), [
    { dimension: 'requests', month: '2026-11', quantity: 1 },
    { dimension: 'requests', month: '2026-12', quantity: 2 },
  ]);
});
