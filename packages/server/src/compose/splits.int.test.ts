import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { newId, Problem, type NewEarning, type Receipt } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { SplitDocument } from '@entente/contracts';
import { createSplitsModule } from '../modules/splits/index.ts';
import type { Context } from '../platform/context.ts';
import { systemContext } from '../platform/system-actor.ts';
import { insertWorkspaceWithOwner } from './first-run.ts';
import { splitsPorts } from './splits-ports.ts';

const test_ = await testDatabase();
const now = new Date('2027-03-10T09:00:00Z');
const receipts = new Map<string, Receipt>();
const earned: (NewEarning & { tenantId: string })[] = [];
const ports = splitsPorts({
  receipt: (_tx, _tenantId, id) => Promise.resolve(receipts.get(id) ?? null),
  usage: () => Promise.resolve(null),
  earn: (_tx, context, earnings) => {
    earned.push(...earnings.map((one) => ({ ...one, tenantId: context.tenantId })));
    return Promise.resolve(null);
  },
});
const splits = createSplitsModule({ database: test_.db, ports, now: () => now });
const { routes } = splits;
const none = { params: undefined, query: undefined, body: undefined } as const;
const version = (ifVersion: number) => ({ ifVersion });
const refused = (code: string, words: RegExp) => (error: unknown) => error instanceof Problem && error.code === code && words.test(error.message);

type Scene = { tenantId: string; context: Context; dealId: string; vendor: string; reseller: string };
async function scene(slug: string): Promise<Scene> {
  const { tenantId } = await insertWorkspaceWithOwner(test_.db, {
    slug,
    name: slug,
    baseCurrency: 'EUR',
    ownerEmail: `${slug}@x.example`,
    ownerName: 'O',
    now,
    sample: false,
  });
  const [dealId, vendor, reseller] = [newId(), newId(), newId()];
  for (const [id, name] of [
    [vendor, 'Vendor'],
    [reseller, 'Reseller'],
  ] as const)
    await test_.admin.query(
      `insert into partner (tenant_id, id, name, types, status, created_at, updated_at) values ($1, $2, $3, '{reseller}', 'active', $4, $4)`,
      [tenantId, id, name, now.toISOString()],
    );
  await test_.admin.query(
    `insert into deal (tenant_id, id, number, name, stage, status, currency, last_activity_at, created_at, updated_at) values ($1, $2, 1, 'Deal', 'won', 'won', 'EUR', $3, $3, $3)`,
    [tenantId, dealId, now.toISOString()],
  );
  await test_.admin.query(
    `insert into deal_participant (tenant_id, id, deal_id, partner_id, role, since, added_by) values ($1, $2, $3, $4, 'resell', '2027-01-01', 'test')`,
    [tenantId, newId(), dealId, reseller],
  );
  return { tenantId, context: systemContext(tenantId, 'Tester', now), dealId, vendor, reseller };
}
let home: Scene;
let other: Scene;
before(async () => {
  home = await scene('home');
  other = await scene('other');
});

const document: SplitDocument = {
  when: [{ kind: 'everyone' }],
  steps: [
    {
      key: 'vendor',
      name: 'Vendor share',
      from: 'pool',
      what: { kind: 'percent', percent: '70', base: 'pool' },
      to: { kind: 'vendor' },
      among: 'alike',
      lines: 'vendors',
      limits: null,
      whenNobody: 'skip',
    },
    {
      key: 'resell',
      name: 'Reseller margin',
      from: 'pool',
      what: { kind: 'percent', percent: '12.5', base: 'price' },
      to: { kind: 'role', role: 'resell' },
      among: 'alike',
      lines: 'all',
      limits: null,
      whenNobody: 'hold',
    },
  ],
  remainder: null,
  keptFee: 'parties',
  holdDays: 30,
};
const receiptOf = (of: Scene, over: Partial<Receipt> = {}): Receipt => {
  const receipt: Receipt = {
    id: newId(),
    source: 'payment',
    dealId: of.dealId,
    accountId: null,
    currency: 'EUR',
    receivedOn: '2027-03-10',
    netMinor: 10_001,
    taxMinor: 1_900,
    feeMinor: 301,
    reverses: null,
    lines: [
      {
        lineId: newId(),
        reversesLineId: null,
        productId: null,
        vendorId: of.vendor,
        description: 'Their product',
        quantity: '1',
        netMinor: 6_000,
        taxMinor: 1_140,
        feeMinor: 180,
      },
      {
        lineId: newId(),
        reversesLineId: null,
        productId: null,
        vendorId: null,
        description: 'Ours',
        quantity: '1',
        netMinor: 4_001,
        taxMinor: 760,
        feeMinor: 121,
      },
    ],
    ...over,
  };
  receipts.set(receipt.id, receipt);
  return receipt;
};
const refundOf = (of: Receipt, parts: readonly [number, number]): Receipt => {
  const lines = of.lines.map((line, index) => ({
    ...line,
    lineId: newId(),
    reversesLineId: line.lineId,
    netMinor: -(parts[index] ?? 0),
    taxMinor: 0,
    feeMinor: 0,
  }));
  const refund = { ...of, id: newId(), reverses: of.id, netMinor: -(parts[0] + parts[1]), taxMinor: 0, feeMinor: 0, lines };
  receipts.set(refund.id, refund);
  return refund;
};
const tell = (of: Scene, ...ids: string[]): Promise<void> =>
  splits.onEvents(
    ids.map((recordId) => ({
      tenantId: of.tenantId,
      id: newId(),
      type: 'receipt.recorded',
      recordType: 'receipt',
      recordId,
      dealId: of.dealId,
      payload: {},
      at: now.toISOString(),
    })),
  );
