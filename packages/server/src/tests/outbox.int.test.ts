import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { newId } from '@entente/kernel';
import { startedServer } from '@entente/testkit';
import { OutboxReader } from '../platform/events/outbox.ts';
import { quietLogger } from './api.fixture.ts';
import { drainUntil, insertEvent, readerOf } from './outbox.fixture.ts';
import { buildRecords } from './records.fixture.ts';
import type { WorkerInput } from './worker-process.fixture.ts';

const server = await startedServer({ logger: quietLogger });
const { admin, db } = server.test;
const ours = await buildRecords(server, 'Ours', 'quokka');
const { tenantId } = ours.workspace;

async function eventually(holds: () => Promise<boolean> | boolean, what: string, seconds = 20): Promise<void> {
  for (let left = seconds * 40; left > 0; left -= 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`${what} did not happen`);
}
const countOf = async (text: string, values: unknown[] = [tenantId]): Promise<number> => (await admin.query(text, values)).rows.length;

test('a change that commits late is not skipped, and comes in its order', async () => {
  const handled: string[] = [];
  const reader = await readerOf(server, 'late', async (events) => void handled.push(...events.map(({ id }) => id)));
  const slow = await admin.connect();
  try {
    await slow.query('begin');
    const first = await insertEvent(slow, { tenantId });
    const second = await insertEvent(admin, { tenantId });
    await reader.drain();
    assert.deepEqual(handled, [], 'nothing is taken past a change that may still commit');
    const third = await insertEvent(slow, { tenantId });
    await slow.query('commit');
    await drainUntil(reader, () => handled.length >= 3);
    assert.deepEqual(handled, [first, third, second]);
  } finally {
    slow.release();
  }
});

test('a change under way while a consumer is new is not skipped either', async () => {
  const slow = await admin.connect();
  try {
    await slow.query('begin');
    const late = await insertEvent(slow, { tenantId });
    await insertEvent(admin, { tenantId });
    const handled: string[] = [];
    const reader = await readerOf(server, 'new-consumer', async (events) => void handled.push(...events.map(({ id }) => id)));
    await slow.query('commit');
    await drainUntil(reader, () => handled.includes(late));
  } finally {
    slow.release();
  }
});

test('what was rolled back is never told', async () => {
  const handled: string[] = [];
  const reader = await readerOf(server, 'rolled-back', async (events) => void handled.push(...events.map(({ id }) => id)));
  const client = await admin.connect();
  await client.query('begin');
  await insertEvent(client, { tenantId });
  await client.query('rollback');
  client.release();
  const kept = await insertEvent(admin, { tenantId });
  await drainUntil(reader, () => handled.length > 0);
  assert.deepEqual(handled, [kept]);
});

test('a handler that fails gets the same events again until it succeeds, and each failure is reported', async () => {
  const wanted = newId();
  let failuresLeft = 2;
  const handled: string[] = [];
  const errors: unknown[] = [];
  const reader = new OutboxReader({
    database: db,
    consumer: 'failing',
    async handle(events) {
      if (failuresLeft > 0) {
        failuresLeft -= 1;
        throw new Error('the disk is full');
      }
      handled.push(...events.map(({ recordId }) => recordId));
    },
    onError: (error) => errors.push(error),
  });
  await reader.start();
  await insertEvent(admin, { tenantId, recordId: wanted });
  reader.wake();
  await eventually(() => handled.includes(wanted), 'the event');
  await reader.stop();
  assert.equal(errors.length, 2);
  assert.equal(handled.filter((id) => id === wanted).length, 1);
});

test('of two readers of one consumer one works at a time, and none does the other’s work again', async () => {
  const handled: string[] = [];
  let atWork = 0;
  const handle = async (events: readonly { id: string }[]): Promise<void> => {
    atWork += 1;
    assert.equal(atWork, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    handled.push(...events.map(({ id }) => id));
    atWork -= 1;
  };
  const readers = [await readerOf(server, 'two', handle), await readerOf(server, 'two', handle)];
  const wanted: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    wanted.push(await insertEvent(admin, { tenantId }));
    await Promise.all(readers.map((reader) => reader.drain()));
  }
  for (const reader of readers) await drainUntil(reader, () => handled.length >= wanted.length);
  assert.deepEqual(handled, wanted);
});

