import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { scopes } from '@entente/contracts/permissions';
import type { IncentiveDocument } from '@entente/contracts';
import { newId, Problem, type Receipt } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { createIncentivesModule } from '../modules/incentives/index.ts';
import { createLedgerModule } from '../modules/ledger/index.ts';
import { createPayoutsModule } from '../modules/payouts/index.ts';
import type { Context } from '../platform/context.ts';
import { createFileStore } from '../platform/files/index.ts';
import { createSecrets } from '../platform/secrets.ts';
import { insertWorkspaceWithOwner } from './first-run.ts';
import { incentivesPorts } from './incentives-ports.ts';
import { readCsv } from './read-csv.ts';

const test_ = await testDatabase();
let now = new Date('2027-01-02T09:00:00Z');
const at = (instant: string): void => void (now = new Date(instant));
const receipts = new Map<string, Receipt>();
const ledger = createLedgerModule({
  database: test_.db,
  ports: { checks: [], subLedgers: [], readCsv },
  now: () => now,
  onError: (error: unknown) => assert.fail(String(error)),
});
const inbox = { openAct: () => Promise.resolve(), closeActs: () => Promise.resolve() };
const payouts = createPayoutsModule({
  database: test_.db,
  secrets: createSecrets('a secret of at least thirty-two characters'),
  files: createFileStore(join(tmpdir(), `entente-incentives-${newId()}`)),
  ports: { post: ledger.post, providers: [], ...inbox },
  now: () => now,
  onError: (error: unknown) => assert.fail(String(error)),
});
const ports = incentivesPorts({ receipt: (_tx, _tenantId, id) => Promise.resolve(receipts.get(id) ?? null), earn: payouts.earn, post: ledger.post });
const modules = [
  createIncentivesModule({ database: test_.db, ports, now: () => now }),
  createIncentivesModule({ database: test_.db, ports, now: () => now }),
] as const;
const [incentives] = modules;
const { routes } = incentives;
const none = { params: undefined, query: undefined, body: undefined } as const;
const plain = { ifVersion: null };
const refused = (code: string, words: RegExp) => (error: unknown) => error instanceof Problem && error.code === code && words.test(error.message);