const splitFor = async (of: Scene, receiptId: string) => {
  const found = (await routes['splits.list'](of.context, { ...none, query: { limit: 200 } }, { ifVersion: null })).items.find(
    (row) => row.receiptId === receiptId,
  );
  assert.ok(found);
  return routes['splits.get'](of.context, { ...none, params: { id: found.id } }, { ifVersion: null });
};
const sharesOf = async (of: Scene, receiptId: string) =>
  Object.fromEntries((await splitFor(of, receiptId)).shares.map((share) => [share.partnerName ?? share.party, share.amountMinor]));

test('without a rule a receipt waits for a person, and is divided once there is one', async () => {
  const receipt = receiptOf(home);
  await tell(home, receipt.id);
  const waiting = await splitFor(home, receipt.id);
  assert.deepEqual([waiting.state, waiting.shares], ['held', []]);
  assert.match(waiting.sentence ?? '', /No rule speaks/);
  const acts = await test_.admin.query('select status, assignee_role from act where tenant_id = $1 and kind = $2', [home.tenantId, 'split_held']);
  assert.deepEqual(acts.rows, [{ status: 'open', assignee_role: 'finance' }]);

  const rule = await routes['splits.createRule'](home.context, { ...none, body: { name: 'Standard', document } }, { ifVersion: null });
  assert.equal(rule.liveNumber, null);
  await assert.rejects(
    routes['splits.publishRule'](home.context, { params: { id: rule.id }, query: undefined, body: { effectiveFrom: '2027-03-09' } }, version(rule.version)),
    refused('invalid_input', /in the past/),
  );
  const live = await routes['splits.publishRule'](
    home.context,
    { params: { id: rule.id }, query: undefined, body: { effectiveFrom: '2027-03-10' } },
    version(rule.version),
  );
  assert.deepEqual([live.liveNumber, live.hasDraft], [1, false]);
  const divided = await routes['splits.retry'](home.context, { ...none, params: { id: waiting.id } }, { ifVersion: null });
  assert.equal(divided.state, 'allocated');
  assert.deepEqual(await sharesOf(home, receipt.id), { Vendor: 4_074, Reseller: 1_250, us: 4_376, marketplace: 301 });
  const { rows } = await test_.admin.query('select status from act where tenant_id = $1 and kind = $2', [home.tenantId, 'split_held']);
  assert.deepEqual(rows, [{ status: 'done' }]);
  assert.deepEqual(
    earned
      .filter(({ tenantId }) => tenantId === home.tenantId)
      .map(({ key, amountMinor, heldUntil }) => [key, amountMinor, heldUntil])
      .sort((one, other) => (String(one) < String(other) ? -1 : 1)),
    [
      [`split:${receipt.id}:${home.reseller}`, 1_250, '2027-04-09'],
      [`split:${receipt.id}:${home.vendor}`, 4_074, '2027-04-09'],
    ].sort((one, other) => (String(one) < String(other) ? -1 : 1)),
  );
});

test('told twice, and by two at once, a receipt is divided once', async () => {
  const receipt = receiptOf(home);
  const before = earned.length;
  await Promise.all([tell(home, receipt.id), tell(home, receipt.id), tell(home, receipt.id, receipt.id)]);
  assert.equal(earned.length - before, 2);
});

