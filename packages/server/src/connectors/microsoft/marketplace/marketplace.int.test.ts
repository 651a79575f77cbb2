import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AgreementView, CommercialQuote, OfferProgress, OperationHandle, ResaleGrant } from '../../../modules/marketplaces/index.ts';
import type { HourToSend } from '../../../modules/usage/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { RESELLER_NUMBER, simulatedMicrosoft } from '../simulated.fixture.ts';
import { microsoftBillingFeed } from './billing-feed.ts';
import { microsoftMarketplace as market } from './marketplace.ts';
import { microsoftMeter } from './metering.ts';

const microsoft = await simulatedMicrosoft();
after(() => microsoft.stop());
const access = microsoft.access();
const { control, world } = microsoft.simulators;
const PRODUCT = '5a1e0001-0000-4000-8000-000000000001';
const TEAM_PLAN = '5a1e0001-0000-4000-8000-0000000000a1';
const METERED_PLAN = '5a1e0001-0000-4000-8000-0000000000a3';
const BUYER = '1a2b3c4d-0000-4000-8000-000000000001:5e6f7a8b-0000-4000-8000-000000000002_2019-05-31';
const line = (dimension: string, quantity: number, unit: bigint): CommercialQuote['lines'][number] => ({
  dimension,
  description: dimension,
  quantity,
  unitPriceMinor: unit,
  amountMinor: unit * BigInt(quantity),
});
const quote: CommercialQuote = {
  reference: 'offer-1',
  name: 'Harbour for Nordwind',
  description: 'Seats for the whole fleet',
  productId: PRODUCT,
  baseOfferId: TEAM_PLAN,
  buyerAccount: BUYER,
  currency: 'USD',
  lines: [line('seat', 10, 240_00n)],
  totalMinor: 2_400_00n,
  termMonths: 12,
  startsOn: null,
  instalments: [],
  eula: { kind: 'standard', version: null },
  expiresOn: '2026-03-31',
  replaces: null,
  today: '2026-03-02',
};
const tokenOf = (name: string): string => `00000000-0000-7000-8000-${name.padStart(12, '0')}`;
async function finished(handle: OperationHandle, by: Access = access): Promise<Extract<OfferProgress, { done: true }>> {
  for (let turn = 0; turn < 10; turn += 1) {
    const progress = await market.poll(by, handle);
    if (progress.done) return progress;
    world.clock.advance(progress.pollAfterMs);
  }
  throw new Error('the job does not end');
}
async function released(handle: OperationHandle, by: Access = access): Promise<string> {
  const progress = await finished(handle, by);
  assert.ok(progress.ok, JSON.stringify(progress));
  assert.ok(progress.externalId);
  return progress.externalId;
}
function bought(offerId: string, more: Record<string, string> = {}): { id: string; token: string } {
  const { purchases } = control.act('microsoft', 'buyer-accepts-offer', { id: offerId, ...more }) as { purchases: { id: string; token: string }[] };
  assert.ok(purchases[0]);
  return purchases[0];
}
const agreement = async (id: string): Promise<AgreementView> => {
  const view = await market.agreement(access, id);
  assert.ok(view);
  return view;
};
const entitlement = async (id: string) => (await market.entitlements(access, { id, productCode: null, buyerAccount: null, entitlementId: null }))[0];

test('from the offer to the purchase: made, accepted, resolved, activated, and known to be of this offer', async () => {
  assert.deepEqual(
    market.prepareOffer(quote).issues.filter(({ severity }) => severity === 'blocks'),
    [],
  );
  const offerId = await released(await market.publishOffer(access, quote, tokenOf('1')));
  const purchase = bought(offerId, { quantity: '10', termUnit: 'P1Y' });
  const resolved = await market.resolvePurchase(access, purchase.token);
  assert.deepEqual([resolved.id, resolved.state, resolved.dimensions[0]], [purchase.id, 'pending', { key: 'seat', quantity: 10, unit: 'seat' }]);
  let view = await agreement(purchase.id);
  assert.deepEqual([view.offerId, view.authorizationId, view.productId, view.status], [offerId, null, PRODUCT, 'active']);
  assert.deepEqual([view.amountMinor, view.currency, view.startsAt], [2_400_00n, 'USD', null]);
  await assert.rejects(market.fulfil(access, purchase.id, { approve: false, reason: 'No' }), /30 days/);
  await market.fulfil(access, purchase.id, { approve: true });
  await market.fulfil(access, purchase.id, { approve: true });
  view = await agreement(purchase.id);
  assert.ok(view.startsAt !== null && view.endsAt !== null);
  assert.equal((await entitlement(purchase.id))?.state, 'active');
  const { items } = await market.agreements(access, { offerId });
  assert.deepEqual(
    items.map(({ id }) => id),
    [purchase.id],
  );
  await market.fulfil(access, purchase.id, { approve: false, reason: 'It ends' });
  world.clock.advance(11_000);
  assert.equal((await agreement(purchase.id)).status, 'cancelled');
  assert.equal((await entitlement(purchase.id))?.state, 'ended');
});

