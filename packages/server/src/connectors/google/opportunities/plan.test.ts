import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CosellRemote, Goal, PlanResult } from '../../../modules/clouds/index.ts';
import { complete } from '../simulated.fixture.ts';
import type { Value, Values } from '../values.ts';
import { submitSentences } from './constraints.ts';
import { defaultMapping } from './mapping.ts';
import { planGoogle } from './plan.ts';

const TODAY = '2026-11-21';
const base: Values = { ...complete('2027-01-31'), 'customerInfo.region': 'EMEA', 'isvSolutionConnectInfo.contractVehicle': 'MARKETPLACE' };
const remoteOf = (state: string, values: Values = { ...base, stage: 'QUALIFY' }): CosellRemote => ({
  id: 'opportunities/1000001',
  values,
  state: { key: state, label: state, stage: null },
  locked: null,
  links: [],
});
const plan = (theirs: Values, remote: CosellRemote | null, goal: Goal, usual: Values = {}): PlanResult =>
  planGoogle({ ours: {}, theirs, links: [] }, remote, goal, TODAY, usual);
const submit: Goal = { kind: 'submit' };
const save: Goal = { kind: 'save' };
const blocked = (result: PlanResult): (string | null)[] => result.issues.map(({ field }) => field);

test('a complete deal may be saved and submitted, and says nothing twice', () => {
  assert.deepEqual(plan(base, null, save).issues, []);
  assert.deepEqual(plan(base, remoteOf('DRAFT'), submit).issues, []);
  assert.deepEqual(plan(base, remoteOf('DRAFT'), submit).writes, []);
});

for (const key of Object.keys(submitSentences))
  test(`submission demands ${key}`, () => {
    const lacking = { ...base, [key]: null };
    const result = plan(lacking, remoteOf('DRAFT', lacking), submit);
    assert.deepEqual(blocked(result), [key]);
    assert.ok(result.demanded.includes(key));
  });

test('what the connection usually says is not missing, and the deal’s own word goes first', () => {
  const lacking = { ...base, 'customerInfo.region': null };
  assert.deepEqual(plan(lacking, remoteOf('DRAFT', lacking), submit, { 'customerInfo.region': 'EMEA' }).issues, []);
});

test('terms that are not accepted are missing', () => {
  const values = { ...base, 'qualificationInfo.legalLanguageAccepted': false };
  assert.deepEqual(blocked(plan(values, remoteOf('DRAFT', values), submit)), ['qualificationInfo.legalLanguageAccepted']);
});

for (const [key, value] of [
  ['customerInfo.customerDetails.domain', 'nordwind'],
  ['customerInfo.customerDetails.address.regionCode', 'DEU'],
  ['customerInfo.customerDetails.employeeCount', 1.5],
  ['customerInfo.contact.email', 'ada'],
  ['customerInfo.contact.phone.e164Number', '040 1234'],
  ['qualificationInfo.contractLengthMonths', 0],
  ['qualificationInfo.estimatedCloseDate', '2027-02-30'],
  ['qualificationInfo.estimatedCloseDate', '2026-11-20'],
  ['qualificationInfo.dealSize', -1],
  ['qualificationInfo.dealSize.currencyCode', 'EURO'],
  ['isvSolutionConnectInfo.deliveryModel', ['SAAS_ON_GOOGLE_CLOUD', 'OTHER']],
  ['opportunityInfo.displayName', null],
] as readonly (readonly [string, Value])[])
  test(`${key} cannot be ${JSON.stringify(value)}`, () => {
    const result = plan({ ...base, [key]: value }, null, save);
    assert.deepEqual(blocked(result), [key]);
    assert.equal(result.issues[0]?.severity, 'blocks_save');
  });

