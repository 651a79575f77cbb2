import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '@entente/testkit';
import { NotReached } from '../platform/outbound/index.ts';
import { fireClocks } from '../platform/clocks.ts';
import { BUYER, marketScene, RESELLER, type MarketScene } from './marketplaces.fixture.ts';

const database = await testDatabase();
const scenes: MarketScene[] = [];
after(async () => {
  for (const scene of scenes) await scene.stop();
});
async function scene(slug: string): Promise<MarketScene> {
  const made = await marketScene(database, slug);
  scenes.push(made);
  return made;
}

const routeState = async (of: MarketScene, dealId: string): Promise<string | undefined> =>
  (await of.rows<{ state: string }>("select state from deal_route where deal_id = $1 and kind = 'marketplace' and ended_at is null", [dealId]))[0]?.state;
const eventsOf = async (of: MarketScene, dealId: string): Promise<string[]> =>
  (await of.rows<{ type: string }>('select type from outbox_event where deal_id = $1 order by seq', [dealId])).map((row) => row.type);
const offerOf = (of: MarketScene, id: string) => of.call('offers.get', { params: { id } });

/** Drafted, sent, and released by the simulator. */
async function released(of: MarketScene, dealId: string) {
  const draft = await of.call('offers.create', {
    params: { id: dealId },
    body: { listingId: of.ids.listingId, buyerAccount: BUYER, instalmentCount: 3, startsOn: null },
  });
  const sent = await of.call('offers.send', { params: { id: draft.id }, body: {} }, { ifVersion: draft.version });
  assert.equal(sent.phase, 'sending');
  of.pass(10_000);
  await of.module.work(of.tenantId);
  return offerOf(of, draft.id);
}

test('a private offer goes from the deal to the marketplace, is accepted by notices and becomes entitled', async () => {
  const of = await scene('direct');
  const dealId = await of.deal([{ quantity: 3, unitPriceMinor: 3_333_333 }]);
  const draft = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, buyerAccount: BUYER, instalmentCount: 3 } });
  assert.equal(draft.amountMinor, 9_999_999);
  assert.equal(draft.feeMinor, 300_000);
  assert.deepEqual(
    draft.issues.filter((issue) => issue.severity === 'blocks'),
    [],
  );
  assert.equal(
    draft.instalments.reduce((sum, one) => sum + one.amountMinor, 0),
    9_999_999,
  );
  const preview = await of.call('offers.preview', { params: { id: draft.id } });
  assert.equal(preview.payments.length, 3);
  const offer = await released(of, dealId);
  assert.equal(offer.phase, 'released', offer.problem ?? '');
  assert.match(offer.externalId ?? '', /^offer-/);
  assert.equal(await routeState(of, dealId), 'offer_sent');
  const seen = of.act('view-offer', { offerId: offer.externalId ?? '', buyerAccount: BUYER });
  assert.equal(seen['total'], '99999.99');
  await of.notices();
  of.act('accept-offer', { offerId: offer.externalId ?? '', buyerAccount: BUYER, notices: 'licence first' });
  of.pass(120_000);
  const notices = await of.notices();
  assert.ok(notices.length >= 2);
  // Each comes twice, and in the wrong order.
  for (const body of [...notices].reverse()) await of.receive(body);
  for (const body of notices) assert.notEqual(await of.receive(body), 'new');
  assert.equal((await offerOf(of, offer.id)).phase, 'accepted');
  assert.equal(await routeState(of, dealId), 'entitled');
  const entitlements = await of.call('entitlements.list', { query: { dealId, limit: 50 } });
  assert.deepEqual(
    entitlements.items.map((one) => [one.state, one.dimensions]),
    [['active', [{ key: 'seats', quantity: 3, unit: null }]]],
  );
  const { items } = await of.call('agreements.list', { query: { dealId, limit: 50 } });
  assert.deepEqual(
    items.map((one) => [one.status, one.amountMinor, one.offerId]),
    [['active', 9_999_999, offer.id]],
  );
  const events = await eventsOf(of, dealId);
  for (const type of ['offer.drafted', 'offer.sent', 'offer.accepted', 'agreement.created', 'entitlement.active'])
    assert.equal(events.filter((each) => each === type).length, type === 'offer.drafted' ? 2 : 1, `${type} in ${events.join(' ')}`);
  const credit = await of.call('offers.attribution', { params: { id: dealId } });
  assert.deepEqual(
    credit.credited.map((one) => [one.partnerName, one.role, one.isSource, one.isProcurement]),
    [
      ['Kestrel', 'source', true, false],
      ['AWS', 'marketplace', false, true],
    ],
  );
  assert.deepEqual(of.errors, []);
});

