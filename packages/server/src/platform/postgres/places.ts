import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseStartError } from './errors.ts';
import { isReachable } from './identity.ts';
import type { RunAs } from './identity.ts';

/** Where one database keeps its parts. */
export type Places = { root: string; data: string; socket: string; users: string; lock: string; log: string };

// The kernel's limit for a socket path is 107 bytes and PostgreSQL appends `/.s.PGSQL.5432`.
const longestSocketFolder = 90;
const systemFolder = '/var/lib/entente';

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 10);

function makeFolder(path: string, mode: number): void {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
}

/** As root the server runs as somebody else, who must be able to reach the data: below /root nobody can. */
function reachableRoot(wanted: string, runAs: RunAs, log: (line: string) => void): string {
  if (!runAs || isReachable(wanted, runAs)) return wanted;
  const instead = join(systemFolder, `database-${shortHash(wanted)}`);
  try {
    makeFolder(systemFolder, 0o755);
    makeFolder(wanted, 0o700);
    writeFileSync(join(wanted, 'moved.txt'), `PostgreSQL does not run as root and cannot reach this folder, so the data is in ${instead}\n`);
  } catch {
    throw new DatabaseStartError(`The database cannot use ${wanted} when started as root: set ENTENTE_HOME to a folder other users can pass through.`);
  }
  log(`The database folder is ${instead}, because ${wanted} is out of reach for the user PostgreSQL runs as.`);
  return instead;
}

/** A folder in the shared temporary place is used only when it is really ours. */
function shortSocketFolder(root: string, owner: number): string {
  const folder = join(tmpdir(), `entente-${shortHash(root)}`);
  makeFolder(folder, 0o700);
  const found = lstatSync(folder);
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.()))
    throw new DatabaseStartError(`${folder} belongs to somebody else: set ENTENTE_HOME to a shorter path.`);
  return folder;
}

export function preparePlaces(wanted: string, runAs: RunAs, log: (line: string) => void): Places {
  const place = reachableRoot(resolve(wanted), runAs, log);
  // Passable for the server's user when that is not us, listable for nobody else.
  makeFolder(place, runAs ? 0o711 : 0o700);
  // One spelling, so that processes on the same files recognise each other.
  const root = realpathSync(place);
  const owner = runAs?.uid ?? process.getuid?.() ?? 0;
  const inside = join(root, 'run');
  const socket = Buffer.byteLength(inside) <= longestSocketFolder ? inside : shortSocketFolder(root, owner);
  makeFolder(socket, 0o700);
  if (runAs) chownSync(socket, runAs.uid, runAs.gid);
  return { root, data: join(root, 'data'), socket, users: join(root, 'users'), lock: join(root, 'lock'), log: join(root, 'server.log') };
}
