import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildWorkspace, startedServer } from '@entente/testkit';
import { clientOf, quietLogger } from './api.fixture.ts';
import { cloud, cloudConnection, completeDeal } from './cosell-records.fixture.ts';
import type { WorkerInput } from './worker-process.fixture.ts';

/** Syncing as the product runs it: by its own engine, in its own worker, and in processes that may die. */
const server = await startedServer({ logger: quietLogger, outboundPrivate: true });
const { admin } = server.test;
const { tenantId, owner } = await buildWorkspace(server, 'Engine');
const api = clientOf(server, owner.headers);

async function shared(connectionId: string, name: string): Promise<{ dealId: string; viewId: string }> {
  const account = await api('accounts.create', { body: { name: `${name} customer`, domains: [`${name.toLowerCase().replaceAll(' ', '-')}.example`] } });
  const deal = await api('deals.create', { body: { name, accountId: account.id, currency: 'EUR', stage: 'qualified', lines: [] } });
  await completeDeal(server, api, deal);
  return { dealId: deal.id, viewId: (await api('clouds.share', { params: { id: deal.id }, body: { connectionId } })).id };
}
type View = { id: string; outside_id: string | null; status: string; shown: Record<string, unknown> };
const views = async (connectionId: string): Promise<View[]> =>
  (
    await admin.query<View>('select id, outside_id, status, shown from outside_view where tenant_id = $1 and connection_id = $2 order by id', [
      tenantId,
      connectionId,
    ])
  ).rows;
const viewOf = async (connectionId: string, viewId: string): Promise<View | undefined> => (await views(connectionId)).find(({ id }) => id === viewId);
async function eventually(holds: () => Promise<boolean>, what: string, seconds = 30): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`what was awaited did not come: ${what}`);
}
const connect = async (name: string): Promise<string> => (await api('connections.create', { body: await cloudConnection(name) })).id;
/** Opportunities of the cloud, by what they are called there. */
async function there(): Promise<string[]> {
  const { control } = await cloud();
  const lists = control.state().simulators.find(({ name }) => name === 'aws')?.records ?? [];
  return lists.flatMap((list) => (/opportunit/i.test(list.title) ? list.rows.map((row) => JSON.stringify(row)) : []));
}

test('a connection made while the worker runs is picked up; pausing holds everything, resuming goes on with it', async () => {
  await server.app.worker.start();
  const connectionId = await connect('Made meanwhile');
  const { dealId, viewId } = await shared(connectionId, 'Picked up');
  await eventually(async () => typeof (await viewOf(connectionId, viewId))?.outside_id === 'string', 'the record over there');
  await eventually(async () => (await viewOf(connectionId, viewId))?.status === 'same', 'both sides the same');

  await api('connections.pause', { params: { id: connectionId }, body: { paused: true } });
  // Whatever was under way when it was paused may end.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const before = JSON.stringify(await viewOf(connectionId, viewId));
  await api('deals.setFacts', { params: { id: dealId }, body: { set: { business_problem: 'Told while it was paused, and long enough to be taken.' } } });
  await eventually(async () => (await admin.query('select 1 from sync_task where connection_id = $1', [connectionId])).rows.length > 0, 'the change to wait');
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  assert.equal(JSON.stringify(await viewOf(connectionId, viewId)), before, 'something was read or written while it was paused');
  assert.ok(!(await there()).join().includes('Told while it was paused'));

  await api('connections.pause', { params: { id: connectionId }, body: { paused: false } });
  await eventually(async () => JSON.stringify((await viewOf(connectionId, viewId))?.shown).includes('Told while it was paused'), 'the change over there');
  await server.app.worker.stop();
});

const children = new Set<ChildProcess>();
after(() => children.forEach((child) => child.kill('SIGKILL')));
async function startWorker(): Promise<ChildProcess> {
  const input: WorkerInput = { connection: server.test.connection, home: server.home, outboundPrivate: true };
  const child = fork(fileURLToPath(new URL('./worker-process.fixture.ts', import.meta.url)), [JSON.stringify(input)]);
  children.add(child);
  await once(child, 'message');
  return child;
}
async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

test('a worker killed in the middle leaves nothing lost and nothing doubled', async () => {
  const connectionId = await connect('Killed');
  const deals = [];
  for (let index = 0; index < 24; index += 1) deals.push(await shared(connectionId, `Killed ${index} of many`));
  const made = async (): Promise<number> => (await views(connectionId)).filter(({ outside_id: id }) => id !== null).length;
  assert.equal(await made(), 0);
  let worker = await startWorker();
  await eventually(async () => (await made()) >= 1, 'the first records');
  await kill(worker);
  const half = await made();
  // What it held is free when its time is over; a test does not wait for that.
  await admin.query('update sync_task set taken_until = now() where connection_id = $1', [connectionId]);
  await admin.query('update connection set worker_until = now() where id = $1', [connectionId]);
  worker = await startWorker();
  await eventually(async () => (await made()) === deals.length, 'all records', 90);
  await eventually(async () => (await views(connectionId)).every(({ status }) => status === 'same'), 'both sides the same', 60);
  await kill(worker);
  assert.ok(half < deals.length, `it was killed after ${half} of ${deals.length}`);

  const ids = (await views(connectionId)).map(({ outside_id: id }) => id);
  assert.equal(new Set(ids).size, deals.length, 'two views of one record');
  const names = (await there()).flatMap((row) => /Killed \d+ of many/.exec(row)?.[0] ?? []);
  assert.equal(names.length, deals.length, `over there: ${names.toSorted().join(', ')}`);
  assert.equal(new Set(names).size, deals.length, 'a record was made twice');
  const { rows } = await admin.query<{ n: number }>("select count(*)::int as n from sync_failure where connection_id = $1 and status = 'open'", [connectionId]);
  assert.equal(rows[0]?.n, 0);
});
