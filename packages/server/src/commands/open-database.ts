import { join } from 'node:path';
import pg from 'pg';
import { loadConfig, prepareHome, type Config } from '../platform/config.ts';
import type { ConnectionConfig } from '../platform/db/database.ts';
import { migrate } from '../platform/db/migrate.ts';
import { startPostgres } from '../platform/postgres/index.ts';
import { StartError } from './start-error.ts';

export type Opened = {
  readonly config: Config;
  readonly secret: string;
  readonly connection: ConnectionConfig;
  readonly embedded: boolean;
  close(): Promise<void>;
};

const OLDEST_MAJOR = 15;

/** Reads the configuration, starts the embedded database or reaches the given one, and brings its schema up to date. */
export async function openDatabase(log: (sentence: string) => void): Promise<Opened> {
  const config = loadConfig();
  const { secret } = prepareHome(config);
  if (config.databaseUrl === undefined) {
    const server = await startPostgres({ dataDir: join(config.home, 'postgres'), mode: 'production', log });
    const connection: ConnectionConfig = server.connection;
    await prepare(connection, log).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return { config, secret, connection, embedded: true, close: () => server.stop() };
  }
  const connection: ConnectionConfig = { connectionString: config.databaseUrl };
  await prepare(connection, log).catch((error: unknown) => {
    throw explain(error, config.databaseUrl ?? '');
  });
  return { config, secret, connection, embedded: false, close: () => Promise.resolve() };
}

async function prepare(connection: ConnectionConfig, log: (sentence: string) => void): Promise<void> {
  const pool = new pg.Pool({ ...connection, max: 2, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => undefined);
  try {
    const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version");
    const major = Math.floor(Number(rows[0]?.version ?? '0') / 10_000);
    if (major < OLDEST_MAJOR) throw new StartError(`The database is PostgreSQL ${major}; Entente needs ${OLDEST_MAJOR} or newer.`);
    await migrate(pool, { log });
  } finally {
    await pool.end();
  }
}

function explain(error: unknown, url: string): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const { host } = new URL(url);
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT' || code === 'EAI_AGAIN')
    return new StartError(`The database at ${host} cannot be reached: check DATABASE_URL and that the server is running.`);
  if (code === '28P01' || code === '28000') return new StartError(`The database at ${host} does not accept the user or password in DATABASE_URL.`);
  if (code === '3D000') return new StartError(`The database named in DATABASE_URL does not exist on ${host}: create it first.`);
  if (code === '42501')
    return new StartError('The user in DATABASE_URL may not create tables or roles: give it those rights, or run the migrations as one who has them.');
  if (error instanceof Error && /timeout/i.test(error.message))
    return new StartError(`The database at ${host} does not answer: check DATABASE_URL and the network.`);
  return error;
}
