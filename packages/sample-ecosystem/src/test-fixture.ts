/** Shared by the tests of this package. */
import { createHash } from 'node:crypto';
import { generateEcosystem } from './generate.ts';
import type { Ecosystem } from './types.ts';

export const NOW = '2026-11-21T09:00:00.000Z';

const made = new Map<number, Ecosystem>();
export const ecosystem = (seed = 2026): Ecosystem => {
  const known = made.get(seed);
  if (known !== undefined) return known;
  const fresh = generateEcosystem({ seed, now: NOW });
  made.set(seed, fresh);
  return fresh;
};

export const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
