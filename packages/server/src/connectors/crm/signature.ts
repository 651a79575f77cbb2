import { timingSafeEqual } from 'node:crypto';

/** Compared in constant time, whatever the length of what was given. */
export function sameBytes(expected: Buffer, given: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
