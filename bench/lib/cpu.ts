import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf, type Product } from './product.ts';

/** Linux counts in hundredths of a second whatever the kernel's own clock is. */
const MS_PER_TICK = 10;

function usedMs(pid: number): number {
  try {
    // The name stands in brackets and may hold blanks: count from behind it. 12 to 15: own and ended children's time.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * MS_PER_TICK;
  } catch {
    return 0;
  }
}

export type Cpu = { readonly serverMs: number; readonly databaseMs: number };

/** Processor time used so far. Unlike times on the clock, it does not depend on what else the machine does. */
export function cpuOf(product: Product): Cpu {
  if (process.platform !== 'linux') return { serverMs: Number.NaN, databaseMs: Number.NaN };
  const postmaster = product.postmasterPid();
  return { serverMs: usedMs(product.serverPid()), databaseMs: [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + usedMs(pid), 0) };
}

/** Processor time since `before` for each of `count` requests, for the extras of a figure. */
export function cpuEach(product: Product, before: Cpu, count: number): Record<string, number> {
  const after = cpuOf(product);
  const each = (used: number): number => Math.round((used / Math.max(1, count)) * 100) / 100;
  return { serverCpuMs: each(after.serverMs - before.serverMs), databaseCpuMs: each(after.databaseMs - before.databaseMs) };
}

const QUIET_EACH_MS = 500;
const QUIET_SHARE = 0.1;
const LONGEST_MS = 60_000;

/** Waits until what a start sets going (partners read ahead, clocks that ran out meanwhile) is done: it happens once and not with each request. */
export async function untilQuiet(product: Product): Promise<void> {
  const used = (): number => Object.values(cpuOf(product)).reduce((sum, ms) => sum + ms, 0);
  const deadline = performance.now() + LONGEST_MS;
  let quiet = 0;
  for (let before = used(); quiet < 3 && performance.now() < deadline;) {
    await sleep(QUIET_EACH_MS);
    const now = used();
    quiet = now - before <= QUIET_EACH_MS * QUIET_SHARE ? quiet + 1 : 0;
    before = now;
  }
}
