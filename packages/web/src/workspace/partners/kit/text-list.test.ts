import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf, listOf, orNull } from './text-list.ts';

test('a line of names becomes a list without blanks or repeats', () => {
  assert.deepEqual(listOf(' EMEA, NA ,, EMEA'), ['EMEA', 'NA']);
  assert.deepEqual(listOf('صحة، مال'), ['صحة', 'مال']);
  assert.deepEqual(listOf(''), []);
});

test('a list survives the way through its line', () => {
  const list = ['Health', 'Public sector'];
  assert.deepEqual(listOf(lineOf(list)), list);
});

test('blank text is no value', () => {
  assert.equal(orNull('  '), null);
  assert.equal(orNull(' a '), 'a');
});
