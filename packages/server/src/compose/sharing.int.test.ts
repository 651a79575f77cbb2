import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { operations, type OperationId, type Parsed } from '@entente/contracts';
import { newId } from '@entente/kernel';
import type { Context } from '../platform/context.ts';
import type { Handler } from '../platform/http/handlers.ts';
import { refusedWith, startChains } from './chains.fixture.ts';

const f = await startChains();
const rejects = (work: Promise<unknown>, code: string, sentence?: RegExp) => assert.rejects(work, refusedWith(code, sentence));
const entry = { listed: true, headline: 'Clouds in the north', lookingFor: null, offers: 'Rollouts', contactEmail: 'hello@south.example', version: 0 };
const record = {
  reference: 'OPP-7781-marker',
  stage: 'Verbal yes marker',
  amountMinor: 4_711_815,
  currency: 'EUR',
  notes: 'They hate the other vendor marker',
  version: 0,
};

async function scene() {
  const w = await f.workspace();
  const north = await f.partner(w, 'Northwind Ltd', ['reseller']);
  const south = await f.partner(w, 'Southwind SARL', ['si', 'msp']);
  const west = await f.partner(w, 'Westwind Inc', ['si']);
  const people = { north: f.person(w, north, 'Nils'), south: f.person(w, south, 'Sara'), west: f.person(w, west, 'Wim') };
  const deal = await f.deal(w, { name: 'Hidden project', company: 'Acme', chain: [north] });
  await f.call(people.south, 'portalDirectory.setMine', { body: entry });
  return { w, north, south, west, people, deal, at: { params: { id: deal.id } } };
}
const answerOf = async (handler: Handler<OperationId> | undefined, context: Context, input: object): Promise<unknown> =>
  handler?.(context, input as Parsed<OperationId>, { ifVersion: null });
const inboxOf = async (context: Context) => (await f.call(context, 'acts.list', { query: { kind: 'share' } })).items;

test('the directory: only who chose to be in it and is active, found by words, type and region, page by page', async () => {
  const { w, south, west, people } = await scene();
  const names = async (query: object = {}) => (await f.call(people.north, 'portalDirectory.list', { query })).items.map((one) => one.partnerName);
  assert.deepEqual(await names(), ['Southwind SARL']);
  assert.deepEqual(
    [await names({ q: 'rollouts' }), await names({ q: '%' }), await names({ type: 'msp' }), await names({ type: 'isv' }), await names({ region: 'EMEA' })],
    [['Southwind SARL'], [], ['Southwind SARL'], [], ['Southwind SARL']],
  );
  assert.deepEqual((await f.call(people.south, 'portalDirectory.list')).items, []);
  await f.call(people.west, 'portalDirectory.setMine', { body: { ...entry, headline: null } });
  const first = await f.call(people.north, 'portalDirectory.list', { query: { limit: 1 } });
  assert.deepEqual([first.items.map((one) => one.partnerId), await names({ limit: 1, cursor: first.nextCursor ?? '' })], [[south], ['Westwind Inc']]);
  await f.admin.query("update partner set status = 'paused' where id = $1", [west]);
  assert.deepEqual(await names(), ['Southwind SARL']);

  const mine = await f.call(people.south, 'portalDirectory.mine');
  assert.deepEqual(mine, { ...entry, version: 1 });
  await rejects(f.call(people.south, 'portalDirectory.setMine', { body: entry }), 'version_stale');
  await rejects(f.call(f.person(w, south, 'Seller', 'partner_seller'), 'portalDirectory.setMine', { body: mine }), 'not_allowed');
  const both = await Promise.allSettled([1, 2].map(() => f.call(people.south, 'portalDirectory.setMine', { body: { ...mine, listed: false } })));
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
  assert.deepEqual(await names(), []);
  const other = await f.workspace();
  assert.deepEqual((await f.call(f.person(other, await f.partner(other, 'Elsewhere'), 'Eve'), 'portalDirectory.list')).items, []);
});

