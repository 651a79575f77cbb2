import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from './index.ts';

test('two test databases are migrated, apart from each other, and run as the application role', async () => {
  const [first, second] = await Promise.all([testDatabase(), testDatabase()]);
  const { rows } = await first.db.pool.query<{ user: string; bypass: boolean }>(
    'select current_user as user, rolbypassrls or rolsuper as bypass from pg_roles where rolname = current_user',
  );
  assert.deepEqual(rows, [{ user: 'entente_app', bypass: false }]);
  await first.admin.query('create table only_here (id int)');
  const found = await second.admin.query("select 1 from pg_class where relname = 'only_here'");
  assert.equal(found.rows.length, 0);
  const migrated = await second.admin.query('select 1 from schema_migration');
  assert.ok(migrated.rows.length > 0);
});
