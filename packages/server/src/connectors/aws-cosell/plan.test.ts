import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CosellRemote, Goal, PlanResult } from '../../modules/clouds/index.ts';
import { planAws } from './plan.ts';
import type { Value, Values } from './values.ts';
import { complete } from './simulated.fixture.ts';

const TODAY = '2026-11-21';
const base = complete('2027-01-31');
const remoteOf = (review: string, values: Values = base, links: CosellRemote['links'] = []): CosellRemote => ({
  id: 'O1000001',
  values,
  state: { key: review, label: review, stage: null },
  locked: null,
  links,
});
const plan = (theirs: Values, remote: CosellRemote | null, goal: Goal, links: CosellRemote['links'] = []): PlanResult =>
  planAws({ ours: {}, theirs, links }, remote, goal, TODAY);
const submit: Goal = { kind: 'submit' };
const save: Goal = { kind: 'save' };
const stage = (name: string): Goal => ({ kind: 'stage', stage: name });
const blocked = (result: PlanResult): (string | null)[] => result.issues.filter(({ severity }) => severity !== 'warning').map(({ field }) => field);
const without = (key: string): Values => ({ ...base, [key]: null });

test('a complete deal may be saved and submitted', () => {
  assert.deepEqual(plan(base, null, save).issues, []);
  assert.deepEqual(plan(base, remoteOf('Pending Submission'), submit).issues, []);
  assert.deepEqual(plan(base, remoteOf('Pending Submission'), submit).writes, []);
});

for (const key of [
  'Customer.Account.WebsiteUrl',
  'Customer.Account.Industry',
  'Customer.Account.Address.CountryCode',
  'Customer.Account.Address.PostalCode',
  'Project.Title',
  'Project.CustomerBusinessProblem',
  'Project.CustomerUseCase',
  'Project.DeliveryModels',
  'Project.SalesActivities',
  'LifeCycle.TargetCloseDate',
  'PrimaryNeedsFromAws',
])
  test(`${key} is missing for submission, and is named with a sentence`, () => {
    const result = plan(without(key), remoteOf('Pending Submission', without(key)), submit);
    assert.deepEqual(blocked(result), [key]);
    assert.ok(result.demanded.includes(key));
    assert.match(result.issues[0]?.sentence ?? '', /^[A-Z].+\.$/);
    assert.deepEqual(plan(without(key), remoteOf('Pending Submission', without(key)), save).issues, []);
  });

const wrongValues: readonly (readonly [string, Value, RegExp])[] = [
  ['Project.CustomerBusinessProblem', 'Too short', /at least 20/],
  ['Project.CustomerBusinessProblem', 'x'.repeat(2001), /2001 characters, and AWS takes 2000/],
  ['Project.Title', 'x'.repeat(256), /AWS takes 255/],
  ['Project.CustomerUseCase', 'Something', /Choose another value/],
  ['Project.DeliveryModels', ['SaaS or PaaS', 'Boat'], /“Boat”/],
  ['Customer.Account.Duns', '12', /9 digits/],
  ['Customer.Account.AwsAccountId', '12-34', /12 digits/],
  ['Customer.Account.Address.CountryCode', 'XX', /two-letter/],
  ['contact.email', 'nobody', /mail address/],
  ['contact.phone', '040 1', /\+/],
  ['spend.currency', 'GBP', /dollars or euros/],
  ['spend.monthly', -1, /zero or more/],
  ['Project.RelatedOpportunityIdentifier', '4711', /O1234567/],
  ['LifeCycle.TargetCloseDate', '2026-11-20', /not in the past/],
  ['LifeCycle.TargetCloseDate', '2026-02-30', /calendar/],
  ['NationalSecurity', true, /Government/],
  ['OpportunityType', 'Flat Renewal', /earlier opportunity/],
  ['LifeCycle.Stage', 'Launched', /won or lost/],
];
for (const [key, value, sentence] of wrongValues)
  test(`${key} = ${JSON.stringify(value).slice(0, 30)} cannot be saved`, () => {
    const result = plan({ ...base, [key]: value }, null, save);
    assert.ok(result.issues.length > 0);
    assert.ok(result.issues.every(({ severity }) => severity === 'blocks_save'));
    assert.ok(
      result.issues.some((issue) => sentence.test(issue.sentence)),
      JSON.stringify(result.issues),
    );
  });

