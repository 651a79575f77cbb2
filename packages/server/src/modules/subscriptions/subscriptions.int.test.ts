import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { createWorkspace } from '../workspaces/index.ts';
import { newAccount, newDeal, scene, type Scene } from './subscriptions.fixture.ts';

const NONE = { ifVersion: null };
const db = await testDatabase();

let count = 0;
async function fresh(start: string): Promise<Scene & { accountId: string }> {
  count += 1;
  const workspace = await db.db.inSystem((tx) => createWorkspace(tx, { slug: `w${count}`, name: `W${count}`, baseCurrency: 'EUR', now: new Date(start) }));
  return { ...scene(db.db, workspace.id, start), accountId: await newAccount(db.db, workspace.id) };
}
type Local = Awaited<ReturnType<typeof fresh>>;
const unit = (unitPrice: string) => ({ kind: 'unit' as const, unitPrice, freeUnits: '0' });

async function subscribe(s: Local, over: Record<string, unknown> = {}, items: Record<string, unknown>[] = [{ price: unit('31.00') }]) {
  return s.module.routes['subscriptions.create'](
    s.context(),
    {
      params: undefined,
      query: undefined,
      body: {
        key: newId(),
        name: 'Cloud suite',
        accountId: s.accountId,
        dealId: null,
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
        anchorDay: 1,
        billingMonths: 1,
        timing: 'advance' as const,
        proration: 'day' as const,
        startsOn: '2026-03-01',
        termMonths: 12,
        autoRenew: false,
        renewalNoticeDays: 90,
        minimumMinor: null,
        ...over,
        items: items.map((item) => ({
          kind: 'recurring' as const,
          productId: null,
          vendorId: null,
          description: 'Seats',
          quantity: '1',
          price: unit('31.00'),
          taxCategory: 'S',
          meterId: null,
          subject: null,
          ...item,
        })),
      },
    },
    NONE,
  );
}
const amounts = async (s: Local, subscriptionId?: string) =>
  (
    await db.admin.query<{ kind: string; amount_minor: string; period_from: string | null; period_to: string | null }>(
      'select kind, amount_minor, period_from::text, period_to::text from charge where tenant_id = $1 and ($2::uuid is null or subscription_id = $2) order by id',
      [s.tenantId, subscriptionId ?? null],
    )
  ).rows.map((row) => [row.kind, Number(row.amount_minor), row.period_from, row.period_to]);
const total = async (s: Local): Promise<number> => (await amounts(s)).reduce((sum, row) => sum + Number(row[1]), 0);
const change = (s: Local, id: string, body: Parameters<Local['module']['routes']['subscriptions.change']>[1]['body']) =>
  s.module.routes['subscriptions.change'](s.context(), { params: { id }, query: undefined, body }, NONE);

async function meter(s: Local, over: Record<string, unknown> = {}) {
  return s.module.routes['meters.create'](
    s.context(),
    {
      params: undefined,
      query: undefined,
      body: {
        key: `calls${count}`,
        name: 'Calls',
        unit: 'call',
        aggregation: 'sum' as const,
        dimensions: [],
        productId: null,
        graceHours: 0,
        latestDays: 62,
        active: true,
        ...over,
      },
    },
    NONE,
  );
}
const ingest = (s: Local, events: { id: string; meter: string; subject: string; at: string; quantity?: string | number; value?: string }[]) =>
  s.module.routes['meters.ingest'](s.context(), { params: undefined, query: undefined, body: { events } }, NONE);

test('in advance: each period once, whatever two workers and repeats do, in the contract’s own zone', async () => {
  const s = await fresh('2026-02-28T23:30:00Z'); // already 1 March in Berlin
  const one = await subscribe(s, { startsOn: '2026-02-15' });
  assert.deepEqual(await amounts(s), [
    ['proration', 1550, '2026-02-15', '2026-03-01'],
    ['recurring', 3100, '2026-03-01', '2026-04-01'],
  ]);
  const far = await subscribe(s, { timeZone: 'America/New_York', startsOn: '2026-03-01' });
  assert.equal((await amounts(s, far.id)).length, 0);
  s.clock.now = new Date('2026-04-30T22:00:00Z');
  await Promise.all([s.module.work(s.tenantId), s.module.work(s.tenantId), s.module.chargeDue(s.context()), s.module.chargeDue(s.context())]);
  await s.module.work(s.tenantId);
  assert.equal((await amounts(s, one.id)).length, 4); // to 1 May, which has begun in Berlin
  assert.equal((await amounts(s, far.id)).length, 2);
});

