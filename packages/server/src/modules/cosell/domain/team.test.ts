import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dealFacts, generatedDeal, generatedPartners, partnerFacts } from './fixtures.ts';
import { candidatesForRoles, scoreDeal } from './match.ts';
import type { RoleCandidate } from './match.ts';
import { neededRoles } from './needed-roles.ts';
import { buildPartnerIndex } from './partner-index.ts';
import { bestTeam, greedyTeam, objectiveOf } from './team-search.ts';
import type { TeamProblem } from './team-search.ts';
import { proposeTeam } from './team.ts';

const problem: fc.Arbitrary<TeamProblem> = fc.record({
  roles: fc
    .array(
      fc.uniqueArray(fc.record({ partnerId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), value: fc.integer({ min: 0, max: 1000 }) }), {
        selector: (option) => option.partnerId,
        maxLength: 5,
      }),
      { maxLength: 4 },
    )
    .map((lists) => lists.map((options, at) => ({ role: `role-${at}`, options }))),
  existing: fc.subarray(['a', 'b']).map((ids) => new Set(ids)),
  costPerPartner: fc.integer({ min: 0, max: 300 }),
  max: fc.integer({ min: 0, max: 5 }),
});

function bruteForce(given: TeamProblem): number {
  let best = Number.NEGATIVE_INFINITY;
  const visit = (at: number, choice: (string | null)[]): void => {
    if (at === given.roles.length) {
      const fresh = new Set(choice.filter((id) => id !== null && !given.existing.has(id)));
      if (fresh.size <= given.max) best = Math.max(best, objectiveOf(given, choice));
      return;
    }
    for (const id of [null, ...(given.roles[at]?.options.map((option) => option.partnerId) ?? [])]) visit(at + 1, [...choice, id]);
  };
  visit(0, []);
  return best;
}

test('the search finds the best team there is, and never less than greedy', () => {
  fc.assert(
    fc.property(problem, (given) => {
      const found = bestTeam(given);
      assert.equal(found.exact, true);
      assert.equal(found.objective, objectiveOf(given, found.choice));
      assert.equal(found.objective, bruteForce(given));
      assert.ok(found.objective >= greedyTeam(given).objective);
      const fresh = new Set(found.choice.filter((id) => id !== null && !given.existing.has(id)));
      assert.ok(fresh.size <= given.max);
      if (given.max >= given.roles.length) given.roles.forEach(({ options }, at) => assert.equal(found.choice[at] === null, options.length === 0));
      assert.deepEqual(bestTeam({ ...given, roles: given.roles.map(({ role, options }) => ({ role, options: [...options].reverse() })) }), found);
    }),
    { numRuns: 400 },
  );
});

const candidate = (partnerId: string, role: RoleCandidate['role'], value: number): RoleCandidate => ({
  partnerId,
  name: partnerId.toUpperCase(),
  role,
  value,
  score: value,
  certified: false,
});

test('one partner for two roles beats two slightly better ones', () => {
  const proposal = proposeTeam({
    deal: dealFacts(),
    max: 4,
    candidates: [
      candidate('one', 'service', 70),
      candidate('one', 'integrate', 70),
      candidate('x', 'service', 73),
      candidate('y', 'integrate', 73),
      candidate('z', 'influence', 50),
    ],
  });
  assert.deepEqual(proposal.members.find((member) => member.partnerId === 'one')?.roles, ['service', 'integrate']);
  assert.match(proposal.alternatives.find((entry) => entry.partnerId === 'x')?.why ?? '', /3 above ONE, but ONE already takes service and integrate/);
});

test('who is on the deal counts as covering, and a missing role says why', () => {
  const deal = dealFacts({ participants: [{ partnerId: 'p', partnerName: 'Pine', role: 'resell' }], neededRoles: ['resell', 'distribute'] });
  const proposal = proposeTeam({ deal, max: 1, candidates: [candidate('p', 'integrate', 60), candidate('q', 'service', 60)] });
  assert.deepEqual(proposal.covered, [{ role: 'resell', partnerId: 'p', name: 'Pine' }]);
  assert.equal(proposal.members.find((member) => member.partnerId === 'p')?.alreadyOnDeal, true);
  assert.equal(proposal.members.find((member) => member.partnerId === 'q')?.alreadyOnDeal, false);
  assert.equal(proposal.uncovered.find((entry) => entry.role === 'distribute')?.code, 'no_candidate');
  assert.match(proposal.needs.find((need) => need.role === 'service')?.reasons.join(' ') ?? '', /Pine sells this deal/);
});

test('needed roles carry their reasons, closed deals need none', () => {
  const needs = neededRoles(
    dealFacts({
      routes: ['resale', 'marketplace', 'cosell', 'referral'],
      committee: [{ contactId: 'c', name: 'Ida Berg', part: 'economic_buyer', ownerName: null }],
    }),
  );
  assert.equal(needs[0]?.importance, 3);
  assert.deepEqual(new Set(needs.map((need) => need.role)), new Set(['service', 'integrate', 'resell', 'marketplace', 'technology', 'source', 'influence']));
  assert.deepEqual(neededRoles(dealFacts({ stage: 'won' })), []);
  assert.deepEqual(neededRoles(dealFacts({ amountMinor: 60_000, currency: 'JPY', stage: 'prospect', lines: [], productIds: [] }))[0]?.role, 'influence');
});

test('from facts to team', () => {
  const index = buildPartnerIndex([
    ...generatedPartners(500, 2),
    partnerFacts({
      id: 'dist',
      types: ['distributor'],
      productIds: ['core', 'flow'],
      competencies: [{ productId: 'core', skill: 's', role: 'distribute', certifiedPeople: 4, validUntil: null }],
    }),
  ]);
  for (let seed = 0; seed < 30; seed += 1) {
    const deal = generatedDeal(seed);
    const table = scoreDeal({ deal, index, ties: [], baseline: { wins: 30, losses: 70 }, now: new Date('2025-06-01T00:00:00Z'), limit: 10 });
    const roles = neededRoles(deal).map((need) => need.role);
    const team = proposeTeam({ deal, candidates: candidatesForRoles(table, roles, 5), max: 8 });
    assert.equal(team.exact, true);
    assert.equal(team.uncovered.filter((entry) => entry.code === 'team_full').length, 0);
    assert.equal(team.members.flatMap((member) => member.roles).length + team.uncovered.length + team.covered.length, roles.length);
  }
});
