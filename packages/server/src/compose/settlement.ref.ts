import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { SplitDocument } from '@entente/contracts';
import { minorOf } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { nth } from './quotes.fixture.ts';
import { settling } from './settlement.fixture.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked cases of money');
type Case = { id: string; given: Record<string, unknown>; expect: Record<string, unknown> };
const { cases } = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8')) as { cases: Case[] };
const caseOf = (id: string): Case => cases.find((one) => one.id === id) ?? assert.fail(id);

const store = await testDatabase();
after(() => store.close());
const here = await settling(store);
const { call, insert, products, reseller, distributor, vendors } = here;
const dealOf = async (amountMinor: number, more: Record<string, unknown> = {}): Promise<string> => {
  const dealId = await here.dealWith(more);
  await insert('deal_line', {
    deal_id: dealId,
    position: 1,
    product_id: nth(products, 0),
    description: 'Suite',
    quantity: 1,
    unit_price_minor: amountMinor,
    amount_minor: amountMinor,
  });
  return dealId;
};
const place = async (name: string, feeTable: unknown): Promise<string> => {
  const now = new Date();
  const id = await insert('marketplace', { kind: 'configured', name, definition: '{}', fee_table: JSON.stringify(feeTable), created_at: now, updated_at: now });
  const listing = await insert('listing', {
    marketplace_id: id,
    product_id: nth(products, 0),
    external_product_id: `at ${name}`,
    status: 'public',
    name: 'Suite',
    created_at: now,
    updated_at: now,
  });
  await insert('resale_authorization', {
    marketplace_id: id,
    listing_id: listing,
    reseller_partner_id: reseller,
    reseller_account: '1',
    name: 'Resale',
    usage: 'open',
    currency: 'EUR',
    wholesale_minor: 1,
    lines: '[]',
    eula: '{}',
    state: 'active',
    created_by: 'test',
    created_at: now,
    updated_at: now,
  });
  return id;
};

test('MKT-AWS-FEE: by the whole contract value, half a point more through a reseller, less for a renewal', async () => {
  const { given, expect } = caseOf('MKT-AWS-FEE');
  const bands = (more: number) => [
    { fromMinor: 0, basisPoints: 300 + more },
    { fromMinor: 100_000_000, basisPoints: 200 + more },
    { fromMinor: 1_000_000_000, basisPoints: 150 + more },
  ];
  const marketplaceId = await place('AWS', [
    { from: '2024-01-05', kinds: ['private'], bands: bands(0) },
    { from: '2024-01-05', kinds: ['channel'], bands: bands(50) },
    { from: '2024-01-05', kinds: ['replacement'], bands: [{ fromMinor: 0, basisPoints: 150 }] },
  ]);
  for (const [index, one] of (given['cases'] as { tcv: number; cppo?: boolean; renewal?: boolean }[]).entries()) {
    const dealId = await dealOf(one.tcv * 100);
    if (one.renewal)
      await insert('agreement', {
        marketplace_id: marketplaceId,
        external_id: `before ${index}`,
        renewal_deal_id: dealId,
        status: 'active',
        news_at: new Date(),
        seen_at: new Date(),
      });
    const candidate = one.cppo ? { kind: 'channel_private_offer', marketplaceId, resellerId: reseller } : { kind: 'marketplace', marketplaceId };
    const { options } = await call('settlement.compare', { params: { id: dealId }, body: { candidates: [candidate] } });
    assert.equal(options[0]?.money?.feeMinor, Number(minorOf((expect['fee'] as string[])[index] ?? '', 'EUR')), JSON.stringify(one));
    assert.equal(Number(options[0]?.money?.feePercent), Number((expect['fee_pct'] as string[])[index]));
  }
});