test('an upgrade gives back the exact complement and charges the rest; the preview is what is done', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  const sub = await subscribe(s, {}, [{ price: unit('12.00') }]);
  s.clock.now = new Date('2026-03-23T10:00:00Z');
  const item = sub.items[0]?.id ?? '';
  const body = { kind: 'upgrade' as const, itemId: item, price: unit('14.85') };
  const preview = await s.module.routes['subscriptions.previewChange'](s.context(), { params: { id: sub.id }, query: undefined, body }, NONE);
  assert.deepEqual(
    preview.lines.map(({ amountMinor }) => amountMinor),
    [-348, 431],
  );
  assert.equal(preview.sentence, 'Seats from 2026-03-23 on, at another price.');
  await change(s, sub.id, body);
  assert.deepEqual(
    (await amounts(s)).map(([kind, amount]) => [kind, amount]),
    [
      ['recurring', 1200],
      ['credit', -348],
      ['proration', 431],
    ],
  );
  await assert.rejects(change(s, sub.id, { kind: 'upgrade', itemId: item, quantity: '2' }), /ends on/);
  await assert.rejects(
    s.module.routes['subscriptions.change'](s.context(), { params: { id: sub.id }, query: undefined, body }, { ifVersion: 1 }),
    /changed in the meantime/,
  );
});

test('pause, resume and cancel: a charge is never given back twice, and nothing is charged in between', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  const sub = await subscribe(s);
  s.clock.now = new Date('2026-03-11T08:00:00Z');
  const paused = await s.module.routes['subscriptions.pause'](s.context(), { params: { id: sub.id }, query: undefined, body: { reason: 'Rebuilding' } }, NONE);
  assert.equal(paused.state, 'paused');
  assert.equal(await total(s), 1000);
  s.clock.now = new Date('2026-05-21T08:00:00Z');
  await s.module.work(s.tenantId);
  assert.equal(await total(s), 1000);
  await s.module.routes['subscriptions.resume'](s.context(), { params: { id: sub.id }, query: undefined, body: {} }, NONE);
  assert.equal(await total(s), 1000 + 1100);
  await s.module.routes['subscriptions.cancel'](
    s.context(),
    { params: { id: sub.id }, query: undefined, body: { effectiveOn: '2026-05-26', reason: 'Closed' } },
    NONE,
  );
  assert.equal(await total(s), 1000 + 500);
  s.clock.now = new Date('2026-09-01T08:00:00Z');
  await s.module.work(s.tenantId);
  assert.equal(await total(s), 1500);
  const ended = await s.module.routes['subscriptions.get'](s.context(), { params: { id: sub.id }, query: undefined, body: undefined }, NONE);
  assert.equal(ended.state, 'cancelled');
});

test('a cancellation that is still to come is taken back: it goes on, and costs what it would have cost', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  const sub = await subscribe(s);
  const act = { params: { id: sub.id }, query: undefined };
  const cancel = (effectiveOn: string) => s.module.routes['subscriptions.cancel'](s.context(), { ...act, body: { effectiveOn, reason: 'Closed' } }, NONE);
  const resume = () => s.module.routes['subscriptions.resume'](s.context(), { ...act, body: {} }, NONE);
  await assert.rejects(resume(), /not paused/);
  await cancel('2026-03-21');
  assert.equal(await total(s), 2000);
  const kept = await resume();
  assert.deepEqual([kept.state, kept.cancelledOn, kept.changes[0]?.sentence], ['active', null, 'It no longer ends on 2026-03-21.']);
  s.clock.now = new Date('2026-04-01T08:00:00Z');
  await s.module.work(s.tenantId);
  assert.equal(await total(s), 3100 + 3100);
  await cancel('2026-04-01');
  await assert.rejects(resume(), /cancelled/);
});