test('an acceptance whose notices were lost is found by the sweep, even after the offer seemed to have expired', async () => {
  const of = await scene('lost');
  const dealId = await of.deal();
  const offer = await released(of, dealId);
  of.act('accept-offer', { offerId: offer.externalId ?? '', buyerAccount: BUYER, notices: 'lost' });
  of.clock.now += of.days(40);
  const fired = await fireClocks({ database: database.db, handlers: of.module.clocks, now: of.now, onError: (error) => assert.fail(String(error)) });
  assert.ok(fired >= 1);
  assert.equal((await offerOf(of, offer.id)).phase, 'expired');
  assert.equal(await routeState(of, dealId), 'expired');
  const swept = await of.call('marketplaces.sweep', { params: { id: of.ids.marketplaceId } });
  assert.equal(swept.changed, 1);
  assert.equal((await offerOf(of, offer.id)).phase, 'accepted');
  assert.ok(['accepted', 'entitled'].includes((await routeState(of, dealId)) ?? ''));
  const again = await of.call('marketplaces.sweep', { params: { id: of.ids.marketplaceId } });
  assert.equal(again.changed, 0);
});

test('news that comes before its offer is known waits, and is understood once it is', async () => {
  const of = await scene('early');
  const dealId = await of.deal();
  const draft = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, buyerAccount: BUYER } });
  // Made on the marketplace's own pages: nobody told us its identity yet.
  const other = await of.call('offers.create', { params: { id: await of.deal() }, body: { listingId: of.ids.listingId, buyerAccount: BUYER } });
  await of.call('offers.send', { params: { id: other.id }, body: {} });
  of.pass(10_000);
  await of.module.work(of.tenantId);
  const { externalId } = await offerOf(of, other.id);
  await of.rows("update offer set external_id = null, phase = 'withdrawn', state = 'withdrawn' where id = $1", [other.id]);
  await of.notices();
  of.act('accept-offer', { offerId: externalId ?? '', buyerAccount: BUYER });
  of.pass(120_000);
  for (const body of await of.notices()) await of.receive(body);
  const waiting = await of.call('marketplaceNotices.list', { query: { state: 'parked', limit: 50 } });
  assert.ok(waiting.items.length >= 1);
  const unmatched = await of.call('agreements.list', { query: { unmatched: 'true', limit: 50 } });
  assert.equal(unmatched.items.length, 1);
  const known = await of.call('offers.recordSent', { params: { id: draft.id }, body: { externalId: externalId ?? '' } });
  assert.equal(known.phase, 'accepted');
  assert.equal(await routeState(of, dealId), 'entitled');
  assert.equal((await of.call('marketplaceNotices.list', { query: { state: 'parked', limit: 50 } })).items.length, 0);
});

test('an answer that is lost is asked for again under the same token, and one offer comes of it', async () => {
  const of = await scene('token');
  const dealId = await of.deal();
  const draft = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, buyerAccount: BUYER } });
  of.failing.after = () => {
    throw new NotReached('The connection broke before it answered.', true);
  };
  const sent = await of.call('offers.send', { params: { id: draft.id }, body: {} });
  assert.equal(sent.phase, 'sending');
  assert.equal(sent.operations[0]?.state, 'reserved');
  await assert.rejects(of.call('offers.send', { params: { id: draft.id }, body: {} }), /sending already/);
  of.failing.after = null;
  for (let round = 0; round < 4; round += 1) {
    of.pass(30_000);
    await of.module.work(of.tenantId);
  }
  assert.equal((await offerOf(of, draft.id)).phase, 'released');
  const offers = of.simulators.control.state().simulators[0]?.records.find((list) => /offer/i.test(list.title));
  assert.equal(offers?.rows.filter((row) => row.some((cell) => String(cell).startsWith('offer-'))).length, 1);
});

