import { readFileSync } from 'node:fs';
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
