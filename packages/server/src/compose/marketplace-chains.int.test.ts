import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '@entente/testkit';
import { pollChanges, startChanges } from '../connectors/aws-marketplace/catalog.ts';
import { BUYER, marketScene, PRODUCT, RESELLER, SELLER, type MarketScene } from './marketplaces.fixture.ts';

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

const DISTRIBUTOR = '444455556666';
const SECOND_DISTRIBUTOR = '444455557777';

async function settle(of: MarketScene): Promise<void> {
  of.pass(10_000);
  await of.module.work(of.tenantId);
}
const grantOf = (of: MarketScene, id: string) => of.call('authorizations.get', { params: { id } });
/** The first authorisation: asked of the marketplace from here. */
async function given(of: MarketScene, body: Record<string, unknown>) {
  const drafted = await of.call('authorizations.create', {
    body: { listingId: of.ids.listingId, usage: 'one_time', resellerPartnerId: of.ids.distributorId, resellerAccount: DISTRIBUTOR, ...body },
  });
  await of.call('authorizations.send', { params: { id: drafted.id }, body: {} }, { ifVersion: drafted.version });
  await settle(of);
  const grant = await grantOf(of, drafted.id);
  assert.equal(grant.state, 'active', JSON.stringify(grant.operations));
  return grant;
}
/** The distributor passes it on at the marketplace, from its own account; gives the identity it has there. */
function passedOnThere(of: MarketScene, sourceId: string, resellerAccount: string, markup: string): string {
  const before = authorizationsThere(of);
  of.act('distributor-authorizes', { resaleAuthorizationId: sourceId, resellerAccount, markup });
  of.pass(10_000);
  const [made, more] = authorizationsThere(of).filter((id) => !before.includes(id));
  assert.ok(made !== undefined && more === undefined);
  return made;
}
function authorizationsThere(of: MarketScene): string[] {
  const lists = of.simulators.control.state().simulators.flatMap((simulator) => simulator.records);
  return [...new Set(lists.flatMap((list) => list.rows.flatMap((row) => row.map(String))).filter((cell) => cell.startsWith('resaleauthz-')))];
}
/** In the marketplace's own billing feed: what an account is paid, less what it owes upwards. */
function revenueThere(of: MarketScene, account: string): number {
  const feed = of.simulators.control.state().simulators.flatMap((simulator) => simulator.records.filter((list) => list.title === 'Billing feed'));
  const rows = feed.flatMap((list) => list.rows.map((row) => row.map(String)));
  return sum(
    rows.flatMap(([who = '', action, type, , , amount = '']) =>
      who.includes(account) && action === 'INVOICED' && type === 'SELLER_REV_SHARE' ? [Math.round(Number(amount.split(' ')[0]) * 100)] : [],
    ),
  );
}
const earned = (hops: readonly { amountMinor: number; marginMinor: number }[]): number[] =>
  hops.map((hop, index) => (index === 0 ? hop.amountMinor : hop.marginMinor));
const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0);

