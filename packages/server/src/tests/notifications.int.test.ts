import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { newId } from '@entente/kernel';
import { buildPerson, startedServer, type Person, type StartedServer } from '@entente/testkit';
import type { OutboxEvent } from '../platform/events/outbox.ts';
import { clientOf, quietLogger, send, type Client } from './api.fixture.ts';
import { linksBench, readEvents, registration, type Bench, type PartnerBench } from './links.fixture.ts';

let now = new Date('2026-11-23T08:00:00Z');
const server: StartedServer = await startedServer({ logger: quietLogger, now: () => now, outboundPrivate: true });
const { notifications } = server.app.modules;

let bench: Bench;
let other: Bench;
let manager: Person;
let managerApi: Client;
let north: PartnerBench;
let south: PartnerBench;
let far: PartnerBench;
const open: Server[] = [];
after(() => {
  for (const one of open) {
    one.closeAllConnections();
    one.close();
  }
});
before(async () => {
  bench = await linksBench(server, 'Kestrel');
  other = await linksBench(server, 'Otherworld');
  manager = await buildPerson(server, bench.workspace, { name: 'Mara Manager', role: 'partner_manager' });
  managerApi = clientOf(server, manager.headers);
  north = await bench.partner('Northwind', { seller: true });
  south = await bench.partner('Southbay', { seller: true });
  far = await other.partner('Faraway', { seller: true });
});
const apiOf = (partner: PartnerBench): Client => {
  assert.ok(partner.api);
  return partner.api;
};
const list = (who: Client) => who('notifications.list', { query: {} });

