import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { programDefinition, ruleTest } from '@entente/contracts';
import type { EngagementRule, ProgramDefinition, RuleTest } from './definition.ts';
import { checkDefinition } from './check-definition.ts';
import type { RegistrationFacts } from '@entente/kernel';
import { protectionDays, ruleOn } from './rule.ts';
import { standardDefinition } from './standard-definition.ts';

const facts: RegistrationFacts = {
  kind: 'sourcing',
  day: '2026-11-23',
  amountMinor: 48_000_00,
  currency: 'EUR',
  partner: {
    active: true,
    types: ['reseller'],
    tier: 'silver',
    regions: ['EMEA'],
    countries: [],
    certified: [{ skill: 'Core', people: 2, validUntil: '2026-12-31' }],
    incumbent: false,
  },
  customer: {
    domain: 'aurora.com',
    name: 'Aurora Health GmbH',
    country: 'Germany',
    region: 'EMEA',
    freeMailContact: false,
    contactElsewhere: false,
    lookAlike: false,
    boughtDaysAgo: null,
  },
  others: {
    protectedNow: false,
    submittedBefore: false,
    incumbent: false,
    ownTouches: [3, 40],
    otherTouches: [[2, 5, 100]],
    directDealDays: null,
    likeness: 0,
  },
};
const withOthers = (others: Partial<RegistrationFacts['others']>): RegistrationFacts => ({ ...facts, others: { ...facts.others, ...others } });
const withCustomer = (customer: Partial<RegistrationFacts['customer']>): RegistrationFacts => ({ ...facts, customer: { ...facts.customer, ...customer } });
const withPartner = (partner: Partial<RegistrationFacts['partner']>): RegistrationFacts => ({ ...facts, partner: { ...facts.partner, ...partner } });
const only = (...rules: EngagementRule[]): ProgramDefinition => ({ ...standardDefinition('EUR'), rules });
const rule = (...when: RuleTest[]): EngagementRule => ({ id: 'r', name: 'Rule', when, effect: 'reject', partnerSentence: 'No.', enabled: true });
const holds = (test: RuleTest, given: RegistrationFacts): boolean => ruleOn(only(rule(test)), given).ruleId === 'r';

