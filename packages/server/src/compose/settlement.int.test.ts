import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { nth } from './quotes.fixture.ts';
import { settling } from './settlement.fixture.ts';
import { settlementPorts } from './settlement-ports.ts';

const store = await testDatabase();
after(() => store.close());
const here = await settling(store, {
  incentives: (_tx, _tenantId, { receipt }) =>
    Promise.resolve({
      held: null,
      items: [
        {
          partnerId: here.integrator,
          kind: 'commission',
          amountMinor: BigInt(Math.trunc(receipt.netMinor / 100)),
          explanation: { sentence: 'One in a hundred.', rule: null, inputs: [], steps: [], evidence: [] },
        },
      ],
    }),
});
const { call, person, ofPartner, reseller, distributor, integrator, marketplace, products, insert } = here;
const refused = (code: string, words?: RegExp) => (error: unknown) => error instanceof Problem && error.code === code && (words?.test(error.message) ?? true);
const resale = { kind: 'resale', resellerId: reseller } as const;
const offer = { kind: 'channel_private_offer', marketplaceId: marketplace, resellerId: reseller } as const;
const choose = (dealId: string, candidate: object, seen: number, more: object = {}) =>
  call('settlement.choose', { params: { id: dealId }, body: { candidate, reason: 'The buyer asked for it', seen, ...more } });
const routesOf = async (dealId: string) =>
  (
    await store.admin.query<{ kind: string; settles: boolean; chain: string[] }>(
      'select kind, settles, chain from deal_route where deal_id = $1 and ended_at is null order by id',
      [dealId],
    )
  ).rows;

test('five ways side by side, each summing to the cent; one without an authorised reseller says why', async () => {
  const dealId = await here.dealWith();
  const quote = await here.quote(dealId);
  const before = await call('settlement.compare', { params: { id: dealId }, body: {} });
  assert.deepEqual(
    before.options.map(({ kind }) => kind),
    ['direct', 'resale', 'distribution', 'marketplace', 'channel_private_offer'],
  );
  assert.equal(before.options[4]?.refusals[0]?.code, 'no_authorised_reseller');
  await here.authorise();
  const { options, pricedFrom } = await call('settlement.compare', { params: { id: dealId }, body: {} });
  assert.deepEqual([pricedFrom.kind, pricedFrom.quoteId, pricedFrom.quoteVersion], ['quote', quote.id, 1]);
  for (const { money, label } of options) {
    assert.ok(money, label);
    assert.equal(money.buyerMinor, quote.priced.netMinor);
    assert.equal(money.listMinor, quote.priced.listMinor);
    const changes = money.steps.filter(({ kind }) => kind === 'change').reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    assert.equal(changes, money.netMinor);
    assert.equal(
      money.parties.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
      money.buyerMinor,
    );
    // Seven makers, who integrates, and us; the reseller and the marketplace where they take part.
    assert.ok(money.parties.length >= 9);
    assert.ok(money.steps.every(({ explanation }) => explanation.sentence !== ''));
  }
  const [direct, resold, distributed, market, channel] = options.map(({ money }) => money);
  assert.deepEqual([direct?.feeMinor, direct?.marginMinor], [0, 0]);
  assert.equal(resold?.marginMinor, quote.priced.marginMinor);
  assert.equal(
    distributed?.parties.find(({ partnerId }) => partnerId === distributor)?.marginMinor,
    (distributed?.marginMinor ?? 0) - (resold?.marginMinor ?? 0),
  );
  assert.equal(market?.feeMinor, Math.round(quote.priced.netMinor * 0.03));
  assert.equal(channel?.feePercent, '3.50');
  assert.deepEqual(
    options.map(({ drawdown }) => drawdown[0]?.drawsDown),
    [false, false, false, true, true],
  );
  assert.match(options[0]?.expectedToSignature.sentence ?? '', /No history/);
  assert.equal(options[0]?.credit.find(({ partnerId }) => partnerId === integrator)?.shareBp, 3_500);
  const { text } = await call('settlement.export', { params: { id: dealId }, body: {} });
  assert.match(text, /Channel private offer · Alster Systems · Cloud market,channel_private_offer,open,step,net,Net to us/);
});

