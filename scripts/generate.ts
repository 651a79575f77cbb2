import { ownCluster } from '@entente/testkit';
import { migrate } from '../packages/server/src/platform/db/migrate.ts';
import { writeSchemaTypes } from '../packages/server/src/platform/db/generate-schema.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { root } from './lib/files.ts';
import { generatedFiles } from './lib/reference-pages.ts';

/** Brings what is generated up to date: the client's table of operations, the reference pages, and row types from a freshly migrated database. */
for (const [path, text] of Object.entries(generatedFiles())) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
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
