import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { createDisbursementsModule } from '../modules/disbursements/index.ts';
import { createInvoicesModule } from '../modules/invoices/index.ts';
import { createLedgerModule } from '../modules/ledger/index.ts';
import { feeOf, type FeeEntry } from '../modules/marketplaces/domain/fees.ts';
import type { Context } from '../platform/context.ts';
import { systemContext } from '../platform/system-actor.ts';
import { disbursementsPorts } from './disbursements-ports.ts';
import { invoicesPorts } from './invoices-ports.ts';
import { marketplaceReceipts } from './marketplace-receipts.ts';
import { marketScene, type MarketScene } from './metering.fixture.ts';
import { readCsv } from './read-csv.ts';

const test_ = await testDatabase();
const DAY = 24 * 3_600_000;
let scene: MarketScene;
before(async () => {
  scene = await marketScene(test_, { slug: 'market', buyers: 2 });
});
after(async () => scene?.simulators.stop());

const now = () => new Date(scene.clock.now);
const context = (): Context => systemContext(scene.tenantId, 'Tester', now());
const disbursements = () =>
  createDisbursementsModule({
    database: test_.db,
    ports: disbursementsPorts({
      access: scene.access,
      feeBasisPoints: (table, { day, currency, amountMinor }) =>
        feeOf(table as FeeEntry[], day, 'private', currency, BigInt(Math.abs(amountMinor))).basisPoints,
    }),
    now,
    onError: (error) => assert.fail(String(error)),
  });
const ledger = createLedgerModule({ database: test_.db, ports: { checks: [], subLedgers: [], readCsv }, now, onError: (error) => assert.fail(String(error)) });
const invoices = createInvoicesModule({ database: test_.db, ports: invoicesPorts({ post: ledger.post }), now });
const follow = marketplaceReceipts(test_.db, invoices, now);
const none = { params: undefined, query: undefined, body: undefined } as const;
const call = { ifVersion: null };

/** All that was ever told, again and again: what was taken is not taken twice. */
async function tell(): Promise<void> {
  const { rows } = await test_.admin.query<{ id: string; type: string; record_type: string; record_id: string; deal_id: string | null }>(
    `select id, type, record_type, record_id, deal_id from outbox_event where tenant_id = $1 and type in ('disbursement.reconciled', 'disbursement.matched') order by seq`,
    [scene.tenantId],
  );
  const events = rows.map((row) => ({
    tenantId: scene.tenantId,
    id: row.id,
    type: row.type,
    recordType: row.record_type,
    recordId: row.record_id,
    dealId: row.deal_id,
    payload: {},
    at: now().toISOString(),
  }));
  await Promise.all([follow(events), follow(events.toReversed())]);
}
const receipts = async () => (await invoices.routes['receipts.list'](context(), { ...none, query: { limit: 50 } }, call)).items;
const balances = async () =>
  Object.fromEntries(
    (
      await test_.admin.query<{ purpose: string; amount: string }>(
        `select a.purpose, sum(e.amount_minor)::text as amount from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = $1 group by 1`,
        [scene.tenantId],
      )
    ).rows.map(({ purpose, amount }) => [purpose, Number(amount)]),
  );