for (const hops of [3, 4] as const)
  test(`${hops} hops from the maker to the buyer: what each earns sums to what the buyer pays, with instalments that do not divide`, async () => {
    const of = await scene(`hops-${hops}`);
    of.act('enrol-distributor', { account: DISTRIBUTOR });
    of.act('enrol-distributor', { account: SECOND_DISTRIBUTOR });
    const dealId = await of.deal([{ quantity: 3, unitPriceMinor: 3_333_333 }]);
    const first = await given(of, {
      dealId,
      buyerAccount: BUYER,
      discountBp: 1733,
      instalments: [
        { dueOn: '2026-12-20', amountMinor: 2_755_667 },
        { dueOn: '2027-03-20', amountMinor: 2_755_666 },
        { dueOn: '2027-06-20', amountMinor: 2_755_666 },
      ],
    });
    assert.equal(first.tier, 1);
    assert.equal(first.evidence, null);
    let parent = first;
    const further = [
      ...(hops === 4 ? [{ partner: 'Second distributor', account: SECOND_DISTRIBUTOR, markupBp: 215, markup: '2.15' }] : []),
      { partner: null, account: RESELLER, markupBp: 333, markup: '3.33' },
    ];
    for (const { partner, account, markupBp, markup } of further) {
      const partnerId = partner === null ? of.ids.resellerId : await anotherPartner(of, partner);
      const drafted = await of.call('authorizations.create', {
        body: { parentId: parent.id, resellerPartnerId: partnerId, resellerAccount: account, usage: 'one_time', markupBp },
      });
      assert.deepEqual(
        drafted.issues.map((issue) => [issue.severity, issue.code]),
        [['warning', 'by_hand']],
      );
      assert.match(drafted.issues[0]?.sentence ?? '', /publishes no request/);
      await assert.rejects(of.call('authorizations.send', { params: { id: drafted.id }, body: {} }, { ifVersion: drafted.version }), /publishes no request/);
      const { chains } = await of.call('offers.chain', { params: { id: dealId } });
      assert.equal(chains.length, 1);
      assert.deepEqual([chains[0]?.hops.at(-1)?.state, chains[0]?.hops.at(-1)?.noted], ['draft', false]);
      const externalId = passedOnThere(of, parent.externalId ?? '', account, markup);
      const noted = await of.call('authorizations.record', { params: { id: drafted.id }, body: { externalId, evidence: 'Their message of today' } });
      assert.deepEqual([noted.state, noted.externalId, noted.tier], ['active', externalId, parent.tier + 1]);
      assert.deepEqual([noted.evidence?.note, noted.evidence?.by], ['Their message of today', 'Alva']);
      parent = noted;
    }
    const oneMore = { parentId: parent.id, resellerPartnerId: of.ids.finderId, resellerAccount: '000000000099', usage: 'one_time', markupBp: 0 } as const;
    if (hops === 4) await assert.rejects(of.call('authorizations.create', { body: oneMore }), /knows 3 sellers/);
    const offer = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, authorizationId: parent.id, markupBp: 777 } });
    const theirs = await of.connect(RESELLER);
    await of.call('offers.send', { params: { id: offer.id }, body: { connectionId: theirs } });
    await settle(of);
    const out = await of.call('offers.get', { params: { id: offer.id } });
    assert.equal(out.phase, 'released', out.problem ?? '');
    assert.equal(sum(out.lines.map((line) => line.amountMinor)), out.amountMinor);
    assert.equal(sum(out.instalments.map((line) => line.amountMinor)), out.amountMinor);
    const seen = of.act('view-offer', { offerId: out.externalId ?? '', buyerAccount: BUYER });
    assert.equal(seen['total'], `${Math.floor(out.amountMinor / 100)}.${String(out.amountMinor % 100).padStart(2, '0')}`);
    await of.notices();
    of.act('accept-offer', { offerId: out.externalId ?? '', buyerAccount: BUYER });
    of.pass(120_000);
    for (const body of await of.notices()) await of.receive(body);
    assert.equal((await of.call('offers.get', { params: { id: offer.id } })).phase, 'accepted');
    const { chains } = await of.call('offers.chain', { params: { id: dealId } });
    assert.equal(chains.length, 1);
    const chain = chains[0]?.hops ?? [];
    assert.equal(chain.length, hops);
    assert.deepEqual(
      chain.map((hop) => [hop.position, hop.kind, hop.state, hop.noted]),
      [[1, 'authorization', 'used', false], ...further.map((_, index) => [index + 2, 'authorization', 'used', true]), [hops, 'offer', 'accepted', false]],
    );
    assert.deepEqual(
      chain.slice(1).map((hop) => hop.sellerName),
      chain.slice(0, -1).map((hop) => hop.buyerName),
    );
    assert.equal(sum(earned(chain)), out.amountMinor);
    assert.ok(earned(chain).every((amount) => amount > 0));
    // What the marketplace itself reckons for each seller, from the buyer's price up.
    of.pass(of.days(300));
    of.act('run-invoices');
    const accounts = [SELLER, DISTRIBUTOR, ...further.map((one) => one.account)];
    assert.deepEqual(
      accounts.map((account) => revenueThere(of, account)),
      earned(chain),
    );
    assert.deepEqual(of.errors, []);
  });