/** A chat room's receiver. */
async function room(): Promise<{ url: string; got: { text: string; blocks: unknown[] }[]; answer: number }> {
  const state = { url: '', got: [] as { text: string; blocks: unknown[] }[], answer: 200 };
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      state.got.push(JSON.parse(body) as (typeof state.got)[number]);
      response.writeHead(state.answer).end('ok');
    });
  });
  open.push(receiver);
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/services/T000/B000/secret-of-the-room`;
  return state;
}

/** An event as another module writes it; handed to the reader as the outbox would. */
const event = (
  tenantId: string,
  type: string,
  payload: Record<string, unknown>,
  more: { recordId?: string; dealId?: string | null; id?: string } = {},
): OutboxEvent => ({
  tenantId,
  id: more.id ?? newId(),
  type,
  recordType: type.split('.')[0] ?? '',
  recordId: more.recordId ?? newId(),
  dealId: more.dealId ?? null,
  payload: { number: 12, companyName: 'Acme', by: 'Jane Roe', holderId: null, partnerId: null, partnerSentence: null, ...payload },
  at: now.toISOString(),
});

test('the holder hears that a registration waits, the partner that it was decided; each by mail and in the product', async () => {
  const made = await apiOf(north)('portalRegistrations.create', {
    body: { ...registration('aurora-health.de', { valueBand: 'to-250k' }), kind: 'sourcing', productIds: [] },
  });
  await readEvents(server);
  const waiting = (await list(managerApi)).items[0];
  assert.deepEqual([waiting?.event, waiting?.path], ['registration.waiting', `/registrations/${made.id}`]);
  assert.match((await bench.mailTo(manager.email)).subject, /waits for a decision/);
  const { version } = await bench.owner('registrations.get', { params: { id: made.id } });
  await managerApi('registrations.decline', {
    params: { id: made.id },
    body: { reason: 'other', partnerText: 'Tell us who the buyer is.', note: 'Kestrel only' },
    ifVersion: version,
  });
  await readEvents(server);
  const told = await list(apiOf(north));
  assert.deepEqual([told.items[0]?.event, told.items[0]?.body, told.unreadCount], ['registration.decided', 'Tell us who the buyer is.', told.items.length]);
  assert.match((await bench.mailTo(north.person?.email ?? '')).text, /\/portal\/registrations\//);
  assert.equal((await list(apiOf(south))).items.length, 0);
  const one = told.items[0]?.id ?? '';
  const left = await apiOf(south)('notifications.read', { body: { ids: [one] } });
  assert.equal(left.unreadCount, 0);
  assert.equal((await list(apiOf(north))).unreadCount, told.unreadCount, 'nobody reads for others');
  assert.equal((await apiOf(north)('notifications.read', { body: { ids: [one] } })).unreadCount, told.unreadCount - 1);
  assert.equal((await apiOf(north)('notifications.read', { body: {} })).unreadCount, 0);
  assert.equal((await apiOf(north)('notifications.list', { query: { unread: 'true' } })).items.length, 0);
});

test('an event is told once, however often and by however many it is read', async () => {
  const happened = event(bench.workspace.tenantId, 'registration.approved', { partnerId: south.id, partnerSentence: 'Approved.' });
  const mails = async () => (await bench.mails(south.person?.email ?? '')).length;
  const before = await mails();
  await Promise.all([notifications.onEvents([happened, happened]), notifications.onEvents([happened])]);
  await notifications.onEvents([happened]);
  assert.equal((await list(apiOf(south))).items.filter((one) => one.title === 'R-12 Acme: approved').length, 1);
  assert.equal(await mails(), before + 1);
});

test('nobody is told of another workspace or another partner, whatever events happen', async () => {
  const room1 = await room();
  const marketer = await buildPerson(server, bench.workspace, { name: 'Max Marketer', role: 'partner_marketer', partnerId: north.id });
  const admin = await buildPerson(server, bench.workspace, { name: 'Ana Admin', role: 'partner_admin', partnerId: north.id });
  await clientOf(server, admin.headers)('notificationHooks.add', {
    body: { name: 'North room', url: room1.url, events: ['registration.decided', 'lead.offered', 'case.opened', 'deal.comment', 'deal.lane', 'share.asked'] },
  });
  const people = (
    await server.test.admin.query<{ id: string; tenant: string; partner: string | null; role: string }>(
      'select id, tenant_id as tenant, partner_id as partner, role from membership',
    )
  ).rows;
  const tenants = [
    { id: bench.workspace.tenantId, partners: [north.id, south.id], members: people.filter((one) => one.tenant === bench.workspace.tenantId) },
    { id: other.workspace.tenantId, partners: [far.id], members: people.filter((one) => one.tenant === other.workspace.tenantId) },
  ];
  const everyPartner = tenants.flatMap((one) => one.partners);
  const kinds = [
    'registration.approved',
    'registration.asked',
    'registration.ruled',
    'registration.escalated',
    'registration.expiring',
    'lead.offered',
    'lead.accepted',
    'lead.pulled_back',
    'case.opened',
    'case.ruled',
    'share.asked',
    'share.accepted',
    'participant.updated',
    'participant.added',
    'comment.added',
  ];
  const arbitrary = fc.record({
    tenant: fc.constantFrom(...tenants),
    kind: fc.constantFrom(...kinds),
    // Also partners and people of the other workspace: what a wrong event names must not be reached.
    partner: fc.constantFrom(...everyPartner, null),
    holder: fc.constantFrom(...people.map((one) => one.id), null),
    said: fc.boolean(),
    visibleTo: fc.constantFrom('workspace', 'partner', 'partners'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arbitrary, { minLength: 1, maxLength: 12 }), async (happenings) => {
      const events = happenings.map((one) =>
        event(
          one.tenant.id,
          one.kind,
          {
            partnerId: one.partner,
            holderId: one.holder,
            partnerSentence: one.said ? `said to ${one.partner}` : null,
            role: 'admin',
            state: 'waiting',
            excerpt: 'secret of the workspace',
            visibleTo: one.visibleTo,
            commentId: newId(),
          },
          { dealId: newId() },
        ),
      );
      await notifications.onEvents(events);
      const { rows } = await server.test.admin.query<{ tenant: string; member: string; key: string; title: string; body: string }>(
        'select tenant_id as tenant, member_id as member, dedupe_key as key, title, body from notification where dedupe_key = any($1)',
        [events.map((one) => one.id)],
      );
      for (const row of rows) {
        const from = happenings[events.findIndex((one) => one.id === row.key)];
        const person = people.find((one) => one.id === row.member);
        assert.ok(from && person, 'it went to a person there is');
        assert.equal(row.tenant, from.tenant.id);
        assert.equal(person.tenant, from.tenant.id);
        if (person.partner === null) continue;
        assert.equal(person.partner, from.partner);
        assert.doesNotMatch(`${row.title} ${row.body}`, /Jane Roe|secret of the workspace/);
        if (!from.kind.startsWith('participant.')) assert.equal(row.body, `said to ${from.partner}`);
        if (person.role === 'partner_marketer') assert.ok(from.kind.startsWith('lead.'), 'a marketer knows of leads only');
      }
      const queued = await server.test.admin.query<{ key: string }>('select event_id as key from hook_message where event_id = any($1)', [
        events.map((one) => one.id),
      ]);
      for (const row of queued.rows) assert.equal(happenings[events.findIndex((one) => one.id === row.key)]?.partner, north.id);
    }),
    { numRuns: 40 },
  );
  assert.ok(marketer.memberId);
  await server.test.admin.query('delete from hook_message');
  await server.test.admin.query('update notification set mailed_at = now()');
});

test('a comment reaches those it was written to, and not who wrote it', async () => {
  const deal = await bench.owner('deals.create', { body: { name: 'Harbour', amountMinor: 100_000, currency: 'EUR' } });
  for (const partner of [north, south]) await bench.owner('deals.addParticipant', { params: { id: deal.id }, body: { partnerId: partner.id, role: 'source' } });
  await bench.owner('deals.comment', { params: { id: deal.id }, body: { body: 'For our own eyes' } });
  await bench.owner('deals.comment', { params: { id: deal.id }, body: { body: 'For the north', toPartnerId: north.id } });
  await bench.owner('deals.comment', { params: { id: deal.id }, body: { body: 'For all partners', toAllPartners: true } });
  await apiOf(north)('portalDeals.comment', { params: { id: deal.id }, body: { body: 'From the north' } });
  await readEvents(server);
  const seen = async (who: Client) => (await list(who)).items.filter((one) => one.event === 'deal.comment').map((one) => one.body);
  assert.deepEqual((await seen(apiOf(north))).sort(), ['For all partners', 'For the north']);
  assert.deepEqual(await seen(apiOf(south)), ['For all partners']);
  assert.deepEqual(await seen(bench.owner), ['From the north']);
  assert.match((await list(apiOf(north))).items.find((one) => one.event === 'deal.lane')?.title ?? '', /^D-\d+ Harbour: your part/);
});

test('wishes: at once, in a digest at one’s own hour, never; and no mail in quiet hours', async () => {
  const api = apiOf(south);
  const mails = async () => (await bench.mails(south.person?.email ?? '')).length;
  const tell = (type: string) => notifications.onEvents([event(bench.workspace.tenantId, type, { partnerId: south.id, partnerSentence: `Said by ${type}.` })]);
  const usual = await api('notifications.preferences', {});
  await server.test.admin.query('update notification set mailed_at = now() where mailed_at is null');
  const wished = {
    ...usual,
    mail: { ...usual.mail, 'lead.offered': 'off' as const, 'registration.decided': 'digest' as const },
    digestHour: 7,
    timeZone: 'Europe/Berlin',
    quietFrom: 18,
    quietTo: 6,
  };
  assert.deepEqual(await api('notifications.setPreferences', { body: wished }), wished);
  assert.equal((await send(server, south.person?.headers ?? {}, 'notifications.setPreferences', { body: { ...wished, timeZone: 'Mars/Base' } })).status, 422);
  const start = await mails();
  now = new Date('2026-11-23T19:00:00Z');
  for (const type of ['lead.offered', 'registration.approved', 'registration.asked']) await tell(type);
  await notifications.sendGathered();
  assert.equal(await mails(), start, 'quiet');
  now = new Date('2026-11-24T05:30:00Z');
  await notifications.sendGathered();
  assert.equal(await mails(), start + 1, 'quiet hours are over at six in Berlin, the digest comes at seven');
  assert.match((await bench.mailTo(south.person?.email ?? '')).text, /Said by registration\.asked/);
  now = new Date('2026-11-24T06:05:00Z');
  await tell('registration.rejected');
  await notifications.sendGathered();
  await notifications.sendGathered();
  const digest = await bench.mailTo(south.person?.email ?? '');
  assert.equal(await mails(), start + 2);
  assert.match(digest.subject, /^2 notifications from Kestrel$/);
  assert.match(digest.text, /Said by registration\.approved[\s\S]*Said by registration\.rejected/);
  await tell('registration.approved');
  await notifications.sendGathered();
  assert.equal(await mails(), start + 2, 'one digest a day');
  now = new Date('2026-11-25T06:05:00Z');
  await api('notifications.read', { body: {} });
  await notifications.sendGathered();
  assert.equal(await mails(), start + 2, 'what was read needs no mail');
});

test('a room is told, its address is sealed and masked, and it is paused when it fails', async () => {
  const there = await room();
  await server.test.admin.query('delete from hook_message');
  const tenantId = bench.workspace.tenantId;
  const added = await bench.owner('notificationHooks.add', { body: { name: 'Partner room', url: there.url, events: ['registration.late'] } });
  assert.match(added.urlShown, /^127\.0\.0\.1:\d+\/…room$/);
  const { rows } = await server.test.admin.query<{ all: string }>('select row_to_json(h)::text as all from notification_hook h where id = $1', [added.id]);
  assert.ok(!rows[0]?.all.includes('secret-of-the-room'));
  const late = () => notifications.onEvents([event(tenantId, 'registration.warned', { partnerId: north.id, companyName: '<!channel> & Sons' })]);
  await late();
  await notifications.onEvents([event(tenantId, 'registration.withdrawn', {})]);
  await notifications.onEvents([event(other.workspace.tenantId, 'registration.warned', {})]);
  assert.equal(await notifications.sendToRooms(), 1);
  assert.equal(await notifications.sendToRooms(), 0);
  assert.equal(there.got.length, 1);
  assert.match(there.got[0]?.text ?? '', /^R-12 &lt;!channel&gt; &amp; Sons has to be decided soon/);

  there.answer = 500;
  const shown = async () => (await bench.owner('notificationHooks.list', {})).items.find((one) => one.id === added.id);
  await late();
  for (let time = 0; time < 8; time += 1) {
    await notifications.sendToRooms();
    now = new Date(now.getTime() + 3 * 3_600_000);
  }
  assert.equal(there.got.length, 6, 'five tries, then it is given up');
  assert.deepEqual([(await shown())?.failures, (await shown())?.lastError, (await shown())?.pausedAt], [5, 'The room answered 500.', null]);
  for (let time = 0; time < 6; time += 1) await late();
  await notifications.sendToRooms();
  assert.ok((await shown())?.pausedAt, 'ten in a row');
  assert.equal(there.got.length, 11);
  await late();
  assert.equal(await notifications.sendToRooms(), 0);
  there.answer = 200;
  const tested = await bench.owner('notificationHooks.test', { params: { id: added.id } });
  assert.deepEqual([tested.failures, tested.pausedAt, tested.lastError], [0, null, null]);
  await bench.owner('notificationHooks.remove', { params: { id: added.id } });
  assert.equal(await shown(), undefined);
});

test('rooms belong to a side, and to those who run it', async () => {
  const there = await room();
  const body = { name: 'Room', url: there.url, events: ['registration.decided'] };
  assert.equal((await send(server, north.person?.headers ?? {}, 'notificationHooks.add', { body })).status, 403);
  assert.equal((await send(server, manager.headers, 'notificationHooks.add', { body })).status, 403);
  const admin = await buildPerson(server, bench.workspace, { name: 'Abe Admin', role: 'partner_admin', partnerId: south.id });
  const made = await clientOf(server, admin.headers)('notificationHooks.add', { body: { ...body, events: ['registration.decided'] } });
  for (const headers of [bench.workspace.owner.headers, other.workspace.owner.headers])
    for (const id of ['notificationHooks.test', 'notificationHooks.remove'] as const)
      assert.equal((await send(server, headers, id, { params: { id: made.id } })).status, 404);
  assert.ok(!(await bench.owner('notificationHooks.list', {})).items.some((one) => one.id === made.id));
  assert.ok((await apiOf(south)('notificationHooks.list', {})).items.some((one) => one.id === made.id));
  await notifications.onEvents([event(bench.workspace.tenantId, 'registration.approved', { partnerId: north.id, partnerSentence: 'Not for the south.' })]);
  await notifications.onEvents([event(bench.workspace.tenantId, 'registration.approved', { partnerId: south.id, partnerSentence: 'For the south.' })]);
  await notifications.sendToRooms();
  assert.deepEqual(
    there.got.map((one) => one.text),
    ['R-12 Acme: approved: For the south.'],
  );
});

test('without leave a room is at a public https address', async () => {
  const strict = await startedServer({ logger: quietLogger, now: () => now, test: server.test });
  for (const url of [
    'http://hooks.example.com/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://169.254.169.254/latest',
    'https://localhost/x',
    'https://user:word@hooks.example.com/x',
  ]) {
    const answer = await send(strict, bench.workspace.owner.headers, 'notificationHooks.add', { body: { name: 'Room', url, events: ['lead.offered'] } });
    assert.equal(answer.status, 422, url);
  }
});