test('in the United States the state is demanded, written in full; where no postal codes are, none is', () => {
  const us = { ...base, 'Customer.Account.Address.CountryCode': 'US' };
  assert.deepEqual(blocked(plan(us, remoteOf('Pending Submission', us), submit)), ['Customer.Account.Address.StateOrRegion']);
  assert.deepEqual(blocked(plan({ ...us, 'Customer.Account.Address.StateOrRegion': 'NY' }, null, save)), ['Customer.Account.Address.StateOrRegion']);
  assert.deepEqual(blocked(plan({ ...us, 'Customer.Account.Address.StateOrRegion': 'Dist. of Columbia' }, null, submit)), []);
  assert.deepEqual(blocked(plan({ ...without('Customer.Account.Address.PostalCode'), 'Customer.Account.Address.CountryCode': 'AE' }, null, submit)), []);
});

test('a solution is demanded: linked, or in words, and in words only before Committed', () => {
  const bare = without('Project.OtherSolutionDescription');
  assert.equal(plan(bare, remoteOf('Pending Submission', bare), submit).issues.length, 1);
  assert.deepEqual(plan(bare, remoteOf('Pending Submission', bare, [{ type: 'Solutions', id: 'S-1' }]), submit).issues, []);
  assert.equal(plan(base, remoteOf('Approved'), stage('committed')).issues.length, 1);
  assert.deepEqual(plan(base, remoteOf('Approved', base, [{ type: 'AwsMarketplaceProducts', id: 'arn:aws:x' }]), stage('committed')).issues, []);
});

test('what the review locks is named, and is not written', () => {
  const changed = { ...base, 'Project.Title': 'Other', 'LifeCycle.NextSteps': 'Other', 'Customer.Account.Address.PostalCode': '1' };
  const fields = (review: string): { writes: string[]; locked: string[] } => {
    const result = plan(changed, remoteOf(review), save);
    return { writes: result.writes.map((each) => each.outsideField).toSorted(), locked: result.locked.map((each) => each.outsideField).toSorted() };
  };
  const all = ['Customer.Account.Address.PostalCode', 'LifeCycle.NextSteps', 'Project.Title'];
  assert.deepEqual(fields('Pending Submission'), { writes: all, locked: [] });
  assert.deepEqual(fields('In review'), { writes: [], locked: all });
  assert.deepEqual(fields('Action Required'), { writes: ['Customer.Account.Address.PostalCode'], locked: ['LifeCycle.NextSteps', 'Project.Title'] });
  assert.deepEqual(fields('Approved'), { writes: ['LifeCycle.NextSteps'], locked: ['Customer.Account.Address.PostalCode', 'Project.Title'] });
  assert.deepEqual(fields('Rejected'), { writes: [], locked: all });
});

test('the stage moves only after approval; lost needs its reason, launched the account', () => {
  const links = [{ type: 'Solutions', id: 'S-1' }];
  for (const review of ['Pending Submission', 'Submitted', 'In review', 'Action Required', 'Rejected'])
    assert.equal(plan(base, remoteOf(review), stage('qualified')).issues.length, 1, review);
  const approved = remoteOf('Approved', base, links);
  assert.deepEqual(plan(base, approved, stage('qualified')).issues, []);
  assert.deepEqual(blocked(plan(base, approved, stage('lost'))), ['LifeCycle.ClosedLostReason']);
  assert.deepEqual(blocked(plan(base, approved, stage('won'))), ['Customer.Account.AwsAccountId']);
  assert.deepEqual(blocked(plan({ ...base, 'Customer.Account.AwsAccountId': '12345' }, approved, stage('won'))), ['Customer.Account.AwsAccountId']);
  const lost = plan({ ...base, 'LifeCycle.ClosedLostReason': 'Price' }, approved, stage('lost'));
  assert.deepEqual(lost.issues, []);
  assert.deepEqual(lost.writes.map((each) => each.outsideField).toSorted(), ['LifeCycle.ClosedLostReason', 'LifeCycle.Stage']);
  assert.deepEqual(
    plan(base, approved, save).nextStages.map((each) => each.stage),
    ['qualified', 'technical', 'business', 'committed', 'won', 'lost'],
  );
  assert.deepEqual(plan(base, remoteOf('Approved', { ...base, 'LifeCycle.Stage': 'Launched' }, links), save).nextStages, []);
});

test('submitting twice, or what was decided, is told before it is tried', () => {
  for (const review of ['Submitted', 'In review', 'Action Required', 'Approved', 'Rejected'])
    assert.deepEqual(blocked(plan(base, remoteOf(review), submit)), [null], review);
});

test('a plan depends on nothing but what it is given', () => {
  const facts = { ours: {}, theirs: Object.freeze({ ...base, 'Project.Title': 'Other' }), links: [] };
  const remote = Object.freeze(remoteOf('Approved'));
  assert.deepEqual(planAws(facts, remote, save, TODAY), planAws(facts, remote, save, TODAY));
});
