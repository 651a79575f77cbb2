import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreeWritten, reconcile, valuesForNew, type Sides } from './reconcile.ts';
import type { MappedField } from './translate.ts';

const field = (key: string, more: Partial<MappedField> = {}): MappedField => ({
  field: key,
  outsideField: key.toUpperCase(),
  authority: 'ours',
  type: 'text',
  valueMap: null,
  writableHere: true,
  writableThere: true,
  references: null,
  ...more,
});
const sides = (more: Partial<Sides>): Sides => ({
  ours: {},
  oursChangedAt: '2026-11-01T10:00:00.000Z',
  theirs: {},
  theirsAt: '2026-11-01T09:00:00.000Z',
  locked: null,
  ...more,
});
const nothing = { agreed: {}, held: {} };

test('a locked field is queued, the others are written', () => {
  const result = reconcile(
    [field('a'), field('b')],
    { agreed: { a: { ours: '1', theirs: '1' }, b: { ours: '1', theirs: '1' } }, held: {} },
    sides({ ours: { a: '2', b: '2' }, theirs: { A: '1', B: '1' }, locked: { fields: ['A'] } }),
    new Map(),
  );
  assert.deepEqual([result.writeThere, result.queued], [{ B: '2' }, { a: '2' }]);
  assert.deepEqual(result.agreed['a'], { ours: '1', theirs: '1' }, 'what is queued is not agreed on');
});

test('a field that is taken only with another goes along with it, and never alone', () => {
  const reason = field('reason', { travelsWith: ['STAGE'] });
  const agreed = { stage: { ours: 'open', theirs: 'open' }, reason: { ours: 'price', theirs: null } };
  const moved = reconcile(
    [field('stage'), reason],
    { agreed, held: {} },
    sides({ ours: { stage: 'lost', reason: 'price' }, theirs: { STAGE: 'open', REASON: null } }),
    new Map(),
  );
  assert.deepEqual(moved.writeThere, { STAGE: 'lost', REASON: 'price' });
  const still = reconcile(
    [field('stage'), reason],
    { agreed, held: {} },
    sides({ ours: { stage: 'open', reason: 'price' }, theirs: { STAGE: 'open', REASON: null } }),
    new Map(),
  );
  assert.deepEqual(still.writeThere, {});
});

test('the time of a field is when it changed, and not when its record did', () => {
  const held = { a: { value: 'x', at: '2026-10-01T00:00:00.000Z' } };
  const newest = [field('a', { authority: 'newest' })];
  const agreed = { a: { ours: 'old', theirs: 'old' } };
  assert.deepEqual(reconcile(newest, { agreed, held }, sides({ ours: { a: 'x' }, theirs: { A: 'y' } }), new Map()).setHere, { a: 'y' });
  assert.deepEqual(reconcile(newest, { agreed, held: {} }, sides({ ours: { a: 'x' }, theirs: { A: 'y' } }), new Map()).writeThere, { A: 'x' });
});

test('what the answer shows is what was agreed, even in their own way of writing it', () => {
  assert.deepEqual(agreeWritten({}, { a: { ours: 'Ida@Acme.com', outsideField: 'A' } }, { A: 'ida@acme.com' }), {
    a: { ours: 'Ida@Acme.com', theirs: 'ida@acme.com' },
  });
});

test('one that is made there begins with all we have, whoever decides later', () => {
  const fields = [field('a', { authority: 'theirs' }), field('b', { authority: 'propose' }), field('c', { authority: 'none' })];
  assert.deepEqual(reconcile(fields, nothing, sides({ ours: { a: '1', b: '2', c: '3' }, creating: true }), new Map()).writeThere, { A: '1', B: '2' });
  assert.deepEqual(reconcile(fields, nothing, sides({ ours: { a: '1', b: '2', c: '3' } }), new Map()).writeThere, {});
});

test('what can only be read here helps to recognise a record, and is not set', () => {
  const result = valuesForNew([field('email', { writableHere: false }), field('name')], { EMAIL: 'ida@acme.com', NAME: 'Ida' });
  assert.deepEqual([result.known, result.values], [{ email: 'ida@acme.com', name: 'Ida' }, { name: 'Ida' }]);
});

test('a new record takes what can be said, and waits for what points nowhere yet', () => {
  const account = field('account', { type: 'reference', references: { here: new Map(), there: new Map() } });
  const result = valuesForNew([field('a'), account, field('c', { authority: 'none' })], { A: 'x', ACCOUNT: '001', C: 'y' });
  assert.deepEqual(result, { known: { a: 'x' }, values: { a: 'x' }, waitsFor: [{ field: 'account', side: 'here', reference: '001' }] });
  assert.deepEqual(reconcile([account], nothing, sides({ theirs: { ACCOUNT: '001' } }), new Map()).waitsFor, [
    { field: 'account', side: 'here', reference: '001' },
  ]);
});
