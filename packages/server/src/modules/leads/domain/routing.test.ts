import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkDefinition } from './check-definition.ts';
import type { Work } from './choose.ts';
import { step } from './machine.ts';
import { choosePartners, CLAIM_SIZE, filterPartners, holds, routeFor, type LeadFacts, type Refusal, type RoutablePartner, type Route } from './routing.ts';
import { standardDefinition } from './standard-definition.ts';

const base = standardDefinition.routes[0];
assert.ok(base);
const route = (more: Partial<Omit<Route, 'when' | 'among'>> & { when?: Partial<Route['when']>; among?: Partial<Route['among']> } = {}): Route => ({
  ...base,
  ...more,
  when: { ...base.when, ...more.when },
  among: { ...base.among, ...more.among },
});
const lead: LeadFacts = { country: 'Germany', region: 'EMEA', productId: 'p1', amountMinor: 500_000, currency: 'EUR', source: 'Webinar' };
const partner = (id: string, more: Partial<RoutablePartner> = {}): RoutablePartner => ({
  id,
  name: `Partner ${id}`,
  active: true,
  types: ['reseller'],
  tier: 'gold',
  regions: ['EMEA'],
  countries: [],
  productIds: ['p1'],
  capacityTotal: null,
  ...more,
});
const work = (more: Partial<Work> = {}): Work => ({ lastOfferedAt: null, open: 0, tie: 0, wins: 0, ...more });
const choose = (choice: Route['choose'], given: [RoutablePartner, Work][], among: Partial<Route['among']> = {}): string[] =>
  choosePartners(
    route({ choose: choice, among }),
    lead,
    given.map(([one]) => one),
    new Map(given.map(([one, does]) => [one.id, does])),
  ).chosen.map((one) => one.partnerId);

test('a route holds when all it asks of the lead is said and met', () => {
  const cases: [Partial<Route['when']>, boolean][] = [
    [{}, true],
    [{ countries: ['france', ' GERMANY '] }, true],
    [{ countries: ['France'] }, false],
    [{ regions: ['NA'] }, false],
    [{ productIds: ['p1'], sources: ['webinar'] }, true],
    [{ sources: ['Fair'] }, false],
    [{ minAmountMinor: 500_000, currency: 'EUR' }, true],
    [{ minAmountMinor: 500_001, currency: 'EUR' }, false],
    [{ minAmountMinor: 1, currency: 'USD' }, false],
  ];
  for (const [when, expected] of cases) assert.equal(holds(route({ when }), lead), expected, JSON.stringify(when));
  assert.equal(holds(route({ when: { countries: ['Germany'] } }), { ...lead, country: null }), false);
});

test('the first route that is on and holds is taken', () => {
  const routes = [
    route({ id: 'off', enabled: false }),
    route({ id: 'elsewhere', when: { countries: ['Chile'] } }),
    route({ id: 'here' }),
    route({ id: 'rest' }),
  ];
  assert.equal(routeFor({ ...standardDefinition, routes }, lead)?.id, 'here');
  assert.equal(routeFor({ ...standardDefinition, routes: [] }, lead), null);
});

test('everybody passed over is told why', () => {
  const refusals = new Map<string, Refusal>([
    ['no', { answer: 'declined', day: '2026-11-02' }],
    ['late', { answer: 'pulled_back', day: '2026-11-03' }],
  ]);
  const partners = [
    partner('ok'),
    partner('no'),
    partner('late'),
    partner('paused', { active: false }),
    partner('type', { types: ['isv'] }),
    partner('tier', { tier: 'silver' }),
    partner('place', { regions: ['NA'] }),
    partner('skill', { productIds: [] }),
    partner('anywhere', { regions: [], countries: [] }),
  ];
  const { fit, passedOver } = filterPartners(route({ among: { partnerTypes: ['reseller'], minTier: 'gold' } }), lead, partners, refusals);
  assert.deepEqual(
    fit.map((one) => one.id),
    ['ok', 'anywhere'],
  );
  assert.deepEqual(Object.fromEntries(passedOver.map((one) => [one.partnerId, one.why])), {
    no: 'Declined this lead on 2026-11-02.',
    late: 'Had this lead until 2026-11-03; it was taken back.',
    paused: 'Not an active partner.',
    type: 'Not a partner of the types this route is for.',
    tier: 'Below the tier gold.',
    place: 'Does not cover Germany.',
    skill: 'Has no valid competency for the product.',
  });
});

