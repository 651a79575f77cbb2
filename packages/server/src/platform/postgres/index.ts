import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Mode } from './settings.ts';
import type { Postmaster } from './postmaster.ts';
import { prepareBinaries } from './binaries.ts';
import { createCluster } from './create-cluster.ts';
import { DatabaseStartError, explainDatabaseFailure } from './errors.ts';
import { exclusively } from './exclusive.ts';
import { whoRunsPostgres } from './identity.ts';
import { Leases } from './leases.ts';
import { preparePlaces } from './places.ts';
import { connectionTo, findRunning, launch, shutDown } from './postmaster.ts';

export { DatabaseStartError } from './errors.ts';

export type StartOptions = {
  /** Folder of this database; made when missing. */
  dataDir: string;
  /** `test` gives up durability for speed. */
  mode: Mode;
  /** The last user to leave also removes the files. */
  discard?: boolean;
  log?: (line: string) => void;
};

export type EmbeddedPostgres = {
  /** Superuser of the server on its database `entente`, over a Unix socket. */
  connection: { host: string; port: number; user: string; database: string };
  /** Where the files really are; differs from the wish when root asks for a place others cannot reach. */
  dataDir: string;
  major: number;
  /** The server was already running: left by a killed process, or shared with a living one. */
  adopted: boolean;
  /** Leaves the server; the last user to leave stops it. Safe to call twice. */
  stop(): Promise<void>;
};

const database = 'entente';

function versionOf(data: string): number | undefined {
  try {
    return Number(readFileSync(join(data, 'PG_VERSION'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function query(server: Postmaster, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connectionTo(server, 'postgres'));
  client.on('error', () => {});
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(text);
    return result.rows;
  } finally {
    await client.end();
  }
}

async function ensureDatabase(server: Postmaster): Promise<void> {
  const found = await query(server, `select 1 from pg_database where datname = '${database}'`);
  if (found.length === 0) await query(server, `create database ${database}`);
}

async function suits(server: Postmaster, mode: Mode): Promise<boolean> {
  const [settings] = await query(server, "select current_setting('fsync') as fsync");
  return settings?.['fsync'] === (mode === 'test' ? 'off' : 'on');
}

function readable(error: unknown, place: string): unknown {
  if (error instanceof DatabaseStartError || !(error instanceof Error)) return error;
  return 'code' in error && 'syscall' in error ? explainDatabaseFailure(error.message, place) : error;
}

/**
 * Starts the PostgreSQL server that comes with Entente, or joins the one already running on these files.
 * @throws {DatabaseStartError} with one sentence for the person who started Entente
 */
export async function startPostgres({ dataDir, mode, discard = false, log = () => {} }: StartOptions): Promise<EmbeddedPostgres> {
  try {
    const runAs = whoRunsPostgres(join(dataDir, 'data'));
    const places = preparePlaces(dataDir, runAs, log);
    const leases = new Leases(places.users);
    const started = await exclusively(places.lock, async () => {
      const version = versionOf(places.data);
      const binaries = prepareBinaries(runAs, places.root);
      if (version !== undefined && version !== binaries.major) {
        throw new DatabaseStartError(
          `The data in ${places.data} was made by PostgreSQL ${version}, this version of Entente brings ${binaries.major}: restore a backup into a new ENTENTE_HOME.`,
        );
      }
      if (version === undefined) await createCluster(places.data, binaries, runAs, mode);
      let running = await findRunning(places.data);
      if (running && !(await suits(running, mode))) {
        if (leases.others().length > 0) throw new DatabaseStartError(`The database in ${places.root} is in use by another process with other settings.`);
        await shutDown(running, places.data);
        running = undefined;
      }
      const server = running ?? (await launch(places, binaries, runAs, mode));
      leases.take();
      try {
        await ensureDatabase(server);
      } catch (error) {
        leases.leave();
        throw error;
      }
      return { server, adopted: running !== undefined, major: binaries.major };
    });
    let stopping: Promise<void> | undefined;
    const stop = () =>
      exclusively(places.lock, async () => {
        leases.leave();
        if (leases.others().length > 0) return;
        const running = await findRunning(places.data);
        if (running) await shutDown(running, places.data);
        if (discard) for (const path of [places.data, places.log]) rmSync(path, { recursive: true, force: true });
      });
    return {
      connection: connectionTo(started.server, database),
      dataDir: places.root,
      major: started.major,
      adopted: started.adopted,
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    throw readable(error, dataDir);
  }
}
