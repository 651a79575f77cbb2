import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countSelected, headState, isSelected, noSelection, setSelected, toggle, type GridSelection } from './selection.ts';

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map(String));
const selections: fc.Arbitrary<GridSelection> = fc.oneof(
  ids.map((list): GridSelection => ({ kind: 'some', ids: new Set(list) })),
  ids.map((list): GridSelection => ({ kind: 'all', except: new Set(list) })),
);

test('toggling twice gives back the same answer for every row', () => {
  fc.assert(
    fc.property(selections, fc.integer({ min: 0, max: 40 }).map(String), fc.integer({ min: 0, max: 40 }).map(String), (selection, id, other) => {
      const twice = toggle(toggle(selection, id), id);
      assert.equal(isSelected(twice, other), isSelected(selection, other));
      assert.equal(isSelected(toggle(selection, id), id), !isSelected(selection, id));
    }),
  );
});

test('selecting a range touches only that range', () => {
  fc.assert(
    fc.property(selections, ids, fc.boolean(), fc.integer({ min: 0, max: 40 }).map(String), (selection, range, wanted, probe) => {
      const next = setSelected(selection, range, wanted);
      assert.equal(isSelected(next, probe), range.includes(probe) ? wanted : isSelected(selection, probe));
    }),
  );
});

test('everything matching less two rows counts as total less two', () => {
  const selection = setSelected({ kind: 'all', except: new Set() }, ['a', 'b'], false);
  assert.equal(countSelected(selection, 100_000), 99_998);
  assert.equal(headState(selection, 50), 'mixed');
});

test('the head box says nothing, some or all', () => {
  assert.equal(headState(noSelection, 2), false);
  const one = toggle(noSelection, 'a');
  assert.equal(headState(one, 2), 'mixed');
  assert.equal(headState(toggle(one, 'b'), 2), true);
});
