import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { newId } from '@entente/kernel';
import { buildWorkspace, startedServer } from '@entente/testkit';
import { clientOf, quietLogger } from './api.fixture.ts';
import { cloud, cloudConnection, completeDeal } from './cosell-records.fixture.ts';
import { snapshotOf, tenantTables } from './snapshot.fixture.ts';

/** The address outside systems send their events to: anybody can reach it, and only who can sign is heard. */
const server = await startedServer({ logger: quietLogger, outboundPrivate: true });
const { admin } = server.test;
const tables = await tenantTables(server.test);

async function connected(name: string) {
  const { tenantId, owner } = await buildWorkspace(server, name);
  const api = clientOf(server, owner.headers);
  const { id: connectionId } = await api('connections.create', { body: await cloudConnection(name) });
  const { systems } = server.app.modules.outside.sync;
  const secret = systems.eventSecretOf((await systems.byId(tenantId, connectionId)).connection);
  return { tenantId, connectionId, secret, api, path: `/api/v1/hooks/${tenantId}/${connectionId}` };
}
const ours = await connected('Ours');
const theirs = await connected('Theirs');

const eventOf = (id: string, more: object = {}): object => ({
  version: '0',
  id,
  source: 'aws.partnercentral-selling',
  'detail-type': 'Opportunity Updated',
  account: '111122223333',
  time: new Date().toISOString(),
  detail: { catalog: 'AWS', opportunity: { identifier: 'O4711' }, ...more },
});
const sign = (body: string, secret = ours.secret): string => createHmac('sha256', secret).update(body).digest('hex');

async function post(path: string, body: string | Uint8Array<ArrayBuffer>, signature: string | null, contentType = 'application/json') {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': contentType, ...(signature === null ? {} : { 'x-entente-signature': signature }) },
    body,
  });
  const text = await answer.text();
  return { status: answer.status, body: JSON.parse(text) as { code?: string; messages?: number; detail?: string }, text };
}
const messages = async (of: { tenantId: string }) =>
  (
    await admin.query<{ key: string; times: number; body: unknown }>('select dedupe_key as key, times, body from sync_inbox where tenant_id = $1 order by id', [
      of.tenantId,
    ])
  ).rows;
const all = async () => [await snapshotOf(server.test, tables, ours.tenantId), await snapshotOf(server.test, tables, theirs.tenantId)];

test('an event that is signed is kept once, however often and however late it comes', async () => {
  const body = JSON.stringify(eventOf('first'));
  const answer = await post(ours.path, body, sign(body));
  assert.deepEqual([answer.status, answer.body], [202, { messages: 1 }]);
  // AWS signs no time, so that a copy of a request stays good: all it causes is one more look.
  const late = JSON.stringify({ ...eventOf('old'), time: '2019-01-01T00:00:00Z' });
  for (const again of [body, body, late, late]) assert.equal((await post(ours.path, again, `sha256=${sign(again)}`)).status, 202);
  assert.deepEqual(
    (await messages(ours)).map(({ key, times }) => [key, times]),
    [
      ['first', 3],
      ['old', 2],
    ],
  );
  const { rows } = await admin.query<{ key: string }>('select key from sync_task where tenant_id = $1', [ours.tenantId]);
  assert.deepEqual(rows, [{ key: 'O4711' }], 'they all ask for the same record');
});

test('nothing is kept of what is not signed for this connection, and the answer says no more than that', async () => {
  const body = JSON.stringify(eventOf('unsigned'));
  const before = await all();
  const good = sign(body);
  const refused: readonly (readonly [string, string | Uint8Array<ArrayBuffer>, string | null])[] = [
    ['no signature', body, null],
    ['an empty signature', body, ''],
    ['no hex at all', body, 'zzz'],
    ['half of it', body, good.slice(0, 32)],
    ['one character changed', body, `${good.startsWith('0') ? '1' : '0'}${good.slice(1)}`],
    ['the secret of another workspace', body, sign(body, theirs.secret)],
    ['the signature of another body', `${body} `, good],
    ['an empty body', '', good],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00), good],
  ];
  for (const [what, sent, signature] of refused) {
    const answer = await post(ours.path, sent, signature);
    assert.deepEqual([answer.status, answer.body.code], [401, 'not_signed_in'], `${what}: ${answer.text}`);
    assert.ok(!answer.text.includes(ours.secret) && !answer.text.includes('Ours'), answer.text);
  }
  assert.deepEqual(await all(), before);
});

