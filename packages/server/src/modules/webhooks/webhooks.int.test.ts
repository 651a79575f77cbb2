import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildPerson, buildWorkspace, startedServer, type Workspace } from '@entente/testkit';
import { bearer, clientOf, quietLogger, send, type Client } from '../../tests/api.fixture.ts';
import { drainUntil, insertEvent, readerOf } from '../../tests/outbox.fixture.ts';
import { createOutbound } from '../../platform/outbound/index.ts';
import { createSecrets } from '../../platform/secrets.ts';
import { attempt } from './attempt.ts';
import { isGenuine } from './domain/signature.ts';
import { receiver, type Got } from './receiver.fixture.ts';

let now = new Date('2026-11-21T10:00:00.000Z');
const pass = (ms: number): void => void (now = new Date(now.getTime() + ms));
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const server = await startedServer({ logger: quietLogger, now: () => now, outboundPrivate: true });
/** As strict as a real installation. */
const strict = await startedServer({ logger: quietLogger, test: server.test, now: () => now });
const { webhooks } = server.app.modules;
const { admin } = server.test;
const reader = await readerOf(server, 'webhooks', webhooks.onEvents, (error) => assert.fail(String(error)));

let made = 0;
async function bench(): Promise<{ workspace: Workspace; api: Client; event: (type?: string, payload?: Record<string, unknown>) => Promise<string> }> {
  const workspace = await buildWorkspace(server, `Hooks ${(made += 1)}`);
  const { tenantId } = workspace;
  const event = async (type = 'deal.stage_moved', payload: Record<string, unknown> = { from: 'qualified', to: 'technical' }): Promise<string> => {
    const id = await insertEvent(admin, { tenantId, type, payload });
    await admin.query('update outbox_event set at = $1 where id = $2', [now.toISOString(), id]);
    return id;
  };
  return { workspace, api: clientOf(server, workspace.owner.headers), event };
}
/** Reads events until those of the workspace made so many messages. */
async function queued(workspace: Workspace, count: number): Promise<void> {
  await drainUntil(reader, async () => (await admin.query('select 1 from webhook_message where tenant_id = $1', [workspace.tenantId])).rows.length >= count);
}
const headersOf = (got: Got | undefined): Record<string, string> => ({
  'webhook-id': String(got?.headers['webhook-id']),
  'webhook-timestamp': String(got?.headers['webhook-timestamp']),
  'webhook-signature': String(got?.headers['webhook-signature']),
});
/** The library looks at the clock of the machine; the clock of this test is another. */
function verified(secret: string, got: Got | undefined): boolean {
  const headers = headersOf(got);
  const key = {
    id: headers['webhook-id'] ?? '',
    timestamp: headers['webhook-timestamp'] ?? '',
    signatures: headers['webhook-signature'] ?? '',
    body: got?.body ?? '',
  };
  return isGenuine(secret, key, now);
}

