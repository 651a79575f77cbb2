import { readFileSync } from 'node:fs';
import { childrenOf } from './product.ts';

/** Megabytes of memory that belong to a process, its part of what it shares with others included. */
export function pssMb(pid: number): number {
  const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  if (line === undefined) throw new Error(`the memory of process ${pid} cannot be read`);
  return Number(line) / 1024;
}

/** A process may end between being listed and being read. */
function pssOrNothing(pid: number): number {
  try {
    return pssMb(pid);
  } catch {
    return 0;
  }
}

export const familyPssMb = (pid: number): number => [pid, ...childrenOf(pid)].reduce((sum, one) => sum + pssOrNothing(one), 0);
