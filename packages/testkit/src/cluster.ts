import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { startPostgres } from '@entente/server/src/platform/postgres/index.ts';

/** Superuser of the server the tests use. */
export type ClusterConnection = { host: string; port: number; user: string; password?: string };

/** Set by `npm test`; may also point at another PostgreSQL, to run the suite on a second version. */
export const clusterVariable = 'ENTENTE_TEST_CLUSTER';

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
  const given = process.env[clusterVariable];
  cluster ??= given ? Promise.resolve({ connection: JSON.parse(given) as ClusterConnection, leave: () => Promise.resolve() }) : ownCluster();
  return cluster;
}
