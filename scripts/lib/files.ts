import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const hidden = (name: string): boolean => name === 'node_modules' || name === 'dist' || name === '.git';

/** Files of the checkout, relative to its root, in a fixed order. */
export function filesMatching(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: root, exclude: hidden }).toSorted();
}
