import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compared } from './compare.ts';
import { type Definition, filled, freshId, newTest, placed, placeOf, type Rule, testKinds } from './definition.ts';

const rule = (id: string, over: Partial<Rule> = {}): Rule => ({
  id,
  name: id,
  when: [{ kind: 'always' }],
  effect: 'review',
  partnerSentence: 'A person looks.',
  enabled: true,
  ...over,
});
const definition = (rules: readonly Rule[], days = 90): Definition => ({
  protection: {
    days,
    retroactive: true,
    remindBeforeDays: [14],
    extensionDays: 30,
    maxExtensions: 2,
    managerMayExtendDays: 30,
    updateWarnDays: 30,
    updateReviewDays: 45,
    serviceAttachDays: 180,
    renewalDays: 120,
  },
  decision: { hours: 16, warnAtPercent: 75, escalateToRole: 'admin', secondApproverAboveMinor: null, currency: 'EUR', maxResubmissions: 3, calendars: {} },
  valueBands: [{ key: 'all', fromMinor: 0, toMinor: null }],
  currency: 'EUR',
  limits: { registrationsPerDay: 200, checksPerMinute: 20 },
  rules: [...rules],
  sellerCredit: { basisPoints: 10_000, exceptions: [] },
  cases: { evidenceHours: 40, rulingHours: 24, appealDays: 14 },
});
const kinds = (before: readonly Rule[], after: readonly Rule[]) => compared(definition(before), definition(after)).map((one) => one.kind);

test('rules that came, went, moved and changed are each told once', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => rule(id));
  assert.ok(a && b && c && d);
  assert.deepEqual(kinds([a, b], [a, b, c]), ['added']);
  assert.deepEqual(kinds([a, b, c], [a, c]), ['removed'], 'what follows a removed rule has not moved');
  assert.deepEqual(compared(definition([a, b, c, d]), definition([d, a, b, c])), [{ kind: 'moved', name: 'd', after: null }]);
  assert.deepEqual(compared(definition([a, b, c, d]), definition([b, c, a, d])), [{ kind: 'moved', name: 'a', after: 'c' }]);
  assert.deepEqual(kinds([a], [{ ...a, effect: 'reject', enabled: false }]), ['off', 'effect']);
  assert.deepEqual(kinds([a], [{ ...a, name: 'other', partnerSentence: 'Other.' }]), ['renamed', 'sentence']);
  assert.deepEqual(kinds([a], [{ ...a, when: [{ kind: 'is_incumbent' }] }]), ['when']);
});

test('a changed term is told by its path', () => {
  assert.deepEqual(compared(definition([], 90), definition([], 60)), [{ kind: 'term', path: 'protection.days', a: 90, b: 60 }]);
});

test('nothing differs from itself, and any order is told by as many moves as rules at most', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 6 }), (ids) => {
      const before = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => rule(id));
      const after = ids.map((id) => rule(id));
      const found = compared(definition(before), definition(after));
      assert.ok(found.every((one) => one.kind === 'moved'));
      assert.ok(found.length < 6);
      assert.equal(found.length === 0, ids.join('') === 'abcdef');
    }),
  );
});

test('a rule goes where it is put, and no further than the ends', () => {
  assert.deepEqual(placed(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(placed(['a', 'b', 'c'], 2, -5), ['c', 'a', 'b']);
  assert.deepEqual(placed(['a', 'b', 'c'], 1, 99), ['a', 'c', 'b']);
});

test('each kind of test begins whole, ids are free, problems know their place', () => {
  for (const kind of testKinds) assert.equal(newTest(kind, 'EUR').kind, kind);
  assert.equal(freshId([rule('rule-2')]), 'rule-3');
  assert.deepEqual(placeOf({ path: 'rules.3.when.0', code: 'x', sentence: '' }), { rule: 3, part: 'rules' });
  assert.deepEqual(placeOf({ path: 'decision.calendars.NA', code: 'x', sentence: '' }), { rule: null, part: 'decision' });
});

test('a sentence is filled in; what is not known stays as it is', () => {
  const examples = { protection: '90', days: '90', tier: 'gold', value: '10', kind: 'sourcing' };
  assert.equal(filled('For {protection} days, {who}.', examples), 'For 90 days, {who}.');
});