test('switched from resale to a channel private offer and back: the route follows, every version stays, differences are shown', async () => {
  const dealId = await here.dealWith();
  await here.quote(dealId);
  const first = await choose(dealId, resale, 0);
  assert.deepEqual([first.number, first.outOfDate.length], [1, 0]);
  assert.deepEqual(await routesOf(dealId), [{ kind: 'resale', settles: true, chain: [reseller] }]);
  const second = await choose(dealId, offer, 1);
  assert.equal(second.number, 2);
  // What is chosen is one of the ways, and not one more of them; and computing it anew from the same facts is no new version.
  const beside = await call('settlement.compare', { params: { id: dealId }, body: {} });
  assert.deepEqual(
    beside.options.filter(({ kind }) => kind === 'channel_private_offer').map(({ chosen, fingerprint }) => [chosen, fingerprint]),
    [[true, second.plan?.option.fingerprint]],
  );
  await assert.rejects(call('settlement.recompute', { params: { id: dealId }, body: { reason: 'Once more', seen: 2 } }), refused('conflict', /chosen already/));
  assert.deepEqual(
    (await routesOf(dealId)).map(({ kind, settles }) => [kind, settles]),
    [
      ['resale', false],
      ['marketplace', true],
    ],
  );
  const third = await choose(dealId, resale, 2);
  assert.deepEqual(
    (await routesOf(dealId)).map(({ kind, settles }) => [kind, settles]),
    [
      ['resale', true],
      ['marketplace', false],
    ],
  );
  assert.equal(third.plan?.routeId, first.plan?.routeId);
  const history = await call('settlement.history', { params: { id: dealId }, query: { limit: '2' } });
  assert.deepEqual(
    history.items.map(({ number, kind, current, chosenBy }) => [number, kind, current, chosenBy]),
    [
      [3, 'resale', true, 'Mara Lindqvist'],
      [2, 'channel_private_offer', false, 'Mara Lindqvist'],
    ],
  );
  const rest = await call('settlement.history', { params: { id: dealId }, query: { limit: '2', cursor: history.nextCursor } });
  assert.deepEqual([rest.items.map(({ number }) => number), rest.nextCursor], [[1], null]);
  const difference = await call('settlement.difference', { params: { id: dealId }, query: { from: '1', to: '2' } });
  assert.equal(difference.steps.find(({ key }) => key === 'fee')?.differenceMinor, -(second.plan?.option.money?.feeMinor ?? 0));
  assert.equal(
    difference.parties.reduce((sum, { differenceMinor }) => sum + (differenceMinor ?? 0), 0),
    0,
  );
  const back = await call('settlement.difference', { params: { id: dealId }, query: { from: '1', to: '3' } });
  assert.ok(back.steps.every(({ differenceMinor }) => differenceMinor === 0));
  const old = await call('settlement.waterfall', { params: { id: dealId }, query: { number: '2' } });
  assert.deepEqual([old.kind, old.steps.at(-1)?.amountMinor], ['channel_private_offer', second.plan?.option.money?.netMinor]);
  const { rows } = await store.admin.query<{ payload: { kind: string } }>(
    "select payload from outbox_event where deal_id = $1 and type = 'settlement.chosen' order by id",
    [dealId],
  );
  assert.deepEqual(
    rows.map(({ payload }) => payload.kind),
    ['resale', 'channel_private_offer', 'resale'],
  );
  await assert.rejects(choose(dealId, resale, 3), refused('conflict', /chosen already/));
  await assert.rejects(
    store.db.inTenant(here.tenant, (tx) => tx.updateTable('settlement_plan_version').set({ reason: 'other' }).where('deal_id', '=', dealId).execute()),
    /permission denied/,
  );
});