test('a connection that is not there, or is another workspace’s, is not found, signed or not', async () => {
  const body = JSON.stringify(eventOf('astray'));
  const before = await all();
  for (const path of [
    `/api/v1/hooks/${ours.tenantId}/${newId()}`,
    `/api/v1/hooks/${newId()}/${ours.connectionId}`,
    `/api/v1/hooks/${theirs.tenantId}/${ours.connectionId}`,
    `/api/v1/hooks/${ours.tenantId}/${theirs.connectionId}`,
    `/api/v1/hooks/${ours.tenantId}/nothing`,
    `/api/v1/hooks/${encodeURIComponent("' or 1=1 --")}/${ours.connectionId}`,
  ])
    for (const signature of [null, sign(body), sign(body, theirs.secret)]) {
      const answer = await post(path, body, signature);
      assert.deepEqual([answer.status, answer.body.code], [404, 'not_found'], `${path}: ${answer.text}`);
    }
  assert.deepEqual(await all(), before);
});

test('what is signed and cannot be read is refused with a sentence, and nothing of it is kept', async () => {
  const before = await all();
  const whole = JSON.stringify([eventOf('one'), eventOf('two')]);
  for (const [what, body] of [
    ['truncated', whole.slice(0, -20)],
    ['empty', ''],
    ['no object', '"event"'],
    ['no id', JSON.stringify({ 'detail-type': 'Opportunity Updated' })],
    ['an id that is none', JSON.stringify(eventOf('x'.repeat(201)))],
    ['one of two without a form', JSON.stringify([eventOf('good'), { id: 7 }])],
    ['too many', JSON.stringify(Array.from({ length: 501 }, (_, index) => eventOf(`many-${index}`)))],
    ['no JSON', '<event/>'],
  ] as const) {
    const answer = await post(ours.path, body, sign(body), what === 'no JSON' ? 'text/xml' : 'application/json');
    assert.deepEqual([answer.status, answer.body.code], [422, 'invalid_input'], `${what}: ${answer.text}`);
    assert.ok((answer.body.detail ?? '').length > 10, answer.text);
  }
  assert.deepEqual(await all(), before);
});

test('a body of two megabytes is turned away before it is looked at', async () => {
  const before = await all();
  const body = JSON.stringify(eventOf('large', { padding: 'x'.repeat(2_000_000) }));
  const answer = await post(ours.path, body, sign(body));
  assert.deepEqual([answer.status, answer.body.code], [413, 'too_large'], answer.text.slice(0, 300));
  assert.deepEqual(await all(), before);
});

test('hostile text is kept as text', async () => {
  const hostile = `\u0000<script>alert(1)</script> ' ; drop table deal; -- \ud800 \u202e ${'{{7*7}}'} مرحبا`;
  const known = (await messages(ours)).length;
  const body = JSON.stringify(
    eventOf(`hostile \u0000'";--`, { opportunity: { identifier: `O' or '1'='1\u0000` }, note: hostile, __proto__: { polluted: true } }),
  );
  const answer = await post(ours.path, body, sign(body));
  assert.equal(answer.status, 202, answer.text);
  const kept = (await messages(ours)).slice(known);
  assert.equal(kept.length, 1);
  assert.equal(kept[0]?.key, `hostile '";--`);
  assert.ok(JSON.stringify(kept[0]?.body).includes('drop table deal'));
  const shown = await ours.api('connections.messages', { params: { id: ours.connectionId } });
  assert.equal(shown.items[0]?.outsideId, "O' or '1'='1");
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test('what the simulator of AWS sends by itself is heard, and only by the connection it is for', async () => {
  const { control } = await cloud();
  const before = [(await messages(ours)).length, (await messages(theirs)).length];
  const right = control.subscribe({ simulator: 'aws', url: `${server.url}${ours.path}`, secret: ours.secret });
  const wrong = control.subscribe({ simulator: 'aws', url: `${server.url}${theirs.path}`, secret: 'another secret altogether' });
  const account = await ours.api('accounts.create', { body: { name: 'Nordwind', domains: ['nordwind.example'] } });
  const deal = await ours.api('deals.create', { body: { name: 'Rollout', accountId: account.id, currency: 'EUR', stage: 'qualified', lines: [] } });
  await completeDeal(server, ours.api, deal);
  const { id: viewId } = await ours.api('clouds.share', { params: { id: deal.id }, body: { connectionId: ours.connectionId } });
  const view = await ours.api('views.refresh', { params: { id: viewId } });
  assert.match(view.outsideId ?? '', /^O/);
  for (let left = 100; left > 0 && (await messages(ours)).length === before[0]; left -= 1) await new Promise((resolve) => setTimeout(resolve, 50));
  const [heard, unheard] = [(await messages(ours)).length, (await messages(theirs)).length];
  assert.ok(heard > (before[0] ?? 0), 'the making of the opportunity was told');
  assert.equal(unheard, before[1]);
  control.unsubscribe(right.id);
  control.unsubscribe(wrong.id);
});
