import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CosellRemote, Goal, PlanResult } from '../../../modules/clouds/index.ts';
import { complete as everything } from '../simulated.fixture.ts';
import type { Value, Values } from '../values.ts';
import { planMicrosoft, type Usual } from './plan.ts';
import { lockOf, standingIn, stateOf } from './standing.ts';

const TODAY = '2026-03-02';
const usual: Usual = { solutionId: 'SOL-1', partnerRole: null };
const SHARE = 'consent.consentToToShareInfoWithOthers';
const HELP = 'consent.consentToContact';
const base = everything;
const remoteOf = (label: string, values: Values = base): CosellRemote => {
  const standing = standingIn(label);
  return { id: 'r1', values, state: { ...stateOf(standing, {}), label }, locked: lockOf(standing), links: [{ type: 'Solutions', id: 'SOL-1' }] };
};
const plan = (theirs: Values, label: string | null, goal: Goal, more: { remote?: Values; usual?: Usual; today?: string } = {}): PlanResult =>
  planMicrosoft(
    { ours: {}, theirs, links: [] },
    label === null ? null : remoteOf(label, more.remote ?? theirs),
    goal,
    more.today ?? TODAY,
    more.usual ?? usual,
  );
const save: Goal = { kind: 'save' };
const submit: Goal = { kind: 'submit' };
const stage = (name: string): Goal => ({ kind: 'stage', stage: name });
const blocked = (result: PlanResult): (string | null)[] => result.issues.filter(({ severity }) => severity !== 'warning').map(({ field }) => field);
const DRAFT = 'Private: New/Pending';

test('a complete deal may be saved and submitted, and Microsoft’s silence about commitments is told', () => {
  assert.deepEqual(plan(base, null, save).issues, []);
  const result = plan(base, DRAFT, submit);
  assert.deepEqual(blocked(result), []);
  assert.deepEqual(result.writes, []);
  assert.deepEqual(
    result.issues.map(({ code }) => code),
    ['not_told'],
  );
});

for (const key of [
  'name',
  'customerProfile.name',
  'customerProfile.address.country',
  'details.notes',
  'details.dealValue',
  'details.currency',
  'details.closingDateTime',
])
  test(`${key} is missing: it cannot even be made, and the sentence says what to do`, () => {
    const result = plan({ ...base, [key]: null }, null, save);
    assert.deepEqual(blocked(result), [key]);
    assert.ok(result.demanded.includes(key));
    assert.match(result.issues[0]?.sentence ?? '', /^[A-Z].+\.$/);
    assert.equal(result.issues[0]?.severity, 'blocks_save');
  });

const wrong: readonly (readonly [Values, string | null, RegExp])[] = [
  [{ 'customerProfile.address.country': 'Germany' }, 'customerProfile.address.country', /two-letter/],
  [{ 'details.currency': 'EURO' }, 'details.currency', /three-letter/],
  [{ 'details.dealValue': -1 }, 'details.dealValue', /zero or more/],
  [{ 'details.closingDateTime': '2026-02-30' }, 'details.closingDateTime', /calendar/],
  [{ 'customerProfile.duns': '12' }, 'customerProfile.duns', /9 digits/],
  [{ 'contact.email': 'nobody' }, 'contact.email', /mail address/],
  [{ 'contact.email': null }, 'contact.email', /mail address/],
  [{ 'contact.name': 'Cher' }, 'contact.name', /first and last name/],
  [{ name: 'x'.repeat(256) }, 'name', /takes 255/],
  [{ outcome: 'Won' }, 'outcome', /won or lost/],
  [{ 'inviteContext.assistanceRequestCode': 'Magic' }, 'inviteContext.assistanceRequestCode', /“Magic”/],
];
for (const [change, field, sentence] of wrong)
  test(`${JSON.stringify(change).slice(0, 60)} cannot be saved`, () => {
    const result = plan({ ...base, ...change }, null, save);
    assert.ok(result.issues.every(({ severity }) => severity === 'blocks_save'));
    assert.ok(
      result.issues.some((issue) => issue.field === field && sentence.test(issue.sentence)),
      JSON.stringify(result.issues),
    );
  });

test('a solution is demanded: the usual one of the connection will do', () => {
  assert.deepEqual(blocked(plan(base, null, save, { usual: { ...usual, solutionId: null } })), [null]);
  const linked = planMicrosoft({ ours: {}, theirs: base, links: [{ type: 'Solutions', id: 'SOL-9' }] }, null, save, TODAY, {
    solutionId: null,
    partnerRole: null,
  });
  assert.deepEqual(linked.issues, []);
});

const consents: readonly (readonly [string, Value, Value, (string | null)[]])[] = [
  ['private', null, null, [SHARE]],
  ['private', false, false, [SHARE]],
  ['partner-led', true, null, []],
  ['co-sell', true, true, []],
  ['help without sight', null, true, [SHARE]],
];
for (const [kind, share, help, wanted] of consents)
  test(`submitting with ${kind} (${String(share)}, ${String(help)})`, () =>
    assert.deepEqual(blocked(plan({ ...base, [SHARE]: share, [HELP]: help }, DRAFT, submit)), wanted));

