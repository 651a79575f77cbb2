import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marginDefinition } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { plain } from '../../../platform/rating/index.ts';
import { marginOf, type MarginFacts, type MarginRule } from './margin.ts';

const PRODUCT = newId();
const facts: MarginFacts = {
  partnerId: newId(),
  partnerName: 'Alster Systems',
  tier: 'Gold',
  types: ['reseller'],
  regions: ['EMEA'],
  registrations: [{ id: newId(), number: 7, kind: 'sourcing' }],
  newCustomer: true,
  competitive: true,
  competencies: [{ skill: 'Zero trust', productId: null, certifiedPeople: 2, validUntil: '2026-11-21' }],
};
/** As published programmes have it: the best single discount, 25 points for a registered new customer, 15 for a competitive deal. */
const published = {
  partners: 'everyone',
  products: 'everything',
  of: 'list',
  base: { byTier: { Gold: '10', Silver: '5.5' }, otherwise: '0' },
  extras: [
    { kind: 'new_customer', label: 'New customer', percent: '25' },
    { kind: 'competitive', label: 'Competitive', percent: '15' },
    { kind: 'specialisation', label: 'Specialised', percent: '5', skills: ['zero trust'], certifiedPeople: 2 },
    { kind: 'registration', label: 'Registered', percent: '3', registrations: ['sourcing'] },
  ],
  combine: 'base_and_best',
  cap: null,
};
const rule = (more: Record<string, unknown> = {}, name = 'Resale', version = 3): MarginRule => ({
  id: newId(),
  name,
  version,
  definition: marginDefinition.parse({ ...published, ...more }),
});
const percentOf = (rules: readonly MarginRule[], more: Partial<MarginFacts> = {}, day = '2026-11-21'): string =>
  plain(marginOf({ ...facts, ...more }, { productId: PRODUCT, family: 'Network', vendorId: null }, day, rules).percent);

test('best single discount on a base, stacked, best of all, capped', () => {
  assert.equal(percentOf([rule()]), '35');
  assert.equal(percentOf([rule()], { newCustomer: false }), '25');
  assert.equal(percentOf([rule()], { newCustomer: false, competitive: false }), '15');
  assert.equal(percentOf([rule({ combine: 'stacked' })]), '58');
  assert.equal(percentOf([rule({ combine: 'best_of' })]), '25');
  assert.equal(percentOf([rule({ combine: 'stacked', cap: '30' })]), '30');
  assert.equal(percentOf([rule()], { tier: 'silver', newCustomer: false, competitive: false, competencies: [], registrations: [] }), '5.5');
  assert.equal(percentOf([rule()], { tier: null, newCustomer: false, competitive: false, competencies: [], registrations: [] }), '0');
});

test('the breakdown says what counted, what did not, and why', () => {
  const { parts, sentence, capped } = marginOf(facts, null, '2026-11-22', [rule({ cap: '30' })]);
  assert.deepEqual(
    parts.map(({ label, counted, reason }) => [label, counted, reason]),
    [
      ['Tier Gold', true, 'The partner is Gold.'],
      ['New customer', true, ''],
      ['Competitive', false, 'A greater one counts instead.'],
      ['Specialised', false, 'The partner has none of the specialisations, or they have run out.'],
      ['Registered', false, 'A greater one counts instead.'],
    ],
  );
  assert.ok(capped);
  assert.equal(sentence, 'Alster Systems keeps 30 % of the list price by “Resale”, version 3: Tier Gold 10 % + New customer 25 %, at most 30 %.');
});

test('the first rule that fits decides, and a rule for somebody is for nobody else', () => {
  const distributors = rule({ partners: { types: ['distributor'] }, cap: '1' }, 'Distributors');
  const network = rule({ products: { families: ['network'] }, combine: 'best_of' }, 'Network');
  assert.equal(percentOf([distributors, network, rule()]), '25');
  assert.equal(percentOf([distributors, rule()], { types: ['distributor'] }), '1');
  assert.equal(percentOf([rule({ partners: { tiers: ['Gold'] } })], { tier: null }), '0');
  assert.equal(percentOf([rule({ products: { vendorIds: [newId()] } })]), '0');
  assert.equal(percentOf([]), '0');
});

test('a broken or unknown rule refuses: nothing widens silently', () => {
  const broken: Record<string, unknown>[] = [
    { partners: {} },
    { partners: { tiers: [] } },
    { products: {} },
    { partners: undefined },
    { combine: 'sum' },
    { extras: [{ kind: 'loyalty', label: 'Loyal', percent: '5' }] },
    { extras: [{ kind: 'registration', label: 'Registered', percent: '5', registrations: [] }] },
    { cap: '101' },
    { base: { byTier: { Gold: '-1' }, otherwise: '0' } },
    { bonus: '5' },
  ];
  for (const more of broken) assert.equal(marginDefinition.safeParse({ ...published, ...more }).success, false, JSON.stringify(more));
});
