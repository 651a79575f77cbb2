import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionOf, isSameView } from './definition.ts';
import { filterQuery, gridSort, readDefinition, readState, sortText } from './state.ts';

test('the address is read, and what it cannot mean is left out', () => {
  const state = readState({ stage: 'won,nonsense,prospect', stalledDays: 30, sort: 'drop table', layout: 'board', q: '' });
  assert.deepEqual(state, { filter: { stage: 'prospect,won', stalledDays: '30' }, sort: '-updated', view: 'all', layout: 'board' });
  assert.deepEqual(filterQuery(state.filter).stage, ['prospect', 'won']);
});

test('an unknown role is not sent to the server', () => {
  assert.equal(filterQuery({ role: 'wizard' }).role, undefined);
  assert.equal(filterQuery({ role: 'resell' }).role, 'resell');
});

test('the order of a column goes to the address and back', () => {
  for (const id of ['account', 'amount', 'close', 'clock', 'activity', 'updated'])
    for (const desc of [true, false]) assert.deepEqual(gridSort(sortText({ id, desc })), { id, desc });
});

test('a saved view that no longer means anything shows everything', () => {
  assert.deepEqual(readDefinition({ filter: 'x', sort: 3 }), { filter: {}, sort: '-updated', layout: 'table', columns: [] });
});

test('a view is the same whatever order the store gives its keys in', () => {
  const state = readState({ stage: 'won', region: 'EMEA', sort: '-amount' });
  const saved = definitionOf(state, ['account', 'amount']);
  assert.ok(isSameView(saved, { sort: '-amount', layout: 'table', columns: ['account', 'amount'], filter: { region: 'EMEA', stage: 'won' } }));
  assert.ok(!isSameView(saved, { ...saved, columns: ['amount'] }));
  assert.ok(!isSameView(saved, { ...saved, filter: { stage: 'won' } }));
});
