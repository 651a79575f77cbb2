import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../platform/postgres/index.ts';

export const PASSWORD = 'a password of the tests';
const CRM = 'foreign_crm';

/** A Tryton that is there already, made as below, with an empty database: `http://127.0.0.1:8000/crm/`. */
const given = process.env['ENTENTE_FOREIGN_CRM_URL'];

/** Why the suite cannot run here, or null. */
export function missing(): string | null {
  if (given) return null;
  const found = spawnSync('trytond-admin', ['--version'], { encoding: 'utf8' });
  if (found.error || found.status !== 0)
    return 'Tryton is not installed. On Debian: apt-get install -y --no-install-recommends tryton-server tryton-modules-sale-opportunity tryton-modules-party-relationship python3-psycopg2';
  return null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/**
 * A Tryton with parties and opportunities, made from nothing, which takes a minute or two. Its database has a server of its own: one
 * long transaction of its making would hold up the events of every other test.
 */
export async function startTryton(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  if (given) return { url: given, stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'entente-tryton-'));
  const postgres = await startPostgres({ dataDir: join(tmpdir(), `entente-foreign-crm-${process.getuid?.() ?? 0}`), mode: 'test', discard: true });
  const { host, port, user } = postgres.connection;
  const connection = { host, port, user };
  const name = CRM;
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  await client.query(`create database ${name} encoding 'UTF8' template template0`);
  await client.end();
  const web = await freePort();
  const config = join(folder, 'trytond.conf');
  writeFileSync(config, `[database]\nuri = postgresql://\npath = ${folder}\n[web]\nlisten = 127.0.0.1:${web}\n[session]\nauthentications = password\n`);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  const env = { ...process.env, PGHOST: host, PGPORT: String(port), PGUSER: user, TRYTONPASSFILE: passwordFile };
  const run = (command: string, args: readonly string[]): ChildProcess => spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });

  const admin = run('trytond-admin', [
    '-c',
    config,
    '-d',
    name,
    '--email',
    'admin@example.test',
    '-u',
    'sale_opportunity',
    'party_relationship',
    '--activate-dependencies',
  ]);
  const said: string[] = [];
  admin.stderr?.on('data', (text: Buffer) => said.push(text.toString()));
  // Nothing vacuums a server of the tests, and hundreds of tables are asked for by name: without figures that takes minutes.
  const figures = new pg.Client({ ...connection, database: name });
  await figures.connect();
  let over = false;
  const ended = new Promise<number | null>((resolve) => admin.on('close', resolve));
  const analysing = (async () => {
    for (; !over; await wait(2_000)) await figures.query('analyze').catch(() => undefined);
    await figures.end();
  })();
  const code = await ended;
  over = true;
  await analysing;
  if (code !== 0) await postgres.stop();
  if (code !== 0) throw new Error(`trytond-admin ended with ${code ?? 'a signal'}: ${said.join('').slice(-2_000)}`);

  const server = run('trytond', ['-c', config, '-d', name]);
  const stopped = new Promise<void>((resolve) => server.on('close', () => resolve()));
  server.stdout?.resume();
  server.stderr?.resume();
  const url = `http://127.0.0.1:${web}/${name}/`;
  for (let turn = 0; ; turn += 1) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 0, method: 'common.server.version', params: [] }),
    }).catch(() => null);
    // Without a session it says 401, which is an answer.
    if (answer) break;
    if (turn > 150) {
      server.kill('SIGTERM');
      await postgres.stop();
      throw new Error('trytond does not answer');
    }
    await wait(200);
  }
  return {
    url,
    async stop() {
      server.kill('SIGTERM');
      await stopped;
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
