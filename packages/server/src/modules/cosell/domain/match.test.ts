import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dealFacts, generatedDeal, generatedPartners, partnerFacts } from './fixtures.ts';
import { matchPartners, scoreDeal } from './match.ts';
import { buildPartnerIndex } from './partner-index.ts';
import { explainPartner } from './reasons.ts';
import { baseRate, estimateWins, liftScore } from './shrinkage.ts';
import type { AccountTie, DealFacts, PartnerFacts } from './types.ts';

const now = new Date('2025-06-01T09:00:00Z');
const baseline = { wins: 300, losses: 700 };
const match = (partners: PartnerFacts[], deal: DealFacts = dealFacts(), ties: AccountTie[] = [], limit = 5) =>
  matchPartners({ deal, index: buildPartnerIndex(partners), ties, baseline, now, limit });
const certified = [{ productId: 'core', skill: 'delivery', role: 'service' as const, certifiedPeople: 3, validUntil: '2026-01-01' }];

test('reasons add up to the score, and a tie, skill and record lift a partner', () => {
  const strong = partnerFacts({
    id: 'a',
    competencies: certified,
    record: { wins: 30, losses: 10, byIndustry: { retail: { wins: 12, losses: 2 } }, byProduct: {} },
  });
  const weak = partnerFacts({ id: 'b', productIds: ['core'], countries: ['FR'] });
  const tie: AccountTie = { partnerId: 'a', accountId: 'acme', strength: 0.9, kind: 'incumbent', since: '2022-01-01', evidence: 'Runs the current platform' };
  const { ranked } = match([weak, strong], dealFacts(), [tie]);
  assert.equal(ranked[0]?.partnerId, 'a');
  assert.equal(ranked[0]?.role, 'service');
  for (const partner of ranked) {
    const sum = partner.reasons.reduce((total, reason) => total + Math.round(reason.points * 10), 0);
    assert.equal(sum, Math.round(partner.score * 10));
  }
  assert.match(ranked[0]?.reasons[0]?.sentence ?? '', /Incumbent at Acme since 2022-01-01 \(strength 90%\): Runs the current platform\./);
});

test('hard exclusions are named and never ranked', () => {
  const base = { competencies: certified, productIds: ['core', 'flow'] };
  const partners = [
    partnerFacts({ ...base, id: 'conflict', conflictAccountIds: ['acme'] }),
    partnerFacts({ ...base, id: 'competitor', competitorOfProductIds: ['flow'] }),
    partnerFacts({ ...base, id: 'full', capacityUsed: 10 }),
    partnerFacts({ ...base, id: 'paused', status: 'paused' }),
    partnerFacts({ ...base, id: 'no' }),
    partnerFacts({ ...base, id: 'in' }),
  ];
  const deal = dealFacts({ declinedPartnerIds: ['no'], participants: [{ partnerId: 'in', role: 'resell' }] });
  const { ranked, passedOver } = match(partners, deal);
  assert.deepEqual(ranked, []);
  assert.deepEqual(
    new Map(passedOver.map((entry) => [entry.partnerId, entry.code])),
    new Map([
      ['conflict', 'account_conflict'],
      ['competitor', 'competing_product'],
      ['full', 'no_capacity'],
      ['paused', 'not_active'],
      ['no', 'declined'],
    ]),
  );
});

test('those below the line are told on which factor', () => {
  const near = partnerFacts({ id: 'near', competencies: certified });
  const far = partnerFacts({ id: 'far', competencies: certified, countries: ['FR'], regions: ['APAC'] });
  const { passedOver } = match([near, far], dealFacts(), [], 1);
  assert.equal(passedOver[0]?.code, 'weaker_territory');
  assert.match(passedOver[0]?.why ?? '', /points behind Partner near on territory: Does not cover DE\./);
});

test('small numbers shrink to the base rate and are marked thin', () => {
  const base = baseRate(baseline);
  const one = estimateWins({ wins: 1, losses: 0 }, [], base);
  const many = estimateWins({ wins: 60, losses: 0 }, [], base);
  assert.ok(one.rate > base && one.rate < 0.4, String(one.rate));
  assert.ok(many.rate > 0.85);
  assert.equal(liftScore(base, base), 0.5);
  const { ranked, thinData } = match([partnerFacts({ id: 'a', competencies: certified })]);
  assert.equal(ranked[0]?.reasons.find((reason) => reason.factor === 'wins')?.thin, true);
  assert.ok(thinData.some((note) => note.startsWith('1 of 1 proposed partner has fewer')));
});

