import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysIn, faultsOf, keyFor, usualPolicy, wrongDays } from './policy-model.ts';

test('a new type gets a key of its own from its name', () => {
  assert.equal(keyFor('Trade fair (Köln)', []), 'trade_fair_ko_ln');
  assert.equal(keyFor('Event', ['event', 'event_2']), 'event_3');
  assert.equal(keyFor('معرض', ['type']), 'type_2');
  assert.match(keyFor('x'.repeat(80), ['x'.repeat(36)]), /^[a-z0-9_]{1,40}$/);
});

test('terms that the server would refuse are named before they are sent', () => {
  const good = { ...usualPolicy, activityTypes: [{ key: 'event', name: 'Event', proof: [] }] };
  assert.deepEqual(faultsOf(good, 'proposal'), []);
  assert.deepEqual(faultsOf(usualPolicy, 'proposal'), ['types']);
  assert.deepEqual(faultsOf(good, 'accrued'), ['accrual']);
  assert.deepEqual(
    faultsOf(
      {
        ...good,
        approvals: [
          { fromMinor: 0, people: 2 },
          { fromMinor: 100, people: 1 },
        ],
      },
      'proposal',
    ),
    ['levels'],
  );
  assert.deepEqual(faultsOf({ ...good, approvals: [{ fromMinor: 5, people: 1 }], workingDays: [] }, 'proposal'), ['levels', 'days']);
});

test('days are read as they are pasted', () => {
  assert.deepEqual(daysIn('2026-12-25\n2026-12-26, 2026-12-25'), ['2026-12-25', '2026-12-26']);
  assert.deepEqual(wrongDays('2026-12-25 25.12.2026 2026-13-01'), ['25.12.2026', '2026-13-01']);
});
