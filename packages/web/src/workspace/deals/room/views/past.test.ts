import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Past, saves, saysOtherwise } from './past.ts';

const change = (more: Partial<Past>): Past => ({
  id: '1',
  at: '2026-11-21T10:00:00.000Z',
  who: 'Ada',
  field: 'stage',
  label: 'Stage',
  outsideField: 'StageName',
  type: 'choice',
  old: 'qualified',
  new: 'won',
  oldThere: 'Qualified',
  newThere: 'Closed Won',
  choices: [
    { value: 'qualified', label: 'Qualified' },
    { value: 'won', label: 'Won' },
  ],
  ...more,
});

test('what one person saved in one moment stands together, in order', () => {
  const later = change({ id: '2', at: '2026-11-21T11:00:00.000Z' });
  const [first, second, third] = [change({ id: '3' }), change({ id: '4', label: 'Amount' }), change({ id: '5', who: 'Ben' })];
  assert.deepEqual(
    saves([later, first, second, third]).map((save) => [save.who, save.changes.map(({ id }) => id)]),
    [
      ['Ada', ['2']],
      ['Ada', ['3', '4']],
      ['Ben', ['5']],
    ],
  );
});

test('their words are shown beside ours only where they differ', () => {
  assert.equal(saysOtherwise(change({})), true);
  assert.equal(saysOtherwise(change({ new: 'qualified', newThere: 'QUALIFIED' })), false);
  assert.equal(saysOtherwise(change({ old: 1, oldThere: 1, new: null, newThere: null })), false);
});