test('expired certification counts as none', () => {
  const held = [{ productId: 'core', skill: 'delivery', role: null, certifiedPeople: 5, validUntil: '2025-05-31' }];
  const { ranked, passedOver } = match([partnerFacts({ id: 'a', competencies: held })]);
  const sentence = [...ranked.flatMap((partner) => partner.reasons.map((reason) => reason.sentence)), ...passedOver.map((entry) => entry.why)].join(' ');
  assert.match(sentence, /1 certification expired/);
});

test('names that look like object internals are only names', () => {
  assert.doesNotThrow(() => match([partnerFacts({ id: 'a', industries: ['constructor'] })], dealFacts({ industry: 'constructor', productIds: ['__proto__'] })));
});

test('the order does not depend on the order of input, and the index follows updates', () => {
  const partners = generatedPartners(200, 3);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), fc.shuffledSubarray(partners, { minLength: 200, maxLength: 200 }), (seed, shuffled) => {
      const deal = generatedDeal(seed);
      const expected = match(partners, deal, [], 10);
      assert.deepEqual(match(shuffled, deal, [], 10), expected);
      const index = buildPartnerIndex(generatedPartners(50, 99).map((partner) => ({ ...partner, id: `old-${partner.id}` })));
      for (let at = 0; at < 50; at += 1) index.remove(`old-partner-${String(at).padStart(6, '0')}`);
      for (const partner of shuffled) index.upsert({ ...partner, countries: ['XX'], status: 'paused' });
      for (const partner of shuffled) index.upsert(partner);
      assert.equal(index.size, 200);
      assert.deepEqual(matchPartners({ deal, index, ties: [], baseline, now, limit: 10 }), expected);
      for (const { score } of expected.ranked) assert.ok(score >= 30 && score <= 100);
    }),
    { numRuns: 25 },
  );
});

test('the best are really the best', () => {
  const partners = generatedPartners(300, 5);
  const deal = generatedDeal(11);
  const all = match(partners, deal, [], 300);
  assert.deepEqual(match(partners, deal, [], 7).ranked, all.ranked.slice(0, 7));
});

test('what is scored for all at once is what the reasons of each add up to, and each exclusion is found', () => {
  const partners = generatedPartners(250, 21).map((partner, at) => ({
    ...partner,
    countries: at % 11 === 0 ? [] : partner.countries,
    regions: at % 22 === 0 ? [] : partner.regions,
    routes: at % 13 === 0 ? ['direct' as const] : partner.routes,
    competencies:
      at % 7 === 0
        ? [{ productId: null, skill: 'delivery', role: null, certifiedPeople: at % 3, validUntil: at % 2 === 0 ? null : '2025-06-01' }]
        : partner.competencies,
  }));
  const index = buildPartnerIndex(partners);
  const some = fc.record({
    seed: fc.integer({ min: 0, max: 10_000 }),
    without: fc.constantFrom<Partial<DealFacts>>(
      {},
      { country: null },
      { country: null, region: null },
      { productIds: [] },
      { industry: null },
      { routes: ['direct'] },
    ),
    close: fc.array(fc.nat(249), { maxLength: 20 }),
  });
  fc.assert(
    fc.property(some, ({ seed, without, close }) => {
      const known = close.map((at) => partners[at]?.id ?? '');
      const [onDeal = '', declined = '', ...previous] = known;
      const generated = { ...generatedDeal(seed), ...without, previousPartnerIds: previous, declinedPartnerIds: [declined] };
      const deal: DealFacts = { ...generated, participants: [{ partnerId: onDeal, role: 'resell' }] };
      const ties = known.map((partnerId, at): AccountTie => {
        return { partnerId, accountId: deal.accountId, strength: at / 20, kind: at % 2 === 0 ? 'customer' : 'prospect', since: null, evidence: '' };
      });
      const { context, scores } = scoreDeal({ deal, index, ties, baseline, now, limit: 10 });
      assert.deepEqual(
        [...scores.falling].sort((a, b) => a - b),
        [...partners.keys()],
      );
      for (const [slot, partner] of partners.entries()) {
        const points = explainPartner(context, slot, partner).reduce((sum, reason) => sum + Math.round(reason.points * 10), 0);
        assert.equal(scores.tenths[slot], points, partner.id);
        const applies: readonly (readonly [string, boolean])[] = [
          ['on_deal', partner.id === onDeal],
          ['not_active', partner.status !== 'active'],
          ['account_conflict', partner.conflictAccountIds.includes(deal.accountId)],
          ['competing_product', partner.competitorOfProductIds.some((id) => deal.productIds.includes(id))],
          ['declined', partner.id === declined],
          ['no_capacity', partner.capacityTotal !== null && partner.capacityUsed >= partner.capacityTotal],
        ];
        assert.equal(scores.excludedBy(slot), applies.find(([, holds]) => holds)?.[0] ?? null, partner.id);
      }
    }),
    { numRuns: 40 },
  );
});