test('refunds follow the receipt, whatever the rule says today, and the last leaves nobody with anything but a kept fee', async () => {
  const receipt = receiptOf(home);
  await tell(home, receipt.id);
  const [rule] = (await routes['splits.rules'](home.context, none, { ifVersion: null })).items;
  assert.ok(rule);
  const drafted = await routes['splits.updateRule'](
    home.context,
    { params: { id: rule.id }, query: undefined, body: { draft: { ...document, steps: [] } } },
    version(rule.version),
  );
  await assert.rejects(
    routes['splits.updateRule'](home.context, { params: { id: rule.id }, query: undefined, body: { name: 'X' } }, version(rule.version)),
    refused('version_stale', /changed/),
  );
  await routes['splits.publishRule'](
    home.context,
    { params: { id: rule.id }, query: undefined, body: { effectiveFrom: '2027-03-10' } },
    version(drafted.version),
  );
  const first = refundOf(receipt, [1_000, 0]);
  const second = refundOf(receipt, [5_000, 4_001]);
  // The later one first: it waits for the other to be told, and both are divided by what stood then.
  await tell(home, first.id, second.id);
  assert.equal(
    (await splitFor(home, second.id)).shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    -9_001,
  );
  const sums = new Map<string, number>();
  for (const id of [receipt.id, first.id, second.id])
    for (const [party, amount] of Object.entries(await sharesOf(home, id))) sums.set(party, (sums.get(party) ?? 0) + amount);
  assert.deepEqual(Object.fromEntries(sums), { Vendor: 0, Reseller: 0, us: -301, marketplace: 301 });
  const again = receiptOf(home);
  await tell(home, again.id);
  assert.deepEqual(await sharesOf(home, again.id), { us: 9_700, marketplace: 301 });
});

test('a refund before its receipt waits for it; one that takes back too much is held with a sentence', async () => {
  const receipt = receiptOf(home);
  const refund = refundOf(receipt, [6_000, 4_001]);
  await tell(home, refund.id);
  assert.match((await splitFor(home, refund.id)).sentence ?? '', /not divided yet/);
  await tell(home, receipt.id);
  assert.equal((await splitFor(home, refund.id)).state, 'allocated');
  const more = refundOf(receipt, [1, 0]);
  await tell(home, more.id);
  assert.equal((await splitFor(home, more.id)).sentence, 'More is taken back than was received.');
});

test('a document is tried on the past, and nothing is written', async () => {
  const before = earned.length;
  const tried = await routes['splits.simulate'](home.context, { ...none, body: { document, from: '2027-03-01', to: '2027-04-01' } }, { ifVersion: null });
  const [eur] = tried.currencies;
  assert.ok(eur && tried.apart === 0);
  const vendor = eur.parties.find(({ partnerId }) => partnerId === home.vendor);
  assert.equal(vendor?.afterMinor, 4_074 * tried.receipts);
  assert.equal(
    eur.parties.reduce((sum, { afterMinor }) => sum + afterMinor, 0),
    eur.poolMinor,
  );
  assert.equal(earned.length, before);
  await assert.rejects(
    routes['splits.simulate'](
      home.context,
      { ...none, body: { document: { ...document, steps: [...document.steps, ...document.steps] }, from: '2027-03-01', to: '2027-04-01' } },
      { ifVersion: null },
    ),
    refused('invalid_input', /key of its own/),
  );
});

test('what an amount for a deal would become', async () => {
  const shown = await routes['splits.preview'](
    home.context,
    { params: { id: home.dealId }, query: undefined, body: { netMinor: 100, feeMinor: 0, currency: 'EUR', source: 'payment' } },
    { ifVersion: null },
  );
  assert.deepEqual([shown.held, shown.shares.map(({ party, amountMinor }) => [party, amountMinor])], [null, [['us', 100]]]);
});

test('another workspace sees none of it', async () => {
  assert.deepEqual((await routes['splits.list'](other.context, { ...none, query: { limit: 50 } }, { ifVersion: null })).items, []);
  assert.deepEqual((await routes['splits.rules'](other.context, none, { ifVersion: null })).items, []);
  const [mine] = (await routes['splits.list'](home.context, { ...none, query: { limit: 1 } }, { ifVersion: null })).items;
  assert.ok(mine);
  await assert.rejects(routes['splits.get'](other.context, { ...none, params: { id: mine.id } }, { ifVersion: null }), refused('not_found', /no such split/));
  await assert.rejects(routes['splits.retry'](other.context, { ...none, params: { id: mine.id } }, { ifVersion: null }), refused('not_found', /no such split/));
});

test('the file holds every part, to the cent', async () => {
  const file = await routes['splits.export'](home.context, { ...none, query: { from: '2027-03-01', to: '2027-04-01' } }, { ifVersion: null });
  const lines = file.text.trim().split('\r\n').slice(1);
  assert.ok(lines.length > 10 && lines.every((line) => line.endsWith(',EUR')));
});