test('co-terming moves the billing day where what is charged ends', async () => {
  const s = await fresh('2026-06-20T08:00:00Z');
  const sub = await subscribe(s, { startsOn: '2026-06-20', anchorDay: 20, termMonths: null }, [{ price: unit('10.00') }]);
  await change(s, sub.id, { kind: 'co_term', anchorDay: 17 });
  s.clock.now = new Date('2026-08-17T08:00:00Z');
  await s.module.work(s.tenantId);
  assert.deepEqual(await amounts(s), [
    ['recurring', 1000, '2026-06-20', '2026-07-20'],
    ['proration', 903, '2026-07-20', '2026-08-17'],
    ['recurring', 1000, '2026-08-17', '2026-09-17'],
  ]);
});

test('usage: counted once, refused by row, rated at the end of the period, late events charged as the difference', async () => {
  const s = await fresh('2026-03-01T00:30:00Z');
  const m = await meter(s);
  const sub = await subscribe(s, { timing: 'arrears' }, [{ kind: 'usage', meterId: m.id, subject: 'halden', price: unit('10') }]);
  s.clock.now = new Date('2026-03-31T21:00:00Z');
  const event = (id: string, at: string, quantity: string | number = 1, subject = 'halden') => ({ id, meter: m.key, subject, at, quantity });
  const taken = await ingest(s, [
    event('a', '2026-03-02T10:00:00Z', 3),
    event('b', '2026-03-31T20:00:00Z', '2'),
    event('a', '2026-03-02T10:00:00.000Z', '3'),
    event('a', '2026-03-02T10:00:00Z', 4),
    event('c', '2026-02-30T10:00:00Z'),
    event('d', '2026-04-02T10:00:00Z'),
    event('e', '2026-03-02T10:00:00Z', -1),
    { ...event('f', '2026-03-02T10:00:00Z'), meter: 'nothing' },
    event('g', '2025-03-02T10:00:00Z'),
    event('h', '2026-02-28T22:59:59Z', 7),
  ]);
  assert.deepEqual(
    [taken.accepted, taken.repeated, taken.refused.map(({ row, code }) => [row, code])],
    [
      3,
      1,
      [
        [3, 'other_content'],
        [4, 'bad_time'],
        [5, 'in_future'],
        [6, 'bad_quantity'],
        [7, 'unknown_meter'],
        [8, 'too_late'],
      ],
    ],
  );
  const again = await ingest(s, [event('a', '2026-03-02T10:00:00Z', 3), event('b', '2026-03-31T20:00:00Z', 9)]);
  assert.deepEqual([again.accepted, again.repeated, again.refused.map(({ code }) => code)], [0, 1, ['other_content']]);
  await s.module.work(s.tenantId);
  assert.equal((await amounts(s)).length, 0); // 31 March still runs in Berlin until 22:00 UTC
  s.clock.now = new Date('2026-04-01T06:00:00Z');
  await Promise.all([s.module.work(s.tenantId), s.module.work(s.tenantId)]);
  await s.module.work(s.tenantId);
  assert.deepEqual(await amounts(s), [['usage', 5000, '2026-03-01', '2026-04-01']]);
  await ingest(s, [event('late', '2026-03-20T10:00:00Z', 2), event('next', '2026-04-01T05:00:00Z', 3)]);
  await Promise.all([s.module.work(s.tenantId), s.module.work(s.tenantId)]);
  await s.module.work(s.tenantId);
  s.clock.now = new Date('2026-05-01T06:00:00Z');
  await s.module.work(s.tenantId);
  assert.deepEqual(
    (await amounts(s)).map(([, amount, from]) => [amount, from]),
    [
      [5000, '2026-03-01'],
      [2000, '2026-03-01'],
      [3000, '2026-04-01'],
    ],
  );
  const running = await s.module.routes['meters.running'](s.context(), { params: { id: sub.id }, query: undefined, body: undefined }, NONE);
  assert.deepEqual(
    running.charged.map(({ quantity, corrections }) => [quantity, corrections]),
    [
      ['3', 0],
      ['7', 1],
    ],
  );
  const rejected = await s.module.routes['meters.rejections'](s.context(), { params: undefined, query: { limit: 50 }, body: undefined }, NONE);
  assert.equal(rejected.items.length, 7);
});