describe('a message', () => {
  test('goes to those who want it, with data or without, in their form', async () => {
    const { workspace, api, event } = await bench();
    const [thin, full, cloud, other] = await Promise.all([receiver(), receiver(), receiver(), receiver()]);
    await api('webhooks.create', { body: { url: thin.url, eventTypes: ['deal.stage_moved', 'deal.created'] } });
    await api('webhooks.create', { body: { url: full.url, includeData: true, signing: 'ed25519' } });
    await api('webhooks.create', { body: { url: cloud.url, format: 'cloudevents' } });
    await api('webhooks.create', { body: { url: other.url, eventTypes: ['lead.offered'] } });
    const id = await event();
    await event('import.progress');
    await event('made.up');
    await queued(workspace, 3);
    await webhooks.deliverNow();
    const read = (there: { got: Got[] }): Record<string, unknown> => JSON.parse(there.got[0]?.body ?? '{}') as Record<string, unknown>;
    assert.deepEqual([thin.got.length, full.got.length, cloud.got.length, other.got.length], [1, 1, 1, 0]);
    assert.ok(!('event' in (read(thin)['data'] as object)));
    assert.deepEqual((read(full)['data'] as { event: unknown }).event, { from: 'qualified', to: 'technical' });
    assert.deepEqual([read(cloud)['specversion'], read(cloud)['id'], read(cloud)['source']], ['1.0', `msg_${id}`, `urn:uuid:${workspace.tenantId}`]);
    assert.match(String(cloud.got[0]?.headers['content-type']), /^application\/cloudevents\+json/);
    // One event, one id, wherever it goes.
    assert.deepEqual([thin.got[0]?.id, full.got[0]?.id, cloud.got[0]?.id], [`msg_${id}`, `msg_${id}`, `msg_${id}`]);
    const asymmetric = (await api('webhooks.list')).items.find((one) => one.signing === 'ed25519');
    assert.match(String(full.got[0]?.headers['webhook-signature']), /^v1a,/);
    assert.ok(verified(asymmetric?.publicKey ?? '', full.got[0]));
  });

  test('that the reader sees twice is made once', async () => {
    const { workspace, api, event } = await bench();
    const there = await receiver();
    await api('webhooks.create', { body: { url: there.url } });
    const id = await event();
    await queued(workspace, 1);
    const row = {
      tenantId: workspace.tenantId,
      id,
      type: 'deal.stage_moved',
      recordType: 'deal',
      recordId: id,
      dealId: null,
      payload: {},
      at: now.toISOString(),
    };
    await webhooks.onEvents([row, row]);
    await webhooks.deliverNow();
    await webhooks.onEvents([row]);
    await webhooks.deliverNow();
    assert.equal(there.got.length, 1);
  });
});