test('what the marketplace refuses goes back to a draft with its reason, and an act for a person', async () => {
  const of = await scene('refused');
  const dealId = await of.deal();
  const draft = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, buyerAccount: '12' } });
  assert.ok(draft.issues.some((issue) => issue.field === 'buyerAccount' && issue.severity === 'blocks'));
  await assert.rejects(of.call('offers.send', { params: { id: draft.id }, body: {} }), /12 digits/);
  await of.rows(`update listing set external_product_id = 'prod-somebodyelse1' where id = $1`, [of.ids.listingId]);
  const mended = await of.call('offers.update', { params: { id: draft.id }, body: { buyerAccount: BUYER } }, { ifVersion: draft.version });
  await of.call('offers.send', { params: { id: draft.id }, body: {} }, { ifVersion: mended.version });
  of.pass(10_000);
  await of.module.work(of.tenantId);
  const back = await offerOf(of, draft.id);
  assert.equal(back.phase, 'draft');
  assert.match(back.problem ?? '', /product/i);
  const acts = await of.rows<{ title: string }>("select title from act where deal_id = $1 and status = 'open'", [dealId]);
  assert.equal(acts.length, 1);
});

test('a reseller sells under an authorisation with its markup, through its own account, and every hop shows', async () => {
  const of = await scene('channel');
  const dealId = await of.deal([{ quantity: 250, unitPriceMinor: 48_000 }]);
  const drafted = await of.call('authorizations.create', {
    body: {
      dealId,
      listingId: of.ids.listingId,
      resellerPartnerId: of.ids.resellerId,
      resellerAccount: RESELLER,
      usage: 'one_time',
      buyerAccount: BUYER,
      discountBp: 1000,
    },
  });
  assert.equal(drafted.wholesaleMinor, 10_800_000);
  assert.deepEqual(
    drafted.issues.filter((issue) => issue.severity === 'blocks'),
    [],
  );
  await of.call('authorizations.send', { params: { id: drafted.id }, body: {} }, { ifVersion: drafted.version });
  of.pass(10_000);
  await of.module.work(of.tenantId);
  const given = await of.call('authorizations.get', { params: { id: drafted.id } });
  assert.equal(given.state, 'active', JSON.stringify(given.operations));
  const offer = await of.call('offers.create', {
    params: { id: dealId },
    body: { listingId: of.ids.listingId, authorizationId: given.id, markupBp: 800, name: 'Via Nordwind' },
  });
  assert.equal(offer.kind, 'channel');
  assert.equal(offer.amountMinor, 11_664_000);
  const theirs = await of.connect(RESELLER);
  await of.call('offers.send', { params: { id: offer.id }, body: { connectionId: theirs } });
  of.pass(10_000);
  await of.module.work(of.tenantId);
  const out = await offerOf(of, offer.id);
  assert.equal(out.phase, 'released', out.problem ?? '');
  assert.equal(of.act('view-offer', { offerId: out.externalId ?? '', buyerAccount: BUYER })['total'], '116640.00');
  await of.notices();
  of.act('accept-offer', { offerId: out.externalId ?? '', buyerAccount: BUYER });
  of.pass(120_000);
  for (const body of await of.notices()) await of.receive(body);
  assert.equal((await offerOf(of, offer.id)).phase, 'accepted');
  assert.equal(await routeState(of, dealId), 'entitled');
  assert.equal((await of.call('authorizations.get', { params: { id: given.id } })).state, 'used');
  const { chains } = await of.call('offers.chain', { params: { id: dealId } });
  assert.deepEqual(
    chains.map((chain) => chain.hops.map((hop) => [hop.sellerName, hop.buyerName, hop.amountMinor, hop.markupBp, hop.marginMinor, hop.state])),
    [
      [
        ['channel', 'Nordwind', 10_800_000, 0, 0, 'used'],
        ['Nordwind', 'Example Buyer', 11_664_000, 800, 864_000, 'accepted'],
      ],
    ],
  );
  assert.deepEqual(of.errors, []);
});

