import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { createDisbursementsModule } from '../modules/disbursements/index.ts';
import { feeOf, type FeeEntry } from '../modules/marketplaces/domain/fees.ts';
import type { Context } from '../platform/context.ts';
import { OutsideError } from '../platform/outside/index.ts';
import { systemContext } from '../platform/system-actor.ts';
import { disbursementsPorts } from './disbursements-ports.ts';
import { marketScene, type MarketScene } from './metering.fixture.ts';

const test_ = await testDatabase();
const DAY = 24 * 3_600_000;
let scene: MarketScene;
let other: MarketScene;
before(async () => {
  scene = await marketScene(test_, { slug: 'billing', buyers: 3 });
  other = await marketScene(test_, { slug: 'elsewhere', buyers: 1 });
});
after(async () => {
  await scene?.simulators.stop();
  await other?.simulators.stop();
});

const moduleOf = (of: MarketScene, access = of.access) =>
  createDisbursementsModule({
    database: test_.db,
    ports: disbursementsPorts({
      access,
      feeBasisPoints: (table, { day, currency, amountMinor }) =>
        feeOf(table as FeeEntry[], day, 'private', currency, BigInt(Math.abs(amountMinor))).basisPoints,
    }),
    now: () => new Date(of.clock.now),
    onError: (error) => assert.fail(String(error)),
  });
const contextOf = (of: MarketScene): Context => systemContext(of.tenantId, 'Tester', new Date(of.clock.now));
const routes = (of: MarketScene) => moduleOf(of).routes;
const call = { ifVersion: null };
const none = { params: undefined, query: undefined, body: undefined } as const;
const follow = (of: MarketScene, connectionId = of.connectionId) =>
  routes(of)['disbursements.follow'](contextOf(of), { ...none, body: { connectionId } }, call);
const figures = (of: MarketScene) => routes(of)['disbursements.figures'](contextOf(of), { ...none, query: {} }, call);
const lines = (of: MarketScene, query: { state?: 'matched' | 'unmatched' | 'apart'; dealId?: string; disbursementId?: string } = {}) =>
  routes(of)['disbursements.lines'](contextOf(of), { ...none, query: { limit: 200, ...query } }, call);
const payouts = (of: MarketScene) => routes(of)['disbursements.list'](contextOf(of), { ...none, query: { limit: 50 } }, call);
const ofDeal = (of: MarketScene, id: string) => routes(of)['disbursements.ofDeal'](contextOf(of), { ...none, params: { id } }, call);
const read = (of: MarketScene, id: string) => routes(of)['disbursements.read'](contextOf(of), { ...none, params: { id } }, call);
const events = async (of: MarketScene, type: string) =>
  (
    await test_.admin.query<{ deal_id: string | null; payload: Record<string, unknown> }>(
      'select deal_id, payload from outbox_event where tenant_id = $1 and type = $2 order by seq',
      [of.tenantId, type],
    )
  ).rows;
const acts = async (of: MarketScene) =>
  (
    await test_.admin.query<{ status: string; assignee_role: string }>(
      `select status, assignee_role from act where tenant_id = $1 and kind = 'billing_unmatched' order by opened_at`,
      [of.tenantId],
    )
  ).rows;
const refused = (code: string, words?: RegExp) => (error: unknown) =>
  error instanceof Problem && error.code === code && (words === undefined || words.test(error.message));

