import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byClock, groupOf, keysFor } from './groups.ts';

const now = new Date(2026, 5, 10, 12, 0);
const local = (day: number, hour: number): string => new Date(2026, 5, day, hour).toISOString();

test('an act belongs to the group of its clock', () => {
  assert.equal(groupOf(local(10, 11), now), 'overdue');
  assert.equal(groupOf(local(10, 23), now), 'today');
  assert.equal(groupOf(local(11, 1), now), 'later');
  assert.equal(groupOf(null, now), 'none');
});

test('groups come in order, soonest first, without empty ones', () => {
  const act = (id: string, dueAt: string | null) => ({ id, dueAt, openedAt: local(9, 9) });
  const groups = byClock([act('c', local(12, 9)), act('b', local(11, 9)), act('a', local(10, 9))], now);
  assert.deepEqual(
    groups.map((entry) => [entry.group, entry.acts.map((one) => one.id)]),
    [
      ['overdue', ['a']],
      ['later', ['b', 'c']],
    ],
  );
});

test('each answer gets its own key and none of the list keys', () => {
  const keys = keysFor([
    { key: 'approve', label: 'Approve' },
    { key: 'decline', label: 'Decline' },
    { key: 'assist', label: 'Assist' },
  ]);
  assert.deepEqual(
    [...keys],
    [
      ['approve', 'a'],
      ['decline', 'd'],
      ['assist', 's'],
    ],
  );
});