test('what was used of a deal, by who makes it: charged amounts with their corrections, and nothing that is not usage', async () => {
  const s = await fresh('2026-03-01T00:30:00Z');
  const dealId = await db.db.inTenant(s.tenantId, (tx) => newDeal(tx, s.tenantId, s.clock.now));
  const m = await meter(s);
  const [first, second] = [newId(), newId()];
  await db.admin.query(
    "insert into partner (tenant_id, id, name, status, types, created_at, updated_at) select $1, id, 'Maker', 'active', '{isv}', now(), now() from unnest($2::uuid[]) as p(id)",
    [s.tenantId, [first, second]],
  );
  const used = (of: string, vendorId: string) => ({ kind: 'usage', meterId: m.id, subject: of, price: unit('10'), vendorId });
  await subscribe(s, { timing: 'arrears', dealId }, [used('one', first), used('two', second), { vendorId: second, price: unit('500') }]);
  const shares = (until: string, currency = 'EUR') => db.db.reading(s.tenantId, (tx) => s.module.meteredByVendor(tx, s.tenantId, { dealId, currency, until }));
  const event = (id: string, subject: string, quantity: number) => ({ id, meter: m.key, subject, at: '2026-03-10T10:00:00Z', quantity });
  s.clock.now = new Date('2026-03-31T21:00:00Z');
  await ingest(s, [event('a', 'one', 3), event('b', 'two', 1)]);
  assert.equal(await shares('2026-03-31'), null);
  s.clock.now = new Date('2026-04-01T06:00:00Z');
  await s.module.work(s.tenantId);
  await ingest(s, [event('late', 'two', 2)]);
  await s.module.work(s.tenantId);
  assert.deepEqual(await shares('2026-04-01'), new Map([[first, 3_000n] as const, [second, 3_000n] as const].toSorted(([a], [b]) => (a < b ? -1 : 1))));
  assert.deepEqual([await shares('2026-04-01', 'USD'), await shares('2027-04-02')], [null, null]);
});

test('max, unique, last and time-weighted; a zone half an hour off', async () => {
  const s = await fresh('2026-03-01T00:30:00Z');
  for (const [aggregation, expected] of [
    ['max', '9'],
    ['unique', '2'],
    ['last', '4'],
    ['time_weighted', '3162.5'],
  ] as const) {
    const m = await meter(s, { key: `m_${aggregation}`, aggregation });
    const sub = await subscribe(s, { timing: 'arrears', timeZone: 'Asia/Kolkata' }, [{ kind: 'usage', meterId: m.id, subject: 'x', price: unit('1') }]);
    s.clock.now = new Date('2026-03-31T19:00:00Z');
    const at = (id: string, when: string, quantity: number, value: string) => ({
      id: `${aggregation}${id}`,
      meter: m.key,
      subject: 'x',
      at: when,
      quantity,
      value,
    });
    await ingest(s, [
      at('1', '2026-03-01T00:00:00Z', 5, 'u'),
      at('2', '2026-03-10T00:00:00Z', 9, 'v'),
      at('3', '2026-03-31T18:00:00Z', 4, 'u'),
      at('4', '2026-03-31T18:45:00Z', 99, 'w'),
    ]);
    if (aggregation === 'unique') {
      const told = await ingest(s, [at('2', '2026-03-10T00:00:00Z', 9, 'v'), at('3', '2026-03-31T18:00:00Z', 4, 'other')]);
      assert.deepEqual([told.accepted, told.repeated, told.refused.map(({ row, code }) => [row, code])], [0, 1, [[1, 'other_content']]]);
    }
    if (aggregation === 'time_weighted') await ingest(s, [at('0', '2026-03-01T00:00:01Z', 0, 'u'), at('5', '2026-03-17T18:00:00Z', 0, 'u')]);
    await s.module.work(s.tenantId);
    const { charged } = await s.module.routes['meters.running'](s.context(), { params: { id: sub.id }, query: undefined, body: undefined }, NONE);
    const [only] = charged;
    if (aggregation !== 'time_weighted') assert.equal(only?.quantity, expected, aggregation);
    // 5 for one second, 9 from 10 to 17 March 18:00 (186 h), 4 for the last half hour of the month.
    else assert.equal(only?.quantity, '1676.001389');
  }
});

