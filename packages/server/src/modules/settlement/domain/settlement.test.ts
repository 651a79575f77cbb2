import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { explained, fraction, splitByWeights } from '@entente/kernel';
import { defaultSettings } from './default-settings.ts';
import { changedSince, basisOf } from './basis.ts';
import { suggestionsFor } from './candidates.ts';
import { differenceOf } from './difference.ts';
import type { Candidate, Facts, FeeBasisPoints, Line, LineMargin, Settings } from './facts.ts';
import { feeTermsOn } from './fee.ts';
import { planForPartner } from './for-partner.ts';
import { optionOf, type DrawdownOf } from './option.ts';
import { priceWay } from './price-way.ts';
import { refusalsOf } from './refuse.ts';
import { waterfallOf, type Divided, type Share } from './waterfall.ts';

const why = explained('test');
const line = (index: number, list: bigint, net: bigint, standard = list): Line => ({
  lineId: `line-${index}`,
  productId: `product-${index}`,
  family: null,
  vendorId: `vendor-${index}`,
  description: `Product ${index}`,
  quantity: '1',
  standardMinor: standard,
  listMinor: list,
  netMinor: net,
  explanations: { list: why, discount: null, net: why },
});
const partner = (id: string, types: string[], active = true) => ({ id, name: id, active, types, tier: null });
const fees = [
  { kind: 'private', bp: 300 },
  { kind: 'channel', bp: 350 },
  { kind: 'replacement', bp: 150 },
];
const rate: FeeBasisPoints = (_table, { kind }) => fees.find((one) => one.kind === kind)?.bp ?? null;
const noDrawdown: DrawdownOf = () => ({ drawsDown: false, amountMinor: 0n, reasons: [] });

const factsOf = (lines: readonly Line[], over: Partial<Facts> = {}): Facts => ({
  dealId: 'deal',
  currency: 'EUR',
  on: '2027-03-10',
  closeOn: '2027-04-01',
  renewal: false,
  pricedFrom: 'quote',
  approvedBy: null,
  lines,
  incompatible: [],
  participants: [
    { partnerId: 'reseller', role: 'resell', shareBp: 4_000 },
    { partnerId: 'distributor', role: 'distribute', shareBp: null },
    { partnerId: 'integrator', role: 'integrate', shareBp: 6_000 },
  ],
  routes: [],
  partners: new Map([partner('reseller', ['reseller']), partner('distributor', ['distributor']), partner('integrator', ['si'])].map((one) => [one.id, one])),
  ties: new Set(['distributor|reseller']),
  marketplaces: [{ id: 'aws', name: 'AWS Marketplace', kind: 'aws', feeTable: [], version: 3, currencies: null }],
  listings: [{ id: 'listing', marketplaceId: 'aws', productId: 'product-0', name: 'Listing', status: 'public', eligibility: [] }],
  authorizations: [
    { id: 'authorization', marketplaceId: 'aws', resellerId: 'reseller', state: 'active', currency: 'EUR', wholesaleMinor: 0n, ofDeal: false, untilOn: null },
  ],
  commitments: [],
  times: [],
  settings: defaultSettings,
  settingsVersion: 0,
  ...over,
});
const margin = (percent: bigint, of: LineMargin['of'] = 'list'): LineMargin => ({
  percent: fraction(percent),
  of,
  rule: { id: `rule-${percent}`, name: `Margin ${percent}`, version: 2 },
  sentence: `keeps ${percent} %`,
});
const marginsOf = (lines: readonly Line[], of: Record<string, LineMargin>) => new Map(Object.entries(of).map(([id, one]) => [id, lines.map(() => one)]));
const ways: readonly Candidate[] = [
  { kind: 'direct' },
  { kind: 'resale', resellerId: 'reseller' },
  { kind: 'distribution', distributorId: 'distributor', resellerId: 'reseller' },
  { kind: 'marketplace', marketplaceId: 'aws' },
  { kind: 'channel_private_offer', marketplaceId: 'aws', resellerId: 'reseller' },
];
const nothing: Divided = { held: null, rule: null, shares: [] };
const settings = (over: Partial<Settings>): Settings => ({ ...defaultSettings, ...over });