test('ECO-7PARTY: one price through a marketplace, what is left of it among seven', async () => {
  const { given, expect } = caseOf('ECO-7PARTY');
  const basisPoints = Math.round(Number(given['fee_pct']) * 100);
  const marketplaceId = await place('Seven', [{ from: '2024-01-05', bands: [{ fromMinor: 0, basisPoints }] }]);
  const split: SplitDocument = {
    when: [{ kind: 'everyone' }],
    steps: (given['weights'] as number[]).map((percent, index) => ({
      key: `p${index}`,
      name: `Party ${index + 1}`,
      from: 'pool',
      what: { kind: 'percent', percent: String(percent), base: 'pool' },
      to: { kind: 'partner', partnerId: nth(vendors, index) },
      among: 'alike',
      lines: 'all',
      limits: null,
      whenNobody: 'skip',
    })),
    remainder: null,
    keptFee: 'parties',
    holdDays: 0,
  };
  const dealId = await dealOf(given['price_cents'] as number);
  const { whatIf } = await call('settlement.whatIf', { params: { id: dealId }, body: { candidate: { kind: 'marketplace', marketplaceId }, split } });
  const { money } = whatIf;
  assert.equal(money?.feeMinor, expect['fee_cents']);
  assert.equal(money?.splitMinor, expect['sum']);
  assert.deepEqual(
    vendors.map((id) => money?.parties.find(({ partnerId }) => partnerId === id)?.totalMinor),
    expect['parts_cents'],
  );
  assert.equal(money?.netMinor, 0);
});

test('ECO-2TIER: a distributor at 35 % off, its reseller at 22 % off, and the buyer’s discount is the reseller’s', async () => {
  const { given, expect } = caseOf('ECO-2TIER');
  const rule = (name: string, partnerId: string, percent: unknown) =>
    call('pricing.addMarginRule', {
      body: {
        name,
        effectiveFrom: '2026-01-01',
        definition: {
          partners: { partnerIds: [partnerId] },
          products: 'everything',
          of: 'list',
          base: { byTier: {}, otherwise: String(percent) },
          extras: [],
          combine: 'stacked',
          cap: null,
        },
      },
    });
  const own = [
    (await rule('Distributor', distributor, given['distributor_discount_pct'])).id,
    (await rule('Reseller', reseller, given['reseller_discount_pct'])).id,
  ];
  const { rows } = await store.admin.query<{ id: string }>("select id from pricing_document where tenant_id = $1 and kind = 'margin' order by position", [
    here.tenant,
  ]);
  await call('pricing.orderMarginRules', { body: { ids: [...own, ...rows.map(({ id }) => id).filter((id) => !own.includes(id))] } });
  const { document } = await call('settlement.settings');
  await call('settlement.setSettings', { body: { document: { ...document, discountBorneBy: 'seller', distributorMargin: 'includes_reseller' }, seen: 0 } });
  const dealId = await here.dealWith();
  // 250 units at 400.00 are the list price of the case.
  const [list, price] = [given['list_cents'] as number, given['customer_price_cents'] as number];
  const quote = await here.quote(dealId, 'EUR', {
    selections: [{ kind: 'product', productId: nth(products, 6), quantity: String(list / 40_000), termMonths: null }],
    discount: { kind: 'amount', amountMinor: list - price },
  });
  assert.deepEqual([quote.priced.listMinor, quote.priced.netMinor], [list, price]);
  const none: SplitDocument = { when: [{ kind: 'everyone' }], steps: [], remainder: null, keptFee: 'parties', holdDays: 0 };
  const { whatIf } = await call('settlement.whatIf', {
    params: { id: dealId },
    body: { candidate: { kind: 'distribution', distributorId: distributor, resellerId: reseller }, split: none },
  });
  const margin = (id: string) => whatIf.money?.parties.find(({ partnerId }) => partnerId === id)?.marginMinor;
  assert.deepEqual(
    [whatIf.money?.netMinor, margin(distributor), margin(reseller)],
    [expect['vendor_gets'], expect['distributor_margin'], expect['reseller_margin']],
  );
});