const table: readonly [string, RuleTest, RegistrationFacts, boolean][] = [
  ['always', { kind: 'always' }, facts, true],
  ['partner type', { kind: 'partner_not_in', types: ['si'] }, facts, true],
  ['partner type, one of several', { kind: 'partner_not_in', types: ['si', 'reseller'] }, facts, false],
  ['partner paused', { kind: 'partner_not_in', types: ['reseller'] }, withPartner({ active: false }), true],
  ['tier below', { kind: 'tier_below', tier: 'gold' }, facts, true],
  ['tier equal', { kind: 'tier_below', tier: 'silver' }, facts, false],
  ['tier none', { kind: 'tier_below', tier: 'registered' }, withPartner({ tier: null }), true],
  ['trained', { kind: 'training_missing', skill: 'core', people: 2 }, facts, false],
  ['too few trained', { kind: 'training_missing', skill: null, people: 3 }, facts, true],
  ['certificate lapsed', { kind: 'training_missing', skill: null, people: 1 }, { ...facts, day: '2027-01-01' }, true],
  ['inside territory', { kind: 'outside_territory' }, facts, false],
  ['outside territory', { kind: 'outside_territory' }, withCustomer({ region: 'NA', country: 'Canada' }), true],
  ['placed nowhere yet', { kind: 'outside_territory' }, withCustomer({ region: null, country: null }), false],
  ['country in territory', { kind: 'outside_territory' }, { ...withPartner({ regions: [], countries: ['germany'] }) }, false],
  ['named by domain', { kind: 'named_account', accounts: ['https://www.aurora.com'] }, facts, true],
  ['named by name', { kind: 'named_account', accounts: ['Aurora Health'] }, facts, true],
  ['not named', { kind: 'named_account', accounts: ['Aurora Foods'] }, facts, false],
  ['value below', { kind: 'value_below', amountMinor: 48_000_01, currency: 'EUR' }, facts, true],
  ['value equal is not below', { kind: 'value_below', amountMinor: 48_000_00, currency: 'EUR' }, facts, false],
  ['another currency is never let through', { kind: 'value_below', amountMinor: 99_000_000, currency: 'USD' }, facts, false],
  ['another currency is always above', { kind: 'value_above', amountMinor: 99_000_000, currency: 'USD' }, facts, true],
  ['direct deal', { kind: 'open_direct_deal', atLeastDays: 7 }, withOthers({ directDealDays: 7 }), true],
  ['direct deal too young', { kind: 'open_direct_deal', atLeastDays: 7 }, withOthers({ directDealDays: 6 }), false],
  ['protected', { kind: 'protected_by_other' }, withOthers({ protectedNow: true }), true],
  ['filed before', { kind: 'other_submitted_before' }, withOthers({ submittedBefore: true }), true],
  ['others worked more', { kind: 'other_worked_more', withinDays: 30 }, facts, true],
  ['own work counts', { kind: 'other_worked_more', withinDays: 30 }, withOthers({ ownTouches: [1, 2, 3] }), false],
  ['incumbent elsewhere', { kind: 'other_incumbent' }, withOthers({ incumbent: true }), true],
  ['incumbent', { kind: 'is_incumbent' }, withPartner({ incumbent: true }), true],
  ['bought lately', { kind: 'customer_bought_within', days: 1095 }, withCustomer({ boughtDaysAgo: 1095 }), true],
  ['never bought', { kind: 'customer_bought_within', days: 1095 }, facts, false],
  ['free mail', { kind: 'free_mail_contact' }, withCustomer({ freeMailContact: true }), true],
  ['look-alike', { kind: 'look_alike_domain' }, withCustomer({ lookAlike: true }), true],
  ['contact elsewhere', { kind: 'contact_elsewhere' }, withCustomer({ contactElsewhere: true }), true],
  ['kind', { kind: 'registration_kind', kinds: ['renewal'] }, facts, false],
  ['likeness', { kind: 'no_likeness_above', score: 20 }, withOthers({ likeness: 21 }), false],
];
for (const [name, given, about, expected] of table) test(`rule test: ${name}`, () => assert.equal(holds(given, about), expected));

test('every kind of test the contract names has a case here', () => {
  const kinds = ruleTest.options.map((option) => option.shape.kind.value);
  assert.deepEqual(
    kinds.filter((kind) => !table.some(([, given]) => given.kind === kind)),
    [],
  );
});

test('the first rule that holds decides, and the trace says what came before', () => {
  const ruled = ruleOn(
    only({ ...rule({ kind: 'is_incumbent' }), id: 'a' }, { ...rule({ kind: 'always' }), id: 'b', effect: 'approve' }, { ...rule({ kind: 'always' }), id: 'c' }),
    facts,
  );
  assert.equal(ruled.ruleId, 'b');
  assert.deepEqual(
    ruled.trace.map((one) => [one.ruleId, one.held, one.failedTest]),
    [
      ['a', false, 'is_incumbent'],
      ['b', true, null],
    ],
  );
});

test('a kind nobody knows leaves the decision to a person, even before a rule that would approve', () => {
  const strange = { ...rule({ kind: 'phase_of_the_moon' } as unknown as RuleTest), id: 'x' };
  const definition = only(strange, { ...rule({ kind: 'always' }), id: 'y', effect: 'approve' });
  const ruled = ruleOn(definition, facts);
  assert.equal(ruled.effect, 'review');
  assert.equal(ruled.ruleId, 'x');
  assert.ok(checkDefinition(definition).some((problem) => problem.code === 'unknown_kind'));
  for (const name of ['constructor', 'toString', '__proto__']) assert.equal(ruleOn(only(rule({ kind: name } as unknown as RuleTest)), facts).effect, 'review');
});