describe('the feed of AWS, from the sale to the bank', () => {
  let sourceId = '';
  test('what was invoiced is on its deals, with the fee, and nothing is counted twice', async () => {
    scene.clock.now += 3 * DAY;
    scene.act('run-invoices');
    const followed = await follow(scene);
    sourceId = followed.id;
    assert.equal((await follow(scene)).id, sourceId, 'followed once');
    const first = await read(scene, sourceId);
    assert.deepEqual([first.added, first.matched, first.unmatched, first.refused], [6, 6, 0, []]);
    scene.clock.now += 5 * 60_000;
    const again = await read(scene, sourceId);
    assert.deepEqual([again.added, again.known], [0, 6], 'the last minutes are read again');
    const [row] = (await figures(scene)).rows;
    assert.deepEqual([row?.invoicedMinor, row?.feeMinor, row?.netMinor, row?.paidMinor, row?.openMinor], [300_000, -9_000, 291_000, 0, 291_000]);
    const deal = await ofDeal(scene, scene.sold[0]?.dealId ?? '');
    assert.deepEqual([deal.totals[0]?.invoicedMinor, deal.totals[0]?.feeMinor, deal.totals[0]?.openMinor], [100_000, -3_000, 97_000]);
    assert.deepEqual(
      deal.feeChecks.map(({ expectedMinor, differs }) => [expectedMinor, differs]),
      [[-3_000, false]],
    );
  });

  test('a payout comes out even with its lines to the cent, and each deal is told', async () => {
    scene.act('pay-invoices', { buyerAccount: scene.sold[0]?.buyer ?? '' });
    scene.act('pay-invoices', { buyerAccount: scene.sold[1]?.buyer ?? '' });
    scene.act('run-disbursement');
    scene.clock.now += 2 * 3_600_000;
    assert.equal(await moduleOf(scene).tick(scene.tenantId), 5, 'the worker reads what is due');
    const [payout] = (await payouts(scene)).items;
    assert.deepEqual([payout?.state, payout?.amountMinor, payout?.linesMinor, payout?.differenceMinor, payout?.lines], ['reconciled', 194_000, 194_000, 0, 4]);
    assert.equal((await lines(scene, { disbursementId: payout?.id ?? '' })).items.length, 5);
    const told = await events(scene, 'disbursement.reconciled');
    assert.deepEqual(new Set(told.map(({ deal_id: id }) => id)), new Set([scene.sold[0]?.dealId, scene.sold[1]?.dealId]));
    assert.equal(told.length, 2);
    assert.ok(told.every(({ payload }) => payload['paidMinor'] === 97_000));
    const deal = await ofDeal(scene, scene.sold[0]?.dealId ?? '');
    assert.deepEqual([deal.totals[0]?.paidMinor, deal.totals[0]?.openMinor], [97_000, 0]);
    assert.equal((await ofDeal(scene, scene.sold[2]?.dealId ?? '')).totals[0]?.openMinor, 97_000);
  });

  test('a refund gives the fee back; a fee that is not the table’s is flagged', async () => {
    const { items } = await lines(scene, { dealId: scene.sold[0]?.dealId ?? '' });
    scene.act('set-marketplace', { listingFeePercent: '5' });
    scene.act('refund-invoice', { invoiceId: items.find(({ invoiceKey }) => invoiceKey !== null)?.invoiceKey ?? '', amount: '100.00' });
    scene.clock.now += 2 * DAY;
    await moduleOf(scene).tick(scene.tenantId);
    const deal = await ofDeal(scene, scene.sold[0]?.dealId ?? '');
    assert.deepEqual([deal.totals[0]?.refundMinor, deal.totals[0]?.feeMinor, deal.totals[0]?.openMinor], [-10_000, -2_500, -9_500]);
    const { items: differing } = await routes(scene)['disbursements.feeDifferences'](contextOf(scene), { ...none, query: {} }, call);
    assert.equal(differing.length, 1);
    assert.equal(differing[0]?.dealId, scene.sold[0]?.dealId);
    assert.match(differing[0]?.sentence ?? '', /agreed 3 %/);
  });

  test('a line whose agreement is not known waits in the queue, finance is asked, and it finds its deal when the agreement comes', async () => {
    const { agreementId, dealId } = scene.sold[2] ?? assert.fail();
    await test_.admin.query(`update agreement set external_id = external_id || '-later' where tenant_id = $1 and id = $2`, [scene.tenantId, agreementId]);
    scene.act('pay-invoices', { buyerAccount: scene.sold[2]?.buyer ?? '' });
    scene.act('run-disbursement');
    scene.clock.now += 2 * DAY;
    await moduleOf(scene).tick(scene.tenantId);
    const queue = (await lines(scene, { state: 'unmatched' })).items;
    assert.ok(queue.length >= 2);
    assert.deepEqual(await acts(scene), [{ status: 'open', assignee_role: 'finance' }]);
    assert.equal((await events(scene, 'disbursement.unmatched')).length, 1);
    assert.equal((await figures(scene)).unmatched, queue.length);
    await test_.admin.query(`update agreement set external_id = replace(external_id, '-later', '') where tenant_id = $1 and id = $2`, [
      scene.tenantId,
      agreementId,
    ]);
    await moduleOf(scene).tick(scene.tenantId);
    assert.equal((await lines(scene, { state: 'unmatched' })).items.length, 0);
    assert.deepEqual(
      (await acts(scene)).map(({ status }) => status),
      ['done'],
    );
    assert.ok((await events(scene, 'disbursement.matched')).some(({ deal_id: id }) => id === dealId));
    assert.equal((await ofDeal(scene, dealId)).totals[0]?.openMinor, 0);
  });

  test('a feed that cannot be read keeps its place and says why', async () => {
    const failing = moduleOf(scene, () => Promise.reject(new OutsideError('auth', 'The key has expired. Enter a new one.')));
    scene.clock.now += 2 * DAY;
    await failing.tick(scene.tenantId);
    const [source] = (await routes(scene)['disbursements.sources'](contextOf(scene), { ...none, query: { limit: 50 } }, call)).items;
    assert.equal(source?.sentence, 'The key has expired. Enter a new one.');
    await assert.rejects(
      failing.routes['disbursements.read'](contextOf(scene), { ...none, params: { id: sourceId } }, call),
      refused('unavailable', /expired/),
    );
    await read(scene, sourceId);
    assert.equal((await routes(scene)['disbursements.sources'](contextOf(scene), { ...none, query: { limit: 50 } }, call)).items[0]?.sentence, null);
  });

  test('lines are never changed, by nobody', async () => {
    for (const statement of [
      'update billing_line set amount_minor = 0',
      'delete from billing_line',
      'update usage_record set quantity = 0',
      'delete from usage_record',
    ])
      await assert.rejects(
        test_.db.inTenant(scene.tenantId, async (tx) => {
          const { sql } = await import('kysely');
          await sql.raw(statement).execute(tx);
        }),
        /permission denied/,
      );
  });
});