test('credit pays usage in the stated order, and a correction draws again', async () => {
  const s = await fresh('2026-03-01T00:30:00Z');
  const m = await meter(s, { key: 'gb' });
  await subscribe(s, { timing: 'arrears' }, [{ kind: 'usage', meterId: m.id, subject: 'h', price: unit('10') }]);
  const grant = (key: string, granted: string, over: Record<string, unknown>) =>
    s.module.routes['grants.add'](
      s.context(),
      {
        params: undefined,
        query: undefined,
        body: {
          key,
          accountId: s.accountId,
          subscriptionId: null,
          kind: 'money',
          currency: 'EUR',
          meterId: null,
          source: 'prepaid',
          description: key,
          priority: 0,
          granted,
          expiresOn: null,
          price: null,
          ...over,
        },
      },
      NONE,
    );
  await grant('never', '100000', { grantedOn: '2026-01-01' });
  await grant('soon', '1500', { grantedOn: '2026-02-01', expiresOn: '2026-04-30' });
  await grant('sold', '5', { price: { amountMinor: 4, currency: 'EUR' }, expiresOn: '2026-03-02' });
  await grant('sold', '5', { price: { amountMinor: 4, currency: 'EUR' } });
  await ingest(s, [{ id: 'a', meter: m.key, subject: 'h', at: '2026-03-01T00:00:00Z', quantity: 2 }]);
  s.clock.now = new Date('2026-04-01T06:00:00Z');
  await s.module.work(s.tenantId);
  const left = async () =>
    (await s.module.routes['grants.list'](s.context(), { params: undefined, query: { limit: 50 }, body: undefined }, NONE)).items.map(
      ({ description, left: rest }) => [description, rest],
    );
  assert.deepEqual(await left(), [
    ['sold', '0'],
    ['soon', '0'],
    ['never', '99505'],
  ]);
  assert.deepEqual(
    (await amounts(s)).map(([kind, amount]) => [kind, amount]),
    [
      ['one_off', 4],
      ['usage', 2000],
      ['credit', -2000],
    ],
  );
  await ingest(s, [{ id: 'b', meter: m.key, subject: 'h', at: '2026-03-05T00:00:00Z', quantity: 1 }]);
  await s.module.work(s.tenantId);
  assert.deepEqual(await left(), [
    ['sold', '0'],
    ['soon', '0'],
    ['never', '98505'],
  ]);
  assert.equal(await total(s), 4);
});

test('least spend of a period: the rest is charged at its end, once', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  await subscribe(s, { minimumMinor: 1_000_000 }, [{ price: unit('100.00') }]);
  s.clock.now = new Date('2026-04-01T08:00:00Z');
  await s.module.work(s.tenantId);
  await s.module.work(s.tenantId);
  assert.deepEqual(
    (await amounts(s)).map(([kind, amount]) => [kind, amount]),
    [
      ['recurring', 10_000],
      ['recurring', 10_000],
      ['commitment', 990_000],
    ],
  );
});

/** An order of something once, by the year and by the month. */
function order(s: Local, dealId: string, key: string): void {
  const line = {
    productId: null,
    vendorId: null,
    quantity: '1',
    taxCategory: 'S',
    meterId: null,
    subject: null,
    rule: null,
    explanation: { sentence: 'x', rule: null, inputs: [], steps: [], evidence: [] },
  };
  s.quotes.set(dealId, {
    key,
    quoteId: newId(),
    dealId,
    accountId: s.accountId,
    name: 'Bundle',
    currency: 'EUR',
    acceptedOn: '2026-03-01',
    terms: {
      timeZone: 'Europe/Berlin',
      startsOn: '2026-03-01',
      termMonths: 12,
      anchorDay: null,
      timing: 'advance',
      proration: 'day',
      autoRenew: false,
      renewalNoticeDays: 90,
      minimumMinor: null,
    },
    lines: [
      { ...line, key: 'setup', kind: 'one_off', description: 'Setup', price: null, amountMinor: 50_000, billingMonths: null },
      { ...line, key: 'seats', kind: 'recurring', description: 'Seats', price: unit('100'), amountMinor: null, billingMonths: 12 },
      { ...line, key: 'support', kind: 'recurring', description: 'Support', price: unit('10'), amountMinor: null, billingMonths: 1 },
    ],
  });
}