describe('a receiver that fails', () => {
  test('is tried again by the schedule, under the same id and a new time, until it takes the message', async () => {
    const { workspace, api, event } = await bench();
    const there = await receiver((response, _, index) => void response.writeHead(index < 2 ? 500 : 200).end('no room'));
    const endpoint = await api('webhooks.create', { body: { url: there.url } });
    await event();
    await queued(workspace, 1);
    await webhooks.deliverNow();
    const [waiting] = (await api('webhooks.deliveries', { params: { id: endpoint.id } })).items;
    assert.deepEqual([waiting?.state, waiting?.lastStatus, waiting?.attempts], ['waiting', 500, 1]);
    const wait = Date.parse(waiting?.nextAttemptAt ?? '') - now.getTime();
    assert.ok(wait >= 5_000 && wait <= 5_500, `${wait}`);
    pass(4_000);
    await webhooks.deliverNow();
    assert.equal(there.got.length, 1, 'not before its time');
    pass(2_000);
    await webhooks.deliverNow();
    pass(6 * MINUTE);
    await webhooks.deliverNow();
    assert.equal(there.got.length, 3);
    assert.equal(new Set(there.got.map(({ id }) => id)).size, 1);
    assert.equal(new Set(there.got.map(({ headers }) => headers['webhook-timestamp'])).size, 3);
    assert.ok(verified(endpoint.secret, there.got[2]));
    const done = await api('webhooks.delivery', { params: { id: endpoint.id, childId: waiting?.id ?? '' } });
    assert.deepEqual([done.state, done.tries.map(({ status }) => status)], ['delivered', [200, 500, 500]]);
    assert.equal(done.tries[1]?.responseBody, 'no room');
    assert.match(done.tries[1]?.error ?? '', /fault of its own/);
    assert.equal(done.tries[0]?.requestHeaders['webhook-id'], there.got[0]?.id);
  });

  test('is given up after ten tries', async () => {
    const { workspace, api, event } = await bench();
    const there = await receiver((response) => void response.writeHead(500).end());
    const endpoint = await api('webhooks.create', { body: { url: there.url } });
    await event();
    await queued(workspace, 1);
    const state = async () => (await api('webhooks.deliveries', { params: { id: endpoint.id } })).items[0];
    const began = now.getTime();
    for (let left = 20; left > 0; left -= 1) {
      await webhooks.deliverNow();
      const waiting = await state();
      if (waiting?.state !== 'waiting') break;
      now = new Date(waiting.nextAttemptAt ?? '');
    }
    const given = await state();
    assert.deepEqual([given?.state, given?.attempts, there.got.length], ['failed', 10, 10]);
    const hours = (now.getTime() - began) / HOUR;
    assert.ok(hours >= 75.5 && hours <= 83.2, `${hours} hours`);
    assert.equal((await api('webhooks.get', { params: { id: endpoint.id } })).status, 'active');
  });

  test('that asks for patience is left alone for so long, with everything', async () => {
    const { workspace, api, event } = await bench();
    const there = await receiver((response, _, index) => void response.writeHead(index === 0 ? 429 : 200, index === 0 ? { 'retry-after': '120' } : {}).end());
    const endpoint = await api('webhooks.create', { body: { url: there.url, concurrency: 1 } });
    await event();
    await event();
    await event();
    await queued(workspace, 3);
    await webhooks.deliverNow();
    assert.equal(there.got.length, 1);
    assert.equal((await api('webhooks.get', { params: { id: endpoint.id } })).throttledUntil, new Date(now.getTime() + 120_000).toISOString());
    pass(110_000);
    await webhooks.deliverNow();
    assert.equal(there.got.length, 1);
    pass(11_000);
    await webhooks.deliverNow();
    assert.equal(there.got.length, 4);
    assert.equal((await api('webhooks.get', { params: { id: endpoint.id } })).throttledUntil, null);
  });

  test('with 410 is disabled at once, and its people are told', async () => {
    const { workspace, api, event } = await bench();
    const seller = await buildPerson(server, workspace, { name: 'Sela Seller', role: 'seller' });
    const there = await receiver((response) => void response.writeHead(410).end());
    const endpoint = await api('webhooks.create', { body: { url: there.url, concurrency: 1 } });
    await event();
    await event();
    await queued(workspace, 2);
    await webhooks.deliverNow();
    assert.equal(there.got.length, 1);
    const gone = await api('webhooks.get', { params: { id: endpoint.id } });
    assert.deepEqual([gone.status, gone.disabledWhy, gone.waiting, gone.failed], ['disabled', 'gone', 0, 2]);
    const tell = await readerOf(server, `tell ${endpoint.id}`, server.app.modules.notifications.onEvents);
    await admin.query("update outbox_cursor set tx = '0', seq = 0 where consumer = $1", [`tell ${endpoint.id}`]);
    await drainUntil(tell, async () => (await api('notifications.list')).items.length > 0);
    const [told] = (await api('notifications.list')).items;
    assert.deepEqual([told?.event, told?.path], ['webhook.disabled', `/settings/webhooks/${endpoint.id}`]);
    assert.equal((await clientOf(server, seller.headers)('notifications.list')).items.length, 0);
    const { items: mail } = await api('mailbox.list');
    assert.ok(mail.some(({ to, subject }) => to === workspace.owner.email && /was disabled/.test(subject)));
    // What happens while it is disabled makes no message.
    await event();
    await reader.drain();
    assert.equal((await api('webhooks.deliveries', { params: { id: endpoint.id } })).items.length, 2);
  });

  test('for 120 hours without one success is disabled; one success in between begins anew', async () => {
    const { workspace, api, event } = await bench();
    let answer = 500;
    const there = await receiver((response) => void response.writeHead(answer).end());
    const endpoint = await api('webhooks.create', { body: { url: there.url } });
    let count = 0;
    const another = async (): Promise<Awaited<ReturnType<typeof state>>> => {
      await event();
      await queued(workspace, (count += 1));
      await webhooks.deliverNow();
      return state();
    };
    const state = () => api('webhooks.get', { params: { id: endpoint.id } });
    const first = await another();
    assert.equal(first.failingSince, now.toISOString());
    pass(100 * HOUR);
    answer = 200;
    assert.equal((await another()).failingSince, null);
    answer = 500;
    const since = now.toISOString();
    assert.equal((await another()).failingSince, since);
    pass(119 * HOUR);
    assert.equal((await another()).status, 'active');
    pass(1 * HOUR);
    const after = await another();
    assert.deepEqual([after.status, after.disabledWhy, after.failingSince], ['disabled', 'failing', since]);
  });

  test('is told in a sentence, and what it answers is kept only in part', async () => {
    const { api } = await bench();
    const long = await receiver((response) => void response.writeHead(400, { 'set-cookie': 'a=secret' }).end('x'.repeat(300_000)));
    const silent = await receiver(() => undefined);
    const closed = await receiver();
    await closed.close();
    const create = async (url: string): Promise<string> => (await api('webhooks.create', { body: { url } })).id;
    const tested = await api('webhooks.test', { params: { id: await create(long.url) }, body: {} });
    assert.deepEqual([tested.state, tested.tries[0]?.status, tested.tries[0]?.responseBody?.length], ['failed', 400, 4096]);
    assert.equal(tested.tries[0]?.responseHeaders['set-cookie'], undefined);
    const refused = await api('webhooks.test', { params: { id: await create(closed.url) }, body: {} });
    assert.equal(refused.tries[0]?.error, 'The connection was refused.');
    const { rows } = await admin.query('select * from webhook_endpoint where id = $1', [await create(silent.url)]);
    const outbound = createOutbound({ allowPrivate: true });
    const late = await attempt(
      {
        database: server.test.db,
        secrets: createSecrets('s'.repeat(43)),
        outbound,
        now: () => now,
        onError: (error) => assert.fail(String(error)),
        timeoutMs: 300,
      },
      rows[0],
      { event_id: 'x', body: '{}', content_type: 'application/json' },
    );
    assert.equal(late.verdict.error, 'There was no answer within 0.3 seconds.');
  });
});

