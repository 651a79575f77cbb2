import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOurWords } from './past.ts';
import type { MappedField } from './translate.ts';

const stage: MappedField = {
  field: 'stage',
  outsideField: 'StageName',
  authority: 'theirs',
  type: 'choice',
  valueMap: [{ ours: 'won', theirs: 'Closed Won' }],
  writableHere: true,
  writableThere: true,
  references: null,
};

test('a value is told in our words where there is a translation, and as it was where there is none', () => {
  assert.equal(inOurWords(stage, 'Closed Won'), 'won');
  assert.equal(inOurWords(stage, 'A stage of long ago'), 'A stage of long ago');
  assert.equal(inOurWords(stage, null), null);
  assert.equal(inOurWords(undefined, 12), 12);
  assert.equal(inOurWords({ ...stage, field: 'owner', type: 'reference', valueMap: null }, 'Ada Lovelace'), 'Ada Lovelace');
});