test('an order follows once from an accepted quote; its charges are claimed once, by one invoice', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  const dealId = await db.db.inTenant(s.tenantId, (tx) => newDeal(tx, s.tenantId, s.clock.now));
  order(s, dealId, 'q1:2');
  const event = {
    tenantId: s.tenantId,
    id: newId(),
    type: 'deal.stage_moved',
    recordType: 'deal',
    recordId: dealId,
    dealId,
    payload: { from: 'committed', to: 'won' },
    at: s.clock.now.toISOString(),
  };
  await Promise.all([s.module.onEvents([event]), s.module.onEvents([event, { ...event, type: 'quote.accepted' }])]);
  assert.deepEqual(
    (await amounts(s)).map(([kind, amount]) => [kind, amount]).sort((one, other) => (String(one) < String(other) ? -1 : 1)),
    [
      ['one_off', 50_000],
      ['recurring', 1000],
      ['recurring', 10_000],
    ].sort((one, other) => (String(one) < String(other) ? -1 : 1)),
  );
  const open = await db.db.reading(s.tenantId, (tx) => s.module.openCharges(tx, s.tenantId, { accountId: s.accountId, currency: 'EUR', until: '2026-03-31' }));
  const ids = open.map(({ id }) => id);
  const [first, second] = [newId(), newId()];
  const claim = (invoiceId: string) => db.db.inTenant(s.tenantId, (tx) => s.module.claimCharges(tx, s.context(), ids, invoiceId));
  const both = await Promise.allSettled([claim(first), claim(second)]);
  assert.deepEqual(
    both.map(({ status }) => status).sort((a, b) => (a < b ? -1 : 1)),
    ['fulfilled', 'rejected'],
  );
  const winner = both[0]?.status === 'fulfilled' ? first : second;
  assert.equal(await db.db.inTenant(s.tenantId, (tx) => s.module.releaseCharges(tx, s.context(), winner)), 3);
  await claim(second);
  await assert.rejects(
    db.db.inTenant(s.tenantId, (tx) => tx.updateTable('charge').set({ amount_minor: 1 }).where('tenant_id', '=', s.tenantId).execute()),
    /permission denied/,
  );
  // Notice of the renewal.
  s.clock.now = new Date('2026-12-15T08:00:00Z');
  await Promise.all([s.module.work(s.tenantId), s.module.work(s.tenantId)]);
  await s.module.work(s.tenantId);
  assert.deepEqual(
    s.renewals.map(({ fromDealId, closeOn, amountMinor }) => [fromDealId, closeOn, amountMinor]).sort((one, other) => (String(one) < String(other) ? -1 : 1)),
    [
      [dealId, '2027-03-01', 10_000],
      [dealId, '2027-03-01', 12_000],
    ].sort((one, other) => (String(one) < String(other) ? -1 : 1)),
  );
});

test('an order that a person takes says how much was started and charged, and nothing the second time', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  const dealId = await db.db.inTenant(s.tenantId, (tx) => newDeal(tx, s.tenantId, s.clock.now));
  order(s, dealId, 'q2:1');
  const take = () => s.module.routes['subscriptions.takeOrder'](s.context(), { params: { id: dealId }, query: undefined, body: undefined }, NONE);
  const taken = await take();
  assert.deepEqual([taken.subscriptionIds.length, taken.charges, (await amounts(s)).length], [2, 3, 3]);
  assert.deepEqual(await take(), { subscriptionIds: [], charges: 0 });
});