describe('an address', () => {
  test('that redirects has failed; nobody goes where it leads', async () => {
    const { api } = await bench();
    const inside = await receiver();
    const there = await receiver((response) => void response.writeHead(302, { location: inside.url }).end());
    const { id } = await api('webhooks.create', { body: { url: there.url } });
    const tested = await api('webhooks.test', { params: { id }, body: {} });
    assert.match(tested.tries[0]?.error ?? '', /redirects to another address \(302\)/);
    assert.equal(inside.got.length, 0);
  });

  test('of our own network is refused, when it is set and, whatever its name meant then, when it is used', async () => {
    const { workspace, api } = await bench();
    for (const url of [
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://169.254.169.254/latest',
      'https://2130706433/',
      'https://localhost/x',
      'http://hooks.example.com/x',
      'https://a:b@example.com/',
      'nonsense',
    ]) {
      const answer = await send(strict, workspace.owner.headers, 'webhooks.create', { body: { url } });
      assert.equal(answer.status, 422, url);
      assert.match(answer.text, /"path":"body.url"/, url);
    }
    const there = await receiver();
    const { id } = await api('webhooks.create', { body: { url: there.url } });
    const answer = await clientOf(strict, workspace.owner.headers)('webhooks.test', { params: { id }, body: {} });
    assert.deepEqual([answer.state, answer.tries[0]?.status], ['failed', null]);
    assert.match(answer.tries[0]?.error ?? '', /https/);
    assert.equal(there.got.length, 0);
  });
});

