import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OurField, OutsideField } from '../ports.ts';
import { mappingProblems } from './mapping-problems.ts';

const our = (key: string, more: Partial<OurField> = {}): OurField => ({ key, label: key, type: 'text', choices: [], writable: true, ...more });
const their = (key: string, more: Partial<OutsideField> = {}): OutsideField => ({
  key,
  label: key,
  type: 'text',
  choices: [],
  required: 'no',
  condition: null,
  writable: true,
  createOnly: false,
  ...more,
});
const list = (...values: string[]) => values.map((value) => ({ value, label: value }));
const mapping = (field: string, outsideField: string, authority = 'newest', valueMap: { ours: string; theirs: string }[] | null = null) => ({
  field,
  outsideField,
  authority,
  valueMap,
});
const codes = (...args: Parameters<typeof mappingProblems>): string[] => mappingProblems(...args).map((problem) => problem.code);

test('what is gone, cannot be set, is demanded or does not fit is said', () => {
  assert.deepEqual(codes([mapping('a', 'A')], [our('a')], [their('A')]), []);
  assert.deepEqual(codes([mapping('a', 'B')], [our('a')], [their('A')]), ['gone']);
  assert.deepEqual(codes([mapping('a', 'A')], [our('a')], [their('A', { writable: false })]), ['read_only']);
  assert.deepEqual(codes([mapping('a', 'A', 'theirs')], [our('a', { writable: false })], [their('A')]), ['read_only']);
  assert.deepEqual(codes([], [our('a')], [their('A', { required: 'always' })]), ['demanded']);
  assert.deepEqual(codes([mapping('a', 'A')], [our('a', { type: 'date' })], [their('A', { type: 'number' })]), ['kind']);
  assert.deepEqual(codes([mapping('a', 'B', 'none')], [our('a')], [their('A')]), []);
});

test('a picklist that drifted: values that are gone, and values that have no counterpart', () => {
  const stages = our('stage', { type: 'choice', choices: list('open', 'won') });
  const theirs = their('Stage', { type: 'choice', choices: list('Open', 'Closed Won') });
  const pairs = [
    { ours: 'open', theirs: 'Open' },
    { ours: 'won', theirs: 'Closed Won' },
  ];
  assert.deepEqual(codes([mapping('stage', 'Stage', 'newest', pairs)], [stages], [theirs]), []);
  const renamed = their('Stage', { type: 'choice', choices: list('Open', 'Won') });
  assert.deepEqual(codes([mapping('stage', 'Stage', 'newest', pairs)], [stages], [renamed]), ['value_gone', 'value_unmapped']);
  assert.deepEqual(codes([mapping('stage', 'Stage', 'newest', pairs.slice(0, 1))], [stages], [theirs]), ['value_unmapped', 'value_unmapped']);
  const currency = their('Currency', { type: 'choice', choices: list('EUR', 'USD') });
  assert.deepEqual(codes([mapping('currency', 'Currency')], [our('currency')], [currency]), [], 'a text that is carried as it is needs no pairs');
});
