import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { createApp, type App, type AppOptions } from '@entente/server/src/compose/app.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

/** Where the server believes to be reached; it listens elsewhere, on a port of its own. */
const publicUrl = 'http://localhost:4400';

export type StartedServer = {
  /** Without a trailing slash. */
  url: string;
  app: App;
  test: TestDatabase;
  /** Folder of files, the CRM's drop folder and the like. */
  home: string;
  /** Headers that make a request that of this person, as the browser of the product sends them. */
  signIn(email: string, password: string): Promise<Record<string, string>>;
  /** Stops it; happens by itself after the file's tests. */
  stop(): Promise<void>;
};
export type StartOptions = Pick<AppOptions, 'logger'> &
  Partial<Pick<AppOptions, 'now' | 'requestsPerMinute' | 'publicRequestsPerMinute' | 'role' | 'inboundMail' | 'outboundPrivate'>> & { test?: TestDatabase };

/** The whole product, listening, over a database of its own. The worker does not run unless the test starts it. */
export async function startedServer(options: StartOptions): Promise<StartedServer> {
  let stopping: Promise<void> | undefined;
  let stop: () => Promise<void> = () => Promise.resolve();
  // Registered before the database's own, so that the server lets go of the database before it is dropped.
  after(() => stop());
  const test = options.test ?? (await testDatabase());
  const home = mkdtempSync(join(tmpdir(), 'entente-server-'));
  const app = await createApp({
    connection: test.connection,
    home,
    secret: 's'.repeat(43),
    smtpUrl: null,
    publicUrl,
    webFolder: join(home, 'web'),
    logger: options.logger,
    role: options.role ?? 'web',
    requestsPerMinute: options.requestsPerMinute ?? 1_000_000,
    ...(options.now ? { now: options.now } : {}),
    ...(options.inboundMail ? { inboundMail: options.inboundMail } : {}),
    outboundPrivate: options.outboundPrivate,
    publicRequestsPerMinute: options.publicRequestsPerMinute ?? 1_000_000,
  });
  stop = () => (stopping ??= app.stop().finally(() => rmSync(home, { recursive: true, force: true })));
  const url = await app.server.listen({ host: '127.0.0.1', port: 0 });
  return { url, app, test, home, stop, signIn: (email, password) => signIn(app, email, password) };
}

/** From an address of its own each time: signing in often from one place is slowed down, and that is not what the tests are about. */
async function signIn(app: App, email: string, password: string): Promise<Record<string, string>> {
  const [a, b, c] = randomBytes(3);
  const answer = await app.server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    remoteAddress: `10.${a}.${b}.${c}`,
    headers: { 'content-type': 'application/json', origin: publicUrl },
    payload: JSON.stringify({ email, password }),
  });
  if (answer.statusCode !== 200) throw new Error(`${email} could not sign in: ${answer.statusCode} ${answer.body}`);
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
  return { cookie: cookie.join('; '), 'sec-fetch-site': 'same-origin' };
}