async function anotherPartner(of: MarketScene, name: string): Promise<string> {
  const [row] = await of.rows<{ id: string }>(
    `insert into partner (tenant_id, id, name, status, types, created_at, updated_at)
     values ($1, gen_random_uuid(), $2, 'active', '{distributor}', now(), now()) returning id`,
    [of.tenantId, name],
  );
  return row?.id ?? '';
}

test('a draft authorisation that is changed takes along what was planned on it; what was given moves its last day only', async () => {
  const of = await scene('replanned');
  of.act('enrol-distributor', { account: DISTRIBUTOR });
  const dealId = await of.deal([{ quantity: 250, unitPriceMinor: 48_000 }]);
  const drafted = await of.call('authorizations.create', {
    body: {
      dealId,
      listingId: of.ids.listingId,
      resellerPartnerId: of.ids.distributorId,
      resellerAccount: DISTRIBUTOR,
      usage: 'until',
      untilOn: '2026-12-31',
      discountBp: 1000,
    },
  });
  const passed = await of.call('authorizations.create', {
    body: { parentId: drafted.id, resellerPartnerId: of.ids.resellerId, resellerAccount: RESELLER, usage: 'one_time', markupBp: 500 },
  });
  const offer = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, authorizationId: passed.id, markupBp: 1000 } });
  assert.deepEqual([drafted.wholesaleMinor, passed.wholesaleMinor, offer.amountMinor], [10_800_000, 11_340_000, 12_474_000]);
  const changed = await of.call(
    'authorizations.update',
    { params: { id: drafted.id }, body: { discountBp: 2000, buyerAccount: BUYER, untilOn: '2027-01-31' } },
    { ifVersion: drafted.version },
  );
  assert.deepEqual([changed.wholesaleMinor, changed.buyerAccount, changed.untilOn], [9_600_000, BUYER, '2027-01-31']);
  assert.equal((await grantOf(of, passed.id)).wholesaleMinor, 10_080_000);
  const replanned = await of.call('offers.get', { params: { id: offer.id } });
  assert.deepEqual([replanned.amountMinor, sum(replanned.lines.map((line) => line.amountMinor))], [11_088_000, 11_088_000]);
  await assert.rejects(
    of.call('authorizations.update', { params: { id: drafted.id }, body: { name: 'Stale' } }, { ifVersion: drafted.version }),
    /Somebody has changed this/,
  );
  await assert.rejects(of.call('authorizations.update', { params: { id: passed.id }, body: { discountBp: 100 } }), /only the markup/);
  const dearer = await of.call('authorizations.update', { params: { id: passed.id }, body: { markupBp: 1000 } });
  assert.equal(dearer.wholesaleMinor, 10_560_000);
  await assert.rejects(of.call('authorizations.record', { params: { id: passed.id }, body: { externalId: 'resaleauthz-early' } }), /has not been given yet/);
  await of.call('authorizations.send', { params: { id: drafted.id }, body: {} });
  await settle(of);
  await assert.rejects(of.call('authorizations.update', { params: { id: drafted.id }, body: { discountBp: 0 } }), /What was given stands/);
  await assert.rejects(of.call('authorizations.update', { params: { id: drafted.id }, body: { untilOn: '2026-01-01' } }), /still to come/);
  const asked = await of.call('authorizations.update', { params: { id: drafted.id }, body: { untilOn: '2027-03-31' } });
  assert.equal(asked.untilOn, '2027-01-31');
  assert.equal(asked.operations[0]?.action, 'extend');
  await settle(of);
  const moved = await grantOf(of, drafted.id);
  assert.deepEqual([moved.state, moved.untilOn, moved.operations[0]?.state], ['active', '2027-03-31', 'done']);
  const events = await of.rows<{ type: string }>("select type from outbox_event where type = 'authorization.changed' and deal_id = $1", [dealId]);
  assert.equal(events.length, 3);
});

