import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId, Problem } from '@entente/kernel';
import { buildPerson, startedServer } from '@entente/testkit';
import Fastify from 'fastify';
import { LiveFeed } from '../platform/events/live-feed.ts';
import { mountLiveRoute } from '../platform/http/live-route.ts';
import { closeServer } from '../platform/http/close.ts';
import { systemContext } from '../platform/system-actor.ts';
import { bearer, quietLogger, type Headers } from './api.fixture.ts';
import { insertEvent } from './outbox.fixture.ts';
import { buildRecords } from './records.fixture.ts';

const server = await startedServer({ logger: quietLogger });
const ours = await buildRecords(server, 'Ours', 'quokka');
const theirs = await buildRecords(server, 'Theirs', 'wombat');

type Stream = { status: number; notes: Record<string, unknown>[]; text(): string; ended: Promise<void>; close(): void };
const open = new Set<Stream>();
after(() => open.forEach((stream) => stream.close()));

async function listen(headers: Headers, url = server.url): Promise<Stream> {
  const stop = new AbortController();
  const answer = await fetch(`${url}/api/v1/events`, { headers, signal: stop.signal });
  const notes: Record<string, unknown>[] = [];
  let text = '';
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      notes.splice(0, notes.length, ...blocks.flatMap((block) => (block.startsWith('data: ') ? [JSON.parse(block.slice(6)) as Record<string, unknown>] : [])));
    }
  };
  const stream = { status: answer.status, notes, text: () => text, ended: read().catch(() => undefined), close: () => stop.abort() };
  open.add(stream);
  return stream;
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`${what} did not happen`);
}
/** The feed has taken its place once its first note has come through. */
async function warm(stream: Stream, records: typeof ours): Promise<void> {
  for (let round = 0; stream.notes.length === 0 && round < 50; round += 1) {
    await records.account();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(stream.notes.length > 0, 'the stream says nothing');
}

test('a stream tells of its own workspace, and only that something changed', async () => {
  const [mine, other, byKey] = await Promise.all([
    listen(ours.workspace.owner.headers),
    listen(theirs.workspace.owner.headers),
    listen(bearer((await ours.api('apiKeys.create', { body: { name: 'Screen', role: 'auditor' } })).secret)),
  ]);
  await warm(mine, ours);
  await warm(other, theirs);
  const { id } = await ours.deal();
  const { id: theirDeal } = await theirs.deal();
  for (const stream of [mine, byKey])
    await until(() => stream.notes.some((note) => note['type'] === 'deal.created' && note['recordId'] === id), 'the note of our deal');
  await until(() => other.notes.some((note) => note['recordId'] === theirDeal), 'the note of their deal');
  const ids = await server.test.admin.query<{ id: string }>('select record_id as id from outbox_event where tenant_id = $1', [ours.workspace.tenantId]);
  const known = new Set(ids.rows.map((row) => row.id));
  for (const note of other.notes) assert.ok(!known.has(String(note['recordId'])), `they were told of ${JSON.stringify(note)}`);
  for (const note of mine.notes) assert.deepEqual(Object.keys(note).toSorted(), ['dealId', 'recordId', 'recordType', 'type']);
  for (const stream of [mine, other, byKey]) assert.doesNotMatch(stream.text(), /quokka|wombat/i);
});

test('nobody, a partner and a bad key get no stream', async () => {
  const partner = await ours.partner();
  const person = await buildPerson(server, ours.workspace, { name: 'Partner seller', role: 'partner_seller', partnerId: partner.id });
  for (const headers of [{}, bearer('ent_none'), person.headers]) {
    const answer = await fetch(`${server.url}/api/v1/events`, { headers });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json');
    await answer.body?.cancel();
  }
});

test('a change that was begun before the stream and committed after it is told', async () => {
  const { admin, db } = server.test;
  const { tenantId } = ours.workspace;
  const slow = await admin.connect();
  const late = newId();
  const feed = new LiveFeed(db);
  try {
    await slow.query('begin');
    await insertEvent(slow, { tenantId, recordId: late });
    await insertEvent(admin, { tenantId, recordId: newId() });
    const told: string[] = [];
    feed.listen(tenantId, (note) => told.push(note.recordId));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await slow.query('commit');
    feed.wake();
    await until(() => told.includes(late), 'the note of the late change');
  } finally {
    feed.stop();
    slow.release();
  }
});

test('a stream ends when its caller may no longer have it', async () => {
  const feed = new LiveFeed(server.test.db);
  const app = Fastify();
  let revoked = false;
  const { actor } = systemContext(ours.workspace.tenantId, 'Test', new Date());
  mountLiveRoute(app, {
    feed,
    heartbeatMs: 30,
    authenticate: () => (revoked ? Promise.reject(new Problem('not_signed_in', 'Revoked.')) : Promise.resolve({ tenantId: ours.workspace.tenantId, actor })),
  });
  const stream = await listen({}, await app.listen({ host: '127.0.0.1', port: 0 }));
  assert.equal(stream.status, 200);
  await until(() => stream.text().includes(': '), 'a heartbeat');
  revoked = true;
  await stream.ended;
  feed.stop();
  await closeServer(app);
});
