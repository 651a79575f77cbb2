import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';

/** Undefined for a process that is gone or only waits to be reaped; pids are reused, pid with start time is not. */
export function processIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid}-${fields[19]}`;
  } catch {
    return undefined;
  }
}

export function isAlive(identity: string): boolean {
  return processIdentity(Number(identity.split('-')[0])) === identity;
}

/** PostgreSQL's processes carry this in their titles; that tells which belong to a data folder. */
export function clusterName(dataFolder: string): string {
  return `entente-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 10)}`;
}

/**
 * The server, its children and a running initdb of one data folder, found by their command lines. Those may be
 * read by everybody, whereas working folders of other users' processes are hidden from root in most containers.
 */
export function processesOf(dataFolder: string): number[] {
  const title = `postgres: ${clusterName(dataFolder)}: `;
  const found: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
      const own = words[0]?.startsWith(title) || words.some((word, i) => word === '-D' && words[i + 1] === dataFolder);
      if (own) found.push(Number(entry));
    } catch {
      // Gone meanwhile.
    }
  }
  return found;
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone: what was wanted.
  }
}

export async function until(condition: () => boolean, timeoutMs: number, everyMs = 20): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return true;
}
