import { ownCluster } from '@entente/testkit';
import { writeOperationTable } from '../packages/contracts/src/generate-table.ts';
import { migrate } from '../packages/server/src/platform/db/migrate.ts';
import { writeSchemaTypes } from '../packages/server/src/platform/db/generate-schema.ts';
import pg from 'pg';

/** Brings what is generated up to date: the client's table of operations, and row types from a freshly migrated database. */
writeOperationTable();
const cluster = await ownCluster({ discard: true });
try {
  const pool = new pg.Pool({ ...cluster.connection, max: 2 });
  pool.on('error', () => undefined);
  await migrate(pool);
  await writeSchemaTypes(pool);
  await pool.end();
} finally {
  await cluster.leave();
}