test('a payout that comes out even is a receipt for each deal, with its fee, spread over what was sold; told twice it is one', async () => {
  const { dealId } = scene.sold[0] ?? assert.fail();
  for (const [position, amount] of [
    [1, 70_000],
    [2, 30_000],
  ] as const)
    await test_.admin.query(
      `insert into deal_line (tenant_id, id, deal_id, position, description, quantity, unit_price_minor, amount_minor) values ($1, $2, $3, $4, $5, 1, $6, $6)`,
      [scene.tenantId, newId(), dealId, position, `Part ${position}`, amount],
    );
  const source = await disbursements().routes['disbursements.follow'](context(), { ...none, body: { connectionId: scene.connectionId } }, call);
  scene.clock.now += 3 * DAY;
  scene.act('run-invoices');
  scene.act('pay-invoices', { buyerAccount: scene.sold[0]?.buyer ?? '' });
  scene.act('run-disbursement');
  scene.clock.now += 2 * DAY;
  await disbursements().routes['disbursements.read'](context(), { ...none, params: { id: source.id } }, call);
  await tell();
  await tell();
  const found = await receipts();
  assert.deepEqual(
    found.map(({ source: from, netMinor, taxMinor, feeMinor }) => [from, netMinor, taxMinor, feeMinor]),
    [['marketplace', 100_000, 0, 3_000]],
  );
  const mine = found.find((one) => one.dealId === dealId) ?? assert.fail();
  const { lines } = await invoices.routes['receipts.get'](context(), { ...none, params: { id: mine.id } }, call);
  assert.deepEqual(
    lines.map(({ description, netMinor, feeMinor }) => [description, netMinor, feeMinor]),
    [
      ['Part 1', 70_000, 2_100],
      ['Part 2', 30_000, 900],
    ],
  );
  assert.deepEqual(await balances(), { cash: 97_000, marketplace_fee: 3_000, marketplace_receivable: 0, revenue: -100_000 });
});

test('a refund that the marketplace took out of a later payout reverses the receipt of its agreement, the fee as far as it came back', async () => {
  const { dealId } = scene.sold[0] ?? assert.fail();
  const { items } = await disbursements().routes['disbursements.lines'](context(), { ...none, query: { limit: 200, dealId } }, call);
  scene.act('refund-invoice', { invoiceId: items.find(({ invoiceKey }) => invoiceKey !== null)?.invoiceKey ?? '', amount: '100.00' });
  scene.act('pay-invoices', { buyerAccount: scene.sold[1]?.buyer ?? '' });
  scene.act('run-disbursement');
  scene.clock.now += 2 * DAY;
  await disbursements().tick(scene.tenantId);
  await tell();
  const all = await receipts();
  assert.deepEqual(new Set(all.map((one) => one.dealId)), new Set(scene.sold.map((one) => one.dealId)));
  const first = all.find((one) => one.dealId === dealId && one.reverses === null);
  const back = all.filter(({ reverses }) => reverses !== null);
  assert.deepEqual(
    back.map(({ reverses, netMinor, feeMinor }) => [reverses, netMinor, feeMinor]),
    [[first?.id, -10_000, -300]],
  );
  assert.deepEqual(await balances(), { cash: 184_300, marketplace_fee: 5_700, marketplace_receivable: 0, revenue: -190_000 });
});

test('taken by hand: a refund larger than what came stands alone, and nothing goes below nothing', async () => {
  const { agreementId, dealId } = scene.sold[1] ?? assert.fail();
  const paid = {
    marketplaceId: scene.marketplaceId,
    marketplace: 'AWS Marketplace',
    agreementId,
    dealId,
    accountId: null,
    currency: 'USD',
    paidOn: now().toISOString().slice(0, 10),
    products: [{ productId: null, vendorId: null, description: 'All of it', weight: 1 }],
    entries: [
      { billingLineId: newId(), part: 'net' as const, back: true, amountMinor: -120_000 },
      { billingLineId: newId(), part: 'fee' as const, back: true, amountMinor: -3_000 },
    ],
  };
  const take = () => test_.db.inTenant(scene.tenantId, (tx) => invoices.recordMarketplaceReceipt(tx, context(), paid));
  assert.deepEqual((await Promise.all([take(), take()])).map(String).sort(), ['false', 'true']);
  const own = (await receipts()).filter((one) => one.dealId === dealId);
  assert.deepEqual(own.map(({ netMinor, feeMinor, reverses }) => [netMinor, feeMinor, reverses !== null].join(' ')).sort(), [
    '-100000 -3000 true',
    '-20000 0 false',
    '100000 3000 false',
  ]);
  const sums = await balances();
  assert.equal(sums['marketplace_receivable'], 0);
});