test('a released offer is withdrawn at the marketplace, and the buyer can no longer accept it', async () => {
  const of = await scene('withdrawn');
  const offer = await released(of, await of.deal());
  const asked = await of.call('offers.withdraw', { params: { id: offer.id }, body: { reason: 'The scope changed.' } });
  assert.equal(asked.phase, 'released');
  await settle(of);
  const closed = await of.call('offers.get', { params: { id: offer.id } });
  assert.deepEqual([closed.phase, closed.problem], ['withdrawn', null]);
  assert.throws(() => of.act('accept-offer', { offerId: offer.externalId ?? '', buyerAccount: BUYER }), /expired/);
  await assert.rejects(of.call('offers.withdraw', { params: { id: offer.id }, body: { reason: 'Again' } }), /cannot be withdrawn/);
  const [told] = await of.rows<{ payload: { reason?: string } }>("select payload from outbox_event where type = 'offer.withdrawn' and record_id = $1", [
    offer.id,
  ]);
  assert.equal(told?.payload.reason, 'The scope changed.');
});

async function released(of: MarketScene, dealId: string, body: Record<string, unknown> = {}) {
  const draft = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, buyerAccount: BUYER, ...body } });
  await of.call('offers.send', { params: { id: draft.id }, body: {} }, { ifVersion: draft.version });
  await settle(of);
  const out = await of.call('offers.get', { params: { id: draft.id } });
  assert.equal(out.phase, 'released', out.problem ?? '');
  return out;
}
async function accepted(of: MarketScene, offer: { externalId: string | null }, more: Record<string, string> = {}): Promise<string> {
  await of.notices();
  const { agreementId } = of.act('accept-offer', { offerId: offer.externalId ?? '', buyerAccount: BUYER, ...more });
  of.pass(120_000);
  for (const body of await of.notices()) await of.receive(body);
  return String(agreementId);
}
const agreementsOf = async (of: MarketScene, dealId: string) => (await of.call('agreements.list', { query: { dealId, limit: 50 } })).items;

test('a replacement offer takes the place of an agreement, on the same deal, whatever order its news comes in', async () => {
  const of = await scene('replaced');
  const dealId = await of.deal();
  const first = await accepted(of, await released(of, dealId));
  const [before] = await agreementsOf(of, dealId);
  assert.equal(before?.externalId, first);
  const offer = await released(of, dealId, {
    replacesAgreementId: before?.id,
    lines: [{ dimension: 'seats', description: 'Seats', quantity: 400, unitPriceMinor: 45_000, amountMinor: 18_000_000 }],
  });
  assert.deepEqual([offer.kind, offer.replacesAgreement], ['replacement', first]);
  await of.notices();
  const { agreementId } = of.act('accept-offer', { offerId: offer.externalId ?? '', buyerAccount: BUYER });
  of.pass(120_000);
  for (const body of [...(await of.notices())].reverse()) await of.receive(body);
  const after = await agreementsOf(of, dealId);
  assert.deepEqual(
    new Map(after.map((one) => [one.externalId, [one.status, one.amountMinor]])),
    new Map([
      [String(agreementId), ['active', 18_000_000]],
      [first, ['replaced', 12_000_000]],
    ]),
  );
  assert.equal((await of.call('offers.get', { params: { id: offer.id } })).phase, 'accepted');
  const [mine] = after.filter((one) => one.status === 'active');
  const one = await of.call('agreements.get', { params: { id: mine?.id ?? '' } });
  assert.deepEqual([one.externalId, one.offerId, one.dealId], [String(agreementId), offer.id, dealId]);
  await assert.rejects(of.call('agreements.get', { params: { id: dealId } }), /agreement/i);
  const types = (await of.rows<{ type: string }>('select type from outbox_event where deal_id = $1', [dealId])).map((row) => row.type);
  assert.equal(types.filter((type) => type === 'agreement.replaced').length, 1);
  const clocks = await of.rows<{ record_id: string }>("select record_id from clock where kind = 'agreement.renewal' and tenant_id = $1", [of.tenantId]);
  assert.deepEqual(
    clocks.map((clock) => clock.record_id),
    [mine?.id],
  );
});