type Scene = { tenantId: string; dealId: string; accountId: string; reseller: string; other: string; person: string; members: readonly [string, string] };
const staff = (of: Scene, index: 0 | 1 = 0): Context => ({
  tenantId: of.tenantId,
  actor: {
    kind: 'person',
    id: of.members[index],
    name: `Staff ${index}`,
    memberId: of.members[index],
    audience: 'workspace',
    partnerId: null,
    role: 'finance',
    scopes: new Set(scopes),
    onBehalfOf: null,
  },
  requestId: newId(),
  now,
});
const partner = (of: Scene, partnerId: string, memberId: string | null = of.person): Context => ({
  ...staff(of),
  actor: {
    kind: 'person',
    id: memberId ?? newId(),
    name: 'Pat',
    memberId,
    audience: 'partner',
    partnerId,
    role: 'partner_admin',
    scopes: new Set(['portal:money', 'portal:deals']),
    onBehalfOf: null,
  },
});
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
  const [dealId, accountId, reseller, other, person] = [newId(), newId(), newId(), newId(), newId()];
  const stamp = now.toISOString();
  await test_.admin.query(`insert into account (tenant_id, id, name, created_at, updated_at) values ($1, $2, 'Acme', $3, $3)`, [tenantId, accountId, stamp]);
  for (const [id, name] of [
    [reseller, 'Reseller'],
    [other, 'Other'],
  ] as const)
    await test_.admin.query(
      `insert into partner (tenant_id, id, name, types, status, created_at, updated_at) values ($1, $2, $3, '{reseller}', 'active', $4, $4)`,
      [tenantId, id, name, stamp],
    );
  await test_.admin.query(
    `insert into deal (tenant_id, id, number, name, stage, status, currency, amount_minor, account_id, last_activity_at, created_at, updated_at) values ($1, $2, 1, 'Deal', 'committed', 'open', 'EUR', 100000, $4, $3, $3, $3)`,
    [tenantId, dealId, stamp, accountId],
  );
  await test_.admin.query(
    `insert into deal_participant (tenant_id, id, deal_id, partner_id, role, since, added_by) values ($1, $2, $3, $4, 'resell', '2027-01-01', 'test')`,
    [tenantId, newId(), dealId, reseller],
  );
  const { rows } = await test_.admin.query<{ user_id: string; id: string }>(`select id, user_id from membership where tenant_id = $1`, [tenantId]);
  await test_.admin.query(`insert into membership (tenant_id, id, user_id, audience, partner_id, role) values ($1, $2, $3, 'partner', $4, 'partner_seller')`, [
    tenantId,
    person,
    rows[0]?.user_id,
    reseller,
  ]);
  return { tenantId, dealId, accountId, reseller, other, person, members: [rows[0]?.id ?? '', newId()] };
}
async function publish(of: Scene, name: string, document: IncentiveDocument, from = now.toISOString().slice(0, 10)): Promise<string> {
  const rule = await routes['incentives.createRule'](staff(of), { ...none, body: { name, document } }, plain);
  await routes['incentives.publishRule'](staff(of), { params: { id: rule.id }, query: undefined, body: { effectiveFrom: from } }, { ifVersion: rule.version });
  return rule.id;
}
const receiptOf = (of: Scene, receivedOn: string, nets: readonly number[], over: Partial<Receipt> = {}): Receipt => {
  const receipt: Receipt = {
    id: newId(),
    source: 'payment',
    dealId: of.dealId,
    accountId: of.accountId,
    currency: 'EUR',
    receivedOn,
    netMinor: nets.reduce((sum, one) => sum + one, 0),
    taxMinor: 0,
    feeMinor: 0,
    reverses: null,
    lines: nets.map((netMinor) => ({
      lineId: newId(),
      reversesLineId: null,
      productId: null,
      vendorId: null,
      description: 'Line',
      quantity: '1',
      netMinor,
      taxMinor: 0,
      feeMinor: 0,
    })),
    ...over,
  };
  receipts.set(receipt.id, receipt);
  return receipt;
};
const refundOf = (receipt: Receipt, receivedOn: string, nets: readonly number[]): Receipt => {
  const lines = receipt.lines.map((line, index) => ({ ...line, lineId: newId(), reversesLineId: line.lineId, netMinor: -(nets[index] ?? 0) }));
  const refund = { ...receipt, id: newId(), reverses: receipt.id, receivedOn, netMinor: -nets.reduce((sum, one) => sum + one, 0), lines };
  receipts.set(refund.id, refund);
  return refund;
};
const tell = (of: Scene, module: (typeof modules)[number], ...ids: string[]): Promise<void> =>
  module.onEvents(
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
const earnings = async (of: Scene, kind: string) =>
  (
    await test_.admin.query<{ amount: number; state: string; held: string | null }>(
      `select amount_minor::int as amount, state, held_until::text as held from earning where tenant_id = $1 and kind = $2 order by id`,
      [of.tenantId, kind],
    )
  ).rows;
const booked = async (of: Scene, purpose: string): Promise<number> =>
  Number(
    (
      await test_.admin.query<{ sum: string }>(
        `select coalesce(-sum(e.amount_minor), 0)::text as sum from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = $1 and a.purpose = $2`,
        [of.tenantId, purpose],
      )
    ).rows[0]?.sum,
  );
const accrualsOf = async (of: Scene) => (await routes['incentives.accruals'](staff(of), { ...none, query: { limit: 200 } }, plain)).items;
const common = { when: [{ kind: 'everyone' as const }], enrolled: false, holdDays: 0, approveAbove: null, to: { roles: ['resell' as const] } };
const commission: IncentiveDocument = {
  kind: 'commission',
  ...common,
  holdDays: 30,
  basis: 'collected',
  rate: '10',
  among: 'each',
  caps: [{ per: 'year', amounts: [{ amountMinor: 5_000, currency: 'EUR' }] }],
};
const rebate: IncentiveDocument = {
  kind: 'rebate',
  ...common,
  enrolled: true,
  currency: 'EUR',
  period: { every: 'quarter', firstMonth: 1, timeZone: 'Pacific/Auckland' },
  settleAfterDays: 5,
  measure: 'amount',
  against: 'volume',
  baseline: null,
  basis: 'retroactive',
  pays: 'whole',
  bands: [
    { from: '100', reward: { kind: 'percent', percent: '1' } },
    { from: '500', reward: { kind: 'percent', percent: '3' } },
  ],
  atLeastMinor: null,
  atMostMinor: null,
};

let home: Scene;
let away: Scene;
before(async () => {
  home = await scene('home');
  away = await scene('away');
});

test('a receipt told twice, by two workers at once, earns once; caps hold; an edit leaves the past; refunds end at nothing', async () => {
  const ruleId = await publish(home, 'Standard', commission);
  const first = receiptOf(home, '2027-01-02', [10_001, 20_000]);
  await Promise.all([tell(home, modules[0], first.id), tell(home, modules[1], first.id, first.id)]);
  assert.deepEqual(await earnings(home, 'commission'), [{ amount: 3_000, state: 'held', held: '2027-02-01' }]);
  // Two receipts at once, of which the cap leaves 2,000 together.
  const [second, third] = [receiptOf(home, '2027-01-02', [15_000]), receiptOf(home, '2027-01-02', [15_000])];
  await Promise.all([tell(home, modules[0], second.id), tell(home, modules[1], third.id)]);
  assert.equal(
    (await earnings(home, 'commission')).reduce((sum, { amount }) => sum + amount, 0),
    5_000,
  );
  const rule = await routes['incentives.rule'](staff(home), { ...none, params: { id: ruleId } }, plain);
  const drafted = await routes['incentives.updateRule'](
    staff(home),
    { params: { id: ruleId }, query: undefined, body: { draft: { ...commission, rate: '1' } } },
    { ifVersion: rule.version },
  );
  await assert.rejects(
    routes['incentives.publishRule'](
      staff(home),
      { params: { id: ruleId }, query: undefined, body: { effectiveFrom: '2026-12-31' } },
      { ifVersion: drafted.version },
    ),
    refused('invalid_input', /in the past/),
  );
  await routes['incentives.publishRule'](
    staff(home),
    { params: { id: ruleId }, query: undefined, body: { effectiveFrom: '2027-01-02' } },
    { ifVersion: drafted.version },
  );
  const [one, two] = [refundOf(first, '2027-01-02', [3_333, 0]), refundOf(first, '2027-01-02', [6_668, 20_000])];
  await tell(home, modules[0], one.id, two.id, two.id);
  const left = (await accrualsOf(home)).filter((row) => row.amountMinor !== 0);
  assert.equal(
    left.filter(({ reversesId, amountMinor }) => reversesId !== null && amountMinor < 0).reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    -3_000,
  );
  assert.ok(left.every(({ ruleNumber }) => ruleNumber === 1));
  const again = refundOf(first, '2027-01-02', [1, 0]);
  await tell(home, modules[0], again.id);
  assert.deepEqual(
    (await routes['incentives.facts'](staff(home), { ...none, query: { limit: 10, state: 'held' } }, plain)).items.map(({ sentence }) => sentence),
    ['More is taken back than was received.'],
  );
  assert.equal(await booked(home, 'partner_accrued'), 2_000);
});

test('a rebate: days once over, one adjustment at the crossing, part settled, true-up in its own zone, a refund after it', async () => {
  const of = await scene('rebates');
  const ruleId = await publish(of, 'Quarter', rebate, '2027-01-02');
  await routes['incentives.enrol'](
    staff(of),
    { ...none, body: { ruleId, partnerId: of.reseller, from: '2027-01-01', until: null, tier: null, target: null, baseline: null } },
    plain,
  );
  await assert.rejects(
    routes['incentives.enrol'](
      staff(of),
      { ...none, body: { ruleId, partnerId: of.reseller, from: '2027-03-01', until: null, tier: null, target: null, baseline: null } },
      plain,
    ),
    refused('conflict', /enrolled from 2027-01-01/),
  );
  const [small, dollars, big] = [
    receiptOf(of, '2027-01-05', [20_000]),
    receiptOf(of, '2027-01-05', [99_900], { currency: 'USD' }),
    receiptOf(of, '2027-01-20', [35_000]),
  ];
  await tell(of, modules[0], small.id, dollars.id, big.id);
  assert.match((await accrualsOf(of)).find(({ currency }) => currency === 'USD')?.sentence ?? '', /counts EUR; the receipt is in USD/);
  at('2027-01-20T09:00:00Z');
  await Promise.all(modules.map((module) => module.accrue(of.tenantId)));
  const period = async (state: 'open' | 'closed' = 'open') => {
    const [found] = (await routes['incentives.progress'](staff(of), { ...none, query: { state } }, plain)).items;
    assert.ok(found?.periodId);
    return routes['incentives.period'](staff(of), { ...none, params: { id: found.periodId } }, plain);
  };
  // The 20th is not over in Auckland: only the 5th is accrued, once, by whichever of the two came first.
  assert.deepEqual(
    (await period()).entries.map(({ kind, on, amountMinor }) => [kind, on, amountMinor]),
    [['day', '2027-01-05', 200]],
  );
  at('2027-01-21T09:00:00Z');
  await Promise.all(modules.map((module) => module.accrue(of.tenantId)));
  const crossed = await period();
  assert.deepEqual(
    crossed.entries.map(({ kind, on, amountMinor }) => [kind, on, amountMinor]),
    [
      ['day', '2027-01-05', 200],
      ['day', '2027-01-20', 1_050],
      ['crossing', '2027-01-20', 400],
    ],
  );
  assert.deepEqual([crossed.achieved, crossed.accruedMinor, crossed.nextBand], ['550.00', 1_650, null]);
  assert.equal(await booked(of, 'rebate_accrual'), 1_650);

  const settle = (amountMinor: number, version: number | null) =>
    routes['incentives.settlePart'](staff(of), { params: { id: crossed.periodId ?? '' }, query: undefined, body: { amountMinor } }, { ifVersion: version });
  await assert.rejects(settle(1_651, crossed.version), refused('invalid_input', /Only 16.50 EUR accrued/));
  assert.equal((await settle(400, crossed.version)).settledMinor, 400);
  await assert.rejects(settle(1, crossed.version), refused('version_stale', /moved on/));

  // A version that holds from tomorrow has no say in a period that has begun.
  const rule = await routes['incentives.updateRule'](
    staff(of),
    { params: { id: ruleId }, query: undefined, body: { draft: { ...rebate, bands: [{ from: '0', reward: { kind: 'percent', percent: '90' } }] } } },
    { ifVersion: 2 },
  );
  await routes['incentives.publishRule'](
    staff(of),
    { params: { id: ruleId }, query: undefined, body: { effectiveFrom: '2027-01-22' } },
    { ifVersion: rule.version },
  );
  await tell(of, modules[0], receiptOf(of, '2027-03-31', [10_000]).id);
  at('2027-04-05T10:59:00Z');
  await incentives.accrue(of.tenantId);
  assert.equal((await period()).state, 'open', 'it is the 5th in Auckland');
  at('2027-04-05T12:01:00Z');
  await Promise.all(modules.map((module) => module.accrue(of.tenantId)));
  const closed = await period('closed');
  assert.deepEqual([closed.earnedMinor, closed.accruedMinor, closed.settledMinor], [1_950, 1_950, 1_950]);
  assert.deepEqual(
    (await earnings(of, 'rebate')).map(({ amount }) => amount),
    [400, 1_550],
  );
  assert.equal(await booked(of, 'rebate_accrual'), 0);

  // 650.00 less 350.00 is 300.00, in the first band: 3.00 are left of 19.50.
  await tell(of, modules[0], refundOf(big, '2027-04-06', [35_000]).id);
  at('2027-04-08T00:00:00Z');
  await Promise.all(modules.map((module) => module.accrue(of.tenantId)));
  await incentives.accrue(of.tenantId);
  assert.equal(
    (await earnings(of, 'rebate')).reduce((sum, { amount }) => sum + amount, 0),
    300,
  );
  assert.equal(await booked(of, 'rebate_accrual'), 0);
  assert.equal(await booked(of, 'rebate_cost'), -300);
  assert.deepEqual(await test_.db.reading(of.tenantId, (tx) => incentives.subLedger.sums(tx, of.tenantId, '2027-12-31')), []);
  // Another partner sees nothing of it; the one it is for does.
  const own = await routes['portalIncentives.progress'](partner(of, of.reseller), { ...none, query: { state: 'closed' } }, plain);
  assert.deepEqual(
    own.items.map(({ earnedMinor }) => earnedMinor),
    [300],
  );
  assert.deepEqual((await routes['portalIncentives.progress'](partner(of, of.other), { ...none, query: { state: 'closed' } }, plain)).items, []);
  await assert.rejects(routes['incentives.period'](staff(away), { ...none, params: { id: closed.periodId ?? '' } }, plain), refused('not_found', /period/));
});

test('a rebate without the target it asks for earns nothing and says so, until the enrolment says it', async () => {
  at('2027-01-02T09:00:00Z');
  const of = await scene('targets');
  const ruleId = await publish(of, 'Target', { ...rebate, against: 'target_percent', period: { ...rebate.period, timeZone: 'UTC' } });
  const enrolment = await routes['incentives.enrol'](
    staff(of),
    { ...none, body: { ruleId, partnerId: of.reseller, from: '2027-01-01', until: null, tier: null, target: null, baseline: null } },
    plain,
  );
  assert.match(enrolment.missing ?? '', /asks for a target/);
  await tell(of, modules[0], receiptOf(of, '2027-01-03', [20_000]).id);
  at('2027-01-05T09:00:00Z');
  await incentives.accrue(of.tenantId);
  const progress = async () => (await routes['incentives.progress'](staff(of), { ...none, query: { state: 'open' } }, plain)).items[0];
  assert.match((await progress())?.sentence ?? '', /says no target/);
  await routes['incentives.updateEnrolment'](
    staff(of),
    { params: { id: enrolment.id }, query: undefined, body: { target: '200' } },
    { ifVersion: enrolment.version },
  );
  await incentives.accrue(of.tenantId);
  assert.deepEqual(
    [(await progress())?.accruedMinor, (await progress())?.sentence, (await progress())?.band?.from, (await progress())?.nextBand?.missing],
    [200, null, '200.00', '800.00'],
  );
});

test('what is above the line waits; nobody of whom it is not is told; approved it is earned, with what was taken back', async () => {
  at('2027-01-02T09:00:00Z');
  const of = await scene('approvals');
  await publish(of, 'Above', { ...commission, caps: [], approveAbove: [{ amountMinor: 500, currency: 'EUR' }] });
  const [big, small, none_] = [receiptOf(of, '2027-01-02', [10_000]), receiptOf(of, '2027-01-02', [5_000]), receiptOf(of, '2027-01-02', [20_000])];
  await tell(of, modules[0], big.id, small.id, none_.id, refundOf(big, '2027-01-03', [4_000]).id);
  assert.deepEqual(
    (await earnings(of, 'commission')).map(({ amount }) => amount),
    [500],
  );
  const waiting = (await accrualsOf(of)).filter(({ state, reversesId }) => state === 'waiting' && reversesId === null);
  const [large, mid] = [waiting.find(({ amountMinor }) => amountMinor === 2_000), waiting.find(({ amountMinor }) => amountMinor === 1_000)];
  assert.ok(large && mid);
  await assert.rejects(
    routes['incentives.approve'](
      { ...staff(of), actor: { ...staff(of).actor, memberId: null } },
      { params: { id: mid.id }, query: undefined, body: {} },
      { ifVersion: 1 },
    ),
    refused('not_allowed', /A person/),
  );
  await assert.rejects(
    routes['incentives.approve'](staff(away), { params: { id: mid.id }, query: undefined, body: {} }, { ifVersion: 1 }),
    refused('not_found', /accrual/),
  );
  assert.equal((await routes['incentives.approve'](staff(of), { params: { id: mid.id }, query: undefined, body: {} }, { ifVersion: 1 })).state, 'earned');
  assert.equal(
    (await routes['incentives.decline'](staff(of), { params: { id: large.id }, query: undefined, body: { reason: 'Not ours' } }, { ifVersion: 1 })).state,
    'declined',
  );
  await assert.rejects(
    routes['incentives.approve'](staff(of), { params: { id: large.id }, query: undefined, body: {} }, plain),
    refused('conflict', /waits for no approval/),
  );
  assert.equal(
    (await earnings(of, 'commission')).reduce((sum, { amount }) => sum + amount, 0),
    500 + 1_000 - 400,
  );
  const file = await routes['incentives.export'](staff(of), { ...none, query: { from: '2027-01-01', to: '2027-02-01' } }, plain);
  assert.equal(file.text.trim().split('\r\n').length, 5);
});

test('spiffs are registered before the sale, by people of the partner; influence is claimed, decided by another, and stays in its pool', async () => {
  at('2027-01-02T09:00:00Z');
  const of = await scene('people');
  const spiff = await publish(of, 'Spiff', {
    kind: 'spiff',
    ...common,
    basis: 'booked',
    from: '2027-01-01',
    until: '2027-02-01',
    per: 'deal',
    everyNth: null,
    amounts: [{ amountMinor: 2_500, currency: 'EUR' }],
    capPerPerson: null,
  });
  const influence = await publish(of, 'Influence', {
    kind: 'influence',
    when: common.when,
    enrolled: false,
    holdDays: 0,
    approveAbove: null,
    currency: 'EUR',
    period: { every: 'month', firstMonth: 1, timeZone: 'UTC' },
    poolMinor: 1_500,
    pay: { kind: 'fixed', amountMinor: 1_000 },
    evidence: { touches: 'any', atLeast: 1 },
    approval: 'person',
  });
  await assert.rejects(
    routes['portalIncentives.registerSpiff'](partner(of, of.other, newId()), { ...none, body: { ruleId: spiff, dealId: of.dealId } }, plain),
    refused('not_found', /deal/),
  );
  await routes['portalIncentives.registerSpiff'](partner(of, of.reseller), { ...none, body: { ruleId: spiff, dealId: of.dealId } }, plain);
  await assert.rejects(
    routes['portalIncentives.registerSpiff'](partner(of, of.reseller), { ...none, body: { ruleId: spiff, dealId: of.dealId } }, plain),
    refused('conflict', /already/),
  );
  await assert.rejects(
    routes['portalIncentives.claim'](partner(of, of.reseller), { ...none, body: { ruleId: influence, dealId: of.dealId, note: 'We met them' } }, plain),
    refused('conflict', /asks for a touch of this partner/),
  );
  await test_.admin.query(
    `insert into touch (tenant_id, id, deal_id, partner_id, kind, at, by_name) values ($1, $2, $3, $4, 'meeting', $5, 'Pat'), ($1, $6, $3, $7, 'meeting', $5, 'Pat')`,
    [of.tenantId, newId(), of.dealId, of.reseller, now.toISOString(), newId(), of.other],
  );
  const evidenceOf = (context: Context) => routes['portalIncentives.evidence'](context, { ...none, query: { ruleId: influence, dealId: of.dealId } }, plain);
  const shows = await evidenceOf(partner(of, of.reseller));
  assert.deepEqual(
    shows.items.map(({ kind }) => kind),
    ['meeting'],
    'what another partner did is not told',
  );
  await assert.rejects(evidenceOf(partner(of, of.other)), refused('not_found', /deal/));
  await assert.rejects(
    routes['portalIncentives.claim'](
      partner(of, of.reseller),
      { ...none, body: { ruleId: influence, dealId: of.dealId, note: 'We met them', touchIds: [newId()] } },
      plain,
    ),
    refused('not_found', /touch/),
  );
  const claims = [
    await routes['portalIncentives.claim'](partner(of, of.reseller), { ...none, body: { ruleId: influence, dealId: of.dealId, note: 'We met them' } }, plain),
    await routes['incentives.claim'](staff(of), { ...none, body: { ruleId: influence, partnerId: of.other, dealId: of.dealId, note: 'They met them' } }, plain),
  ];
  assert.ok(claims[0] && claims[1]);
  const decide = (context: Context, id: string, approve = true) =>
    routes['incentives.decideClaim'](context, { params: { id }, query: undefined, body: { approve } }, { ifVersion: 1 });
  await assert.rejects(decide(staff(of), claims[1].id), refused('not_allowed', /Somebody else/));
  const other: Context = { ...staff(of, 1), actor: { ...staff(of, 1).actor, memberId: of.members[1] } };
  await Promise.all([decide(other, claims[0].id), decide(other, claims[1].id)]);
  assert.deepEqual(
    (await earnings(of, 'influence')).map(({ amount }) => amount).toSorted((a, b) => a - b),
    [500, 1_000],
  );
  assert.deepEqual(
    (await routes['portalIncentives.claims'](partner(of, of.other), { ...none, query: { limit: 10 } }, plain)).items.map(({ id }) => id),
    [claims[1].id],
  );

  const [first, second] = claims;
  const own = await routes['portalIncentives.getClaim'](partner(of, of.reseller), { ...none, params: { id: first.id } }, plain);
  assert.deepEqual([own.state, own.accrual, own.currency, own.earningId !== null], ['approved', 'earned', 'EUR', true]);
  const seller = partner(of, of.reseller);
  const seen = await routes['portalIncentives.getClaim'](
    { ...seller, actor: { ...seller.actor, role: 'partner_seller', scopes: new Set(['portal:deals'] as const) } },
    { ...none, params: { id: first.id } },
    plain,
  );
  assert.deepEqual([seen.accrual, seen.amountMinor, seen.earningId], ['earned', null, null], 'how much, only who may see money');
  await assert.rejects(
    routes['portalIncentives.getClaim'](partner(of, of.reseller), { ...none, params: { id: second.id } }, plain),
    refused('not_found', /claim/),
  );
  assert.equal((await evidenceOf(partner(of, of.reseller))).claimId, first.id);
  const registrations = () => routes['portalIncentives.spiffRegistrations'](partner(of, of.reseller), { ...none, query: { limit: 10 } }, plain);
  const standing = async () => (await registrations()).items.map(({ dealStatus, accrual, amountMinor }) => [dealStatus, accrual, amountMinor]);
  assert.deepEqual(await standing(), [['open', null, null]]);

  await test_.admin.query(`update deal set status = 'won', stage = 'won', closed_on = '2027-01-10' where tenant_id = $1 and id = $2`, [of.tenantId, of.dealId]);
  const won = {
    tenantId: of.tenantId,
    id: newId(),
    type: 'deal.stage_moved',
    recordType: 'deal',
    recordId: of.dealId,
    dealId: of.dealId,
    payload: { to: 'won' },
    at: now.toISOString(),
  };
  await Promise.all(modules.map((module) => module.onEvents([won, won])));
  assert.deepEqual(
    (await earnings(of, 'spiff')).map(({ amount }) => amount),
    [2_500],
  );
  assert.deepEqual(await standing(), [['won', 'earned', 2_500]]);
  await assert.rejects(
    routes['incentives.registerSpiff'](staff(of), { ...none, body: { ruleId: spiff, dealId: of.dealId, personId: of.person } }, plain),
    refused('conflict', /won already/),
  );
});

test('adoption pays above a baseline once a month, and takes back when the customer leaves; simulation and estimate write nothing', async () => {
  at('2027-01-02T09:00:00Z');
  const of = await scene('adoption');
  const productId = newId();
  await test_.admin.query(`insert into product (tenant_id, id, name, created_at, updated_at) values ($1, $2, 'Cloud', $3, $3)`, [
    of.tenantId,
    productId,
    now.toISOString(),
  ]);
  await test_.admin.query(`update deal set status = 'won', stage = 'won', closed_on = '2027-01-01' where tenant_id = $1 and id = $2`, [of.tenantId, of.dealId]);
  await test_.admin.query(
    `insert into usage_fact (tenant_id, account_id, product_id, metric, period, quantity, reported_at, reported_by) values ($1, $2, $3, 'hours', '2026-12', 100, $4, 'x'), ($1, $2, $3, 'hours', '2027-01', 150.5, $4, 'x')`,
    [of.tenantId, of.accountId, productId, now.toISOString()],
  );
  await publish(of, 'Adoption', {
    kind: 'adoption',
    ...common,
    currency: 'EUR',
    period: { every: 'month', firstMonth: 1, timeZone: 'UTC' },
    settleAfterDays: 3,
    productIds: [productId],
    metric: 'hours',
    baseline: 'previous_period',
    perUnit: '0.75',
    caps: [],
    clawbackDays: 60,
    when: [{ kind: 'everyone' }],
  });
  at('2027-02-03T09:00:00Z');
  await incentives.accrue(of.tenantId);
  assert.deepEqual(await earnings(of, 'adoption'), []);
  at('2027-02-04T09:00:00Z');
  await Promise.all(modules.map((module) => module.accrue(of.tenantId)));
  assert.deepEqual(
    (await earnings(of, 'adoption')).map(({ amount }) => amount),
    [3_788],
  );
  await test_.admin.query(
    `insert into subscription (tenant_id, id, number, name, account_id, origin_key, currency, time_zone, anchor_day, billing_months, timing, proration, starts_on, grid_from, state, cancelled_on, created_at, updated_at)
     values ($1, $2, 1, 'S', $3, 'o', 'EUR', 'UTC', 1, 1, 'advance', 'day', '2027-01-01', '2027-01-01', 'cancelled', '2027-03-01', $4, $4)`,
    [of.tenantId, newId(), of.accountId, now.toISOString()],
  );
  at('2027-03-02T09:00:00Z');
  await Promise.all(modules.map((module) => module.accrue(of.tenantId)));
  assert.equal(
    (await earnings(of, 'adoption')).reduce((sum, { amount }) => sum + amount, 0),
    0,
  );

  await tell(of, modules[0], receiptOf(of, '2027-03-02', [10_000]).id);
  const tried = await routes['incentives.simulate'](staff(of), { ...none, body: { document: commission, from: '2027-03-01', to: '2027-04-01' } }, plain);
  assert.deepEqual(
    tried.partners.map(({ partnerName, beforeMinor, afterMinor }) => [partnerName, beforeMinor, afterMinor]),
    [['Reseller', 0, 1_000]],
  );
  await publish(of, 'Estimated', commission);
  const shown = await routes['incentives.estimate'](
    staff(of),
    { params: { id: of.dealId }, query: undefined, body: { netMinor: 9_999, feeMinor: 0, currency: 'EUR', source: 'payment' } },
    plain,
  );
  assert.deepEqual([shown.held, shown.items.map(({ kind, amountMinor }) => [kind, amountMinor])], [null, [['commission', 1_000]]]);
  const unnamed = await routes['incentives.estimate'](
    staff(of),
    { params: { id: of.dealId }, query: undefined, body: { netMinor: 9_999, feeMinor: 0, currency: 'JPY', source: 'payment' } },
    plain,
  );
  assert.match(unnamed.held ?? '', /not said in JPY/);
  assert.deepEqual(await earnings(of, 'commission'), []);
});

test('another workspace sees none of it', async () => {
  assert.deepEqual((await routes['incentives.rules'](staff(away), { ...none, query: { retired: 'true' } }, plain)).items, []);
  assert.deepEqual(await accrualsOf(away), []);
  for (const [list, query] of [
    ['incentives.enrolments', {}],
    ['incentives.claims', {}],
    ['incentives.spiffRegistrations', {}],
    ['incentives.facts', {}],
  ] as const)
    assert.deepEqual((await routes[list](staff(away), { ...none, query: { ...query, limit: 10 } }, plain)).items, [], list);
  const [mine] = await accrualsOf(home);
  assert.ok(mine);
  await assert.rejects(routes['incentives.accrual'](staff(away), { ...none, params: { id: mine.id } }, plain), refused('not_found', /accrual/));
  const [rule] = (await routes['incentives.rules'](staff(home), { ...none, query: { retired: 'false' } }, plain)).items;
  await assert.rejects(routes['incentives.rule'](staff(away), { ...none, params: { id: rule?.id ?? '' } }, plain), refused('not_found', /programme/));
});