test('each way of choosing', () => {
  const [a, b, c] = [partner('a'), partner('b'), partner('c')];
  const then = '2026-11-01T00:00:00.000Z';
  assert.deepEqual(
    choose('round_robin', [
      [a, work({ lastOfferedAt: '2026-11-02T00:00:00.000Z' })],
      [b, work({ lastOfferedAt: then })],
    ]),
    ['b'],
  );
  assert.deepEqual(
    choose('round_robin', [
      [a, work({ lastOfferedAt: then })],
      [b, work()],
    ]),
    ['b'],
    'who never had one goes first',
  );
  assert.deepEqual(
    choose('most_capacity', [
      [{ ...a, capacityTotal: 5 }, work({ open: 1 })],
      [{ ...b, capacityTotal: 9 }, work({ open: 6 })],
    ]),
    ['a'],
  );
  assert.deepEqual(
    choose('most_capacity', [
      [{ ...a, capacityTotal: 5 }, work({ open: 5 })],
      [{ ...b, capacityTotal: 9 }, work({ open: 9 })],
    ]),
    [],
    'the full are not asked',
  );
  assert.deepEqual(
    choose('best_fit', [
      [a, work({ wins: 10 })],
      [b, work({ tie: 0.8 })],
      [c, work()],
    ]),
    ['b'],
  );
  assert.deepEqual(
    choose(
      'named',
      [
        [a, work()],
        [b, work()],
      ],
      { partnerIds: ['b', 'a'] },
    ),
    ['b'],
  );
  const many = Array.from({ length: 14 }, (_, index): [RoutablePartner, Work] => [partner(`m${index}`), work({ wins: index })]);
  const claimed = choose('claim', many);
  assert.equal(claimed.length, CLAIM_SIZE);
  assert.equal(claimed.includes('m0'), false);
});

test('whatever the partners and histories: the chosen fit, none refused, none is full, and nobody is left without a reason', () => {
  const anyPartner = fc.record({
    id: fc.uuid(),
    active: fc.boolean(),
    regions: fc.subarray(['EMEA', 'NA']),
    productIds: fc.subarray(['p1', 'p2']),
    capacityTotal: fc.option(fc.nat(4)),
    refused: fc.option(fc.constantFrom('declined' as const, 'pulled_back' as const)),
    open: fc.nat(5),
    tie: fc.constantFrom(0, 0.5, 1),
    wins: fc.nat(20),
    lastOfferedAt: fc.option(fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z')),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(anyPartner, { selector: (one) => one.id, maxLength: 25 }),
      fc.constantFrom('round_robin', 'most_capacity', 'best_fit', 'named', 'claim'),
      (given, choice) => {
        const partners = given.map((one) => partner(one.id, one));
        const refusals = new Map(
          given.flatMap((one): [string, Refusal][] => (one.refused === null ? [] : [[one.id, { answer: one.refused, day: '2026-06-01' }]])),
        );
        const taken = route({ choose: choice });
        const { fit, passedOver } = filterPartners(taken, lead, partners, refusals);
        const workOf = new Map(given.map((one) => [one.id, one]));
        const found = choosePartners(taken, lead, fit, workOf);
        const backwards = choosePartners(taken, lead, fit.toReversed(), workOf);
        assert.deepEqual(found.chosen, backwards.chosen, 'the order in which partners are read does not matter');
        for (const { partnerId } of found.chosen) {
          const one = workOf.get(partnerId);
          assert.ok(one?.active && one.refused === null && (one.capacityTotal === null || one.open < one.capacityTotal));
        }
        const accounted = [...found.chosen, ...found.passedOver, ...passedOver].map((one) => one.partnerId);
        assert.deepEqual(accounted.toSorted(), given.map((one) => one.id).toSorted());
      },
    ),
  );
});

test('a routing that cannot work is not published', () => {
  assert.deepEqual(checkDefinition(standardDefinition), []);
  const problems = checkDefinition({
    ...standardDefinition,
    routes: [route({ id: 'one', choose: 'named' }), route({ id: 'one', when: { minAmountMinor: 5 } })],
  });
  assert.deepEqual(
    problems.map((one) => one.path),
    ['definition.routes.0.among.partnerIds', 'definition.routes.1.id', 'definition.routes.1.when.currency'],
  );
});

test('ends are ends, and say so', () => {
  const refused = (state: Parameters<typeof step>[0], taken: Parameters<typeof step>[1], withPartner: string | null = null): string => {
    const result = step(state, taken, { withPartner });
    return result.ok ? '' : result.sentence;
  };
  assert.match(refused('converted', 'offer'), /has become a deal/);
  assert.match(refused('closed', 'accept'), /is closed/);
  assert.match(refused('offered', 'convert'), /has not answered/);
  assert.match(refused('accepted', 'take', 'Northwind'), /^Northwind has accepted/);
  assert.equal(refused('with_vendor', 'offer'), '');
});
