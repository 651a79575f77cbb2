import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { operations, scopes, type OperationId, type Parsed, type Result } from '@entente/contracts';
import { newId, participantRoles, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../../platform/context.ts';
import type { Handler } from '../../platform/http/handlers.ts';
import { createDealsModule, type DealsModule } from './index.ts';

const store = await testDatabase();
let deals: DealsModule;
const tenant = newId();
const other = newId();
let member = '';
let account = '';
let contact = '';
const partners: string[] = [];
let clock = Date.parse('2026-11-21T09:00:00Z');

const contextIn = (tenantId: string, name = 'Mara Lindqvist'): Context => ({
  tenantId,
  requestId: newId(),
  now: new Date((clock += 1000)),
  actor: {
    kind: 'person',
    id: name,
    name,
    memberId: tenantId === tenant ? member : null,
    audience: 'workspace',
    partnerId: null,
    role: 'owner',
    scopes: new Set(scopes),
    onBehalfOf: null,
  },
});

/** Calls an operation as the server does: what is sent is parsed, and what is answered fits the contract. */
async function call<Id extends OperationId>(
  id: Id,
  sent: { params?: unknown; query?: unknown; body?: unknown; version?: number; as?: Context },
): Promise<Result<Id>> {
  const { params, query, body, output } = operations[id] as (typeof operations)['deals.update'] & { query?: (typeof operations)['deals.list']['query'] };
  const input = { params: params?.parse(sent.params), query: query?.parse(sent.query ?? {}), body: body?.parse(sent.body ?? {}) };
  const handler = deals.routes[id] as Handler<Id> | undefined;
  assert.ok(handler, id);
  const answer = await handler(sent.as ?? contextIn(tenant), input as Parsed<Id>, { ifVersion: sent.version ?? null });
  return output.parse(answer) as Result<Id>;
}
const refusedWith =
  (code: string, sentence?: RegExp) =>
  (error: unknown): boolean =>
    error instanceof Problem && error.code === code && (sentence?.test(error.message) ?? true);
const create = (body: Record<string, unknown> = {}): Promise<Result<'deals.create'>> =>
  call('deals.create', { body: { name: 'Nordwind platform', currency: 'EUR', amountMinor: 500_000, accountId: account, closeOn: '2026-12-15', ...body } });

before(async () => {
  deals = createDealsModule({
    database: store.db,
    ports: {
      actsOfDeal: async () => [],
      workFigures: async () => ({ openActs: { count: 0, overdue: 0 }, runs: { running: 0, medianSecondsToFirstAct: null } }),
    },
  });
  member = newId();
  account = newId();
  contact = newId();
  const now = new Date(clock).toISOString();
  for (const [id, slug] of [
    [tenant, 'one'],
    [other, 'two'],
  ])
    await store.admin.query('insert into workspace (id, slug, name) values ($1, $2, $2)', [id, slug]);
  await store.admin.query(`insert into "user" (id, name, email) values ('u1', 'Mara Lindqvist', 'mara@example.com')`);
  await store.admin.query(`insert into membership (tenant_id, id, user_id, audience, role) values ($1, $2, 'u1', 'workspace', 'owner')`, [tenant, member]);
  await store.admin.query(
    `insert into account (tenant_id, id, name, region, industry, created_at, updated_at) values ($1, $2, 'Ærø Shipping', 'EMEA', 'Logistics', $3, $3)`,
    [tenant, account, now],
  );
  await store.admin.query(`insert into contact (tenant_id, id, account_id, name, created_at, updated_at) values ($1, $2, $3, 'Ann Berg', $4, $4)`, [
    tenant,
    contact,
    account,
    now,
  ]);
  for (let index = 0; index < 7; index += 1) {
    const id = newId();
    partners.push(id);
    await store.admin.query(
      `insert into partner (tenant_id, id, name, status, types, created_at, updated_at) values ($1, $2, $3, 'active', '{reseller}', $4, $4)`,
      [tenant, id, `Partner ${index + 1}`, now],
    );
  }
});

test('a deal lives: created, moved, slipped, lost, opened again, won; the timeline tells it', async () => {
  const created = await create();
  assert.deepEqual(
    [created.number, created.accountName, created.ownerName, created.region, created.stage, created.version],
    [10001, 'Ærø Shipping', 'Mara Lindqvist', 'EMEA', 'prospect', 1],
  );
  const params = { id: created.id };
  const moved = await call('deals.moveStage', { params, body: { to: 'business' }, version: 1 });
  const slipped = await call('deals.update', { params, body: { closeOn: '2027-01-14' }, version: moved.version });
  await assert.rejects(call('deals.moveStage', { params, body: { to: 'lost' }, version: slipped.version }), refusedWith('conflict', /why/));
  const lost = await call('deals.moveStage', { params, body: { to: 'lost', reason: 'No budget' }, version: slipped.version });
  assert.deepEqual([lost.status, lost.closedOn, lost.closedReason, lost.nextStages], ['lost', '2026-11-21', 'No budget', ['prospect', 'business']]);
  const again = await call('deals.moveStage', { params, body: { to: 'business', reason: 'Budget found' }, version: lost.version });
  const won = await call('deals.moveStage', { params, body: { to: 'won' }, version: again.version });
  assert.deepEqual(
    won.stageHistory.map((change) => change.to),
    ['prospect', 'business', 'lost', 'business', 'won'],
  );
  const timeline = await call('deals.timeline', { params, query: { limit: 3 } });
  const rest = await call('deals.timeline', { params, query: { limit: 50, cursor: timeline.nextCursor } });
  assert.deepEqual(
    [...timeline.items, ...rest.items].map((entry) => entry.sentence),
    [
      'The deal was won.',
      'The deal moved from Lost to Business validation: Budget found.',
      'The deal was lost: No budget.',
      'The close date slipped by 30 days to 2027-01-14.',
      'The close date is now 2027-01-14.',
      'The deal moved from Prospect to Business validation.',
      'The deal was created in Prospect.',
    ],
  );
});

test('a stale version is refused and changes nothing', async () => {
  const { id } = await create();
  await call('deals.update', { params: { id }, body: { name: 'First' }, version: 1 });
  await assert.rejects(call('deals.update', { params: { id }, body: { name: 'Second' }, version: 1 }), refusedWith('version_stale'));
  assert.equal((await call('deals.get', { params: { id } })).name, 'First');
});

test('another workspace finds nothing', async () => {
  const { id } = await create();
  const as = contextIn(other);
  for (const operation of ['deals.get', 'deals.timeline', 'deals.comments'] as const)
    await assert.rejects(call(operation, { params: { id }, as }), refusedWith('not_found'));
  await assert.rejects(call('deals.update', { params: { id }, body: { name: 'Mine' }, as }), refusedWith('not_found'));
  await assert.rejects(call('deals.create', { body: { name: 'X', currency: 'EUR', accountId: account }, as }), refusedWith('invalid_input'));
  assert.equal((await call('deals.list', { as })).items.length, 0);
  assert.equal((await call('deals.summary', { as })).count, 0);
});

test('with lines, the amount is their sum and is not written by hand', async () => {
  const { id } = await create({ amountMinor: null, lines: [{ description: 'Platform', quantity: 3, unitPriceMinor: 100 }] });
  await assert.rejects(call('deals.update', { params: { id }, body: { amountMinor: 999 } }), refusedWith('conflict', /sum of the deal’s line/));
  const changed = await call('deals.setLines', {
    params: { id },
    body: {
      lines: [
        { description: 'Platform', quantity: 2, unitPriceMinor: 150 },
        { description: 'Help', quantity: 1, unitPriceMinor: 50 },
      ],
    },
  });
  assert.deepEqual([changed.amountMinor, changed.lines.map((line) => line.amountMinor)], [350, [300, 50]]);
});

test('routes never count the amount twice, one settles, and each moves by its own table', async () => {
  const before = await call('deals.summary', {});
  const { id } = await create();
  for (const kind of ['direct', 'resale', 'referral', 'cosell', 'marketplace'])
    await call('deals.addRoute', { params: { id }, body: { kind, settles: kind === 'resale' } });
  const deal = await call('deals.get', { params: { id } });
  const after = await call('deals.summary', {});
  assert.equal(after.count - before.count, 1);
  assert.equal((after.totals[0]?.amountMinor ?? 0) - (before.totals[0]?.amountMinor ?? 0), 500_000);
  assert.deepEqual(deal.routes, ['direct', 'resale', 'referral', 'cosell', 'marketplace']);
  await assert.rejects(
    call('deals.addRoute', { params: { id }, body: { kind: 'marketplace', settles: true } }),
    refusedWith('conflict', /resale route settles this deal already/),
  );
  const cosell = deal.routeList.find((route) => route.kind === 'cosell');
  assert.deepEqual(cosell?.nextStates, ['submitted', 'cancelled']);
  await assert.rejects(
    call('deals.updateRoute', { params: { id, childId: cosell?.id }, body: { state: 'approved' } }),
    refusedWith('conflict', /submitted or cancelled/),
  );
  const ended = await call('deals.endRoute', { params: { id, childId: cosell?.id } });
  assert.ok(!ended.routes.includes('cosell'));
});

test('seven partners in seven roles, seven lines, seven handoffs; the projection is what a recount gives', async () => {
  const { id } = await create({
    amountMinor: null,
    lines: Array.from({ length: 7 }, (_, index) => ({ description: `Product ${index + 1}`, quantity: 1, unitPriceMinor: 1000 })),
  });
  for (const partnerId of partners)
    for (const role of participantRoles.slice(0, 7))
      await call('deals.addParticipant', { params: { id }, body: { partnerId, role, evidence: { kind: 'introduction' } } });
  for (let index = 0; index < 7; index += 1)
    await call('deals.addHandoff', { params: { id }, body: { toPartnerId: partners[index], title: `Step ${index + 1}`, dueAt: '2026-11-20T09:00:00Z' } });
  const deal = await call('deals.setCommitteeMember', { params: { id }, body: { contactId: contact, role: 'champion', ownerPartnerId: partners[0] } });
  assert.deepEqual([deal.participants.length, deal.partnerCount, deal.roles.length, deal.amountMinor, deal.handoffs.length], [49, 7, 7, 7000, 7]);
  assert.deepEqual([deal.handoffs[0]?.fromName, deal.handoffs[0]?.toName, deal.handoffs[0]?.state], ['one', 'Partner 1', 'late']);
  assert.deepEqual(
    deal.committeeGaps.map((gap) => gap.code),
    ['no_economic_buyer', 'single_threaded'],
  );
  await assert.rejects(
    call('deals.addParticipant', { params: { id }, body: { partnerId: partners[0], role: 'source' } }),
    refusedWith('conflict', /already has the source role/),
  );
  for (const participant of deal.participants.filter((one) => one.partnerId === partners[0]))
    await call('deals.endParticipant', { params: { id, childId: participant.id } });
  const after = await call('deals.get', { params: { id } });
  assert.deepEqual([after.partnerCount, after.participants.length], [6, 49]);
  const { rows } = await store.admin.query(
    `select d.partner_ids = (select array_agg(distinct p.partner_id order by p.partner_id) from deal_participant p where p.deal_id = d.id and p.until is null) as same from deal d where d.id = $1`,
    [id],
  );
  assert.equal((rows[0] as { same: boolean }).same, true);
  const facts = await store.db.inTenant(tenant, (tx) => deals.facts(tx, tenant, id));
  assert.deepEqual([facts.industry, facts.lines.length, facts.participants.length, facts.committee[0]?.contactName], ['Logistics', 7, 49, 'Ann Berg']);
});

test('comments: mine can be taken back, another’s cannot', async () => {
  const { id } = await create();
  const { id: childId } = await call('deals.comment', { params: { id }, body: { body: 'Called them' } });
  await assert.rejects(call('deals.removeComment', { params: { id, childId }, as: contextIn(tenant, 'Somebody Else') }), refusedWith('not_allowed'));
  assert.equal((await call('deals.comments', { params: { id } })).items[0]?.mine, true);
  await call('deals.removeComment', { params: { id, childId } });
  assert.equal((await call('deals.comments', { params: { id } })).items.length, 0);
});

test('a touch with the same key is logged once', async () => {
  const { id } = await create();
  const touch = { dealId: id, partnerId: partners[0] ?? null, kind: 'meeting', note: null, dedupeKey: 'k1' };
  const first = await store.db.inTenant(tenant, (tx) => deals.logTouch(tx, contextIn(tenant), touch));
  const second = await store.db.inTenant(tenant, (tx) => deals.logTouch(tx, contextIn(tenant), touch));
  assert.deepEqual(second, { touchId: first.touchId, alreadyLogged: true });
});

test('many at once: refusals are listed and the rest is done', async () => {
  const [one, two] = [await create(), await create({ amountMinor: null })];
  const result = await call('deals.bulk', { body: { ids: [one.id, two.id, newId()], stage: 'won' } });
  assert.deepEqual(result.changed, [one.id]);
  assert.deepEqual(
    result.refused.map((refusal) => refusal.sentence),
    ['Give the deal an amount before it is won.', 'There is no such deal, or it is outside your reach.'],
  );
});

test('many at once: deals are given an owner, and none again', async () => {
  const [one, two] = [await create(), await create()];
  const ids = [one.id, two.id];
  assert.deepEqual((await call('deals.bulk', { body: { ids, ownerId: null } })).changed, ids);
  const owners = await store.admin.query<{ owner_id: string | null; owner_name: string | null }>('select owner_id, owner_name from deal where id = any($1)', [
    ids,
  ]);
  assert.deepEqual(owners.rows, [
    { owner_id: null, owner_name: null },
    { owner_id: null, owner_name: null },
  ]);
  await assert.rejects(call('deals.bulk', { body: { ids } }), { code: 'invalid_input' });
});

test('sixteen who create at the same time get sixteen numbers', async () => {
  const made = await Promise.all(Array.from({ length: 16 * 5 }, (_, at) => create({ name: `At once ${at}` })));
  assert.equal(new Set(made.map((deal) => deal.number)).size, made.length);
  const others = await store.db.inTenant(tenant, (tx) =>
    createDealsModule({
      database: store.db,
      ports: { actsOfDeal: () => Promise.resolve([]), workFigures: () => Promise.reject(new Error('not asked for here')) },
    }).bulkInsert(tx, contextIn(tenant), [{ name: 'From another process', stage: 'prospect', currency: 'EUR' }]),
  );
  const next = await create({ name: 'Afterwards' });
  assert.ok(made.every((deal) => deal.number >= 10_001 && deal.number !== others[0]?.number && deal.number !== next.number));
  assert.notEqual(next.number, others[0]?.number);
});

test('a creation that has not ended holds up no other', async () => {
  await store.db.inTenant(tenant, async (tx) => {
    await deals.bulkInsert(
      tx,
      contextIn(tenant),
      Array.from({ length: 60 }, (_, at) => ({ name: `Slow ${at}`, stage: 'prospect' as const, currency: 'EUR' })),
    );
    await Promise.all(Array.from({ length: 60 }, () => create({ name: 'Quick' })));
  });
});

test('a number that was taken for a deal that failed is not given again', async () => {
  const before = await create();
  await assert.rejects(
    create({ name: 'x'.repeat(50), accountId: account, lines: [{ productId: newId(), description: 'None', quantity: 1, unitPriceMinor: 1 }] }),
  );
  assert.ok((await create()).number > before.number);
});

test('lists find words of the name and of the account, numbers and partners', async () => {
  const { id, number } = await create({ name: 'Überlandwerk مشروع الطاقة' });
  const ids = async (query: Record<string, unknown>): Promise<string[]> => (await call('deals.list', { query })).items.map((deal) => deal.id);
  for (const q of ['uberland', 'ÜBERLAND', 'الطاق', 'aero uberl', 'shipping الطاقة', `#${number}`, String(number)]) assert.deepEqual(await ids({ q }), [id], q);
  for (const q of ['landwerk', 'uberland nowhere', '%', '---']) assert.deepEqual(await ids({ q }), [], q);
  assert.equal((await call('deals.summary', { query: { q: 'uberland' } })).count, 1);
  const { items } = await call('deals.list', { query: { q: 'uberland' }, as: contextIn(other) });
  assert.deepEqual(items, []);
  const [first = '', second = ''] = partners;
  await call('deals.addParticipant', { params: { id }, body: { partnerId: second, role: 'influence' } });
  assert.ok((await ids({ partnerId: second, status: 'open', sort: 'closeOn' })).includes(id));
  assert.deepEqual(await ids({ partnerId: second, q: 'uberland' }), [id]);
  assert.deepEqual(await ids({ partnerId: first, q: 'uberland' }), []);
  assert.deepEqual(await ids({ partnerId: newId() }), []);
});

test('brought in, changed and taken back again', async () => {
  const context = contextIn(tenant);
  const [deal, worked] = await store.db.inTenant(tenant, (tx) =>
    deals.bulkInsert(
      tx,
      context,
      [
        {
          name: 'Imported',
          stage: 'technical',
          currency: 'EUR',
          accountId: account,
          amountMinor: 700,
          externalId: 'x-1',
          participants: [{ partnerId: partners[0] ?? '', partnerName: 'Partner 1', role: 'resell', since: '2026-01-01' }],
          routes: [{ kind: 'resale', settles: true }],
          touches: [{ kind: 'call', at: '2026-02-01T00:00:00Z', byName: 'Ann' }],
          stageHistory: [
            { from: null, to: 'prospect', at: '2026-01-01T00:00:00Z' },
            { from: 'prospect', to: 'technical', at: '2026-02-02T00:00:00Z' },
          ],
        },
        { name: 'Worked on', stage: 'prospect', currency: 'EUR' },
      ],
      { events: 'history' },
    ),
  );
  assert.ok(deal && worked);
  const read = await call('deals.get', { params: { id: deal.id } });
  assert.deepEqual([read.roles, read.routes, read.partnerCount, read.accountName], [['resell'], ['resale'], 1, 'Ærø Shipping']);
  assert.deepEqual(
    (await call('deals.timeline', { params: { id: deal.id } })).items.map((entry) => entry.at.slice(0, 10)),
    ['2026-02-02', '2026-02-01', '2026-01-01', '2026-11-21', '2026-11-21'],
  );
  const updated = await store.db.inTenant(tenant, (tx) =>
    deals.bulkUpdate(tx, contextIn(tenant), [
      { id: deal.id, expectedVersion: 1, set: { stage: 'won', amountMinor: 800 } },
      { id: worked.id, expectedVersion: 9, set: { name: 'No' } },
    ]),
  );
  assert.deepEqual([updated.changed[0]?.version, updated.refused.length], [2, 1]);
  const undone = await store.db.inTenant(tenant, (tx) =>
    deals.bulkUpdate(tx, contextIn(tenant), [{ id: deal.id, expectedVersion: 2, set: updated.changed[0]?.before ?? {} }]),
  );
  const after = await call('deals.get', { params: { id: deal.id } });
  assert.deepEqual([after.stage, after.amountMinor, after.closedOn, undone.changed[0]?.version], ['technical', 700, null, 3]);
  await call('deals.comment', { params: { id: worked.id }, body: { body: 'Started' } });
  const removed = await store.db.inTenant(tenant, (tx) =>
    deals.bulkRemove(tx, contextIn(tenant), [
      { id: deal.id, expectedVersion: 3 },
      { id: worked.id, expectedVersion: 1 },
    ]),
  );
  assert.deepEqual([removed.removed, removed.refused.map((refusal) => refusal.id)], [[deal.id], [worked.id]]);
});

test('every order pages through all deals once, those without a value last', async () => {
  await create({ closeOn: null, amountMinor: null, accountId: null });
  await create({ closeOn: null, amountMinor: null, accountId: null });
  const total = (await call('deals.summary', {})).count;
  for (const sort of [
    'closeOn',
    '-closeOn',
    'amount',
    '-amount',
    'activity',
    '-activity',
    'updated',
    '-updated',
    'account',
    '-account',
    'number',
    '-number',
    'due',
    '-due',
  ]) {
    const seen: Result<'deals.list'>['items'] = [];
    let cursor: string | null = null;
    do {
      const page: Result<'deals.list'> = await call('deals.list', { query: { sort, limit: 3, ...(cursor ? { cursor } : {}) } });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    assert.equal(new Set(seen.map((deal) => deal.id)).size, total, sort);
    assert.equal(seen.length, total, sort);
    if (sort.endsWith('closeOn')) {
      const dates = seen.map((deal) => deal.closeOn);
      const known = dates.filter((date) => date !== null);
      assert.deepEqual(dates, [...(sort.startsWith('-') ? [...known].sort().reverse() : [...known].sort()), ...dates.filter((date) => date === null)]);
    }
  }
  assert.ok((await call('deals.list', { query: { q: 'ærø', limit: 200 } })).items.length > 0);
  assert.equal((await call('deals.list', { query: { q: '10001' } })).items[0]?.number, 10001);
  assert.equal((await call('deals.list', { query: { q: '%' } })).items.length, 0);
  assert.ok((await call('deals.list', { query: { partnerId: partners[1] } })).items.length > 0);
});

test('the overview gives the figures of the workspace', async () => {
  const overview = await call('overview.get', {});
  assert.ok(overview.open.count > 0);
  assert.equal(overview.wonByMonth.length, 12);
  assert.equal(overview.partnersMoving[0]?.name, 'Partner 1');
});

test('handoffs say what they wait on; a circle is refused by name, and a finished one lets the next begin', async () => {
  const { id } = await create();
  const add = async (title: string, waitsOn: string[] = []) =>
    (await call('deals.addHandoff', { params: { id }, body: { toPartnerId: partners[0], title, waitsOn } })).handoffs.at(-1)?.id ?? '';
  const design = await add('Design');
  const build = await add('Build', [design]);
  const launch = await add('Launch', [build]);
  const waits = (childId: string, waitsOn: string[]) => call('deals.setHandoffWaits', { params: { id, childId }, body: { waitsOn } });
  await assert.rejects(waits(design, [launch]), refusedWith('conflict', /“Design” waits for “Launch” waits for “Build” waits for “Design”/));
  await assert.rejects(waits(design, [design]), refusedWith('conflict'));
  const other = await create();
  const elsewhere = await call('deals.addHandoff', { params: { id: other.id }, body: { toPartnerId: partners[0], title: 'Elsewhere' } });
  await assert.rejects(waits(design, [elsewhere.handoffs[0]?.id ?? '']), refusedWith('invalid_input'));
  const both = await waits(launch, [build, design, design]);
  assert.deepEqual(
    both.handoffs.map((one) => [one.title, one.waitsOn.length, one.waiting]),
    [
      ['Design', 0, false],
      ['Build', 1, true],
      ['Launch', 2, true],
    ],
  );
  const done = await call('deals.completeHandoff', { params: { id, childId: design }, body: { done: true } });
  assert.deepEqual(
    done.handoffs.map((one) => one.waiting),
    [false, false, true],
  );
  await call('deals.completeHandoff', { params: { id, childId: build }, body: { done: true } });
  const times = await store.db.inTenant(tenant, (tx) => deals.handoffTimes(tx, tenant, new Date('2026-01-01')));
  const [first, second] = times.filter((time) => time.partnerId === partners[0]);
  assert.ok(first && second && first.hours > 0 && second.hours > 0 && second.hours < first.hours, 'its time began when what it waits on was done');
});

test('renamed accounts are renamed on their deals, and no version goes stale by it', async () => {
  const deal = await create();
  await store.db.inTenant(tenant, (tx) => deals.projection.refreshAccountNames(tx, tenant, [{ accountId: account, name: 'Renamed' }]));
  const after = await call('deals.get', { params: { id: deal.id } });
  assert.deepEqual([after.accountName, after.version], ['Renamed', deal.version]);
});
