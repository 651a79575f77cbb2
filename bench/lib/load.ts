import { writeFileSync } from 'node:fs';
import { BENCHMARK_SIZES, generateEcosystem } from '@entente/sample-ecosystem';
import pg from 'pg';
import { openDatabase } from '@entente/server/src/commands/open-database.ts';
import { withModules } from '@entente/server/src/commands/with-modules.ts';
import { loadSample } from '@entente/server/src/compose/load-sample.ts';
import { systemContext } from '@entente/server/src/platform/system-actor.ts';
import { KEYS, newestMigration, PASSWORD, readInstallation, SEED, type Installation, installationFile, isLoaded } from './installation.ts';

/** Run as a process of its own, so that the gigabyte it needs is gone before anything is measured. The home is that of the environment. */
const now = new Date();
const started = performance.now();
const say = (what: string): void => console.error(`  ${what} (${Math.round((performance.now() - started) / 1000)} s)`);

// Held to the end, so that the database stays up between filling and vacuuming it.
const opened = await openDatabase(() => undefined);
try {
  const { home } = opened.config;
  const filled: Omit<Installation, 'migration'> = isLoaded(home) ? readInstallation(home) : await fill();
  // What autovacuum has long done on an installation of this size.
  const admin = new pg.Client(opened.connection);
  await admin.connect();
  await admin.query('vacuum (analyze)');
  await admin.query('checkpoint');
  await admin.end();
  // Last, so that a load that broke off is never taken for a whole one.
  const installation: Installation = { ...filled, migration: newestMigration() };
  writeFileSync(installationFile(home), JSON.stringify(installation), { mode: 0o600 });
  say('vacuumed');
} finally {
  await opened.close();
}

function fill(): Promise<Omit<Installation, 'migration'>> {
  return withModules(async ({ database, modules }) => {
    const ecosystem = generateEcosystem({ seed: SEED, now: now.toISOString(), ...BENCHMARK_SIZES });
    say('generated');
    const { owner: email } = await loadSample({ database, modules, ecosystem, password: PASSWORD, now });
    say('loaded');
    const { id: tenantId } = await database.inSystem((tx) => tx.selectFrom('workspace').select('id').executeTakeFirstOrThrow());
    const createKey = modules.handlers['apiKeys.create'];
    if (!createKey) throw new Error('apiKeys.create has no handler');
    const keys: string[] = [];
    for (let at = 0; at < KEYS; at += 1) {
      const input = { params: undefined, query: undefined, body: { name: `Benchmark ${at}`, role: 'admin' as const } };
      keys.push((await createKey(systemContext(tenantId, 'Benchmark', now), input, { ifVersion: null })).secret);
    }
    return { tenantId, keys, email, password: PASSWORD };
  });
}
