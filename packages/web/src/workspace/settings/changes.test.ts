import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesBetween, csvOf } from './changes.ts';

test('only what differs is listed', () => {
  assert.deepEqual(changesBetween({ name: 'A', stage: 'qualified', tags: ['x'] }, { name: 'A', stage: 'won', tags: ['x', 'y'] }), [
    { field: 'stage', before: 'qualified', after: 'won' },
    { field: 'tags', before: '["x"]', after: '["x","y"]' },
  ]);
});

test('a new and a removed record show every field', () => {
  assert.deepEqual(changesBetween(null, { a: 1 }), [{ field: 'a', before: null, after: '1' }]);
  assert.deepEqual(changesBetween({ a: 1 }, null), [{ field: 'a', before: '1', after: null }]);
  assert.deepEqual(changesBetween(null, null), []);
});

test('an export cannot carry a formula', () => {
  assert.equal(
    csvOf([
      ['=1+1', 'a,"b"'],
      ['-2', 'plain'],
    ]),
    `'=1+1,"a,""b"""\r\n'-2,plain`,
  );
});
