import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/**
 * Names a home with the sample in it that nobody has used: journeys that run one after another each begin with a copy, which is there in
 * a fifth of the time. All on its port, since the sample's connections keep the address of their simulators beside it.
 */
const pristineVariable = 'ENTENTE_E2E_PRISTINE';
type Pristine = { readonly home: string; readonly port: number };

/** Loads the sample once, for all journeys of this process and of those it starts. */
export async function prepareInstallation(): Promise<() => void> {
  const pristine: Pristine = { home: temporaryHome(), port: await freePort() };
  const remove = (): void => {
    delete process.env[pristineVariable];
    rmSync(pristine.home, { recursive: true, force: true });
  };
  try {
    await end(await start(pristine));
  } catch (error) {
    remove();
    throw error;
  }
  process.env[pristineVariable] = JSON.stringify(pristine);
  return remove;
}

/** A whole installation of its own, started the way a person starts it: embedded database, server, worker, sample ecosystem. */
export async function install(settings: Readonly<Record<string, string>> = {}): Promise<Installation> {
  const given = process.env[pristineVariable];
  const pristine = given === undefined ? null : (JSON.parse(given) as Pristine);
  const home = temporaryHome();
  // Owner and mode stay: the database refuses files that belong to somebody else.
  if (pristine !== null && spawnSync('cp', ['-a', `${pristine.home}/.`, home], { stdio: 'inherit' }).status !== 0)
    throw new Error('The prepared installation could not be copied.');
  const port = pristine?.port ?? (await freePort());
  const child = await start({ home, port }, settings);
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

/** One the embedded database can reach when it does not run as root; otherwise its files lie elsewhere, and stay behind. */
function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'entente-e2e-'));
  chmodSync(home, process.getuid?.() === 0 ? 0o711 : 0o700);
  return home;
}

async function start({ home, port }: Pristine, settings: Readonly<Record<string, string>> = {}): Promise<ChildProcess> {
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
  return child;
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