test('two tiers: the distributor buys at 35 % off and the reseller at 22 % off, and the buyer’s discount is the seller’s', () => {
  const lines = [line(0, 10_000_000n, 9_500_000n)];
  const facts = factsOf(lines, { settings: settings({ discountBorneBy: 'seller' }) });
  const priced = priceWay(
    facts,
    { kind: 'distribution', distributorId: 'distributor', resellerId: 'reseller' },
    marginsOf(lines, { distributor: margin(35n), reseller: margin(22n) }),
    rate,
  );
  assert.deepEqual(
    priced.margins.map(({ partnerId, grossMinor }) => [partnerId, grossMinor]),
    [
      ['distributor', 1_300_000n],
      ['reseller', 1_700_000n],
    ],
  );
  assert.equal(waterfallOf(facts, priced, nothing, []).netMinor, 6_500_000);
});

const readings = [
  // discountBorneBy, distributorMargin, of, distributor, reseller, net to us
  ['us', 'includes_reseller', 'list', 1_300_000, 2_200_000, 6_000_000],
  ['us', 'own', 'list', 3_500_000, 2_200_000, 3_800_000],
  ['seller', 'own', 'list', 3_500_000, 1_700_000, 4_300_000],
  ['us', 'includes_reseller', 'buyer_price', 1_235_000, 2_090_000, 6_175_000],
  ['seller', 'own', 'buyer_price', 3_325_000, 2_090_000, 4_085_000],
] as const;
for (const [discountBorneBy, distributorMargin, of, distributor, reseller, net] of readings)
  test(`margins of a chain: discount by ${discountBorneBy}, distributor’s ${distributorMargin}, of ${of}`, () => {
    const lines = [line(0, 10_000_000n, 9_500_000n)];
    const facts = factsOf(lines, { settings: settings({ discountBorneBy, distributorMargin }) });
    const priced = priceWay(
      facts,
      { kind: 'distribution', distributorId: 'distributor', resellerId: 'reseller' },
      marginsOf(lines, { distributor: margin(35n, of), reseller: margin(22n, of) }),
      rate,
    );
    assert.deepEqual(
      [...priced.margins.map(({ grossMinor }) => Number(grossMinor)), waterfallOf(facts, priced, nothing, []).netMinor],
      [distributor, reseller, net],
    );
  });

const bearers = [
  // base, bearer, uplift bearer → fee, reseller, net
  ['buyer_price', 'us', 'us', 3_500, 20_000, 76_500],
  ['buyer_price', 'us', 'seller', 3_500, 19_500, 77_000],
  ['buyer_price', 'seller', 'us', 3_500, 17_000, 79_500],
  ['buyer_price', 'seller', 'seller', 3_500, 16_500, 80_000],
  ['wholesale', 'us', 'us', 2_800, 20_000, 77_200],
  ['list_price', 'us', 'us', 3_500, 20_000, 76_500],
] as const;
for (const [base, bearer, upliftBearer, fee, reseller, net] of bearers)
  test(`channel private offer: fee of ${base}, borne by ${bearer}, uplift by ${upliftBearer}`, () => {
    const lines = [line(0, 100_000n, 100_000n)];
    const facts = factsOf(lines, { settings: settings({ feeTerms: [{ from: '2024-01-05', marketplaceId: null, base, bearer, upliftBearer }] }) });
    const priced = priceWay(
      facts,
      { kind: 'channel_private_offer', marketplaceId: 'aws', resellerId: 'reseller' },
      marginsOf(lines, { reseller: margin(20n) }),
      rate,
    );
    const money = waterfallOf(facts, priced, nothing, []);
    assert.deepEqual([money.feeMinor, money.marginMinor, money.netMinor], [fee, reseller, net]);
    assert.equal(money.feeBase, base);
    // What the reseller does not keep of its margin is what it bears.
    assert.equal(money.feeSellerMinor, 20_000 - reseller);
    assert.match(priced.assumptions[0] ?? '', /borne by/);
    // What is divided is what is ours, whoever bears the rest.
    assert.equal(
      priced.collected.reduce((sum, one) => sum + one.netMinor - one.feeMinor, 0n),
      BigInt(net),
    );
  });

test('fee terms: the latest that has begun, and one of the marketplace before one for all', () => {
  const term = (from: string, marketplaceId: string | null, base: 'buyer_price' | 'wholesale') => ({
    from,
    marketplaceId,
    base,
    bearer: 'us' as const,
    upliftBearer: 'us' as const,
  });
  const terms = [
    term('2024-01-01', null, 'buyer_price'),
    term('2025-01-01', null, 'wholesale'),
    term('2024-06-01', 'aws', 'buyer_price'),
    term('2030-01-01', 'aws', 'wholesale'),
  ];
  assert.equal(feeTermsOn(terms, 'aws', '2027-01-01').from, '2024-06-01');
  assert.equal(feeTermsOn(terms, 'other', '2027-01-01').from, '2025-01-01');
  assert.equal(feeTermsOn(terms, 'other', '2024-03-01').from, '2024-01-01');
  assert.equal(feeTermsOn([], 'other', '2024-03-01').base, 'buyer_price');
});