test('of two who choose at once one is told; what was compared is what is chosen', async () => {
  const dealId = await here.dealWith();
  await here.quote(dealId);
  const results = await Promise.allSettled([choose(dealId, resale, 0), choose(dealId, { kind: 'direct' }, 0)]);
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  assert.ok(results.some((one) => one.status === 'rejected' && refused('version_stale', /in the meantime/)(one.reason)));
  assert.equal((await routesOf(dealId)).filter(({ settles }) => settles).length, 1);
  await assert.rejects(choose(dealId, offer, 0), refused('version_stale'));
  const { options } = await call('settlement.compare', { params: { id: dealId }, body: { candidates: [offer] } });
  await assert.rejects(choose(dealId, offer, 1, { fingerprint: 'another' }), refused('version_stale', /Compare again/));
  assert.equal((await choose(dealId, offer, 1, { fingerprint: options[0]?.fingerprint })).number, 2);
});

test('what changes after a choice is said, and a new version is made of it', async () => {
  const dealId = await here.dealWith();
  const quote = await here.quote(dealId);
  await choose(dealId, resale, 0);
  await call('quotes.change', {
    params: { id: quote.id },
    version: quote.version,
    body: { request: { ...quote.request, discount: { kind: 'percent', percent: '10' } } },
  });
  await insert('deal_participant', { deal_id: dealId, partner_id: nth(here.vendors, 1), role: 'technology', since: '2026-01-01', added_by: 'test' });
  const old = await call('settlement.plan', { params: { id: dealId } });
  assert.deepEqual(
    old.outOfDate.map(({ what }) => what),
    ['lines', 'participants'],
  );
  assert.match(old.outOfDate[1]?.sentence ?? '', /Vendor 2 joined/);
  const fresh = await call('settlement.recompute', { params: { id: dealId }, body: { reason: 'The quote changed', seen: 1 } });
  assert.deepEqual([fresh.number, fresh.outOfDate], [2, []]);
  assert.notEqual(fresh.plan?.option.money?.buyerMinor, old.plan?.option.money?.buyerMinor);
  // The old one is as it was.
  assert.deepEqual((await call('settlement.version', { params: { id: dealId, number: '1' } })).option.money, old.plan?.option.money);
});

test('what stands against another way is named: an accepted offer, an agreement, an invoice; a lost deal is not settled', async () => {
  const dealId = await here.dealWith();
  await here.quote(dealId);
  const { plan } = await choose(dealId, offer, 0);
  await insert('offer', {
    deal_id: dealId,
    route_id: plan?.routeId,
    marketplace_id: marketplace,
    listing_id: here.listing,
    kind: 'channel',
    seller_partner_id: reseller,
    name: 'Offer 1',
    currency: 'EUR',
    amount_minor: 1,
    lines: '[]',
    eula: '{}',
    phase: 'accepted',
    state: 'accepted',
    created_by: 'test',
    created_at: new Date(),
    updated_at: new Date(),
  });
  await assert.rejects(choose(dealId, resale, 1), refused('conflict', /“Offer 1” was accepted on Cloud market/));
  const other = await here.dealWith();
  await here.quote(other);
  await choose(other, resale, 0);
  await insert('agreement', { marketplace_id: marketplace, external_id: 'agmt-1', deal_id: other, status: 'active', news_at: new Date(), seen_at: new Date() });
  await assert.rejects(choose(other, { kind: 'direct' }, 1), refused('conflict', /Agreement agmt-1/));
  const lost = await here.dealWith({ stage: 'lost', status: 'lost', closed_on: '2026-11-20', closed_reason: 'price' });
  await here.quote(lost).catch(() => undefined);
  await insert('deal_line', {
    deal_id: lost,
    position: 1,
    product_id: nth(products, 0),
    description: 'P',
    quantity: 1,
    unit_price_minor: 100,
    amount_minor: 100,
  });
  await assert.rejects(choose(lost, { kind: 'direct' }, 0), refused('conflict', /lost/));
});

