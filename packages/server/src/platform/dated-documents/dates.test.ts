import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays } from '@entente/kernel';
import { endFrom, makeRoom, onDay, type Dated } from './dates.ts';

const first: Dated = { version: 1, effectiveFrom: '2026-01-01', effectiveTo: null };
const TODAY = '2026-03-10';

test('a new version ends the one before, and the past keeps its own', () => {
  assert.deepEqual(makeRoom([first], { effectiveFrom: '2026-04-01', effectiveTo: null }, TODAY), [{ version: 1, on: '2026-04-01' }]);
  assert.throws(() => makeRoom([first], { effectiveFrom: '2026-02-01', effectiveTo: null }, TODAY), /keeps its version/);
  assert.throws(() => makeRoom([first], { effectiveFrom: '2026-04-01', effectiveTo: '2026-04-01' }, TODAY), /before it begins/);
  const later: Dated = { version: 2, effectiveFrom: '2026-06-01', effectiveTo: null };
  const ended = { ...first, effectiveTo: '2026-06-01' };
  assert.throws(() => makeRoom([ended, later], { effectiveFrom: '2026-05-01', effectiveTo: null }, TODAY), /overlap version 2/);
  assert.deepEqual(makeRoom([ended, later], { effectiveFrom: '2026-05-01', effectiveTo: '2026-06-01' }, TODAY), [{ version: 1, on: '2026-05-01' }]);
  assert.deepEqual(makeRoom([ended, later], { effectiveFrom: '2026-06-01', effectiveTo: null }, TODAY), [{ version: 2, on: '2026-06-01' }]);
  assert.deepEqual(endFrom([ended, later], '2026-04-01', TODAY), [
    { version: 1, on: '2026-04-01' },
    { version: 2, on: '2026-06-01' },
  ]);
});

test('whatever is amended and ended, at most one version holds on a day and the past stays', () => {
  const step = fc.record({ end: fc.boolean(), from: fc.integer({ min: 0, max: 60 }), length: fc.option(fc.integer({ min: 0, max: 30 })) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      let versions: Dated[] = [];
      for (const { end, from, length } of steps) {
        const day = addDays('2026-03-01', from);
        const before = versions;
        const to = length === null ? null : addDays(day, length);
        try {
          const ends = end ? endFrom(versions, day, TODAY) : makeRoom(versions, { effectiveFrom: day, effectiveTo: to }, TODAY);
          versions = versions.map((each) => ({ ...each, effectiveTo: ends.find(({ version }) => version === each.version)?.on ?? each.effectiveTo }));
          if (!end) versions = [...versions, { version: versions.length + 1, effectiveFrom: day, effectiveTo: to }];
        } catch {
          continue;
        }
        for (let offset = 0; offset < 95; offset += 1) {
          const at = addDays('2026-03-01', offset);
          assert.ok(versions.filter((each) => each.effectiveFrom <= at && (each.effectiveTo === null || at < each.effectiveTo)).length <= 1);
          if (at < TODAY && onDay(before, at)) assert.equal(onDay(versions, at)?.version, onDay(before, at)?.version);
        }
      }
    }),
    { numRuns: 300 },
  );
});