test('what a reseller offers without telling us is learned from the marketplace', async () => {
  const of = await scene('untold');
  const dealId = await of.deal();
  const drafted = await of.call('authorizations.create', {
    body: { dealId, listingId: of.ids.listingId, resellerPartnerId: of.ids.resellerId, resellerAccount: RESELLER, usage: 'open', discountBp: 2000 },
  });
  await of.call('authorizations.send', { params: { id: drafted.id }, body: {} });
  of.pass(10_000);
  await of.module.work(of.tenantId);
  const { externalId } = await of.call('authorizations.get', { params: { id: drafted.id } });
  await of.notices();
  of.act('reseller-offers', { resaleAuthorizationId: externalId ?? '', buyerAccount: BUYER, markup: '5' });
  of.pass(10_000);
  for (const body of await of.notices()) await of.receive(body);
  const { items } = await of.call('offers.list', { query: { dealId, limit: 50 } });
  assert.deepEqual(
    items.map((one) => [one.kind, one.phase, one.sellerName]),
    [['channel', 'released', 'Nordwind']],
  );
  of.act('accept-offer', { offerId: items[0]?.externalId ?? '', buyerAccount: BUYER, notices: 'late' });
  of.pass(of.days(3));
  for (const body of await of.notices()) await of.receive(body);
  assert.equal(await routeState(of, dealId), 'entitled');
});

test('an offer is reminded of and extended, and a draft is withdrawn', async () => {
  const of = await scene('moments');
  const dealId = await of.deal();
  const offer = await released(of, dealId);
  of.clock.now += of.days(24);
  await fireClocks({ database: database.db, handlers: of.module.clocks, now: of.now, onError: (error) => assert.fail(String(error)) });
  const acts = await of.rows<{ title: string }>("select title from act where deal_id = $1 and status = 'open'", [dealId]);
  assert.match(acts[0]?.title ?? '', /expires in/);
  of.simulators.control.advance(of.days(24));
  await of.call('offers.extend', { params: { id: offer.id }, body: { expiresOn: '2027-01-31' } });
  of.pass(10_000);
  await of.module.work(of.tenantId);
  assert.equal((await offerOf(of, offer.id)).expiresOn, '2027-01-31');
  assert.equal((await of.rows("select 1 from act where deal_id = $1 and status = 'open'", [dealId])).length, 0);
  const draft = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId } });
  assert.equal((await of.call('offers.withdraw', { params: { id: draft.id }, body: { reason: 'The scope changed.' } })).phase, 'withdrawn');
});

test('the end of an agreement opens a renewal deal with the partners that carried it', async () => {
  const of = await scene('renewal');
  const dealId = await of.deal();
  const offer = await released(of, dealId);
  of.act('accept-offer', { offerId: offer.externalId ?? '', buyerAccount: BUYER });
  of.pass(120_000);
  for (const body of await of.notices()) await of.receive(body);
  of.clock.now += of.days(280);
  await fireClocks({ database: database.db, handlers: of.module.clocks, now: of.now, onError: (error) => assert.fail(String(error)) });
  const { items } = await of.call('agreements.list', { query: { dealId, limit: 50 } });
  const renewal = items[0]?.renewalDealId ?? '';
  const [deal] = await of.rows<{ name: string; amount_minor: string; close_on: unknown }>('select name, amount_minor from deal where id = $1', [renewal]);
  assert.deepEqual([deal?.name, Number(deal?.amount_minor)], ['Renewal: Example deal', 12_000_000]);
  const partners = await of.rows<{ name: string; role: string }>(
    'select p.name, x.role from deal_participant x join partner p on p.tenant_id = x.tenant_id and p.id = x.partner_id where x.deal_id = $1',
    [renewal],
  );
  assert.deepEqual(partners, [{ name: 'Kestrel', role: 'influence' }]);
  of.act('cancel-agreement', { agreementId: items[0]?.externalId ?? '' });
  for (const body of await of.notices()) await of.receive(body);
  const after = await of.call('agreements.list', { query: { dealId, limit: 50 } });
  assert.equal(after.items[0]?.status, 'cancelled');
});

