import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root as checkout } from '../lib/files.ts';
import { complaintsOf, type Gate } from './gate.ts';

const present = (root: string, ...folders: string[]): string[] => folders.filter((folder) => existsSync(join(root, folder)));

export const format: Gate = {
  name: 'format',
  run: (root) => complaintsOf(root, 'oxfmt', ['--check', '-c', join(checkout, '.oxfmtrc.json'), ...present(root, 'packages', 'scripts', 'bench', 'e2e')]),
};

export const lint: Gate = {
  name: 'lint',
  run: (root) =>
    complaintsOf(root, 'oxlint', [
      '--type-aware',
      '--deny-warnings',
      '-c',
      join(checkout, '.oxlintrc.json'),
      ...present(root, 'packages', 'scripts', 'bench', 'e2e'),
    ]),
};

export const types: Gate = { name: 'types', run: (root) => complaintsOf(root, 'tsc', ['--noEmit', '-p', 'tsconfig.json']) };

export const unused: Gate = { name: 'unused code', run: (root) => complaintsOf(root, 'knip', ['--no-progress', '--no-config-hints']) };