test('a purchase of the public plan is no offer’s', async () => {
  const { id } = control.act('microsoft', 'buyer-purchases', { offerId: 'harbour-analytics', planId: 'team', quantity: '3', termUnit: 'P1M' }) as {
    id: string;
  };
  const view = await agreement(id);
  assert.deepEqual([view.offerId, view.authorizationId, view.productId, view.amountMinor], [null, null, PRODUCT, 75_00n]);
});

test('an offer whose answer was lost is found by its mark, and no other is', async () => {
  const losing: Access = {
    ...access,
    request: async (request) => {
      const answer = await access.request(request);
      if (request.method === 'POST' && request.url.includes('/configure')) throw new OutsideError('unavailable', 'The answer was lost.');
      return answer;
    },
  };
  await assert.rejects(market.publishOffer(losing, quote, tokenOf('2')), /lost/);
  world.clock.advance(4_000);
  const found = await market.find?.(access, tokenOf('2'));
  assert.ok(found);
  const offerId = await released(found);
  assert.equal(await market.find?.(access, tokenOf('3')), null);
  await released(await market.withdraw(access, { kind: 'offer', externalId: offerId, today: '2026-03-02' }, tokenOf('4')));
  await released(await market.withdraw(access, { kind: 'offer', externalId: offerId, today: '2026-03-02' }, tokenOf('4')));
  assert.throws(() => bought(offerId), /withdrawn/);
});

test('a job that fails says why; an accepted offer stays as it is', async () => {
  const past = await finished(await market.publishOffer(access, { ...quote, expiresOn: '2026-01-01' }, tokenOf('5')));
  assert.ok(!past.ok);
  assert.match(past.sentence, /past/);
  const offerId = await released(await market.publishOffer(access, quote, tokenOf('6')));
  bought(offerId);
  const withdrawn = await finished(await market.withdraw(access, { kind: 'offer', externalId: offerId, today: '2026-03-02' }, tokenOf('7')));
  assert.ok(!withdrawn.ok && /accepted/.test(withdrawn.sentence));
});

const refused: readonly (readonly [Partial<CommercialQuote>, string])[] = [
  [{ baseOfferId: null }, 'listing'],
  [{ termMonths: 18 }, 'termMonths'],
  [{ lines: [line('api-calls', 1, 1n)] }, 'lines'],
  [{ lines: [line('seat', 1, 1n), line('flat', 1, 1n)] }, 'lines'],
  [{ buyerAccount: '6000002' }, 'buyerAccount'],
  [
    {
      instalments: [
        { dueOn: '2026-04-01', amountMinor: 1n },
        { dueOn: '2026-05-01', amountMinor: 2n },
      ],
    },
    'instalments',
  ],
  [
    {
      instalments: Array.from({ length: 12 }, (_, n) => ({ dueOn: `2026-${String(n + 1).padStart(2, '0')}-01`, amountMinor: 200_00n })),
      lines: [line('seat', 10, 241_00n)],
    },
    'instalments',
  ],
];
for (const [change, field] of refused)
  test(`an offer is not sent with ${field} as ${JSON.stringify(change, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)).slice(0, 60)}`, () =>
    assert.deepEqual(
      market
        .prepareOffer({ ...quote, ...change })
        .issues.filter(({ severity }) => severity === 'blocks')
        .map((issue) => issue.field),
      [field],
    ));

test('paid in parts, the whole is the same', async () => {
  const instalments = Array.from({ length: 12 }, (_, n) => ({ dueOn: `2026-${String(n + 1).padStart(2, '0')}-01`, amountMinor: 200_00n }));
  const offerId = await released(await market.publishOffer(access, { ...quote, instalments }, tokenOf('8')));
  const { id } = bought(offerId, { quantity: '10', termUnit: 'P1Y' });
  assert.equal((await agreement(id)).amountMinor, 2_400_00n);
});

