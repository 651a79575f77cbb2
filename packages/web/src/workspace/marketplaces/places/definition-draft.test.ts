import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Definition } from '../words.ts';
import { freeKey, keyOf, withKeys, withoutState } from './definition-draft.ts';

test('a label becomes a word that stands in a file', () => {
  assert.equal(keyOf('In review'), 'in_review');
  assert.equal(keyOf('2nd Stage — ready!'), 'nd_stage_ready');
  assert.equal(keyOf('Entwurf geprüft'), 'entwurf_gepru_ft');
  assert.equal(keyOf('مسودة'), '');
});

test('keys never meet', () => {
  assert.equal(freeKey('Draft', [], 'state'), 'draft');
  assert.equal(freeKey('Draft', ['draft'], 'state'), 'draft_2');
  assert.equal(freeKey('Draft', ['draft', 'draft_2'], 'state'), 'draft_3');
  assert.equal(freeKey('مسودة', ['state'], 'state'), 'state_2');
});

test('a state that goes takes the moves to it along', () => {
  const definition: Definition = {
    initial: 'a',
    fields: [],
    states: [
      { key: 'a', label: 'A', means: 'draft', next: ['b', 'c'] },
      { key: 'b', label: 'B', means: 'released', next: ['c'] },
      { key: 'c', label: 'C', means: 'accepted', next: [] },
    ],
  };
  assert.deepEqual(
    withoutState(definition, 'c').states.map((state) => [state.key, state.next]),
    [
      ['a', ['b']],
      ['b', []],
    ],
  );
});

test('what is new is named by its label in files, and what was kept is not renamed', () => {
  const kept: Definition = {
    initial: 'a',
    fields: [],
    states: [
      { key: 'a', label: 'A', means: 'draft', next: ['b'] },
      { key: 'b', label: 'B', means: 'accepted', next: [] },
    ],
  };
  const [first, second] = kept.states;
  assert.ok(first && second);
  const typed: Definition = {
    ...kept,
    fields: [{ key: 'new_field', label: 'Cost centre', type: 'text', required: true }],
    states: [
      { ...first, label: 'Prepared', next: ['b', 'new_state'] },
      second,
      { key: 'new_state', label: 'Being counted', means: 'released', next: ['b'] },
      { key: 'new_state_2', label: 'B', means: 'expired', next: ['new_state'] },
    ],
  };
  const named = withKeys(typed, kept);
  assert.deepEqual(
    named.states.map((state) => [state.key, state.next]),
    [
      ['a', ['b', 'being_counted']],
      ['b', []],
      ['being_counted', ['b']],
      ['b_2', ['being_counted']],
    ],
  );
  assert.deepEqual(
    named.fields.map((field) => field.key),
    ['cost_centre'],
  );
});
