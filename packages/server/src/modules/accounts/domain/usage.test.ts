import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changeOver, latestChange, monthBefore } from './usage.ts';

const month = fc.record({ year: fc.integer({ min: 2000, max: 2099 }), month: fc.integer({ min: 1, max: 12 }) });
const text = (at: { year: number; month: number }): string => `${at.year}-${String(at.month).padStart(2, '0')}`;

test('twelve months before is the same month a year earlier, and order is kept', () => {
  fc.assert(
    fc.property(month, (at) => {
      let period = text(at);
      for (let count = 0; count < 12; count += 1) {
        const before = monthBefore(period);
        assert.ok(before < period);
        period = before;
      }
      assert.equal(period, text({ ...at, year: at.year - 1 }));
    }),
  );
});
test('the change undone gives the figure before; nothing follows from nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }), month, (before, after, at) => {
      const period = text(at);
      const percent = changeOver(
        new Map([
          [monthBefore(period), before],
          [period, after],
        ]),
        period,
      );
      assert.ok(percent !== null && percent >= -100);
      assert.ok(Math.abs(before * (1 + percent / 100) - after) < 1e-3);
      assert.equal(changeOver(new Map([[period, after]]), period), null);
    }),
  );
  assert.equal(
    changeOver(
      new Map([
        ['2026-01', 0],
        ['2026-02', 5],
      ]),
      '2026-02',
    ),
    null,
  );
});
test('the month under way, gaps and old figures are not compared', () => {
  const figures = [
    { period: '2026-01', quantity: 100 },
    { period: '2026-02', quantity: 80 },
    { period: '2026-03', quantity: 1 },
  ];
  assert.deepEqual(latestChange(figures, '2026-03-02'), { period: '2026-02', percent: -20 });
  assert.deepEqual(latestChange(figures.slice(0, 2), '2026-04-30'), { period: '2026-02', percent: -20 });
  assert.equal(latestChange(figures.slice(0, 2), '2026-05-01'), null, 'older than the month before last');
  assert.equal(latestChange([figures[0] ?? { period: '', quantity: 0 }, { period: '2026-03', quantity: 5 }], '2026-04-10'), null, 'a gap between them');
});