test('an outcome is owed when both sides accepted, once; a dispute voids what was accepted', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  const sub = await subscribe(s);
  const outcome = await s.module.routes['outcomes.propose'](
    s.context(),
    {
      params: undefined,
      query: undefined,
      body: {
        subscriptionId: sub.id,
        itemId: null,
        description: 'Ten sites live',
        amountMinor: 70_000,
        evidence: [{ label: 'Report', note: null, url: null }],
      },
    },
    NONE,
  );
  const params = { id: outcome.id };
  const accept = (side: 'us' | 'customer') =>
    s.module.routes['outcomes.accept'](
      s.context(),
      { params, query: undefined, body: side === 'us' ? { side } : { side, by: 'Ada Lind', evidence: 'Mail of 1 March' } },
      NONE,
    );
  assert.equal((await accept('us')).state, 'proposed');
  await s.module.routes['outcomes.dispute'](s.context(), { params, query: undefined, body: { reason: 'Nine' } }, NONE);
  assert.equal((await accept('customer')).state, 'proposed');
  const both = await Promise.allSettled([accept('us'), accept('us')]);
  assert.deepEqual(
    both.map(({ status }) => status).sort((a, b) => (a < b ? -1 : 1)),
    ['fulfilled', 'rejected'],
  );
  assert.deepEqual(
    (await amounts(s)).filter(([kind]) => kind === 'outcome').map(([, amount]) => amount),
    [70_000],
  );
});

test('another workspace sees none of it', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  const other = await fresh('2026-03-01T08:00:00Z');
  const sub = await subscribe(s);
  const m = await meter(s);
  const [charge] = (await s.module.routes['charges.list'](s.context(), { params: undefined, query: { limit: 50 }, body: undefined }, NONE)).items;
  const params = (id: string) => ({ params: { id }, query: undefined, body: undefined });
  await assert.rejects(other.module.routes['subscriptions.get'](other.context(), params(sub.id), NONE), /no such subscription/);
  await assert.rejects(other.module.routes['charges.get'](other.context(), params(charge?.id ?? ''), NONE), /no such charge/);
  await assert.rejects(other.module.routes['meters.get'](other.context(), params(m.id), NONE), /no such meter/);
  for (const list of [
    other.module.routes['subscriptions.list'](other.context(), { params: undefined, query: { sort: '-created', limit: 50 }, body: undefined }, NONE),
    other.module.routes['charges.list'](other.context(), { params: undefined, query: { limit: 50 }, body: undefined }, NONE),
    other.module.routes['meters.list'](other.context(), { params: undefined, query: { limit: 50 }, body: undefined }, NONE),
    other.module.routes['outcomes.list'](other.context(), { params: undefined, query: { limit: 50 }, body: undefined }, NONE),
  ])
    assert.equal((await list).items.length, 0);
  const csv = await s.module.routes['charges.export'](s.context(), { params: undefined, query: {}, body: undefined }, NONE);
  assert.match(csv.csv, /31\.00,EUR/);
  const schedule = await s.module.routes['subscriptions.schedule'](s.context(), { params: { id: sub.id }, query: {}, body: undefined }, NONE);
  assert.equal(schedule.items.length, 11);
});

test('a round that is cut short in the middle is gone on with: every period once', async () => {
  const s = await fresh('2026-03-01T08:00:00Z');
  const m = await meter(s, { key: 'killed' });
  for (let index = 0; index < 30; index += 1) await subscribe(s, {}, [{}, { kind: 'usage', meterId: m.id, subject: `k${index}`, price: unit('1') }]);
  s.clock.now = new Date('2026-03-31T08:00:00Z');
  await ingest(
    s,
    Array.from({ length: 3000 }, (_, index) => ({ id: `k${index}`, meter: m.key, subject: `k${index % 30}`, at: '2026-03-10T10:00:00Z', quantity: 1 })),
  );
  s.clock.now = new Date('2026-09-01T08:00:00Z');
  for (let round = 0; round < 6; round += 1) {
    const working = s.module.work(s.tenantId).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 5 + round * 15));
    await db.admin.query(
      "select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and usename = current_user",
    );
    await working;
  }
  // A cancelled statement may still be on its way.
  let done = false;
  for (let round = 0; round < 20 && !done; round += 1)
    done = await s.module.work(s.tenantId).then(
      () => true,
      () => false,
    );
  assert.ok(done);
  const rows = await amounts(s);
  assert.equal(rows.filter(([kind]) => kind === 'recurring').length, 30 * 7);
  assert.equal(
    rows.filter(([kind]) => kind === 'usage').reduce((sum, [, amount]) => sum + Number(amount), 0),
    3000 * 100,
  );
});
