import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, processIdentity } from './processes.ts';
import { DatabaseStartError } from './errors.ts';

const patienceMs = 90_000;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function dropStale(path: string, stale: string): void {
  // Looked at again after the rename: between reading and removing, somebody may have taken the lock afresh.
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== stale) linkSync(aside, path);
  } catch {
    // Another process was quicker.
  }
  rmSync(aside, { force: true });
}

/** Starting and stopping of one database folder never overlap, in one process or between several. */
export async function exclusively<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mine = processIdentity(process.pid) ?? `${process.pid}-`;
  const deadline = performance.now() + patienceMs;
  let emptyRounds = 0;
  for (;;) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      break;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const holder = read(path);
    emptyRounds = holder ? 0 : emptyRounds + 1;
    if (holder ? !isAlive(holder) : emptyRounds > 50) dropStale(path, holder);
    else if (performance.now() > deadline)
      throw new DatabaseStartError(
        `Another process (${holder.split('-')[0]}) has been starting or stopping the same database for over a minute: stop it and start again.`,
      );
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