test('a listing that drifted says where, and a commitment says what the route would draw down', async () => {
  const of = await scene('drift');
  await of.call('listings.update', {
    params: { id: of.ids.listingId },
    body: { name: 'Example suite', status: 'public', dimensions: [{ key: 'users', name: 'Users', unit: null, priceMinor: 2000 }] },
  });
  await of.rows("update product set name = 'Example suite' where id = $1", [of.ids.productId]);
  const refreshed = await of.call('listings.refresh', { params: { id: of.ids.listingId } });
  assert.deepEqual(refreshed.drift.map((one) => one.field).toSorted(), ['dimensions.seats', 'dimensions.users', 'name', 'status']);
  const dealId = await of.deal();
  await of.call('commitments.add', {
    params: { id: of.ids.accountId },
    body: {
      programme: 'AWS EDP',
      currency: 'USD',
      amountMinor: 100_000_000,
      remainingMinor: 40_000_000,
      capBp: 2500,
      capUsedMinor: 20_000_000,
      fromOn: '2026-01-01',
      untilOn: '2028-12-31',
      source: 'The customer',
    },
  });
  await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, buyerAccount: BUYER } });
  const without = await of.call('commitments.ofDeal', { params: { id: dealId } });
  assert.match(without.warning ?? '', /would not draw down AWS EDP: Nothing says/);
  await of.call('listings.setEligibility', {
    params: { id: of.ids.listingId },
    body: {
      items: [
        { programme: 'AWS EDP', percentBp: 10_000, decidedOn: 'invoice', excludedKinds: [], fromOn: '2025-05-01', untilOn: null, source: 'Deployed on AWS' },
      ],
    },
  });
  const [route] = (await of.call('commitments.ofDeal', { params: { id: dealId } })).routes;
  assert.deepEqual([route?.drawsDown, route?.amountMinor, route?.reasons[0]?.code], [true, 5_000_000, 'cap']);
});

test('a marketplace of one’s own definition moves its offers by hand and by file', async () => {
  const of = await scene('niche');
  const definition = {
    states: [
      { key: 'prepared', label: 'Prepared', means: 'draft', next: ['listed'] },
      { key: 'listed', label: 'Listed', means: 'released', next: ['ordered', 'lapsed'] },
      { key: 'ordered', label: 'Ordered', means: 'accepted', next: [] },
      { key: 'lapsed', label: 'Lapsed', means: 'expired', next: [] },
    ],
    initial: 'prepared',
    fields: [{ key: 'cost_centre', label: 'Cost centre', type: 'text', required: true }],
  } as const;
  const market = await of.call('marketplaces.create', {
    body: {
      kind: 'configured',
      name: 'Hafen',
      definition: {
        ...definition,
        states: definition.states.map((state) => ({ ...state, next: [...state.next] })),
        fields: definition.fields.map((field) => ({ ...field })),
      },
      feeTable: [{ from: '2026-01-01', bands: [{ fromMinor: 0, basisPoints: 1250 }] }],
    },
  });
  const listing = await of.call('listings.create', {
    body: { marketplaceId: market.id, productId: of.ids.productId, externalProductId: 'H-1', status: 'public', name: 'Example product', dimensions: [] },
  });
  const dealId = await of.deal([{ quantity: 1, unitPriceMinor: 99_999 }]);
  const offer = await of.call('offers.create', { params: { id: dealId }, body: { listingId: listing.id, buyerAccount: 'buyer-1' } });
  assert.deepEqual([offer.state, offer.feeMinor, offer.netMinor], ['prepared', 12_500, 87_499]);
  await assert.rejects(of.call('offers.move', { params: { id: offer.id }, body: { state: 'listed' } }), /Cost centre/);
  await assert.rejects(of.call('offers.send', { params: { id: offer.id }, body: {} }), /by hand/);
  await of.call('offers.update', { params: { id: offer.id }, body: { fields: { cost_centre: '4711' } } });
  await assert.rejects(of.call('offers.move', { params: { id: offer.id }, body: { state: 'ordered' } }), /“Prepared”/);
  const listed = await of.call('offers.move', { params: { id: offer.id }, body: { state: 'listed', externalId: 'H-77' } });
  assert.deepEqual([listed.phase, listed.next.map((one) => one.key)], ['released', ['ordered', 'lapsed']]);
  const report = await of.call('offers.importStates', {
    params: { id: market.id },
    body: { csv: 'Order;Status;Date\nH-77;Ordered;2026-11-16\nH-78;Ordered;\nH-77;Sold;\n' },
  });
  assert.deepEqual([report.moved, report.refused.length], [1, 2]);
  assert.equal(await routeState(of, dealId), 'accepted');
  const { items } = await of.call('marketplaces.figures', { query: { by: 'marketplace', from: '2026-11-01', to: '2026-11-30' } });
  assert.deepEqual(
    items.map((one) => [one.label, one.orders, one.volumeMinor]),
    [['Hafen', 1, 99_999]],
  );
});
