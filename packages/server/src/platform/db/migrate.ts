import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

const folder = new URL('../../../../../db/migrations/', import.meta.url);
/** Any number known only to us: two processes that start together must not migrate together. */
const LOCK = 7_261_404_113;

/** Brings the schema up to date: forward only, one file one transaction, safe to call from several processes at once. */
export async function migrate(pool: pg.Pool, options: { log?: (sentence: string) => void } = {}): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query('create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())');
    const done = new Set((await client.query<{ name: string }>('select name from schema_migration')).rows.map((row) => row.name));
    for (const name of (await readdir(folder)).filter((file) => /^\d{4}_.*\.sql$/.test(file)).sort()) {
      if (done.has(name)) continue;
      options.log?.(`Applying ${name}`);
      const sql = await readFile(new URL(name, folder), 'utf8');
      await client.query('begin');
      try {
        await client.query(sql);
        await client.query('insert into schema_migration (name) values ($1)', [name]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    client.release();
  }
}