test('an agreed price is what we get, and whoever buys from us has the difference', () => {
  const lines = [line(0, 100_000n, 90_000n), line(1, 50_000n, 50_000n)];
  const route = { id: 'route', kind: 'resale', settles: false, chain: ['distributor', 'reseller'], firstPriceMinor: 99_999n, firstPriceCurrency: 'EUR' };
  const facts = factsOf(lines, { routes: [route] });
  const priced = priceWay(
    facts,
    { kind: 'distribution', distributorId: 'distributor', resellerId: 'reseller' },
    marginsOf(lines, { distributor: margin(35n), reseller: margin(20n) }),
    rate,
  );
  assert.equal(waterfallOf(facts, priced, nothing, []).netMinor, 99_999);
  assert.deepEqual(
    priced.margins.map(({ grossMinor }) => grossMinor),
    [10_001n, 30_000n],
  );
  const other = factsOf(lines, { routes: [{ ...route, firstPriceCurrency: 'USD' }] });
  assert.notEqual(
    waterfallOf(
      other,
      priceWay(
        other,
        { kind: 'distribution', distributorId: 'distributor', resellerId: 'reseller' },
        marginsOf(lines, { distributor: margin(35n), reseller: margin(20n) }),
        rate,
      ),
      nothing,
      [],
    ).netMinor,
    99_999,
  );
});

const refusals: readonly (readonly [string, Candidate, Partial<Facts>, string, RegExp])[] = [
  ['nothing is priced', { kind: 'direct' }, { lines: [] }, 'no_price', /neither a quote nor lines/],
  ['parts do not go together', { kind: 'direct' }, { incompatible: ['Suite needs Base.'] }, 'incompatible', /Suite needs Base/],
  ['unknown partner', { kind: 'resale', resellerId: 'nobody' }, {}, 'partner_not_active', /no such partner/],
  [
    'partner that left',
    { kind: 'resale', resellerId: 'reseller' },
    { partners: new Map([['reseller', partner('reseller', ['reseller'], false)]]) },
    'partner_not_active',
    /not an active partner/,
  ],
  [
    'a referral partner',
    { kind: 'resale', resellerId: 'friend' },
    { partners: new Map([['friend', partner('friend', ['referral'])]]) },
    'not_a_reseller',
    /no type that resells/,
  ],
  ['not tied', { kind: 'distribution', distributorId: 'distributor', resellerId: 'reseller' }, { ties: new Set() }, 'not_tied', /does not buy through/],
  ['not a distributor', { kind: 'distribution', distributorId: 'integrator', resellerId: 'reseller' }, {}, 'not_a_distributor', /partner type distributor/],
  ['no marketplace', { kind: 'marketplace', marketplaceId: 'gone' }, {}, 'no_marketplace', /not used any more/],
  ['no listing', { kind: 'marketplace', marketplaceId: 'aws' }, { listings: [] }, 'no_listing', /listed on AWS/],
  [
    'a draft listing',
    { kind: 'marketplace', marketplaceId: 'aws' },
    { listings: [{ id: 'l', marketplaceId: 'aws', productId: 'p', name: 'L', status: 'in_review', eligibility: [] }] },
    'listing_not_live',
    /in review/,
  ],
  [
    'another currency',
    { kind: 'marketplace', marketplaceId: 'aws' },
    { marketplaces: [{ id: 'aws', name: 'AWS', kind: 'aws', feeTable: [], version: 1, currencies: ['USD'] }] },
    'currency',
    /does not sell in EUR/,
  ],
  [
    'no authorisation',
    { kind: 'channel_private_offer', marketplaceId: 'aws', resellerId: 'reseller' },
    { authorizations: [] },
    'no_authorised_reseller',
    /authorise it first/,
  ],
];
for (const [name, candidate, over, code, words] of refusals)
  test(`refused: ${name}`, () => {
    const found = refusalsOf(factsOf([line(0, 100n, 100n)], over), candidate).find((one) => one.code === code);
    assert.ok(found, code);
    assert.match(found.sentence, words);
  });

test('a fee nobody knows and margins above the price refuse the way', () => {
  const lines = [line(0, 1_000n, 100n)];
  const facts = factsOf(lines);
  assert.equal(priceWay(facts, { kind: 'marketplace', marketplaceId: 'aws' }, new Map(), () => null).refusals[0]?.code, 'no_fee');
  assert.equal(
    priceWay(facts, { kind: 'resale', resellerId: 'reseller' }, marginsOf(lines, { reseller: margin(20n) }), rate).refusals[0]?.code,
    'margin_above_price',
  );
});