test('of one endpoint no more are under way than it permits, and a slow one keeps no other waiting', async () => {
  const { workspace, api, event } = await bench();
  const waiting: (() => void)[] = [];
  const slow = await receiver((response) => void waiting.push(() => response.writeHead(200).end()));
  const quick = await receiver();
  await api('webhooks.create', { body: { url: slow.url, concurrency: 3 } });
  await api('webhooks.create', { body: { url: quick.url } });
  for (let n = 0; n < 8; n += 1) await event();
  await queued(workspace, 16);
  const all = webhooks.deliverNow();
  const eventually = async (holds: () => boolean): Promise<void> => {
    for (let left = 400; left > 0 && !holds(); left -= 1) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(holds());
  };
  await eventually(() => quick.got.length === 8 && slow.got.length === 3);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(slow.got.length, 3);
  const timer = setInterval(() => waiting.splice(0).forEach((end) => end()), 5);
  await all;
  clearInterval(timer);
  assert.deepEqual([slow.got.length, slow.most, new Set(slow.got.map(({ id }) => id)).size], [8, 3, 8]);
});

describe('a secret', () => {
  test('is shown once, and rotated with an overlap in which both verify', async () => {
    const { workspace, api, event } = await bench();
    const there = await receiver();
    const endpoint = await api('webhooks.create', { body: { url: there.url } });
    const rotated = await api('webhooks.rotate', { params: { id: endpoint.id }, body: { overlapHours: 24 } });
    assert.notEqual(rotated.secret, endpoint.secret);
    assert.equal(rotated.overlapEndsAt, new Date(now.getTime() + 24 * HOUR).toISOString());
    await event();
    await queued(workspace, 1);
    await webhooks.deliverNow();
    assert.equal(String(there.got[0]?.headers['webhook-signature']).split(' ').length, 2);
    assert.deepEqual([verified(endpoint.secret, there.got[0]), verified(rotated.secret, there.got[0])], [true, true]);
    pass(24 * HOUR + 1000);
    assert.equal((await api('webhooks.get', { params: { id: endpoint.id } })).overlapEndsAt, null);
    await event();
    await queued(workspace, 2);
    await webhooks.deliverNow();
    assert.deepEqual([verified(endpoint.secret, there.got[1]), verified(rotated.secret, there.got[1])], [false, true]);
    await webhooks.forgetOld(workspace.tenantId);
    const { rows } = await admin.query<{ earlier_secret_sealed: string | null }>('select earlier_secret_sealed from webhook_endpoint where id = $1', [
      endpoint.id,
    ]);
    assert.equal(rows[0]?.earlier_secret_sealed, null);
    const last = await api('webhooks.rotate', { params: { id: endpoint.id }, body: { overlapHours: 0 } });
    assert.equal(last.overlapEndsAt, null);
  });

  test('stands in no answer, audit entry, event or attempt, and nothing is left of it after removal', async () => {
    const { workspace, api } = await bench();
    const there = await receiver();
    const url = `${there.url}/token-that-nobody-should-see`;
    const { secret, id } = await api('webhooks.create', { body: { url } });
    await api('webhooks.update', { params: { id }, body: { description: 'CRM' }, ifVersion: 1 });
    await api('webhooks.test', { params: { id }, body: {} });
    const texts = async (): Promise<string> => {
      const tables = ['audit_entry', 'outbox_event', 'webhook_endpoint', 'webhook_message', 'webhook_attempt'];
      const all = await Promise.all(tables.map((table) => admin.query(`select * from ${table} where tenant_id = $1`, [workspace.tenantId])));
      return JSON.stringify(all.map(({ rows }) => rows));
    };
    for (const hidden of [secret, secret.slice(6), 'token-that-nobody']) assert.ok(!(await texts()).includes(hidden));
    const auditor = await buildPerson(server, workspace, { name: 'Audra Auditor', role: 'auditor' });
    const seen = await clientOf(server, auditor.headers)('webhooks.get', { params: { id } });
    assert.equal(seen.url, null);
    assert.ok(!JSON.stringify(seen).includes('token-that-nobody'));
    assert.equal((await send(server, auditor.headers, 'webhooks.rotate', { params: { id }, body: {} })).status, 403);
    const sealed = await admin.query<{ secret_sealed: string }>('select secret_sealed from webhook_endpoint where id = $1', [id]);
    await api('webhooks.remove', { params: { id } });
    assert.ok(!(await texts()).includes(sealed.rows[0]?.secret_sealed ?? 'x'));
    for (const table of ['webhook_endpoint', 'webhook_message', 'webhook_attempt'])
      assert.equal((await admin.query(`select 1 from ${table} where tenant_id = $1`, [workspace.tenantId])).rows.length, 0, table);
  });
});

