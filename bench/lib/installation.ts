import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { streamEcosystem, type EcosystemStream } from '@entente/sample-ecosystem';

/** What the load leaves behind for the benchmarks. */
export type Installation = {
  readonly tenantId: string;
  readonly keys: readonly string[];
  readonly email: string;
  readonly password: string;
  /** The newest change of the tables when it was loaded or last brought up to date. */
  readonly migration: string;
};

/** The limit of requests counts by key, and stays as it ships: load comes from many callers, as it would. */
export const KEYS = 64;
export const SEED = 2026;
export const PASSWORD = 'benchmark-only-password';
/** Set by `run.ts` for each benchmark: the loaded home, which nothing but the load ever writes. */
export const LOADED_HOME = 'ENTENTE_BENCH_LOADED_HOME';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const installationFile = (home: string): string => join(home, 'benchmark.json');
export const isLoaded = (home: string): boolean => existsSync(installationFile(home));

export function readInstallation(home: string): Installation {
  return JSON.parse(readFileSync(installationFile(home), 'utf8')) as Installation;
}

/** The records of a size, made again; names and domains depend on the seed alone. */
export const generated = (sizes: { partners: number; accounts: number; deals: number; people: number }): EcosystemStream =>
  streamEcosystem({ seed: SEED, now: new Date().toISOString(), ...sizes });

export const newestMigration = (): string =>
  readdirSync(new URL('../../db/migrations/', import.meta.url))
    .toSorted()
    .at(-1) ?? '';

/** A temporary folder the embedded database can reach when it does not run as root. */
export function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'entente-bench-'));
  chmodSync(home, process.getuid?.() === 0 ? 0o711 : 0o700);
  return home;
}

export const removeHome = (home: string): void => rmSync(home, { recursive: true, force: true });

/**
 * Loads the large set into `home`. One that was loaded before is brought up to date where the tables have changed since: otherwise
 * every benchmark would change them in its copy and then measure tables that nobody has vacuumed.
 */
export async function load(home: string): Promise<void> {
  if (isLoaded(home) && readInstallation(home).migration === newestMigration()) return;
  mkdirSync(home, { recursive: true });
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fileURLToPath(import.meta.resolve('./load.ts'))], {
    env: { ...process.env, ENTENTE_HOME: home, DATABASE_URL: '' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || !isLoaded(home) || readInstallation(home).migration !== newestMigration()) throw new Error('the large set could not be loaded');
}

/** A copy of the loaded home, so that every benchmark finds the same records whatever ran before it. */
export async function withCopy<T>(work: (home: string, installation: Installation) => Promise<T>): Promise<T> {
  const loaded = process.env[LOADED_HOME];
  if (!loaded || !isLoaded(loaded)) throw new Error('there is no loaded installation: run this through `npm run bench`');
  const home = temporaryHome();
  let interrupted = false;
  process.on('SIGINT', () => (interrupted = true));
  try {
    // Owner and mode stay: the database refuses files that belong to somebody else.
    const copied = spawnSync('cp', ['-a', `${loaded}/.`, home], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (copied.status !== 0) throw new Error('the loaded home could not be copied');
    // What the copy left unwritten would be written while something is measured.
    spawnSync('sync');
    // A signal that came meanwhile is told only now.
    await setImmediate();
    if (interrupted) throw new Error('interrupted');
    return await work(home, readInstallation(home));
  } finally {
    removeHome(home);
  }
}