test('figures by partner count an order for each that had a part, and what followed it as renewed', async () => {
  const of = await scene('figures');
  const dealId = await of.deal();
  const first = await accepted(of, await released(of, dealId));
  const [before] = await agreementsOf(of, dealId);
  const { items } = await of.call('marketplaces.figures', { query: { by: 'partner', from: '2026-11-01', to: '2026-11-30' } });
  assert.deepEqual(
    items.map((one) => [one.label, one.orders, one.volumeMinor, one.currency, one.ended]),
    [['Kestrel', 1, 12_000_000, 'USD', 0]],
  );
  assert.ok((items[0]?.hoursToAccept ?? -1) >= 0);
  await of.call('agreements.renew', { params: { id: before?.id ?? '' } });
  const renewal = (await agreementsOf(of, dealId))[0]?.renewalDealId ?? '';
  await assert.rejects(of.call('agreements.renew', { params: { id: before?.id ?? '' } }), /open already/);
  of.pass(of.days(350));
  const offer = await released(of, renewal, { replacesAgreementId: before?.id });
  const second = await accepted(of, offer);
  assert.deepEqual(
    (await agreementsOf(of, renewal)).map((one) => [one.externalId, one.status]),
    [[second, 'active']],
  );
  const [old] = await agreementsOf(of, dealId);
  assert.deepEqual([old?.externalId, old?.status], [first, 'replaced']);
  const then = await of.call('marketplaces.figures', { query: { by: 'partner', from: '2027-10-01', to: '2027-12-31' } });
  assert.deepEqual(
    then.items.map((one) => [one.label, one.orders, one.ended, one.renewed, one.renewalBp]),
    [['Kestrel', 1, 1, 1, 10_000]],
  );
});

test('offers are found by name, buyer, seller, deal and number', async () => {
  const of = await scene('search');
  const one = await of.call('offers.create', {
    params: { id: await of.deal() },
    body: { listingId: of.ids.listingId, name: 'Winter 100%_bundle', buyerAccount: BUYER },
  });
  const two = await of.call('offers.create', {
    params: { id: await of.deal() },
    body: { listingId: of.ids.listingId, name: 'Spring', buyerAccount: '000000000043' },
  });
  const found = async (q: string) => (await of.call('offers.list', { query: { q, limit: 50 } })).items.map((offer) => offer.id).toSorted();
  assert.deepEqual(await found('winter'), [one.id]);
  assert.deepEqual(await found('100%_b'), [one.id]);
  assert.deepEqual(await found('100%xb'), []);
  assert.deepEqual(await found('000000000043'), [two.id]);
  assert.deepEqual(await found('spring example'), [two.id]);
  assert.deepEqual(await found(`#${one.dealNumber}`), [one.id]);
  assert.deepEqual(await found('example buyer'), [one.id, two.id].toSorted());
  assert.deepEqual(await found('search'), [one.id, two.id].toSorted());
  assert.deepEqual(await found("'; drop table offer --"), []);
});