describe('replay', () => {
  test('sends one message, all that were given up, or a time, under the ids they had', async () => {
    const { workspace, api, event } = await bench();
    let answer = 410;
    const there = await receiver((response) => void response.writeHead(answer).end());
    const { id } = await api('webhooks.create', { body: { url: there.url, eventTypes: ['deal.stage_moved'] } });
    const params = { id };
    const began = now.toISOString();
    const first = await event();
    await queued(workspace, 1);
    await webhooks.deliverNow();
    const [failed] = (await api('webhooks.deliveries', { params, query: { state: 'failed' } })).items;
    assert.equal(failed?.messageId, `msg_${first}`);
    assert.equal((await send(server, workspace.owner.headers, 'webhooks.replay', { params: { id }, body: { what: 'failed' } })).status, 409);
    pass(MINUTE);
    const missed = await event();
    await reader.drain();
    await api('webhooks.setStatus', { params, body: { status: 'active' } });
    answer = 200;
    assert.deepEqual(await api('webhooks.replay', { params, body: { what: 'failed' } }), { count: 1 });
    await webhooks.deliverNow();
    assert.deepEqual(
      there.got.map((one) => one.id),
      [`msg_${first}`, `msg_${first}`],
    );
    assert.deepEqual(await api('webhooks.replay', { params, body: { what: 'one', deliveryId: failed?.id ?? '' } }), { count: 1 });
    await webhooks.deliverNow();
    pass(MINUTE);
    // What it missed while it was disabled comes as well.
    assert.deepEqual(await api('webhooks.replay', { params, body: { what: 'range', from: began, to: now.toISOString() } }), { count: 2 });
    await webhooks.deliverNow();
    assert.deepEqual(
      there.got
        .slice(3)
        .map((one) => one.id)
        .toSorted(),
      [`msg_${first}`, `msg_${missed}`].toSorted(),
    );
    assert.deepEqual(
      (await api('webhooks.deliveries', { params })).items.map((one) => one.state),
      ['delivered', 'delivered'],
    );
    for (const body of [{ what: 'range', from: now.toISOString(), to: began }, { what: 'one' }, { what: 'everything' }])
      assert.equal((await send(server, workspace.owner.headers, 'webhooks.replay', { params: { id }, body })).status, 422, JSON.stringify(body));
  });
});

