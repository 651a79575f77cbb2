import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseStartError } from './errors.ts';

/** The user PostgreSQL runs as; undefined means as we are. It refuses to run as root. */
export type RunAs = { uid: number; gid: number } | undefined;

type Account = { name: string; uid: number; gid: number };

export function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Prefers the owner of existing data, then `nobody`, then any other account without rights. */
export function chooseAccount(accounts: Account[], ownerOfData: number | undefined): Account | undefined {
  const unprivileged = accounts.filter((account) => account.uid > 0);
  return (
    unprivileged.find((a) => a.uid === ownerOfData) ??
    unprivileged.find((a) => a.name === 'nobody') ??
    unprivileged.find((a) => a.name === 'postgres') ??
    unprivileged[0]
  );
}

export function whoRunsPostgres(dataFolder: string): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  let owner: number | undefined;
  try {
    owner = statSync(dataFolder).uid;
  } catch {
    owner = undefined;
  }
  // initdb looks its user up by name, so a bare number without an account would not do.
  const account = chooseAccount(parsePasswd(readFileSync('/etc/passwd', 'utf8')), owner);
  if (!account)
    throw new DatabaseStartError('PostgreSQL refuses to run as root and this system has no other account: start Entente as another user or set DATABASE_URL.');
  return { uid: account.uid, gid: account.gid };
}

/** Can this user reach the folder, that is, pass through everything above it? */
export function isReachable(folder: string, user: { uid: number; gid: number }): boolean {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { uid, gid, mode } = statSync(path);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    } catch {
      // Not made yet: what is above it decides.
    }
    if (path === dirname(path)) return true;
  }
}