/** What may be written in each state: the title, the next step, the stage. */
for (const [state, title, nextStep, stage] of [
  ['DRAFT', true, true, false],
  ['SUBMITTED', false, false, false],
  ['NOT_ACCEPTED', true, true, false],
  ['ACCEPTED', false, true, true],
] as const)
  test(`${state}: title ${title ? 'open' : 'locked'}, next step ${nextStep ? 'open' : 'locked'}, stage ${stage ? 'open' : 'locked'}`, () => {
    const wanted = { ...base, 'opportunityInfo.displayName': 'Another title', 'isvSolutionConnectInfo.nextStep': 'Sign', stage: 'REFINE' };
    const result = plan(wanted, remoteOf(state), save);
    const expected: readonly (readonly [string, boolean])[] = [
      ['opportunityInfo.displayName', title],
      ['isvSolutionConnectInfo.nextStep', nextStep],
      ['stage', stage],
    ];
    for (const [key, open] of expected) {
      assert.equal(
        result.writes.some(({ outsideField }) => outsideField === key),
        open,
        `${key} written`,
      );
      assert.equal(
        result.locked.some(({ outsideField, why }) => outsideField === key && why === 'locked_by_review'),
        !open,
        `${key} locked`,
      );
    }
  });

for (const [state, mayGo] of [
  ['DRAFT', true],
  ['NOT_ACCEPTED', true],
  ['SUBMITTED', false],
  ['ACCEPTED', false],
] as const)
  test(`an opportunity that is ${state} ${mayGo ? 'may' : 'may not'} be submitted`, () => {
    assert.equal(plan(base, remoteOf(state), submit).issues.length === 0, mayGo);
  });

for (const [stage, state, now, mayGo] of [
  ['technical', 'ACCEPTED', 'QUALIFY', true],
  ['committed', 'ACCEPTED', 'REFINE', true],
  ['technical', 'DRAFT', 'QUALIFY', false],
  ['technical', 'SUBMITTED', 'QUALIFY', false],
  ['technical', 'ACCEPTED', 'CLOSED_WON', false],
  ['won', 'ACCEPTED', 'PROPOSE', false],
  ['lost', 'ACCEPTED', 'REFINE', false],
] as const)
  test(`the stage ${stage} of one that is ${state} and ${now} ${mayGo ? 'may' : 'may not'} be set`, () => {
    const result = plan(base, remoteOf(state, { ...base, stage: now }), { kind: 'stage', stage });
    assert.equal(result.issues.length === 0, mayGo, JSON.stringify(result.issues));
    assert.equal(
      result.writes.some(({ outsideField }) => outsideField === 'stage'),
      mayGo,
    );
  });

test('closing is Google’s: a won deal writes no stage and says why', () => {
  const result = plan({ ...base, stage: 'CLOSED_WON' }, remoteOf('ACCEPTED'), save);
  assert.deepEqual(result.writes, []);
  assert.deepEqual(
    result.locked.map(({ outsideField, why }) => [outsideField, why]),
    [['stage', 'theirs']],
  );
});

test('the next stages are those behind the present one, and none to close', () => {
  const next = (stage: string): string[] => plan(base, remoteOf('ACCEPTED', { ...base, stage }), save).nextStages.map(({ outside }) => outside);
  assert.deepEqual(next('QUALIFY'), ['REFINE', 'PROPOSE']);
  assert.deepEqual(next('PROPOSE'), []);
  assert.deepEqual(plan(base, remoteOf('DRAFT'), save).nextStages, []);
});

test('the same in another form is no difference', () => {
  const wanted = {
    ...base,
    'customerInfo.customerDetails.domain': 'https://www.Nordwind.example/contact',
    'customerInfo.contact.phone.e164Number': '+49 (40) 123 45-67',
  };
  assert.deepEqual(plan(wanted, remoteOf('DRAFT'), save).writes, []);
});

test('the default mapping names each of their fields once', () => {
  const named = defaultMapping.fields.map(({ outsideField }) => outsideField);
  assert.equal(new Set(named).size, named.length);
});