describe('files of other marketplaces', () => {
  const upload = (of: MarketScene, csv: string, more: { mapping?: Record<string, string>; currency?: string } = {}) =>
    routes(of)['disbursements.upload'](contextOf(of), { ...none, body: { marketplace: 'Niche Store', fileName: 'report.csv', csv, ...more } }, call);
  let agreementId = '';
  before(async () => {
    const marketplaceId = newId();
    agreementId = newId();
    await test_.admin.query(
      `insert into marketplace (tenant_id, id, kind, name, definition, created_at, updated_at) values ($1, $2, 'configured', 'Niche store', '{}', now(), now())`,
      [scene.tenantId, marketplaceId],
    );
    await test_.admin.query(
      `insert into agreement (tenant_id, id, marketplace_id, external_id, external_product_id, deal_id, status, buyer_account, currency, amount_minor, news_at, seen_at) values ($1, $2, $3, 'O-1', 'P', $4, 'active', 'B-7', 'EUR', 123456, now(), now())`,
      [scene.tenantId, agreementId, marketplaceId, scene.sold[1]?.dealId],
    );
  });
  const csv = [
    'Nr;Art;Betrag;Tag;Bestellung;Zahlung;Kunde',
    'N1;Umsatz;1.234,56;31.01.2027;O-1;Z-1;Muster GmbH',
    'N2;Gebühr;123,46;31.01.2027;O-1;Z-1;Muster GmbH',
    'N3;Umsatz;10,00;31.01.2027;;Z-1;Buyer 1',
    'N4;Auszahlung;1.121,10;15.02.2027;;Z-1;',
    'N5;Umsatz;viel;31.01.2027;O-1;;',
  ].join('\n');
  const mapping = { key: 'Nr', type: 'Art', amount: 'Betrag', occurredAt: 'Tag', agreement: 'Bestellung', disbursement: 'Zahlung', buyerName: 'Kunde' };

  test('a file is read by its mapping, which is kept; its payout is held against its lines', async () => {
    await assert.rejects(upload(scene, csv), refused('invalid_input', /Say which columns/));
    const first = await upload(scene, csv, { mapping, currency: 'EUR' });
    assert.deepEqual([first.added, first.matched, first.unmatched, first.refused.map(({ row }) => row)], [7, 4, 2, [6]]);
    const again = await upload(scene, csv, { currency: 'EUR' });
    assert.deepEqual([again.added, again.known], [0, 7], 'the mapping is known by now');
    const payout = (await payouts(scene)).items.find(({ key }) => key === 'Z-1');
    assert.deepEqual([payout?.state, payout?.amountMinor, payout?.linesMinor, payout?.unmatched], ['reconciled', 112_110, 112_110, 1]);
    const changed = await upload(scene, csv.replace('1.234,56', '1.234,57'), { currency: 'EUR' });
    assert.match(changed.refused.map(({ sentence }) => sentence).join(' '), /never change/);
  });

  test('a person matches a line with a reason, takes it off again, and it stays where the person put it', async () => {
    const [line] = (await lines(scene, { state: 'unmatched' })).items.filter(({ action }) => action === 'invoiced');
    assert.ok(line);
    const candidates = await routes(scene)['disbursements.candidates'](contextOf(scene), { ...none, params: { id: line.id } }, call);
    assert.deepEqual(
      candidates.candidates.map((each) => each.agreementId),
      [agreementId],
    );
    assert.ok((candidates.candidates[0]?.reasons.length ?? 0) > 0);
    const match = (of: MarketScene, agreement: string, id = line.id) =>
      routes(of)['disbursements.match'](contextOf(of), { ...none, params: { id }, body: { agreementId: agreement, reason: 'The buyer said so' } }, call);
    await assert.rejects(match(other, agreementId), refused('not_found'));
    await assert.rejects(match(scene, other.sold[0]?.agreementId ?? ''), refused('not_found'));
    await assert.rejects(match(scene, scene.sold[0]?.agreementId ?? ''), refused('conflict', /EUR/));
    const matched = await match(scene, agreementId);
    assert.deepEqual([matched.state, matched.byHand, matched.dealId, matched.note], ['matched', true, scene.sold[1]?.dealId, 'The buyer said so']);
    await assert.rejects(match(scene, agreementId), refused('conflict', /already/));
    const off = await routes(scene)['disbursements.unmatch'](contextOf(scene), { ...none, params: { id: line.id }, body: { reason: 'It was another' } }, call);
    assert.deepEqual([off.state, off.dealId], ['unmatched', null]);
    await moduleOf(scene).tick(scene.tenantId);
    assert.ok((await lines(scene, { state: 'unmatched' })).items.some(({ id }) => id === line.id));
    const { rows } = await test_.admin.query<{ operation: string; reason: string }>(
      'select operation, reason from audit_entry where tenant_id = $1 and record_id = $2 order by id',
      [scene.tenantId, line.id],
    );
    assert.deepEqual(
      rows.map(({ operation, reason }) => [operation, reason]),
      [
        ['disbursements.match', 'The buyer said so'],
        ['disbursements.unmatch', 'It was another'],
      ],
    );
  });

  test('a line that is nobody’s is written off with a reason, leaves the queue and not the balance, and is taken back', async () => {
    const [line] = (await lines(scene, { state: 'unmatched' })).items.filter(({ kind }) => kind !== 'payout');
    assert.ok(line);
    const of = { ...none, params: { id: line.id } };
    const giveUp = () => routes(scene)['disbursements.writeOff'](contextOf(scene), { ...of, body: { reason: 'A test charge of theirs' } }, call);
    const before = await figures(scene);
    const off = await giveUp();
    assert.deepEqual([off.state, off.byHand, off.note, off.agreementId], ['apart', true, 'A test charge of theirs', null]);
    await assert.rejects(giveUp(), refused('conflict', /written off already/));
    const after = await figures(scene);
    assert.deepEqual(after.rows, before.rows);
    assert.equal(after.unmatched, before.unmatched - 1);
    await moduleOf(scene).tick(scene.tenantId);
    assert.ok(
      (await lines(scene, { state: 'apart' })).items.some(({ id }) => id === line.id),
      'nobody takes it up again',
    );
    const back = await routes(scene)['disbursements.unmatch'](contextOf(scene), { ...of, body: { reason: 'Taken back' } }, call);
    assert.equal(back.state, 'unmatched');
    const [payout] = (await lines(scene, { state: 'apart' })).items.filter(({ kind }) => kind === 'payout');
    assert.ok(payout);
    await assert.rejects(
      routes(scene)['disbursements.unmatch'](contextOf(scene), { ...none, params: { id: payout.id }, body: { reason: 'No' } }, call),
      refused('conflict'),
    );
  });

  test('a payout that does not come out even is shown as such', async () => {
    await upload(
      scene,
      ['Nr;Art;Betrag;Tag;Bestellung;Zahlung;Kunde', 'M1;Umsatz;50,00;01.03.2027;O-1;Z-2;', 'M2;Auszahlung;49,99;02.03.2027;;Z-2;'].join('\n'),
      { currency: 'EUR' },
    );
    const payout = (await payouts(scene)).items.find(({ key }) => key === 'Z-2');
    assert.deepEqual([payout?.state, payout?.differenceMinor], ['differs', -1]);
    assert.equal((await events(scene, 'disbursement.differs')).length, 1);
  });

  test('another workspace sees none of it', async () => {
    assert.deepEqual([(await lines(other)).items, (await payouts(other)).items, (await figures(other)).rows], [[], [], []]);
    await assert.rejects(ofDeal(other, scene.sold[0]?.dealId ?? ''), refused('not_found'));
    await assert.rejects(follow(other, scene.connectionId), refused('not_found'));
  });
});