/** Deals that a live play listens to, one event each. */
async function moveDeals(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id, version } = await ours.deal();
    await ours.api('deals.moveStage', { params: { id }, ifVersion: version, body: { to: 'technical' } });
    ids.push(id);
  }
  return ids;
}

test('an event that a play cannot handle is tried again, then kept where people see it, and does not stop those behind it', async () => {
  const play = await ours.play();
  const errors: unknown[] = [];
  const reader = await readerOf(server, 'poison', server.app.modules.cosell.onEvents, (error) => errors.push(error));
  const [poisoned = '', sound = ''] = await moveDeals(2);
  await admin.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room for this run'; end $$`);
  await admin.query(`create trigger refuse before insert on play_run for each row when (new.deal_id = '${poisoned}') execute function refuse()`);
  await drainUntil(reader, async () => (await countOf('select 1 from play_run where play_id = $1 and deal_id = $2', [play, sound])) === 1);
  assert.deepEqual(errors, []);
  assert.equal(await countOf('select 1 from play_run where deal_id = $1', [poisoned]), 0);
  const failed = (await ours.api('jobs.list')).items.filter(({ status, kind }) => status === 'failed' && kind === 'event');
  assert.equal(failed.length, 1);
  assert.equal(failed[0]?.subjectId, poisoned);
  assert.match(failed[0]?.sentence ?? '', /Nothing of it was done/);
  await admin.query('drop trigger refuse on play_run; drop function refuse()');
  await ours.api('plays.setStatus', { params: { id: play }, body: { status: 'paused' } });
});

test('a fault that passes costs no event', async () => {
  const play = await ours.play();
  const reader = await readerOf(server, 'passing', server.app.modules.cosell.onEvents);
  const [deal = ''] = await moveDeals(1);
  await admin.query('create sequence tries');
  await admin.query('grant usage on sequence tries to entente_app');
  await admin.query(
    `create function refuse_once() returns trigger language plpgsql as $$ begin if nextval('tries') = 1 then raise exception 'deadlock' using errcode = '40P01'; end if; return new; end $$`,
  );
  await admin.query('create trigger refuse_once before insert on play_run for each row execute function refuse_once()');
  const runs = (): Promise<number> => countOf('select 1 from play_run where play_id = $1 and deal_id = $2', [play, deal]);
  await drainUntil(reader, async () => (await runs()) > 0);
  await admin.query('drop trigger refuse_once on play_run; drop function refuse_once(); drop sequence tries');
  assert.equal(await runs(), 1);
  await ours.api('plays.setStatus', { params: { id: play }, body: { status: 'paused' } });
});

const children = new Set<ChildProcess>();
after(() => children.forEach((child) => child.kill('SIGKILL')));

async function startWorker(): Promise<ChildProcess> {
  const input: WorkerInput = { connection: server.test.connection, home: server.home };
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

test('a worker killed in the middle of its work loses nothing and does nothing twice', async () => {
  const play = await ours.play();
  let worker = await startWorker();
  const deals = await moveDeals(40);
  const runs = (): Promise<number> => countOf('select 1 from play_run where play_id = $1', [play]);
  for (const enough of [1, 15]) {
    await eventually(async () => (await runs()) >= enough, 'the beginning of the work');
    await kill(worker);
    assert.ok((await runs()) <= deals.length);
    worker = await startWorker();
  }
  await eventually(async () => (await runs()) === deals.length, 'the rest of the work', 60);
  await kill(worker);
  const { rows } = await admin.query<{ deal: string; acts: number; started: number; steps: number }>(
    `select r.deal_id as deal, (select count(*)::int from act a where a.run_id = r.id) as acts, (select count(*)::int from play_step s where s.run_id = r.id) as steps,
       (select count(*)::int from outbox_event e where e.type = 'run.started' and e.record_id = r.id) as started from play_run r where r.play_id = $1`,
    [play],
  );
  assert.deepEqual(rows.map(({ deal }) => deal).toSorted(), deals.toSorted());
  for (const { acts, started, steps } of rows) assert.deepEqual([acts, started, steps], [1, 1, 1]);
});
