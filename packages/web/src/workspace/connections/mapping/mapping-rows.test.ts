import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedAuthorities, countOf, fits, type Mapping, type OurField, rowsOf, sameMappings, shownRows, type TheirField, withPair } from './mapping-rows.ts';

const our = (key: string, more: Partial<OurField> = {}): OurField => ({ key, label: key, type: 'text', choices: [], writable: true, ...more });
const their = (key: string, more: Partial<TheirField> = {}): TheirField => ({
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
const pair = (field: string, outsideField: string): Mapping => ({ field, outsideField, authority: 'newest', valueMap: null });
const known = {
  ours: [our('name'), our('amount', { type: 'money' }), our('number', { type: 'number', writable: false })],
  theirs: [their('Name', { required: 'always' }), their('Note'), their('Reason', { required: 'conditional' }), their('Must', { required: 'always' })],
  problems: [{ field: null, outsideField: 'Must', code: 'demanded', sentence: 'They demand “Must”.' }],
};

test('mapped pairs come first, then what they demand, then the rest', () => {
  const rows = rowsOf(known, [pair('name', 'Name')]);
  assert.deepEqual(
    rows.map((row) => row.key),
    ['m:name', 't:Must', 't:Reason', 't:Note', 'o:amount', 'o:number'],
  );
  assert.equal(countOf(rows, 'required'), 2);
  assert.equal(countOf(rows, 'conditional'), 1);
  assert.equal(countOf(rows, 'unmapped'), 5);
  assert.deepEqual(
    shownRows(rows, 'problems', '').map((row) => row.key),
    ['t:Must'],
  );
  assert.deepEqual(
    shownRows(rows, 'all', 'AMOUNT').map((row) => row.key),
    ['o:amount'],
  );
});

test('a mapping whose field is gone stays in sight', () => {
  const [row] = rowsOf(known, [pair('name', 'Vanished')]);
  assert.equal(row?.theirs, null);
  assert.equal(row?.mapping?.outsideField, 'Vanished');
});

test('types that cannot hold each other are not offered', () => {
  assert.ok(fits(our('a', { type: 'money' }), their('b', { type: 'number' })));
  assert.ok(fits(our('a', { type: 'choice' }), their('b', { type: 'text' })));
  assert.ok(!fits(our('a', { type: 'date' }), their('b', { type: 'money' })));
});

test('a side that cannot be set can only decide', () => {
  assert.deepEqual(allowedAuthorities(our('number', { writable: false }), their('b')), ['ours', 'none']);
  assert.deepEqual(allowedAuthorities(our('a'), their('b', { writable: false })), ['theirs', 'none']);
  assert.equal(withPair([], our('number', { writable: false }), their('b'))[0]?.authority, 'ours');
});

test('another field of theirs takes the place of the one before, in its line', () => {
  const before = [pair('name', 'Name'), pair('amount', 'Sum')];
  const after = withPair(before, our('name'), their('Title'));
  assert.deepEqual(
    after.map((mapping) => mapping.outsideField),
    ['Title', 'Sum'],
  );
  assert.ok(!sameMappings(before, after));
  assert.ok(sameMappings(before, [...before]));
});
