import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BootFailure } from './failure.mjs';

/** A pid alone may have been given to another process since; together with its start time it is unique. */
export function processIdentity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${pid} ${fields[19]}`;
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    process.kill(pid, 0);
    return String(pid);
  } catch (error) {
    return error.code === 'EPERM' ? String(pid) : undefined;
  }
}

function readHolder(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function dropStaleLock(path, stale) {
  // Renamed first and read again: between reading and removing, somebody else may have taken the lock afresh.
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) !== stale) linkSync(aside, path);
  } catch {
    // Another process was quicker; the next round sees its lock.
  }
  rmSync(aside, { force: true });
}

/**
 * Runs `work` while holding the lock file, waiting for a living holder and taking over from a dead one.
 * @template T @param {string} path @param {() => Promise<T>} work @param {() => void} onWait
 */
export async function withLock(path, work, onWait = () => {}) {
  const mine = processIdentity(process.pid) ?? String(process.pid);
  mkdirSync(dirname(path), { recursive: true });
  const deadline = Date.now() + 15 * 60_000;
  for (let round = 0; ; round += 1) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    // An empty file is a lock in the making; it counts as stale only when it stays empty.
    if (holder ? processIdentity(Number(holder.split(' ')[0])) !== holder : round > 20) dropStaleLock(path, holder);
    else if (Date.now() > deadline) throw new BootFailure(`Another start (process ${holder}) has been installing for 15 minutes: stop it or remove ${path}.`);
    else {
      if (round === 0) onWait();
      await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    if (readHolder(path) === mine) rmSync(path, { force: true });
  }
}
