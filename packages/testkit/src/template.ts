import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';
import { migrate } from '@entente/server/src/platform/db/migrate.ts';
import type { ClusterConnection } from './cluster.ts';

const migrations = new URL('../../../db/migrations/', import.meta.url);
/** Any number: whoever holds it is making the template. */
const makingTemplate = 4_400_001;

function hashOfMigrations(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(migrations).sort()) if (name.endsWith('.sql')) hash.update(name).update(readFileSync(new URL(name, migrations)));
  return hash.digest('hex').slice(0, 12);
}

async function makeTemplate(admin: pg.Client, connection: ClusterConnection, name: string): Promise<void> {
  const making = `${name}_making`;
  await admin.query(`drop database if exists ${making} with (force)`);
  await admin.query(`create database ${making}`);
  const pool = new pg.Pool({ ...connection, database: making, max: 2 });
  pool.on('error', () => undefined);
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
  // Named only when whole; a template of older migrations is of no use to anybody.
  await admin.query(`alter database ${making} rename to ${name}`);
  const old = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like 'template\\_%' and datname not in ('template0', 'template1', $1)`,
    [name],
  );
  for (const { datname } of old.rows) await admin.query(`drop database if exists ${datname}`).catch(() => undefined);
}

/** The name of a database with all migrations applied, made once per state of the migrations. */
export async function migratedTemplate(admin: pg.Client, connection: ClusterConnection): Promise<string> {
  const name = `template_${hashOfMigrations()}`;
  await admin.query('select pg_advisory_lock($1)', [makingTemplate]);
  try {
    const found = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rows.length === 0) await makeTemplate(admin, connection, name);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [makingTemplate]);
  }
  return name;
}
