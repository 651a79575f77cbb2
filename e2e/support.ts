import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastFolder } from '@entente/testkit';
import type { APIRequestContext } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const READY_WITHIN_MS = 240_000;

export type Installation = {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  /** Somebody of a partner of the sample, with the same password. */
  readonly partnerEmail: string;
  stop(): Promise<void>;
};

/** A whole installation of its own, started the way a person starts it: embedded database, server, worker, sample ecosystem. */
export async function install(settings: Readonly<Record<string, string>> = {}): Promise<Installation> {
  const home = mkdtempSync(join(fastFolder(), 'entente-e2e-'));
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'packages/server/src/cli.ts'), 'start'], {
    env: { ...process.env, ENTENTE_HOME: home, PORT: String(port), DATABASE_URL: '', SMTP_URL: '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(
    () => said.includes('Entente is ready'),
    () => child.exitCode !== null,
    () => said,
  );
  const [email = '', password = '', partnerEmail = ''] = readFileSync(join(home, 'sign-in.txt'), 'utf8').split('\n');
  return {
    url: `http://localhost:${port}`,
    email,
    password,
    partnerEmail,
    async stop() {
      await end(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Signs the first person of the installation in; the cookies stay with the context the request belongs to. */
export async function signIn(request: APIRequestContext, { url, email, password }: Pick<Installation, 'url' | 'email' | 'password'>): Promise<void> {
  const answer = await request.post(`${url}/api/auth/sign-in/email`, { data: { email, password }, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()} ${await answer.text()}`);
}

async function until(done: () => boolean, failed: () => boolean, said: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!done()) {
    if (failed() || Date.now() > deadline) throw new Error(`Entente did not start:\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}