test('events can be fetched in their order instead, from where one stopped, by a key that may read webhooks', async () => {
  const { workspace, api, event } = await bench();
  const { secret } = await api('apiKeys.create', { body: { name: 'Pull', role: 'admin', scopes: ['webhooks:read'] } });
  const key = clientOf(server, bearer(secret));
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push(`msg_${await event(n === 2 ? 'lead.offered' : 'deal.updated', { n })}`);
  await event('import.progress');
  // Transactions elsewhere in the cluster hold events back; they come.
  const got: string[] = [];
  let cursor: string | undefined;
  for (let left = 200; left > 0 && got.length < 5; left -= 1) {
    const page = await key('events.list', { query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) } });
    got.push(...page.items.map((one) => one.id));
    assert.ok(page.items.every(({ data }) => !('event' in data)));
    assert.ok(!page.hasMore || page.items.length === 2);
    cursor = page.nextCursor;
    if (!page.hasMore) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.deepEqual(got, ids);
  const later = `msg_${await event()}`;
  let next: string[] = [];
  for (let left = 200; left > 0 && next.length === 0; left -= 1) {
    next = (await key('events.list', { query: { cursor } })).items.map((one) => one.id);
    if (next.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.deepEqual(next, [later]);
  const leads = await key('events.list', { query: { types: 'lead.offered, lead.accepted', include: 'data' } });
  assert.deepEqual([leads.items.map((one) => one.id), leads.items[0]?.data['event']], [[ids[2]], { n: 2 }]);
  const sweepOf = async (query: Record<string, string>): Promise<number> => (await send(server, workspace.owner.headers, 'events.list', { query })).status;
  assert.equal(await sweepOf({ types: 'no.such' }), 422);
  for (const wrong of ['x', '1', '-1-2', '9'.repeat(30), "1-1';--"]) assert.equal(await sweepOf({ cursor: wrong }), 422, wrong);
  const stranger = await bench();
  assert.equal((await stranger.api('events.list', { query: { types: 'deal.updated' } })).items.length, 0);
});

test('another workspace and people without the right see and change nothing', async () => {
  const { workspace, api, event } = await bench();
  const there = await receiver();
  const { id } = await api('webhooks.create', { body: { url: there.url, description: 'Ours' } });
  await event();
  await queued(workspace, 1);
  await webhooks.deliverNow();
  const childId = (await api('webhooks.deliveries', { params: { id } })).items[0]?.id ?? '';
  const stranger = await bench();
  const seller = await buildPerson(server, workspace, { name: 'Sid Seller', role: 'seller' });
  const calls = [
    ['webhooks.get', {}],
    ['webhooks.update', { body: { description: 'Theirs' } }],
    ['webhooks.setStatus', { body: { status: 'disabled' } }],
    ['webhooks.remove', {}],
    ['webhooks.rotate', { body: {} }],
    ['webhooks.test', { body: {} }],
    ['webhooks.deliveries', {}],
    ['webhooks.delivery', {}],
    ['webhooks.replay', { body: { what: 'failed' } }],
  ] as const;
  for (const [operation, input] of calls) {
    assert.equal((await send(server, stranger.workspace.owner.headers, operation, { params: { id, childId }, ...input })).status, 404, operation);
    assert.equal((await send(server, seller.headers, operation, { params: { id, childId }, ...input })).status, 403, operation);
  }
  // A message of another endpoint is not found under one's own.
  const mine = await stranger.api('webhooks.create', { body: { url: there.url } });
  assert.equal((await send(server, stranger.workspace.owner.headers, 'webhooks.delivery', { params: { id: mine.id, childId } })).status, 404);
  assert.equal(
    (await send(server, stranger.workspace.owner.headers, 'webhooks.replay', { params: { id: mine.id }, body: { what: 'one', deliveryId: childId } })).status,
    404,
  );
  const before = there.got.length;
  await stranger.event();
  await queued(stranger.workspace, 1);
  await webhooks.deliverNow();
  assert.equal(there.got.length, before + 1, 'their event came to their endpoint only');
  assert.equal((await api('webhooks.get', { params: { id } })).description, 'Ours');
  assert.equal((await send(server, workspace.owner.headers, 'webhooks.update', { params: { id }, body: { description: 'x' }, ifVersion: 7 })).status, 412);
});

test('messages of more than 30 days ago are forgotten with their attempts', async () => {
  const { workspace, api, event } = await bench();
  const there = await receiver();
  const { id } = await api('webhooks.create', { body: { url: there.url } });
  await event();
  await queued(workspace, 1);
  await webhooks.deliverNow();
  pass(20 * 24 * HOUR);
  assert.equal(await webhooks.forgetOld(workspace.tenantId), 0);
  pass(11 * 24 * HOUR);
  assert.equal(await webhooks.forgetOld(workspace.tenantId), 1);
  assert.equal((await api('webhooks.deliveries', { params: { id } })).items.length, 0);
  assert.equal((await admin.query('select 1 from webhook_attempt where tenant_id = $1', [workspace.tenantId])).rows.length, 0);
});