/** An offer that lets the buyer choose how much, and renews: made by the seller on the marketplace's own pages. */
async function configurableThere(of: MarketScene): Promise<string> {
  const term = {
    Type: 'ConfigurableUpfrontPricingTerm',
    CurrencyCode: 'USD',
    RateCards: [
      {
        Selector: { Type: 'Duration', Value: 'P12M' },
        Constraints: { MultipleDimensionSelection: 'Allowed', QuantityConfiguration: 'Allowed' },
        RateCard: [{ DimensionKey: 'seats', Price: '480.00' }],
      },
    ],
  };
  const offer = { Type: 'Offer@1.0' } as const;
  const later = { ...offer, Identifier: '$New.Entity.Identifier' };
  const changes = [
    { ChangeType: 'CreateOffer', ChangeName: 'New', Entity: offer, DetailsDocument: { ProductId: PRODUCT, Name: 'As many as they need' } },
    { ChangeType: 'UpdateTargeting', Entity: later, DetailsDocument: { PositiveTargeting: { BuyerAccounts: [BUYER] } } },
    { ChangeType: 'UpdatePricingTerms', Entity: later, DetailsDocument: { PricingModel: 'Contract', Terms: [term] } },
    {
      ChangeType: 'UpdateLegalTerms',
      Entity: later,
      DetailsDocument: { Terms: [{ Type: 'LegalTerm', Documents: [{ Type: 'StandardEula', Version: '2022-07-14' }] }] },
    },
    { ChangeType: 'UpdateValidityTerms', Entity: later, DetailsDocument: { Terms: [{ Type: 'ValidityTerm', AgreementDuration: 'P12M' }] } },
    { ChangeType: 'UpdateRenewalTerms', Entity: later, DetailsDocument: { Terms: [{ Type: 'RenewalTerm' }] } },
    { ChangeType: 'UpdateAvailability', Entity: later, DetailsDocument: { AvailabilityEndDate: '2026-12-31' } },
    { ChangeType: 'ReleaseOffer', Entity: later, DetailsDocument: {} },
  ];
  const access = await of.access(of.ids.connectionId);
  const handle = await startChanges(access, changes, `token-${Math.floor(of.clock.now)}`, 'publish');
  of.pass(10_000);
  const progress = await pollChanges(access, handle);
  assert.ok(progress.done && progress.ok, JSON.stringify(progress));
  return progress.externalId ?? '';
}

test('an agreement that the buyer amends, and that renews by itself, stays with its deal', async () => {
  const of = await scene('amended');
  const dealId = await of.deal();
  const draft = await of.call('offers.create', { params: { id: dealId }, body: { listingId: of.ids.listingId, buyerAccount: BUYER } });
  const externalId = await configurableThere(of);
  await of.call('offers.recordSent', { params: { id: draft.id }, body: { externalId } });
  const first = await accepted(of, { externalId }, { quantities: 'seats=10', autoRenew: 'yes' });
  const [made] = await agreementsOf(of, dealId);
  assert.deepEqual([made?.externalId, made?.amountMinor, made?.endBehaviour], [first, 480_000, 'renew']);
  of.pass(3_600_000);
  of.act('amend-agreement', { agreementId: first, quantities: 'seats=25' });
  of.pass(120_000);
  const news = await of.notices();
  for (const body of news) await of.receive(body);
  const entitlements = async () => (await of.call('entitlements.list', { query: { dealId, limit: 50 } })).items;
  assert.deepEqual(
    (await entitlements()).map((one) => [one.state, one.dimensions]),
    [['active', [{ key: 'seats', quantity: 25, unit: null }]]],
  );
  const told = async (): Promise<string[]> =>
    (
      await of.rows<{ type: string }>(
        "select type from outbox_event where deal_id = $1 and (type like 'agreement.%' or type like 'entitlement.%') order by seq",
        [dealId],
      )
    ).map((row) => row.type);
  assert.deepEqual(
    (await told()).filter((type) => type === 'agreement.amended' || type === 'entitlement.changed'),
    ['agreement.amended', 'entitlement.changed'],
  );
  assert.equal((await agreementsOf(of, dealId))[0]?.amountMinor, 1_200_000);
  // The same news again, and in the wrong order, changes nothing.
  for (const body of [...news].reverse()) assert.notEqual(await of.receive(body), 'new');
  assert.equal((await told()).filter((type) => type === 'agreement.amended').length, 1);

  of.pass(of.days(366));
  for (const body of await of.notices()) await of.receive(body);
  await of.call('marketplaces.sweep', { params: { id: of.ids.marketplaceId } });
  const after = await agreementsOf(of, dealId);
  assert.deepEqual(
    [after.length, after.find((one) => one.externalId === first)?.status, after.find((one) => one.externalId !== first)?.status],
    [2, 'renewed', 'active'],
  );
  assert.equal((await told()).filter((type) => type === 'agreement.renewed').length, 1);
  assert.deepEqual(of.errors, []);
});