test('services that are sold together demand role, area and play; alone or without services they do not', () => {
  const services = { ...base, 'details.requirements.services': ['Managed'], SolutionArea: null, SolutionPlay: null };
  assert.deepEqual(blocked(plan(services, DRAFT, submit)), ['PartnerRole', 'SolutionArea', 'SolutionPlay']);
  assert.deepEqual(blocked(plan({ ...services, [HELP]: false }, DRAFT, submit)), []);
  assert.deepEqual(blocked(plan({ ...base, SolutionArea: null, SolutionPlay: null }, DRAFT, submit)), []);
  const role = planMicrosoft({ ours: {}, theirs: { ...services, SolutionArea: 'Security', SolutionPlay: 'Data Security' }, links: [] }, null, submit, TODAY, {
    solutionId: 'S',
    partnerRole: 'Resale',
  });
  assert.deepEqual(blocked(role), []);
});

test('the taxonomy of the year blocks; once its year is over it only warns', () => {
  const old = { ...base, SolutionArea: 'Infrastructure' };
  assert.deepEqual(blocked(plan(old, DRAFT, submit)), ['SolutionArea']);
  assert.deepEqual(blocked(plan({ ...base, SolutionPlay: 'Unify Your Data Platform' }, DRAFT, submit)), ['SolutionPlay']);
  const later = plan(old, DRAFT, submit, { today: '2026-07-01' });
  assert.deepEqual(blocked(later), []);
  assert.ok(later.issues.some(({ field, severity, sentence }) => field === 'SolutionArea' && severity === 'warning' && sentence.includes('FY26')));
});

test('what is submitted, answered or closed cannot be submitted; the sentence says why', () => {
  for (const label of [
    'Co-sell: New/Pending',
    'Co-sell: Active/Accepted',
    'Partner-led: Active/Accepted',
    'Co-sell: Closed/Won',
    'Co-sell: Closed/Declined',
    'Co-sell: New/Received',
    'Lead: New/Received',
  ])
    assert.deepEqual(
      plan(base, label, submit).issues.map(({ severity, code }) => [severity, code]),
      [['blocks_submit', 'state']],
      label,
    );
  assert.deepEqual(blocked(plan(base, 'Private: Active/Accepted', submit)), []);
});

const changed = { ...base, name: 'Other', [SHARE]: false, statusReason: 'Because' };
const locks: readonly (readonly [string, string[], string[]])[] = [
  [DRAFT, [SHARE, 'name', 'statusReason'], []],
  ['Co-sell: New/Pending', ['name', 'statusReason'], [SHARE]],
  ['Partner-led: Active/Accepted', ['name', 'statusReason'], [SHARE]],
  ['Co-sell: New/Received', [], [SHARE, 'name', 'statusReason']],
  ['Co-sell: Closed/Lost', ['statusReason'], [SHARE, 'name']],
  ['Co-sell: Closed/Declined', [], [SHARE, 'name', 'statusReason']],
];
for (const [label, writes, locked] of locks)
  test(`${label}: what is locked is named, and is not written`, () => {
    const result = plan(changed, label, save, { remote: base });
    assert.deepEqual(result.writes.map((each) => each.outsideField).toSorted(), writes);
    assert.deepEqual(result.locked.map((each) => each.outsideField).toSorted(), locked);
  });

const stages: readonly (readonly [string | null, string, 'free' | 'blocked'])[] = [
  ['Co-sell: New/Pending', 'qualified', 'free'],
  ['Co-sell: New/Pending', 'won', 'blocked'],
  ['Co-sell: New/Pending', 'lost', 'free'],
  ['Co-sell: Active/Accepted', 'won', 'free'],
  ['Co-sell: Active/Accepted', 'committed', 'free'],
  ['Co-sell: Closed/Won', 'won', 'free'],
  ['Co-sell: Closed/Won', 'lost', 'blocked'],
  ['Co-sell: Closed/Declined', 'qualified', 'blocked'],
  ['Co-sell: New/Received', 'won', 'blocked'],
  [null, 'won', 'blocked'],
  [null, 'qualified', 'free'],
  ['Co-sell: Active/Accepted', 'nowhere', 'blocked'],
];
for (const [label, to, wanted] of stages)
  test(`${label ?? 'not made yet'} → ${to} is ${wanted}`, () => {
    const result = plan(base, label, stage(to));
    assert.equal(blocked(result).length > 0 ? 'blocked' : 'free', wanted, JSON.stringify(result.issues));
  });

test('the stages that may come next are those Microsoft knows', () => {
  const next = (label: string): string[] => plan(base, label, save).nextStages.map((each) => each.stage);
  assert.deepEqual(next('Co-sell: New/Pending'), ['lost']);
  assert.deepEqual(next('Co-sell: Active/Accepted'), ['won', 'lost']);
  assert.deepEqual(next('Co-sell: Closed/Lost'), []);
});

test('an open deal writes no outcome, whatever Microsoft has decided; employees within a band are no difference', () => {
  assert.deepEqual(plan(base, 'Co-sell: Closed/Declined', save, { remote: { ...base, outcome: 'Declined' } }).locked, []);
  assert.deepEqual(plan({ ...base, 'customerProfile.size': 900 }, DRAFT, save, { remote: base }).writes, []);
});
