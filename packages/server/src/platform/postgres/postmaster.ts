import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Binaries } from './binaries.ts';
import type { RunAs } from './identity.ts';
import type { Places } from './places.ts';
import type { Mode } from './settings.ts';
import { superuser } from './create-cluster.ts';
import { DatabaseStartError, explainDatabaseFailure } from './errors.ts';
import { processIdentity, processesOf, send, until } from './processes.ts';
import { serverArguments } from './settings.ts';

const port = 5432;
const longestLog = 10_000_000;

export type Postmaster = { pid: number; socket: string; port: number };

/** What a running server writes about itself: pid, data, start, port, socket folder, address, shared memory, state. */
export function parsePostmasterFile(text: string): (Postmaster & { ready: boolean }) | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? port), socket: lines[4] ?? '', ready: (lines[7] ?? '').trim() === 'ready' };
}

function readPostmasterFile(data: string): ReturnType<typeof parsePostmasterFile> {
  try {
    return parsePostmasterFile(readFileSync(join(data, 'postmaster.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

export function connectionTo(server: Postmaster, database: string): { host: string; port: number; user: string; database: string } {
  return { host: server.socket, port: server.port, user: superuser, database };
}

async function answers(server: Postmaster): Promise<boolean> {
  const client = new pg.Client({ ...connectionTo(server, 'postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The server on these files that is running now, waited for while it starts, recovers or shuts down. */
export async function findRunning(data: string): Promise<Postmaster | undefined> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const known = readPostmasterFile(data);
    const workers = processesOf(data);
    if (workers.length === 0) {
      // Left behind by a server that was killed. PostgreSQL would refuse if its pid now belongs to anybody else.
      if (known) rmSync(join(data, 'postmaster.pid'), { force: true });
      return undefined;
    }
    const postmasterLives = known !== undefined && workers.includes(known.pid) && processIdentity(known.pid) !== undefined;
    if (postmasterLives && known.ready && (await answers(known))) return known;
    if (!postmasterLives && performance.now() > deadline - 55_000) {
      // Children of a killed server leave by themselves; one that hangs must not touch files a new server opens.
      for (const pid of workers) send(pid, 'SIGKILL');
    }
    if (performance.now() > deadline)
      throw new DatabaseStartError(`A database server (process ${workers[0]}) is running on ${data} but does not answer: stop it and start again.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function openLog(path: string): number {
  try {
    if (statSync(path).size > longestLog) truncateSync(path);
  } catch {
    // First start.
  }
  return openSync(path, 'a', 0o600);
}

async function launchOnce(places: Places, binaries: Binaries, runAs: RunAs, mode: Mode): Promise<Postmaster | string> {
  const log = openLog(places.log);
  const logStart = statSync(places.log).size;
  // Its own session: Ctrl-C in the terminal must not stop the database before those who still write to it.
  const child = spawn(join(binaries.folder, 'postgres'), serverArguments(places.data, places.socket, mode), {
    ...runAs,
    cwd: '/',
    detached: true,
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', () => (ended ??= readFileSync(places.log).subarray(logStart).toString()));
  child.unref();
  let server: Postmaster | undefined;
  const settled = () => {
    const known = readPostmasterFile(places.data);
    if (known?.ready && known.pid === child.pid) server = known;
    return ended !== undefined || server !== undefined;
  };
  // Recovery after a crash replays the log of changes and may take its time on a slow disk.
  const inTime = await until(settled, 10 * 60_000, 10);
  if (server) return server;
  if (!inTime && child.pid) send(child.pid, 'SIGQUIT');
  return ended ?? 'it was not ready after ten minutes';
}

export async function launch(places: Places, binaries: Binaries, runAs: RunAs, mode: Mode): Promise<Postmaster> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const result = await launchOnce(places, binaries, runAs, mode);
    if (typeof result !== 'string') return result;
    // The remains of a server killed a moment ago are cleared away by the system shortly.
    const passing = /lock file ".*" already exists|pre-existing shared memory block/.test(result);
    if (!passing || performance.now() > deadline) throw explainDatabaseFailure(result, places.root);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Open transactions are rolled back, everything acknowledged is written; then the server ends. */
export async function shutDown(server: Postmaster, data: string): Promise<void> {
  const gone = () => processIdentity(server.pid) === undefined && processesOf(data).length === 0;
  for (const [signal, patience] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    send(server.pid, signal);
    if (await until(gone, patience)) return;
  }
  throw new DatabaseStartError(`The database server (process ${server.pid}) does not stop.`);
}