test('multiparty: we originate, the selling partner adds its markup once, and the purchase is of the authorisation', async () => {
  const { buyerAccount, expiresOn: _, startsOn: __, ...terms } = quote;
  const grant: ResaleGrant = { ...terms, reference: 'grant-1', resellerAccount: RESELLER_NUMBER, usage: 'until', until: '2026-03-31', buyerAccount };
  assert.deepEqual(
    market.prepareGrant(grant).issues.filter(({ severity }) => severity === 'blocks'),
    [],
  );
  assert.deepEqual(
    market
      .prepareGrant({ ...grant, buyerAccount: null, until: null, resellerAccount: BUYER })
      .issues.flatMap(({ severity, field }) => (severity === 'blocks' ? [field] : [])),
    ['resellerAccount', 'buyerAccount', 'untilOn'],
  );
  const authorizationId = await released(await market.authorizeResale(access, grant, tokenOf('9')));
  assert.throws(() => bought(authorizationId), /pendingPartnerAction/);
  const seller = microsoft.reseller();
  const resale = { ...quote, authorizationId, markupBp: 1_250 };
  await released(await market.resellOffer(seller, resale, tokenOf('10')), seller);
  assert.equal((await market.resellOffer(seller, resale, tokenOf('10'))).kind, 'offer', 'again is no second one');
  const { id } = bought(authorizationId, { quantity: '10', termUnit: 'P1Y' });
  const view = await agreement(id);
  assert.deepEqual([view.offerId, view.authorizationId], [null, authorizationId]);

  await market.fulfil(access, id, { approve: true });
  control.act('microsoft', 'invoice-run', { taxPercentage: '10' });
  const ours = (await microsoftBillingFeed.read(access, null, () => assert.fail('no CSV'))).lines.filter(({ agreementKey }) => agreementKey === id);
  assert.deepEqual(
    ours.map(({ kind, amountMinor, offerKey }) => [kind, amountMinor, offerKey]),
    [
      ['revenue', 2_400_00, authorizationId],
      ['fee', -72_00, authorizationId],
      ['tax', -232_80, authorizationId],
    ],
  );
  const theirs = (await microsoftBillingFeed.read(seller, null, () => assert.fail('no CSV'))).lines;
  assert.deepEqual(
    theirs.map(({ kind, amountMinor }) => [kind, amountMinor]),
    [
      ['markup', 300_00],
      ['fee', -9_00],
      ['tax', -29_10],
    ],
  );
});