test('an invoice that went out holds the way it was chosen; a draft does not', async () => {
  const dealId = await here.dealWith();
  await here.quote(dealId);
  await choose(dealId, resale, 0);
  const now = new Date();
  const invoice = async (state: 'draft' | 'issued', number: string | null) => {
    const issued = state === 'draft' ? {} : { number, issued_on: '2026-11-20', due_on: '2026-12-20', seller: '{}', buyer: '{}', issued_by: 'test' };
    const id = await insert('invoice', {
      account_id: here.account,
      currency: 'EUR',
      state,
      tax_policy: 'line',
      language: 'en',
      created_by: 'test',
      created_at: now,
      updated_at: now,
      ...issued,
    });
    await insert('invoice_line', {
      invoice_id: id,
      position: 1,
      deal_id: dealId,
      description: 'Suite',
      quantity: '1',
      tax_category: 'S',
      net_minor: 100,
      tax_minor: 0,
      explanation: '{}',
    });
  };
  await invoice('draft', null);
  await choose(dealId, offer, 1);
  await choose(dealId, resale, 2);
  await invoice('issued', 'R-1001');
  await assert.rejects(choose(dealId, offer, 3), refused('conflict', /Invoice R-1001 was issued/));
  const again = await call('settlement.plan', { params: { id: dealId } });
  assert.equal(again.number, 3);
});

test('expected days are the median of deals that were won the same way', async () => {
  for (const [index, days] of [10, 40, 31, 90].entries()) {
    const dealId = await here.deal({
      stage: 'won',
      status: 'won',
      opened_on: '2026-06-01',
      closed_on: new Date(Date.UTC(2026, 5, 1 + days)).toISOString().slice(0, 10),
    });
    await insert('deal_route', { deal_id: dealId, kind: index === 3 ? 'resale' : 'direct', state: 'open', settles: true, created_at: new Date() });
  }
  const ports = settlementPorts({ ...here.parts, incentives: () => Promise.resolve({ held: null, items: [] }) });
  const times = await store.db.reading(here.tenant, (tx) => ports.times(tx, here.tenant, '2026-01-01'));
  assert.deepEqual(
    times.find(({ kind }) => kind === 'direct'),
    { kind: 'direct', signatureDays: 31, signatureDeals: 3, cashDays: null, cashDeals: 0 },
  );
  assert.equal(times.find(({ kind }) => kind === 'resale')?.signatureDays, 90);
});

test('without a quote the lines of the deal stand for it; without either nothing can be chosen', async () => {
  const dealId = await here.dealWith();
  await assert.rejects(choose(dealId, { kind: 'direct' }, 0), refused('conflict', /neither a quote nor lines/));
  await insert('deal_line', {
    deal_id: dealId,
    position: 1,
    product_id: nth(products, 0),
    description: 'Ours',
    quantity: 2,
    unit_price_minor: 5_001,
    amount_minor: 10_002,
  });
  const { pricedFrom, options } = await call('settlement.compare', {
    params: { id: dealId },
    body: { candidates: [{ kind: 'direct' }, { kind: 'resale', resellerId: newId() }] },
  });
  assert.equal(pricedFrom.kind, 'deal_lines');
  assert.equal(options[0]?.money?.buyerMinor, 10_002);
  assert.match(options[0]?.assumptions[0] ?? '', /no quote/);
  assert.equal(options[1]?.refusals[0]?.code, 'partner_not_active');
});

test('what if: another tier, discount or split, beside the same without; nothing is kept', async () => {
  const dealId = await here.dealWith();
  await here.quote(dealId);
  const ask = (body: object) => call('settlement.whatIf', { params: { id: dealId }, body: { candidate: resale, ...body } });
  const silver = await ask({ tier: 'Silver' });
  assert.equal((silver.asIs.money?.marginMinor ?? 0) > (silver.whatIf.money?.marginMinor ?? 0), true);
  const half = await ask({ discount: { kind: 'percent', percent: '50' } });
  assert.equal(half.whatIf.money?.discountMinor, Math.round((half.asIs.money?.listMinor ?? 0) / 2));
  const none = await ask({ split: { when: [{ kind: 'everyone' }], steps: [], remainder: null, keptFee: 'parties', holdDays: 0 } });
  assert.deepEqual([none.whatIf.money?.splitMinor, (none.asIs.money?.splitMinor ?? 0) > 0], [0, true]);
  await assert.rejects(ask({ discount: { kind: 'amount', amountMinor: 9_007_199_254_740_991 } }), refused('invalid_input', /more than/));
  assert.equal((await call('settlement.plan', { params: { id: dealId } })).number, 0);
});

