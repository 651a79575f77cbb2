import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './installation.ts';

export type Product = {
  readonly port: number;
  readonly url: string;
  /** From the call of the start command to the first answer that says ready. */
  readonly readyMs: number;
  /** The process that serves, not the door that started it. */
  serverPid(): number;
  /** The database's first process. */
  postmasterPid(): number;
  stop(): Promise<void>;
};

const READY_WITHIN_MS = 300_000;

/** Starts the product as `npm start` does, with embedded database, worker and web, in a home of its own. */
export async function startProduct(home: string, options: { cwd?: string; command?: readonly string[]; env?: Record<string, string> } = {}): Promise<Product> {
  const port = await freePort();
  const [command = '', ...parameters] = options.command ?? [process.execPath, 'scripts/boot.mjs', '--web', 'packages/server/src/cli.ts', 'start'];
  const begin = performance.now();
  const child = spawn(command, parameters, {
    cwd: options.cwd ?? root,
    env: { ...process.env, DATABASE_URL: '', SMTP_URL: '', PUBLIC_URL: '', LLM_URL: '', ...profiled(), ...options.env, ENTENTE_HOME: home, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)));
  const url = `http://127.0.0.1:${port}`;
  // Ctrl-C ends the product; the benchmark then fails at its next request and clears up behind itself.
  const interrupted = (): void => interrupt(child);
  process.on('SIGINT', interrupted);
  child.once('exit', () => process.removeListener('SIGINT', interrupted));
  await untilReady(child, url, () => said);
  return {
    port,
    url,
    readyMs: performance.now() - begin,
    serverPid: () => descendants(child.pid ?? 0).at(-1) ?? child.pid ?? 0,
    postmasterPid: () => Number(readFileSync(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]),
    async stop() {
      if (child.exitCode === null) {
        interrupt(child);
        await once(child, 'exit');
      }
      const wrong = said.split('\n').filter((line) => line.includes('"level":50'));
      if (wrong.length > 0) console.error(`  the server reported ${wrong.length} faults, the first: ${wrong[0]?.slice(0, 400)}`);
    },
  };
}

/** To all of its processes at once, as Ctrl-C in a terminal: the shell between npm and the product passes nothing on. */
function interrupt(child: ChildProcess): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
}

/** With a folder in BENCH_CPU_PROF the server leaves a profile there for each start. */
function profiled(): Record<string, string> {
  const folder = process.env['BENCH_CPU_PROF'];
  return folder ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${resolve(folder)}` } : {};
}

async function untilReady(child: ChildProcess, url: string, said: () => string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the product did not start:\n${said()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    // Ready is when a person is told so, which is after the worker has started.
    if (answer?.ok && said().includes('Entente is ready')) return;
    await sleep(20);
  }
  interrupt(child);
  throw new Error(`the product was not ready in time:\n${said()}`);
}

/** One child at each level: npm, the door, the server. The database is the server's child where it was not there before. */
function descendants(pid: number): number[] {
  const next = childrenOf(pid).find((child) => readFileSync(`/proc/${child}/comm`, 'utf8').trim() !== 'postgres');
  return next === undefined ? [] : [next, ...descendants(next)];
}

export const childrenOf = (pid: number): number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('there is no free port'))));
    });
  });
}