test('a renewal on a marketplace has the fee of a replacement', () => {
  const lines = [line(0, 50_000_000n, 50_000_000n)];
  assert.equal(priceWay(factsOf(lines, { renewal: true }), { kind: 'marketplace', marketplaceId: 'aws' }, new Map(), rate).fee?.totalMinor, 750_000n);
});

test('without anybody to go through, a kind says what is missing', () => {
  const suggested = suggestionsFor({ participants: [], routes: [], marketplaces: [] });
  assert.deepEqual(
    suggested.map(({ kind, missing }) => [kind, missing]),
    [
      ['direct', null],
      ['resale', 'reseller'],
      ['distribution', 'distributor'],
      ['marketplace', 'marketplace'],
      ['channel_private_offer', 'marketplace'],
    ],
  );
  assert.equal(suggestionsFor(factsOf([])).filter(({ candidate }) => candidate !== null).length, 5);
});

test('every way of seven products and seven parties sums to the minor unit, in currencies with 0, 2 and 3 digits', () => {
  const amount = fc.bigInt({ min: 0n, max: 9_000_000_000n });
  const deal = fc.record({
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    lines: fc.array(fc.record({ list: amount, standardMore: fc.bigInt({ min: 0n, max: 100_000n }), off: fc.integer({ min: 0, max: 9_999 }) }), {
      minLength: 7,
      maxLength: 7,
    }),
    percents: fc.array(fc.record({ numerator: fc.bigInt({ min: 0n, max: 40_000n }), of: fc.constantFrom('list' as const, 'buyer_price' as const) }), {
      minLength: 2,
      maxLength: 2,
    }),
    weights: fc.array(fc.bigInt({ min: 0n, max: 100n }), { minLength: 8, maxLength: 8 }),
    incentive: fc.bigInt({ min: 0n, max: 1_000n }),
    base: fc.constantFrom('buyer_price' as const, 'list_price' as const, 'wholesale' as const),
    bearer: fc.constantFrom('us' as const, 'seller' as const),
    upliftBearer: fc.constantFrom('us' as const, 'seller' as const),
    discountBorneBy: fc.constantFrom('us' as const, 'seller' as const),
    distributorMargin: fc.constantFrom('own' as const, 'includes_reseller' as const),
  });
  let open = 0;
  fc.assert(
    fc.property(deal, (given) => {
      const lines = given.lines.map(({ list, standardMore, off }, index) => line(index, list, list - (list * BigInt(off)) / 20_000n, list + standardMore));
      const facts = factsOf(lines, {
        currency: given.currency,
        settings: settings({
          feeTerms: [{ from: '2020-01-01', marketplaceId: null, base: given.base, bearer: given.bearer, upliftBearer: given.upliftBearer }],
          discountBorneBy: given.discountBorneBy,
          distributorMargin: given.distributorMargin,
        }),
      });
      const [first, second] = given.percents.map(({ numerator, of }): LineMargin => ({ percent: fraction(numerator, 1_000n), of, rule: null, sentence: '' }));
      assert.ok(first && second);
      for (const candidate of ways) {
        const priced = priceWay(facts, candidate, marginsOf(lines, { distributor: first, reseller: second }), rate);
        if (priced.refusals.length > 0) {
          assert.equal(priced.refusals[0]?.code, 'margin_above_price');
          continue;
        }
        open += 1;
        const pool = priced.collected.reduce((sum, one) => sum + one.netMinor - one.feeMinor, 0n);
        const shares = given.weights.some((weight) => weight > 0n)
          ? splitByWeights(
              pool,
              given.weights.map((weight, index) => ({ key: String(index), weight })),
            )
          : new Map<string, bigint>();
        // The eighth is ours.
        const divided: Divided = {
          ...nothing,
          shares: [...shares]
            .filter(([key]) => key !== '7')
            .map(([key, amountMinor]): Share => ({ partnerId: key === '0' ? 'reseller' : `p${key}`, name: key, amountMinor, explanation: why })),
        };
        const money = waterfallOf(facts, priced, divided, [
          { partnerId: 'p1', name: 'p1', kind: 'commission', amountMinor: given.incentive, explanation: why },
        ]);
        let sum = 0;
        for (const step of money.steps) {
          if (step.kind === 'change') sum += step.amountMinor;
          assert.equal(step.afterMinor, sum);
          if (step.kind === 'total') assert.equal(step.amountMinor, sum);
          if (step.parts.length > 0)
            assert.equal(
              step.parts.reduce((all, part) => all + part.amountMinor, 0),
              step.amountMinor,
            );
        }
        assert.equal(sum, money.netMinor);
        assert.equal(money.listMinor - money.tierMarginMinor - money.discountMinor, money.buyerMinor);
        assert.equal(money.buyerMinor - money.feeMinor - money.marginMinor - money.splitMinor - money.incentiveMinor, money.netMinor);
        assert.equal(
          money.parties.reduce((all, party) => all + party.totalMinor, 0),
          money.buyerMinor,
        );
        const parties = money.parties.map((party) => party.marginMinor + party.feeMinor + party.splitMinor + party.incentiveMinor);
        money.parties.forEach((party, index) => party.party === 'us' || assert.equal(parties[index], party.totalMinor));
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(open > 500, `${open} ways were open`);
});

const optionFor = (candidate: Candidate, facts = factsOf([line(0, 100_000n, 95_000n)])) => {
  const priced = priceWay(facts, candidate, marginsOf(facts.lines, { distributor: margin(30n), reseller: margin(20n) }), rate);
  return optionOf(
    facts,
    priced,
    { ...nothing, shares: [{ partnerId: 'integrator', name: 'integrator', amountMinor: 5_000n, explanation: why }] },
    [],
    null,
    noDrawdown,
  );
};

test('a partner is shown its own, and everybody else as one sum; a distributor not what its reseller sells for', () => {
  const candidate: Candidate = { kind: 'distribution', distributorId: 'distributor', resellerId: 'reseller' };
  const plan = { number: 1, candidate, option: optionFor(candidate), chosenAt: '2027-03-10T09:00:00Z' };
  const integrator = planForPartner('deal', plan, 'integrator');
  assert.deepEqual([integrator?.ownMinor, integrator?.othersMinor, integrator?.buyerMinor, integrator?.own.length], [5_000, 90_000, 95_000, 1]);
  const distributor = planForPartner('deal', plan, 'distributor');
  assert.deepEqual([distributor?.ownMinor, distributor?.buyerMinor, distributor?.othersMinor], [10_000, null, null]);
  assert.doesNotMatch(JSON.stringify(distributor), /95000|950\.00/);
  const reseller = planForPartner('deal', plan, 'reseller');
  assert.equal(reseller?.ownMinor, 20_000);
  // What the distributor buys at is nothing its reseller learns.
  assert.doesNotMatch(JSON.stringify(reseller), /distributor|650\.00/);
  assert.equal(planForPartner('deal', plan, 'stranger')?.own.length, 0);
});

test('differences are line by line, and never across currencies', () => {
  const [resale, offer] = [
    optionFor({ kind: 'resale', resellerId: 'reseller' }),
    optionFor({ kind: 'channel_private_offer', marketplaceId: 'aws', resellerId: 'reseller' }),
  ];
  const { steps, parties, facts } = differenceOf(resale, offer);
  assert.equal(steps.find(({ key }) => key === 'fee')?.differenceMinor, -3_325);
  assert.equal(
    parties.reduce((sum, { differenceMinor }) => sum + (differenceMinor ?? 0), 0),
    0,
  );
  assert.ok(facts.some(({ label }) => label === 'Way'));
  assert.equal(differenceOf(resale, { ...offer, currency: 'USD' }).steps[0]?.differenceMinor, null);
});

test('what has changed since is said, one sentence each', () => {
  const facts = factsOf([line(0, 100_000n, 95_000n)]);
  const before = basisOf(facts, { id: 'q', number: 7, version: 1 });
  const later = factsOf([line(0, 100_000n, 90_000n)], {
    participants: facts.participants.slice(0, 2),
    settingsVersion: 1,
    marketplaces: facts.marketplaces.map((one) => ({ ...one, version: 4 })),
  });
  const candidate: Candidate = { kind: 'channel_private_offer', marketplaceId: 'aws', resellerId: 'reseller' };
  const name = (id: string) => id;
  assert.deepEqual(changedSince(before, before, candidate, true, name), []);
  assert.deepEqual(
    changedSince(before, basisOf(later, { id: 'q', number: 7, version: 2 }), candidate, false, name).map(({ what }) => what),
    ['quote', 'participants', 'fees', 'settings', 'route'],
  );
  assert.deepEqual(
    changedSince(before, basisOf(later, before.quote), { kind: 'direct' }, true, name).map(({ sentence }) => sentence),
    ['1 of 1 lines changed.', 'Participants changed: integrator left.'],
  );
});