test('amounts in currencies without and with three decimal places', async () => {
  for (const currency of ['JPY', 'KWD'] as const) {
    const dealId = await here.dealWith();
    const quote = await here.quote(dealId, currency);
    const { options } = await call('settlement.compare', { params: { id: dealId }, body: {} });
    for (const { money } of options) {
      assert.equal(money?.buyerMinor, quote.priced.netMinor);
      assert.equal(
        money?.parties.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
        quote.priced.netMinor,
      );
    }
    assert.equal(options[3]?.drawdown[0]?.reasons[0]?.code, 'currency');
  }
});

test('settings are versions; a chosen plan keeps those it was chosen with', async () => {
  const dealId = await here.dealWith();
  await here.quote(dealId);
  await choose(dealId, offer, 0);
  const known = await call('settlement.settings');
  assert.equal(known.version, 0);
  const document = { ...known.document, feeTerms: known.document.feeTerms.map((one) => ({ ...one, upliftBearer: 'seller' })) };
  const set = await call('settlement.setSettings', { body: { document, seen: 0, note: 'As agreed with resellers' } });
  assert.equal(set.version, 1);
  await assert.rejects(call('settlement.setSettings', { body: { document, seen: 0 } }), refused('version_stale'));
  await assert.rejects(
    call('settlement.setSettings', {
      body: { document: { ...document, feeTerms: [...document.feeTerms, { ...document.feeTerms[0], marketplaceId: newId() }] }, seen: 1 },
    }),
    refused('invalid_input', /does not exist/),
  );
  const plan = await call('settlement.plan', { params: { id: dealId } });
  assert.deepEqual(
    plan.outOfDate.map(({ what }) => what),
    ['settings'],
  );
  const fresh = await call('settlement.recompute', { params: { id: dealId }, body: { reason: 'New terms', seen: 1 } });
  const marginIn = (of: typeof plan) => of.plan?.option.money?.marginMinor ?? 0;
  assert.ok(marginIn(fresh) < marginIn(plan));
});

test('others see nothing: another workspace, a partner apart, a role without the right; a partner sees its own', async () => {
  const dealId = await here.dealWith();
  await here.quote(dealId);
  const { plan } = await choose(dealId, { kind: 'distribution', distributorId: distributor, resellerId: reseller }, 0);
  const stranger = person('Elsewhere', 'owner', here.other);
  for (const work of [
    () => call('settlement.plan', { params: { id: dealId }, as: stranger }),
    () => call('settlement.compare', { params: { id: dealId }, body: {}, as: stranger }),
    () => call('settlement.history', { params: { id: dealId }, as: stranger }),
    () => call('settlement.version', { params: { id: dealId, number: '1' }, as: stranger }),
    () => call('settlement.waterfall', { params: { id: dealId }, as: stranger }),
    () => call('settlement.difference', { params: { id: dealId }, query: { from: '1', to: '1' }, as: stranger }),
    () => call('settlement.choose', { params: { id: dealId }, body: { candidate: resale, reason: 'x', seen: 1 }, as: stranger }),
    () => call('portalSettlement.waterfall', { params: { id: dealId }, as: ofPartner(nth(here.vendors, 5)) }),
  ])
    await assert.rejects(work(), refused('not_found'));
  await assert.rejects(
    call('settlement.choose', { params: { id: dealId }, body: { candidate: resale, reason: 'x', seen: 1 }, as: person('Sam', 'seller') }),
    refused('not_allowed'),
  );
  const own = await call('portalSettlement.waterfall', { params: { id: dealId }, as: ofPartner(integrator) });
  assert.ok(own);
  assert.deepEqual(
    own.own.map(({ key }) => key),
    ['split', 'incentive'],
  );
  assert.equal((own.othersMinor ?? 0) + own.ownMinor, plan?.option.money?.buyerMinor);
  assert.doesNotMatch(JSON.stringify(own), /Alster|Weiland|Vendor 1/);
  const behind = await call('portalSettlement.waterfall', { params: { id: dealId }, as: ofPartner(distributor) });
  assert.deepEqual([behind?.buyerMinor, behind?.own.length], [null, 1]);
  assert.doesNotMatch(JSON.stringify(behind), /Alster|Kestrel/);
});
