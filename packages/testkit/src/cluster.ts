import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { startPostgres } from '@entente/server/src/platform/postgres/index.ts';

/** Superuser of the server the tests use. */
export type ClusterConnection = { host: string; port: number; user: string; password?: string };

/** Set by `npm test` for its own files: the server it has started for all of them. */
export const clusterVariable = 'ENTENTE_TEST_CLUSTER';
/** Set by a person: a PostgreSQL that is already there, like postgres://postgres:secret@localhost:5432, to run the suite on another version. */
const serverVariable = 'ENTENTE_TEST_DATABASE_URL';

/** The server the environment names, if it names one. `?host=/run/postgresql` stands for a socket. */
export function givenCluster(): ClusterConnection | undefined {
  const cluster = process.env[clusterVariable];
  if (cluster) return JSON.parse(cluster) as ClusterConnection;
  const given = process.env[serverVariable];
  if (!given) return undefined;
  if (!URL.canParse(given)) throw new Error(`${serverVariable} must be an address like postgres://postgres:secret@localhost:5432.`);
  const { hostname, port, username, password, searchParams } = new URL(given);
  return {
    host: searchParams.get('host') ?? (hostname === '' ? 'localhost' : hostname),
    port: port === '' ? 5432 : Number(port),
    user: username === '' ? 'postgres' : decodeURIComponent(username),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
}

/** Memory where there is some, otherwise disk. */
export function fastFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK | constants.X_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

export type TestCluster = { connection: ClusterConnection; leave(): Promise<void> };

/** A server in this checkout's own folder: files run by hand share it, and the last to leave stops it. */
export async function ownCluster({ discard = false } = {}): Promise<TestCluster> {
  const checkout = createHash('sha256')
    .update(import.meta.url)
    .digest('hex')
    .slice(0, 8);
  const server = await startPostgres({ dataDir: join(fastFolder(), `entente-test-${process.getuid?.() ?? 0}-${checkout}`), mode: 'test', discard });
  const { host, port, user } = server.connection;
  return { connection: { host, port, user }, leave: () => server.stop() };
}

let cluster: Promise<TestCluster> | undefined;

export function testCluster(): Promise<TestCluster> {
  const given = givenCluster();
  cluster ??= given ? Promise.resolve({ connection: given, leave: () => Promise.resolve() }) : ownCluster();
  return cluster;
}
