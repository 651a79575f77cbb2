import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { root as checkout } from '../lib/files.ts';

/** One rule of the house. `run` looks at a checkout and gives one line per problem; none means it holds. */
export type Gate = { name: string; run(root: string): Promise<string[]> };

const tests = /\.(test|ref|bench|e2e|fixture|foreign)\.tsx?$/;
export const isTest = (file: string): boolean => tests.test(file) || file.startsWith('e2e/') || file.startsWith('packages/testkit/');

const skipped = (name: string): boolean => name === 'node_modules' || name === 'dist';

export function sourcesIn(root: string, ...patterns: string[]): string[] {
  return globSync(patterns, { cwd: root, exclude: skipped }).toSorted();
}

/** Runs a tool of this checkout on the tree at `root`; what it printed when it was not content. */
export function complaintsOf(root: string, tool: string, args: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(checkout, 'node_modules', '.bin', tool), args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', OXLINT_TSGOLINT_PATH: join(checkout, 'node_modules', '.bin', 'tsgolint') },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      const lines = output.split('\n').filter((line) => line.trim() !== '');
      if (code === 0) resolve([]);
      else resolve(lines.length > 0 ? lines : [`${tool} ended with code ${code}`]);
    });
  });
}