test('a share: asked, consented, joined; nothing is told before its time', async () => {
  const { w, north, south, people, deal, at } = await scene();
  const asked = await f.call(people.north, 'portalDeals.share', { ...at, body: { toPartnerId: south, role: 'service', message: 'Come and install it' } });
  assert.deepEqual(
    asked.shares.map((one) => [one.toPartnerName, one.state]),
    [['Southwind SARL', 'waiting_vendor']],
  );
  await rejects(f.call(people.north, 'portalDeals.share', { ...at, body: { toPartnerId: south, role: 'service' } }), 'conflict', /already/);

  const needs = (context: Context) => f.db.inTenant(w.tenantId, (tx) => f.modules.sharing.needsOf(tx, context));
  assert.deepEqual((await f.call(people.south, 'portalShares.list')).items, []);
  assert.deepEqual(await needs(people.south), []);
  await rejects(f.call(people.south, 'portalDeals.get', at), 'not_found');
  const id = asked.shares[0]?.id ?? '';
  await rejects(f.call(people.south, 'portalShares.answer', { params: { id }, body: { accept: true }, version: 1 }), 'not_found');

  const [act] = await inboxOf(w.owner);
  assert.match(act?.title ?? '', /Northwind Ltd asks that Southwind SARL joins D-\d+: Hidden project/);
  await rejects(f.call(w.owner, 'shares.decide', { params: { id }, body: { consent: true }, version: 9 }), 'version_stale');
  const consented = await f.call(w.owner, 'shares.decide', { params: { id }, body: { consent: true }, version: 1 });
  assert.equal(consented.state, 'waiting_partner');
  assert.deepEqual(await inboxOf(w.owner), []);
  await rejects(f.call(w.owner, 'shares.decide', { params: { id }, body: { consent: false }, version: 2 }), 'conflict', /answered already/);

  const [invited] = (await f.call(people.south, 'portalShares.list')).items;
  assert.deepEqual(
    [
      invited?.fromPartnerName,
      invited?.companyName,
      invited?.role,
      invited?.direction,
      invited?.dealId,
      invited?.dealName,
      invited?.dealNumber,
      invited?.message,
    ],
    ['Northwind Ltd', 'Acme', 'service', 'in', null, null, null, null],
  );
  assert.deepEqual(
    (await needs(people.south)).map((need) => [need.kind, need.title, need.sentence]),
    [['share', 'Acme', 'Northwind Ltd asks you to join its work for Acme, as service.']],
  );
  const told = JSON.stringify([await f.call(people.south, 'portalShares.list'), await f.call(people.south, 'portal.home')]);
  for (const secret of [deal.id, String(deal.number), 'Hidden project']) assert.equal(told.includes(secret), false, secret);
  await rejects(f.call(people.south, 'portalDeals.get', at), 'not_found');
  const visible = async (partnerId: string) => [
    ...(await f.db.inTenant(w.tenantId, (tx) => f.modules.sharing.visibleNames(tx, w.tenantId, partnerId, deal.id))),
  ];
  assert.deepEqual(await visible(north), []);

  await rejects(f.call(people.west, 'portalShares.answer', { params: { id }, body: { accept: true }, version: 2 }), 'not_found');
  await rejects(f.call(people.north, 'portalShares.answer', { params: { id }, body: { accept: true }, version: 2 }), 'not_found');
  const joins = await Promise.allSettled([1, 2].map(() => f.call(people.south, 'portalShares.answer', { params: { id }, body: { accept: true }, version: 2 })));
  assert.deepEqual(joins.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
  const room = await f.call(people.south, 'portalDeals.get', at);
  assert.deepEqual([room.myRoles, room.shares.map((one) => one.state)], [['service'], ['active']]);
  assert.deepEqual([await visible(north), await visible(south), await visible(newId())], [[[south, 'Southwind SARL']], [[north, 'Northwind Ltd']], []]);
  assert.equal((await f.call(people.south, 'portalShares.list')).items[0]?.dealId, deal.id);

  // Who joined leaves: the share ends, and so do the names.
  const lane = (await f.call(w.owner, 'deals.get', at)).participants.find((one) => one.partnerId === south);
  await f.call(w.owner, 'deals.endParticipant', { params: { id: deal.id, childId: lane?.id } });
  const left = {
    id: newId(),
    tenantId: w.tenantId,
    type: 'participant.ended',
    recordType: 'participant',
    recordId: newId(),
    dealId: deal.id,
    payload: { partnerId: south, role: 'service' },
    at: w.owner.now.toISOString(),
  };
  await f.modules.sharing.onEvents([left]);
  assert.deepEqual([await visible(north), (await f.call(w.owner, 'shares.list', { query: { dealId: deal.id } })).items[0]?.state], [[], 'ended']);
  assert.equal((await f.call(people.south, 'portalShares.list')).items[0]?.dealName, null);

  const other = await f.workspace();
  await rejects(f.call(other.owner, 'shares.decide', { params: { id }, body: { consent: true }, version: 4 }), 'not_found');
  assert.deepEqual((await f.call(other.owner, 'shares.list')).items, []);
});

test('refusals: by the vendor the invited never hears of it, by the invited the one that asked does', async () => {
  const { w, south, people, at } = await scene();
  const ask = async (role: string) =>
    (await f.call(people.north, 'portalDeals.share', { ...at, body: { toPartnerId: south, role } })).shares.find(
      (one) => one.role === role && one.state === 'waiting_vendor',
    )?.id ?? '';
  const refused = await ask('service');
  await f.call(w.owner, 'shares.decide', { params: { id: refused }, body: { consent: false, partnerText: 'Not on this one' }, version: 1 });
  assert.deepEqual((await f.call(people.south, 'portalShares.list')).items, []);
  await rejects(f.call(people.south, 'portalShares.answer', { params: { id: refused }, body: { accept: true }, version: 2 }), 'not_found');
  assert.deepEqual(
    (await f.call(people.north, 'portalShares.list')).items.map((one) => [one.state, one.partnerSentence, one.direction]),
    [['declined', 'Not on this one', 'out']],
  );
  const declined = await ask('service');
  await f.call(w.owner, 'shares.decide', { params: { id: declined }, body: { consent: true }, version: 1 });
  assert.deepEqual(await f.call(people.south, 'portalShares.answer', { params: { id: declined }, body: { accept: false }, version: 2 }), {
    id: declined,
    dealId: null,
  });
  assert.equal((await f.call(people.south, 'portalShares.list')).items[0]?.dealName, null);
  await rejects(f.call(people.south, 'portalDeals.get', at), 'not_found');
});

test('who asks learns nothing of who is there: not who hides, not who takes part, not who else asked', async () => {
  const { w, north, south, west, people, deal, at } = await scene();
  await rejects(f.call(people.north, 'portalDeals.share', { ...at, body: { toPartnerId: west, role: 'service' } }), 'not_found');
  await rejects(f.call(people.north, 'portalDeals.share', { ...at, body: { toPartnerId: newId(), role: 'service' } }), 'not_found');
  await rejects(f.call(people.south, 'portalDeals.share', { ...at, body: { toPartnerId: north, role: 'service' } }), 'not_found');
  // A tie is acquaintance enough.
  await f.admin.query("update partner set types = '{distributor}' where id = $1", [west]);
  await f.call(w.owner, 'partnerTies.add', { body: { distributorId: west, resellerId: north } });
  await f.call(people.north, 'portalDeals.share', { ...at, body: { toPartnerId: west, role: 'distribute' } });

  await f.call(w.owner, 'deals.addParticipant', { params: { id: deal.id }, body: { partnerId: south, role: 'service' } });
  await f.call(w.owner, 'deals.addParticipant', { params: { id: deal.id }, body: { partnerId: west, role: 'service' } });
  const first = await f.call(people.north, 'portalDeals.share', { ...at, body: { toPartnerId: south, role: 'service' } });
  const second = await f.call(people.west, 'portalDeals.share', { ...at, body: { toPartnerId: south, role: 'service' } });
  assert.equal(second.shares.length, 1);
  const id = first.shares.find((one) => one.toPartnerId === south)?.id ?? '';
  await rejects(f.call(w.owner, 'shares.decide', { params: { id }, body: { consent: true }, version: 1 }), 'conflict', /already/);
  await f.call(w.owner, 'deals.moveStage', {
    params: { id: deal.id },
    body: { to: 'lost', reason: 'Gone' },
    version: (await f.call(w.owner, 'deals.get', at)).version,
  });
  await rejects(f.call(people.north, 'portalDeals.share', { ...at, body: { toPartnerId: south, role: 'integrate' } }), 'conflict', /closed/);
});

test('a record is its partner’s alone: no other partner, no staff operation, no trace of what it says', async () => {
  const { w, south, people, deal, at } = await scene();
  const written = await f.call(people.north, 'portalDeals.setRecord', { ...at, body: record });
  assert.deepEqual([written.record?.reference, written.record?.version, written.record?.updatedBy], [record.reference, 1, 'Nils']);
  await rejects(f.call(people.north, 'portalDeals.setRecord', { ...at, body: record }), 'version_stale');
  const both = await Promise.allSettled(
    ['a', 'b'].map((stage) => f.call(people.north, 'portalDeals.setRecord', { ...at, body: { ...record, stage: `${stage} marker`, version: 1 } })),
  );
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
  await rejects(f.call(people.south, 'portalDeals.setRecord', { ...at, body: record }), 'not_found');
  await rejects(f.call(people.north, 'portalDeals.setRecord', { ...at, body: { ...record, currency: null, version: 2 } }), 'invalid_input');
  await f.call(w.owner, 'deals.addParticipant', { params: { id: deal.id }, body: { partnerId: south, role: 'service' } });
  assert.equal((await f.call(people.south, 'portalDeals.get', at)).record, null);
  const north = people.north.actor.partnerId ?? '';
  assert.equal((await f.call(f.viewing(w, north), 'portalDeals.get', at)).record, null);

  const { rows: tables } = await f.admin.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'partner_record'",
  );
  for (const { name } of tables) {
    const { rows } = await f.admin.query<{ found: boolean }>(`select exists (select 1 from "${name}" t where t::text ~ 'marker|4711815') as found`);
    assert.equal(rows[0]?.found, false, name);
  }
  let answered = 0;
  const staff = (Object.keys(operations) as OperationId[]).filter((id) => operations[id].audience === 'workspace' && operations[id].method === 'GET');
  for (const id of staff) {
    const handler = f.modules.handlers[id] as Handler<OperationId> | undefined;
    const { query } = operations[id] as { query?: (typeof operations)['deals.list']['query'] };
    const input = {
      params: { id: deal.id, childId: north, partnerId: north },
      query: query?.safeParse({}).data ?? query?.safeParse({ q: 'Acme' }).data,
      body: undefined,
    };
    // What needs a parameter of another kind answers nothing here, and so tells nothing.
    const answer = await answerOf(handler, w.owner, input).catch(() => null);
    if (answer !== null && answer !== undefined) answered += 1;
    assert.doesNotMatch(JSON.stringify(answer ?? null), /marker|4711815/, id);
  }
  assert.ok(answered > 20, String(answered));
  // Only this module knows the table at all.
  const root = join(import.meta.dirname, '..');
  const readers = globSync('**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts') && readFileSync(join(root, file), 'utf8').includes('partner_record'),
  );
  assert.deepEqual(readers.map((file) => file.replaceAll('\\', '/')).sort(), [
    'modules/sharing/owned-tables.ts',
    'modules/sharing/record.ts',
    'platform/db/schema.ts',
  ]);
});
