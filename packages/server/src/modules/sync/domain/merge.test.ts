import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeField, type Agreed, type Decision, type FieldState } from './merge.ts';
import type { MappedField } from './translate.ts';
import { same, type Value } from './value.ts';

const T0 = '2026-11-01T10:00:00.000Z';
const T1 = '2026-11-01T11:00:00.000Z';
const mapped = (authority: MappedField['authority'], more: Partial<MappedField> = {}): MappedField => ({
  field: 'f',
  outsideField: 'F',
  authority,
  type: 'text',
  valueMap: null,
  writableHere: true,
  writableThere: true,
  references: null,
  ...more,
});
const state = (agreed: Agreed | null, ours: Value, theirs: Value, oursAt: string | null = T0, theirsAt = T1): FieldState => ({
  agreed,
  ours,
  theirs,
  oursAt,
  theirsAt,
});
const ab: Agreed = { ours: 'a', theirs: 'a' };

test('who decides, by what changed', () => {
  const cases: [MappedField['authority'], FieldState, unknown][] = [
    ['theirs', state(ab, 'a', 'a'), { is: 'settled' }],
    ['theirs', state(ab, 'a', 'b'), { is: 'write_here', here: 'b' }],
    ['theirs', state(ab, 'b', 'a'), { is: 'write_here', here: 'a' }],
    ['theirs', state(ab, 'b', 'c'), { is: 'write_here', here: 'c' }],
    ['ours', state(ab, 'a', 'b'), { is: 'write_there', there: 'a' }],
    ['ours', state(ab, 'b', 'a'), { is: 'write_there', there: 'b' }],
    ['ours', state(ab, 'b', 'c'), { is: 'write_there', there: 'b' }],
    ['newest', state(ab, 'b', 'c', T0, T1), { is: 'write_here', here: 'c' }],
    ['newest', state(ab, 'b', 'c', T1, T0), { is: 'write_there', there: 'b' }],
    ['newest', state(ab, 'b', 'c', T1, T1), { is: 'conflict', reason: 'both_changed' }],
    ['newest', state(ab, 'b', 'a'), { is: 'write_there', there: 'b' }],
    ['propose', state(ab, 'b', 'a'), { is: 'conflict', reason: 'we_propose' }],
    ['propose', state(ab, 'a', 'b'), { is: 'conflict', reason: 'they_propose' }],
    ['propose', state(ab, 'b', 'c'), { is: 'conflict', reason: 'both_changed' }],
    ['none', state(ab, 'b', 'c'), { is: 'settled' }],
    ['ours', state(ab, 'b', 'b'), { is: 'agreed', agreed: { ours: 'b', theirs: 'b' } }],
  ];
  for (const [authority, given, expected] of cases) assert.deepEqual(mergeField(mapped(authority), given), expected, `${authority} ${JSON.stringify(given)}`);
});

test('at the first comparison nothing is lost to nothing', () => {
  assert.deepEqual(mergeField(mapped('ours'), state(null, null, 'b')), { is: 'write_here', here: 'b' });
  assert.deepEqual(mergeField(mapped('newest'), state(null, 'a', '')), { is: 'write_there', there: 'a' });
  assert.equal(mergeField(mapped('theirs'), state(null, 'a', null)).is, 'agreed');
  assert.deepEqual(mergeField(mapped('theirs'), state(null, 'a', 'b')), { is: 'write_here', here: 'b' });
});

test('several of theirs mean one of ours: moving among them is no change, and is not written over', () => {
  const stages = mapped('newest', {
    type: 'choice',
    valueMap: [
      { ours: 'prospect', theirs: 'New' },
      { ours: 'prospect', theirs: 'Pending' },
      { ours: 'won', theirs: 'Won' },
    ],
  });
  const before: Agreed = { ours: 'prospect', theirs: 'New' };
  assert.deepEqual(mergeField(stages, state(before, 'prospect', 'Pending')), { is: 'agreed', agreed: { ours: 'prospect', theirs: 'Pending' } });
  assert.deepEqual(mergeField(stages, state(before, 'won', 'New')), { is: 'write_there', there: 'Won' });
  assert.deepEqual(mergeField(stages, state(before, 'prospect', 'Renamed')), { is: 'conflict', reason: 'untranslated' });
});

test('a decision holds for the two values it was made on, and no others', () => {
  const decision: Decision = { with: 'ours', value: null, ours: 'b', theirs: 'c', reason: 'both_changed' };
  assert.deepEqual(mergeField(mapped('propose'), state(ab, 'b', 'c'), decision), { is: 'write_there', there: 'b' });
  assert.deepEqual(mergeField(mapped('propose'), state(ab, 'b', 'd'), decision), { is: 'conflict', reason: 'both_changed' });
  assert.deepEqual(mergeField(mapped('propose'), state(ab, 'b', 'c'), { ...decision, with: 'value', value: 'x' }), {
    is: 'write_there',
    there: 'x',
    here: 'x',
  });
});

test('a reference without its record waits, and a side that cannot be set keeps what it has', () => {
  const account = mapped('theirs', { type: 'reference', references: { here: new Map([['001', 'our-1']]), there: new Map([['our-1', '001']]) } });
  assert.deepEqual(mergeField(account, state(null, null, '001')), { is: 'write_here', here: 'our-1' });
  assert.deepEqual(mergeField(account, state(null, null, '002')), { is: 'waits', side: 'here', reference: '002' });
  assert.equal(mergeField(mapped('ours', { writableThere: false }), state(ab, 'b', 'a')).is, 'agreed');
});