test('what a partner reads is filled with terms and its own facts only', () => {
  const ruled = ruleOn(only({ ...rule({ kind: 'always' }), partnerSentence: '{protection} days for {value}, tier {tier}; {name} stays.' }), facts);
  assert.equal(ruled.partnerSentence, '90 days for 48,000 EUR, tier silver; {name} stays.');
  assert.equal(protectionDays(standardDefinition('EUR'), 'service_attach'), 180);
});

test('the standard programme makes sense, lets a clear small one through and stops what it must', () => {
  const standard = standardDefinition('EUR');
  assert.deepEqual(checkDefinition(standard), []);
  assert.equal(programDefinition.safeParse(standard).success, true);
  assert.equal(ruleOn(standard, facts).effect, 'approve');
  assert.equal(ruleOn(standard, { ...facts, amountMinor: 60_000_00 }).effect, 'review');
  assert.equal(ruleOn(standard, withOthers({ protectedNow: true })).ruleId, 'protected');
  assert.equal(ruleOn(standard, withPartner({ active: false })).effect, 'reject');
  assert.equal(ruleOn(standard, withCustomer({ freeMailContact: true })).effect, 'request_info');
});

test('a definition is told what is wrong with it', () => {
  const standard = standardDefinition('EUR');
  const broken: [string, ProgramDefinition][] = [
    ['hides_the_rest', { ...standard, rules: [rule({ kind: 'always' }), { ...rule({ kind: 'is_incumbent' }), id: 's' }] }],
    ['duplicate', { ...standard, rules: [rule({ kind: 'is_incumbent' }), rule({ kind: 'is_incumbent' })] }],
    ['unknown_placeholder', { ...standard, rules: [{ ...rule({ kind: 'is_incumbent' }), partnerSentence: 'Ask {owner}.' }] }],
    [
      'unknown_zone',
      { ...standard, decision: { ...standard.decision, calendars: { default: { timeZone: 'Nowhere', days: [1], from: '09:00', to: '17:00', holidays: [] } } } },
    ],
    [
      'ends_before_it_begins',
      { ...standard, decision: { ...standard.decision, calendars: { default: { timeZone: 'UTC', days: [1], from: '17:00', to: '09:00', holidays: [] } } } },
    ],
    ['missing', { ...standard, decision: { ...standard.decision, calendars: {} } }],
    ['before_warning', { ...standard, protection: { ...standard.protection, updateReviewDays: 20 } }],
    [
      'gap',
      {
        ...standard,
        valueBands: [
          { key: 'a', fromMinor: 0, toMinor: 10 },
          { key: 'b', fromMinor: 20, toMinor: null },
        ],
      },
    ],
  ];
  for (const [code, definition] of broken)
    assert.ok(
      checkDefinition(definition).some((problem) => problem.code === code),
      code,
    );
});

test('taking a rule away never lets through what it did not decide', () => {
  const standard = standardDefinition('EUR');
  const anyFacts = fc.record({
    protectedNow: fc.boolean(),
    submittedBefore: fc.boolean(),
    incumbent: fc.boolean(),
    likeness: fc.integer({ min: 0, max: 100 }),
    directDealDays: fc.option(fc.integer({ min: 0, max: 400 })),
  });
  fc.assert(
    fc.property(anyFacts, fc.nat(standard.rules.length - 1), (others, index) => {
      const given = withOthers(others);
      const before = ruleOn(standard, given);
      const without = ruleOn({ ...standard, rules: standard.rules.filter((_, at) => at !== index) }, given);
      if (before.ruleId !== standard.rules[index]?.id) assert.deepEqual([without.ruleId, without.effect], [before.ruleId, before.effect]);
    }),
  );
});
