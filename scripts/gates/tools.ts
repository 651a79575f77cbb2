import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root as checkout } from '../lib/files.ts';
import { complaintsOf, sourcesIn, type Gate } from './gate.ts';

const present = (root: string, ...folders: string[]): string[] => folders.filter((folder) => existsSync(join(root, folder)));

export const format: Gate = {
  name: 'format',
  run: (root) => complaintsOf(root, 'oxfmt', ['--check', '-c', join(checkout, '.oxfmtrc.json'), ...present(root, 'packages', 'scripts', 'bench', 'e2e')]),
};

const linted = ['packages', 'scripts', 'bench', 'e2e'];

/** An exception to a rule says in words why it is one. */
function unexplained(root: string): string[] {
  return sourcesIn(root, `{${linted.join()}}/**/*.{ts,tsx,mjs}`).flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, at) => (/(?:ox|es)lint-[d]isable(?!.* --)/.test(line) ? [`${file}:${at + 1} sets a rule aside without a reason after " -- "`] : [])),
  );
}

export const lint: Gate = {
  name: 'lint',
  async run(root) {
    const options = ['--type-aware', '--deny-warnings', '--report-unused-disable-directives', '-c', join(checkout, '.oxlintrc.json')];
    return [...(await complaintsOf(root, 'oxlint', [...options, ...present(root, ...linted)])), ...unexplained(root)];
  },
};

export const types: Gate = { name: 'types', run: (root) => complaintsOf(root, 'tsc', ['--noEmit', '-p', 'tsconfig.json']) };

export const unused: Gate = { name: 'unused code', run: (root) => complaintsOf(root, 'knip', ['--no-progress', '--no-config-hints']) };
