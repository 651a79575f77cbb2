import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { buildPerson, buildWorkspace, startedServer } from '@entente/testkit';
import { clientOf, quietLogger, send } from './api.fixture.ts';

// A Monday; the deal's region works from 9 to 17 an hour east of UTC.
let now = new Date('2026-11-23T06:00:00Z');
const server = await startedServer({ logger: quietLogger, now: () => now, outboundPrivate: true });
const { calendars } = server.app.modules;
const workspace = await buildWorkspace(server, 'Kestrel');
const { tenantId, owner } = workspace;
const seller = await buildPerson(server, workspace, { name: 'Ann Seller', role: 'seller' });
const api = clientOf(server, owner.headers);
const ann = clientOf(server, seller.headers);

const files: Record<string, { status?: number; body: string; location?: string }> = {};
const asked: string[] = [];
const host = createServer((request, response) => {
  const path = request.url ?? '';
  asked.push(path);
  const file = files[path];
  response.writeHead(file?.status ?? (file ? 200 : 404), file?.location === undefined ? {} : { location: file.location }).end(file?.body ?? '');
});
await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
after(() => {
  host.closeAllConnections();
  host.close();
});
const base = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
const calendar = (...events: string[]): string => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\n${events.join('')}END:VCALENDAR\r\n`;
const event = (uid: string, ...lines: string[]): string => ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT', ''].join('\r\n');
const set = (path: string, timeZone = 'Europe/Berlin') => ann('calendar.set', { body: { url: `${base}${path}`, timeZone } });
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const busy = async () =>
  (
    await server.test.admin.query<{ s: string }>(
      `select to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as s from busy_time where tenant_id = $1 and member_id = $2 order by starts_at`,
      [tenantId, seller.memberId],
    )
  ).rows.map((row) => row.s);

test('the address is kept sealed and shown masked, and nobody else learns of it', async () => {
  files['/private-8f3a91/basic.ics'] = { body: calendar() };
  assert.equal(await ann('calendar.get', {}), null);
  const feed = await set('/private-8f3a91/basic.ics');
  assert.equal(feed.urlShown, `${new URL(base).host}/….ics`);
  assert.equal(await api('calendar.get', {}), null);
  const { rows } = await server.test.admin.query<{ all: string }>(
    'select f::text as all from calendar_feed f union all select a::text from audit_entry a where tenant_id = $1',
    [tenantId],
  );
  assert.ok(rows.length > 1);
  for (const row of rows) assert.doesNotMatch(row.all, /8f3a91/);
});

test('busy times come from the calendar every 15 minutes, for 60 days', async () => {
  files['/ann.ics'] = {
    body: calendar(
      event('1', 'DTSTART;TZID=Europe/Berlin:20260105T100000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;BYDAY=TU', 'EXDATE;TZID=Europe/Berlin:20261201T100000'),
      event('2', 'DTSTART:20261124T120000Z', 'DURATION:PT1H', 'TRANSP:TRANSPARENT'),
      event('3', 'DTSTART:20270601T120000Z', 'DURATION:PT1H'),
    ),
  };
  await set('/ann.ics');
  asked.length = 0;
  assert.equal(await calendars.fetchDue(tenantId), 1);
  assert.deepEqual((await busy()).slice(0, 2), ['2026-11-24 09:00', '2026-12-08 09:00']);
  assert.equal((await busy()).at(-1), '2027-01-19 09:00');
  const feed = await ann('calendar.get', {});
  assert.deepEqual([feed?.fetchedAt, feed?.lastError, feed?.busyCount], [now.toISOString(), null, 8]);
  later(14);
  assert.equal(await calendars.fetchDue(tenantId), 0);
  later(1);
  assert.deepEqual(await Promise.all([calendars.fetchDue(tenantId), calendars.fetchDue(tenantId)]).then((counts) => counts.toSorted((a, b) => a - b)), [0, 1]);
  assert.deepEqual(asked, ['/ann.ics', '/ann.ics']);
});

test('meetings are proposed when the owner of the deal and whoever calls them are free', async () => {
  const account = await api('accounts.create', { body: { name: 'Helios', domains: ['helios.example'] } });
  const deal = await ann('deals.create', { body: { name: 'Grid', accountId: account.id, currency: 'EUR', closeOn: '2027-01-31' } });
  files['/week.ics'] = {
    body: calendar(
      event('all', 'DTSTART;VALUE=DATE:20261123', 'DTEND;VALUE=DATE:20261125'),
      event('noon', 'DTSTART:20261125T080000Z', 'DTEND:20261125T113000Z'),
    ),
  };
  await set('/week.ics');
  await calendars.fetchDue(tenantId);
  const first = async (who: typeof api) => (await who('meetings.propose', { params: { id: deal.id } })).slots[0]?.startsAt;
  assert.equal(await first(ann), '2026-11-25T11:30:00.000Z', 'two whole days and a morning are taken');
  assert.equal(await first(api), '2026-11-25T11:30:00.000Z', 'whoever asks, the owner of the deal is meant');
  files['/owner.ics'] = { body: calendar(event('1', 'DTSTART:20261125T110000Z', 'DTEND:20261125T140000Z')) };
  await api('calendar.set', { body: { url: `${base}/owner.ics`, timeZone: 'Europe/Berlin' } });
  await calendars.fetchDue(tenantId);
  assert.equal(await first(api), '2026-11-25T14:00:00.000Z');
  await api('calendar.remove', {});
  assert.equal(await first(api), '2026-11-25T11:30:00.000Z', 'a removed calendar takes its times along');
});

test('what goes wrong is told, and what was known stays', async () => {
  await set('/ann.ics');
  await calendars.fetchDue(tenantId);
  const known = await busy();
  const errorOf = async (file: (typeof files)[string] | undefined): Promise<string | null | undefined> => {
    if (file) files['/ann.ics'] = file;
    else delete files['/ann.ics'];
    later(15);
    assert.equal(await calendars.fetchDue(tenantId), 1);
    assert.deepEqual(await busy(), known);
    return (await ann('calendar.get', {}))?.lastError;
  };
  assert.equal(await errorOf(undefined), 'It answered with status 404.');
  assert.equal(await errorOf({ body: '<html>Sign in</html>' }), 'There is no calendar at this address.');
  assert.equal(await errorOf({ body: 'x'.repeat(2_000_001) }), 'It is larger than 2 MB.');
  assert.match((await errorOf({ status: 302, body: '', location: '/ann.ics' })) ?? '', /without an end/);
  assert.equal(await errorOf({ status: 302, body: '', location: 'file:///etc/passwd' }), 'The address must begin with https://.');
  files['/moved.ics'] = { body: calendar() };
  files['/ann.ics'] = { status: 301, body: '', location: '/moved.ics' };
  later(15);
  await calendars.fetchDue(tenantId);
  assert.deepEqual([(await ann('calendar.get', {}))?.lastError, await busy()], [null, []]);
});

test('repetitions without a reasonable end hold nothing up', async () => {
  files['/bomb.ics'] = {
    body: calendar(...Array.from({ length: 40 }, (_, index) => event(`${index}`, 'DTSTART:19700101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY'))),
  };
  files['/never.ics'] = { body: calendar(event('1', 'DTSTART:20260101T000000Z', 'DURATION:PT1H', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')) };
  for (const path of ['/bomb.ics', '/never.ics']) {
    await set(path);
    const began = Date.now();
    assert.equal(await calendars.fetchDue(tenantId), 1);
    assert.ok(Date.now() - began < 25_000, path);
  }
});

test('addresses of one’s own network, keys without a person, and zones that are not are refused', async () => {
  const closed = await startedServer({ logger: quietLogger, outboundPrivate: false });
  const there = await buildWorkspace(closed, 'Closed');
  for (const url of [`${base}/ann.ics`, 'webcal://127.0.0.1/ann.ics', 'https://10.0.0.1/x.ics', 'file:///etc/passwd', 'ann.ics'])
    assert.equal((await send(closed, there.owner.headers, 'calendar.set', { body: { url, timeZone: 'UTC' } })).status, 422, url);
  assert.equal((await send(server, seller.headers, 'calendar.set', { body: { url: `${base}/ann.ics`, timeZone: 'Mars/Olympus' } })).status, 422);
  const { secret } = await api('apiKeys.create', { body: { name: 'Key', role: 'admin' } });
  assert.equal((await send(server, { authorization: `Bearer ${secret}` }, 'calendar.get', {})).status, 403);
});

test('who leaves takes the calendar along', async () => {
  await set('/ann.ics');
  await api('people.remove', { params: { id: seller.memberId } });
  asked.length = 0;
  assert.equal(await calendars.fetchDue(tenantId), 0);
  assert.deepEqual(asked, []);
  const { rows } = await server.test.admin.query('select 1 from calendar_feed where member_id = $1', [seller.memberId]);
  assert.equal(rows.length, 0);
});
