import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, describe, test } from 'node:test';
import pg from 'pg';
import { DatabaseStartError, startPostgres, type EmbeddedPostgres } from './index.ts';
import { isReachable } from './identity.ts';
import { processesOf, until } from './processes.ts';

const base = mkdtempSync(join(tmpdir(), 'entente-pg-test-'));
chmodSync(base, 0o755);
let count = 0;
const freshFolder = () => join(base, `db${(count += 1)}`);

const children: ChildProcess[] = [];
const servers: EmbeddedPostgres[] = [];

async function start(dataDir: string, mode: 'production' | 'test' = 'test'): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir, mode });
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.stop();
});
after(() => rmSync(base, { recursive: true, force: true }));

async function query(server: { connection: pg.ClientConfig }, text: string): Promise<unknown[]> {
  const client = new pg.Client(server.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

type Reply = { adopted?: boolean; refused?: string };

/** Another process that starts the server, says how it went, and holds on until killed. */
function elsewhere(dataDir: string, user?: { uid: number; gid: number }): Promise<{ child: ChildProcess; reply: Reply }> {
  const program = `
    const { startPostgres } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
    try {
      const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, mode: 'test' });
      process.once('SIGTERM', () => server.stop().then(() => process.exit(0)));
      console.log(JSON.stringify({ adopted: server.adopted }));
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log(JSON.stringify({ refused: error.name + ': ' + error.message }));
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { ...user, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('\n')) resolve({ child, reply: JSON.parse(output) as Reply });
    });
    child.once('exit', () => reject(new Error(`ended early: ${output}`)));
  });
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));
const postmasterOf = (server: EmbeddedPostgres) => Number(readFileSync(join(server.dataDir, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function refusal(dataDir: string): Promise<string> {
  try {
    await start(dataDir);
  } catch (error) {
    assert.ok(error instanceof DatabaseStartError, String(error));
    return error.message;
  }
  return assert.fail('it started');
}

describe('embedded PostgreSQL', () => {
  test('what is written is there after stop and start, and nothing runs in between', async () => {
    const folder = freshFolder();
    const first = await start(folder, 'production');
    assert.equal(first.adopted, false);
    assert.equal(first.major, 18);
    await query(first, "create table kept as select 'yes' as value");
    await first.stop();
    await first.stop();
    assert.deepEqual(processesOf(join(first.dataDir, 'data')), []);
    const second = await start(folder, 'production');
    assert.deepEqual(await query(second, 'select value from kept'), [{ value: 'yes' }]);
    assert.deepEqual(
      await query(
        second,
        "select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums, current_setting('listen_addresses') as listen",
      ),
      [{ fsync: 'on', checksums: 'on', listen: '' }],
    );
  });

  test('two processes share one server and the last to leave stops it', async () => {
    const folder = freshFolder();
    const { child, reply } = await elsewhere(folder);
    assert.deepEqual(reply, { adopted: false });
    const second = await start(folder);
    assert.equal(second.adopted, true);
    child.kill('SIGTERM');
    await ended(child);
    assert.deepEqual(await query(second, 'select 1 as one'), [{ one: 1 }]);
    await second.stop();
    assert.deepEqual(processesOf(join(second.dataDir, 'data')), []);
  });

  test('starting in several processes at the same moment makes one server', async () => {
    const folder = freshFolder();
    const started = await Promise.all([elsewhere(folder), elsewhere(folder), elsewhere(folder)]);
    assert.deepEqual(
      started.map(({ reply }) => reply.adopted).toSorted((a, b) => Number(a) - Number(b)),
      [false, true, true],
    );
    await Promise.all(started.map(({ child }) => (child.kill('SIGTERM'), ended(child))));
    assert.deepEqual(processesOf(join(folder, 'data')), []);
  });

  test('a server left behind by kill -9 is adopted with everything acknowledged', async () => {
    const folder = freshFolder();
    const { child } = await elsewhere(folder);
    const other = await start(folder);
    await query(other, 'create table kept as select 42 as value');
    await other.stop();
    child.kill('SIGKILL');
    await ended(child);
    const next = await start(folder);
    assert.equal(next.adopted, true);
    assert.deepEqual(await query(next, 'select value from kept'), [{ value: 42 }]);
    await next.stop();
    assert.deepEqual(processesOf(join(next.dataDir, 'data')), []);
  });

  test('kill -9 of the server itself, then an immediate start, recovers', async () => {
    const folder = freshFolder();
    for (let round = 0; round < 3; round += 1) {
      const server = await start(folder, 'production');
      await query(server, `create table kept${round} as select ${round} as value`);
      process.kill(postmasterOf(server), 'SIGKILL');
      const next = await start(folder, 'production');
      assert.equal(next.adopted, false);
      assert.deepEqual(await query(next, `select value from kept${round}`), [{ value: round }]);
      await next.stop();
    }
  });

  test("a stale pid file whose number now is somebody else's does not stop the start", async () => {
    const folder = freshFolder();
    const server = await start(folder);
    const pidFile = join(server.dataDir, 'data', 'postmaster.pid');
    const content = readFileSync(pidFile, 'utf8');
    await server.stop();
    writeFileSync(pidFile, content.replace(/^\d+/, String(process.pid)));
    const next = await start(folder);
    assert.equal(next.adopted, false);
  });

  test('a first start interrupted in the middle is begun afresh', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'data.new-abc', 'cluster'), { recursive: true });
    const server = await start(folder);
    assert.equal(existsSync(join(server.dataDir, 'data.new-abc')), false);
  });

  test('a path too long for a socket works', async () => {
    const folder = join(freshFolder(), 'a'.repeat(60), 'b'.repeat(60));
    mkdirSync(dirname(folder), { recursive: true });
    const server = await start(folder);
    assert.deepEqual(await query(server, 'select 1 as one'), [{ one: 1 }]);
  });

  test('data of another version, foreign files and a file in the way are refused in one sentence', async () => {
    const old = freshFolder();
    mkdirSync(join(old, 'data'), { recursive: true });
    writeFileSync(join(old, 'data', 'PG_VERSION'), '14\n');
    assert.match(await refusal(old), /^The data in .* was made by PostgreSQL 14, .*\.$/);

    const foreign = freshFolder();
    mkdirSync(join(foreign, 'data'), { recursive: true });
    writeFileSync(join(foreign, 'data', 'letter.txt'), 'hello');
    assert.match(await refusal(foreign), /is not a database/);

    const file = freshFolder();
    writeFileSync(file, '');
    assert.doesNotMatch(await refusal(join(file, 'below')), /\n/);
  });
});

const nobody = { uid: 65_534, gid: 65_534 };
const canTryAsNobody = process.getuid?.() === 0 && isReachable(dirname(process.execPath), nobody) && isReachable(import.meta.dirname, nobody);

describe('as another user', { skip: !canTryAsNobody && 'needs root and a checkout others can read' }, () => {
  test('an ordinary user starts, is killed, starts again', async () => {
    const folder = freshFolder();
    mkdirSync(folder);
    chownSync(folder, nobody.uid, nobody.gid);
    const home = join(folder, 'home');
    const first = await elsewhere(home, nobody);
    assert.deepEqual(first.reply, { adopted: false });
    first.child.kill('SIGKILL');
    await ended(first.child);
    const second = await elsewhere(home, nobody);
    assert.deepEqual(second.reply, { adopted: true });
    second.child.kill('SIGTERM');
    await ended(second.child);
    assert.ok(await until(() => processesOf(join(home, 'data')).length === 0, 1_000));
  });

  test('a folder without permission is refused in one sentence', async () => {
    const folder = freshFolder();
    mkdirSync(folder, { mode: 0o700 });
    const { reply } = await elsewhere(join(folder, 'db'), nobody);
    assert.match(reply.refused ?? '', /^DatabaseStartError: No permission for the database folder .*\.$/);
  });
});
