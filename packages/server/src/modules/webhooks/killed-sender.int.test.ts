import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildWorkspace, startedServer } from '@entente/testkit';
import { Webhook } from 'standardwebhooks';
import { clientOf, quietLogger } from '../../tests/api.fixture.ts';
import { drainUntil, readerOf } from '../../tests/outbox.fixture.ts';
import type { WorkerInput } from '../../tests/worker-process.fixture.ts';
import { receiver, type Got } from './receiver.fixture.ts';

const server = await startedServer({ logger: quietLogger, outboundPrivate: true });
const { admin } = server.test;
const workspace = await buildWorkspace(server, 'Killed');
const api = clientOf(server, workspace.owner.headers);

const children = new Set<ChildProcess>();
after(() => children.forEach((child) => child.kill('SIGKILL')));
async function startWorker(): Promise<ChildProcess> {
  const input: WorkerInput = { connection: server.test.connection, home: server.home, outboundPrivate: true };
  const child = fork(fileURLToPath(new URL('../../tests/worker-process.fixture.ts', import.meta.url)), [JSON.stringify(input)]);
  children.add(child);
  await once(child, 'message');
  return child;
}
async function eventually(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (let left = 1200; left > 0; left -= 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`${what} did not happen`);
}

const headersOf = (got: Got | undefined): Record<string, string> => ({
  'webhook-id': String(got?.headers['webhook-id']),
  'webhook-timestamp': String(got?.headers['webhook-timestamp']),
  'webhook-signature': String(got?.headers['webhook-signature']),
});

test('a message arrives once, is verified by the library of Standard Webhooks, and says which record', async () => {
  const there = await receiver();
  const endpoint = await api('webhooks.create', { body: { url: there.url } });
  assert.match(endpoint.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const own = await readerOf(server, 'webhooks', server.app.modules.webhooks.onEvents);
  const deal = await api('deals.create', { body: { name: 'Rollout', currency: 'EUR' } });
  await drainUntil(own, async () => (await admin.query('select 1 from webhook_message where endpoint_id = $1', [endpoint.id])).rows.length > 0);
  await own.drain();
  await server.app.modules.webhooks.deliverNow();
  assert.equal(there.got.length, 1);
  const [got] = there.got;
  const payload = new Webhook(endpoint.secret).verify(got?.body ?? '', headersOf(got));
  assert.deepEqual(payload, {
    type: 'deal.created',
    timestamp: (payload as { timestamp: string }).timestamp,
    data: { recordType: 'deal', recordId: deal.id, dealId: deal.id },
  });
  assert.match(got?.id ?? '', /^msg_[0-9a-f-]{36}$/);
  assert.throws(() => new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`).verify(got?.body ?? '', headersOf(got)));
  await server.app.modules.webhooks.deliverNow();
  assert.equal(there.got.length, 1);
  const { items } = await api('webhooks.deliveries', { params: { id: endpoint.id } });
  assert.deepEqual([items[0]?.state, items[0]?.lastStatus, items[0]?.attempts], ['delivered', 204, 1]);
});

test('a sender killed after the receiver has the message, and before it is marked, is followed by one that sends it again under the same id', async () => {
  let worker: ChildProcess | undefined;
  const there = await receiver((response, _, index) => {
    if (index === 0) worker?.kill('SIGKILL');
    response.writeHead(200).end();
  });
  const { id } = await api('webhooks.create', { body: { url: there.url, eventTypes: ['deal.created'] } });
  worker = await startWorker();
  const exited = once(worker, 'exit');
  await api('deals.create', { body: { name: 'Rollout', currency: 'EUR' } });
  await eventually(() => there.got.length === 1, 'the first request');
  await exited;
  const { rows } = await admin.query<{ state: string; attempts: number; held: boolean }>(
    'select state, attempts, sending_until > now() as held from webhook_message where endpoint_id = $1',
    [id],
  );
  assert.deepEqual(rows, [{ state: 'waiting', attempts: 0, held: true }], 'nothing was marked');

  worker = await startWorker();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  assert.equal(there.got.length, 1, 'while the first may still be at work nobody else sends it');
  // The minute after which a sender is taken for dead has passed.
  await admin.query(
    "update webhook_message set due_at = due_at - interval '61 seconds', sending_until = sending_until - interval '61 seconds' where endpoint_id = $1",
    [id],
  );
  const state = async () => (await api('webhooks.deliveries', { params: { id } })).items[0];
  await eventually(async () => (await state())?.state === 'delivered', 'the delivery');
  assert.deepEqual([there.got.length, there.got[1]?.id, there.got[1]?.body], [2, there.got[0]?.id, there.got[0]?.body]);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.equal(there.got.length, 2);
  worker.kill('SIGKILL');
});
