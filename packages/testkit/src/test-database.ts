import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import pg from 'pg';
import { createDatabase, type ConnectionConfig, type Database } from '@entente/server/src/platform/db/database.ts';
import { testCluster, type ClusterConnection } from './cluster.ts';
import { migratedTemplate } from './template.ts';

export type TestDatabase = {
  /** What the application uses: no right to bypass row-level security. */
  db: Database;
  /** The superuser, for arranging and inspecting what the application may not. */
  admin: pg.Pool;
  /** For code that opens its own connections. */
  connection: ConnectionConfig;
  /** Drops the database. Happens by itself after the file's tests. */
  close(): Promise<void>;
};

async function asAdmin<T>(connection: ClusterConnection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A migrated, empty database for one test file. Call it at the top of the file or in a `before`. */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = await testCluster();
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(cluster.connection, async (client) => {
    const template = await migratedTemplate(client, cluster.connection);
    await client.query(`create database ${name} template ${template}`);
  });
  const connection = { ...cluster.connection, database: name };
  const db = createDatabase(connection, { max: 8 });
  const admin = new pg.Pool({ ...connection, max: 2 });
  admin.on('error', () => undefined);

  const drop = async () => {
    await Promise.all([db.close(), admin.end()]);
    await asAdmin(cluster.connection, (client) => client.query(`drop database if exists ${name} with (force)`));
    await cluster.leave();
  };
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= drop());
  after(close);
  return { db, admin, connection, close };
}