test('an owner who is nobody here is somebody of ours once a person says whom, or no difference once they say nobody', () => {
  const references = { here: new Map([['005A', 'ida']]), there: new Map([['ida', '005A']]) };
  const owner = (valueMap: MappedField['valueMap'], authority: MappedField['authority'] = 'theirs') =>
    mapped(authority, { type: 'reference', references, valueMap });
  assert.equal(mergeField(owner(null), state(null, 'ida', '005X')).is, 'waits');
  assert.deepEqual(mergeField(owner([{ ours: 'ben', theirs: '005X' }]), state(null, 'ida', '005X')), { is: 'write_here', here: 'ben' });
  const inherited = owner([{ ours: 'ida', theirs: '005X' }], 'ours');
  assert.equal(mergeField(inherited, state(null, 'ida', '005X')).is, 'agreed', 'theirs that means the same is not written over');
  assert.deepEqual(
    mergeField(inherited, state(null, 'ida', '005B')),
    { is: 'write_there', there: '005A' },
    'somebody with a record of their own is written as that',
  );
  for (const authority of ['theirs', 'ours', 'newest', 'propose'] as const) {
    const ignored = owner([{ ours: '', theirs: '005X' }], authority);
    assert.deepEqual(mergeField(ignored, state({ ours: 'ben', theirs: '005B' }, 'ida', '005X')), { is: 'agreed', agreed: { ours: 'ida', theirs: '005X' } });
  }
  assert.deepEqual(mergeField(owner([{ ours: '', theirs: '005X' }]), state({ ours: 'ben', theirs: '005X' }, 'ben', '005A')), { is: 'write_here', here: 'ida' });
});

/**
 * A field on both sides, edited at random, with a reader that may be late and an answer that may get lost, until all is quiet. Each
 * write carries the version it was decided on, as the engine's does; a write whose answer is lost has happened all the same.
 */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('edit_here' as const), value: fc.constantFrom('a', 'b', 'c', '') }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('edit_there' as const), value: fc.constantFrom('a', 'b', 'c', '') }) },
  { weight: 2, arbitrary: fc.constant({ does: 'look' as const }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('carry_out' as const), answerLost: fc.boolean() }) },
);
type World = {
  ours: Value;
  oursAt: number;
  theirs: Value;
  theirsAt: number;
  version: number;
  agreed: Agreed | null;
  seen: { theirs: Value; at: number; version: number } | null;
  writes: number;
};

function carryOut(world: World, authority: MappedField['authority'], answerLost: boolean): void {
  const { seen } = world;
  if (!seen) return;
  const at = (minutes: number): string => new Date(Date.parse(T0) + minutes * 60_000).toISOString();
  const outcome = mergeField(mapped(authority), {
    agreed: world.agreed,
    ours: world.ours,
    oursAt: at(world.oursAt),
    theirs: seen.theirs,
    theirsAt: at(seen.at),
  });
  world.seen = null;
  if (outcome.is === 'agreed') world.agreed = outcome.agreed;
  if (outcome.is === 'write_here') {
    // Here, looking, setting and remembering are one transaction.
    world.ours = outcome.here;
    world.agreed = { ours: outcome.here, theirs: seen.theirs };
  }
  if (outcome.is === 'write_there' && seen.version === world.version) {
    world.theirs = outcome.there;
    world.version += 1;
    world.writes += 1;
    if (!answerLost) world.agreed = { ours: world.ours, theirs: outcome.there };
  }
}

test('both sides end the same, whoever edits when, and then nothing is written any more', () => {
  fc.assert(
    fc.property(fc.constantFrom('theirs' as const, 'ours' as const, 'newest' as const), fc.array(step, { maxLength: 40 }), (authority, steps) => {
      const world: World = { ours: 'a', oursAt: 0, theirs: 'a', theirsAt: 0, version: 1, agreed: ab, seen: null, writes: 0 };
      let minute = 0;
      let lastOurs: Value = 'a';
      let lastTheirs: Value = 'a';
      for (const each of steps) {
        minute += 1;
        if (each.does === 'edit_here') {
          world.ours = each.value;
          world.oursAt = minute;
          lastOurs = each.value;
        }
        if (each.does === 'edit_there') {
          world.theirs = each.value;
          world.theirsAt = minute;
          world.version += 1;
          lastTheirs = each.value;
        }
        if (each.does === 'look') world.seen = { theirs: world.theirs, at: world.theirsAt, version: world.version };
        if (each.does === 'carry_out') carryOut(world, authority, each.answerLost);
      }
      const quietRound = (): void => {
        world.seen = { theirs: world.theirs, at: world.theirsAt, version: world.version };
        carryOut(world, authority, false);
      };
      quietRound();
      quietRound();
      const before = world.writes;
      quietRound();
      assert.equal(world.writes, before, 'quiet after two rounds');
      assert.ok(same(world.ours, world.theirs), `${String(world.ours)} and ${String(world.theirs)}`);
      if (authority === 'ours' && !same(lastOurs, null) && steps.some((each) => each.does === 'edit_here'))
        assert.ok(same(world.ours, lastOurs), 'no update of an owned field is lost');
      if (authority === 'theirs' && !same(lastTheirs, null) && steps.some((each) => each.does === 'edit_there'))
        assert.ok(same(world.theirs, lastTheirs), 'no update of an owned field is lost');
    }),
    { numRuns: 3000 },
  );
});