test('usage: taken once, a duplicate told from a contradiction, and each refusal by its reason', async () => {
  const metered = { ...quote, baseOfferId: METERED_PLAN, lines: [line('flat', 1, 5_000_00n)], totalMinor: 5_000_00n };
  const offerId = await released(await market.publishOffer(access, metered, tokenOf('11')));
  const { id } = bought(offerId, { termUnit: 'P1Y' });
  const hour = (back: number): string => new Date(Math.floor((world.clock.now().getTime() - back * 3_600_000) / 3_600_000) * 3_600_000).toISOString();
  const planId = (await entitlement(id))?.productCode ?? null;
  let next = 0;
  const usage = (change: Partial<HourToSend>): HourToSend => ({
    lineId: `l${(next += 1)}`,
    hour: hour(1),
    dimension: 'api-calls',
    quantity: '12.5',
    entitlementKey: id,
    buyerAccount: null,
    licenseArn: null,
    productCode: planId,
    ...change,
  });
  const outcomes = async (...hours: HourToSend[]): Promise<string[]> => (await microsoftMeter.send(access, hours)).map(({ outcome }) => outcome);
  assert.deepEqual(await outcomes(usage({})), ['not_subscribed']);
  await market.fulfil(access, id, { approve: true });
  const sent = [usage({}), usage({ hour: hour(2) }), usage({ dimension: 'storage-gb' })];
  const accepted = await microsoftMeter.send(access, sent);
  assert.ok(accepted.every(({ outcome, remoteId }) => outcome === 'accepted' && remoteId !== null));
  assert.deepEqual(await outcomes(...sent), ['duplicate_same', 'duplicate_same', 'duplicate_same']);
  assert.deepEqual(
    await outcomes(
      usage({ quantity: '13' }),
      usage({ hour: hour(26) }),
      usage({ dimension: 'other' }),
      usage({ entitlementKey: 'nobody' }),
      usage({ entitlementKey: null }),
    ),
    ['duplicate_conflict', 'expired', 'rejected', 'not_subscribed', 'rejected'],
  );
  assert.deepEqual(
    await outcomes(usage({ hour: hour(3), productCode: null }), usage({ hour: hour(4), productCode: 'team' })),
    ['accepted', 'accepted'],
    'the plan is looked up where it is not known, or is an older one',
  );
  const many = Array.from({ length: 30 }, (_, n) => usage({ hour: hour(5 + (n % 15)), dimension: n < 15 ? 'api-calls' : 'storage-gb', quantity: '1' }));
  assert.ok((await outcomes(...many)).every((outcome) => outcome === 'accepted'));

  control.act('microsoft', 'invoice-run', {});
  const first = await microsoftBillingFeed.read(access, null, () => assert.fail('no CSV'));
  const own = first.lines.filter(({ agreementKey }) => agreementKey === id);
  // Thousands of calls at 1.20 and GB months at 0.15; what was refused is not among them.
  const calls = 12.5 * 4 + 15;
  const storage = 12.5 + 15;
  assert.deepEqual(
    own
      .filter(({ kind }) => kind === 'revenue')
      .map(({ amountMinor }) => amountMinor)
      .toSorted((a, b) => b - a),
    [5_000_00, Math.round(calls * 120), Math.round(storage * 15)],
  );
  assert.deepEqual(first.refused, []);
  world.clock.advance(3_600_000);
  control.act('microsoft', 'disbursement-run', {});
  const second = await microsoftBillingFeed.read(access, first.cursor, () => assert.fail('no CSV'));
  const all = new Map([...first.lines, ...second.lines].map((each) => [each.key, each]));
  for (const known of first.lines) {
    const again = second.lines.find(({ key }) => key === known.key);
    if (again) assert.deepEqual(again, known, 'a line that comes again is the same');
  }
  const balance = [...all.values()].filter(({ counts }) => counts).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  assert.equal(balance, 0, 'all that was earned is paid');
  const [payout] = second.lines.filter(({ kind }) => kind === 'payout');
  const paid = [...all.values()].filter(({ action, counts }) => action === 'disbursed' && counts).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  assert.equal(payout?.amountMinor, -paid);
  const third = await microsoftBillingFeed.read(access, second.cursor, () => assert.fail('no CSV'));
  for (const each of third.lines) assert.deepEqual(each, all.get(each.key), 'read again, nothing is new');
});

test('the listing: name, plan, price for a year and its dimensions', async () => {
  const listed = await market.listing(access, { productId: PRODUCT, offerId: METERED_PLAN });
  assert.deepEqual([listed.name, listed.productCode, listed.offerId, listed.priceMinor], ['Harbour Analytics', 'harbour-analytics', METERED_PLAN, 5_400_00n]);
  assert.deepEqual(
    listed.dimensions?.map(({ key, priceMinor }) => [key, priceMinor]),
    [
      ['flat', 5_400_00n],
      ['api-calls', 120n],
      ['storage-gb', 15n],
    ],
  );
  await assert.rejects(
    market.listing(access, { productId: 'nothing', offerId: null }),
    (error: unknown) => error instanceof OutsideError && error.failure === 'gone',
  );
});

test('an agreement is replaced through the offer it came from, and one without cannot be', async () => {
  const offerId = await released(await market.publishOffer(access, quote, tokenOf('12')));
  const { id } = bought(offerId, { quantity: '10', termUnit: 'P1Y' });
  await released(await market.publishOffer(access, { ...quote, replaces: id }, tokenOf('13')));
  const publicly = control.act('microsoft', 'buyer-purchases', { offerId: 'harbour-analytics', planId: 'team', quantity: '3', termUnit: 'P1M' }) as {
    id: string;
  };
  await assert.rejects(market.publishOffer(access, { ...quote, replaces: publicly.id }, tokenOf('14')), /did not come from a private offer/);
});

test('lists are read page by page, and only what changed since', async () => {
  for (let n = 0; n < 101; n += 1) control.act('microsoft', 'buyer-purchases', { offerId: 'harbour-analytics', planId: 'team', quantity: '1' });
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await market.agreements(access, cursor === undefined ? {} : { cursor });
    for (const { id } of page.items) seen.add(id);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  assert.ok(seen.size > 105);
  world.clock.advance(60_000);
  assert.deepEqual((await market.agreements(access, { since: world.clock.now().toISOString() })).items, []);
});
