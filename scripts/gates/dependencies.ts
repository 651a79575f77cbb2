import { cyclesIn, importsOf, type Import } from '../lib/module-graph.ts';
import { isTest, sourcesIn, type Gate } from './gate.ts';

type Rule = { reason: string; forbids(one: Import & { to: string }): boolean };

const moduleOf = (file: string): string | undefined => /^packages\/server\/src\/modules\/([^/]+)\//.exec(file)?.[1];
const packageOf = (file: string): string | undefined => /^packages\/([^/]+)\//.exec(file)?.[1];
const within = (file: string, folder: string): boolean => file.startsWith(folder);
const isDomain = (file: string): boolean => /^packages\/server\/src\/modules\/[^/]+\/domain\//.test(file);

/** Libraries without I/O, clock or randomness that domain code may use. */
const pureLibraries = new Set(
  [
    '@marcbachmann/cel-js',
    'temporal-polyfill',
    'tldts',
    'zod',
    'chardet',
    'csv-parse',
    'iconv-lite',
    'ibantools',
    'ical-generator',
    'ical.js',
    'xmlbuilder2',
  ].map((name) => `npm:${name}`),
);
/** Arithmetic that several modules share: pure as they are. */
const pureFolders = ['packages/server/src/platform/rating/', 'packages/server/src/platform/dated-documents/'];
/** Parts of Node that only compute. */
const pureNode = new Set(['node:crypto', 'node:string_decoder', 'node:util', 'node:buffer', 'node:url']);

/** Which packages each package may use. */
const ground: Record<string, string[]> = {
  kernel: [],
  contracts: ['kernel'],
  'sample-ecosystem': ['kernel'],
  web: ['kernel', 'contracts'],
  'account-matching': [],
  server: ['kernel', 'contracts', 'sample-ecosystem', 'account-matching'],
};

const rules: Rule[] = [
  {
    reason: 'a module never imports a sibling; they meet in compose/',
    forbids: ({ from, to }) => moduleOf(from) !== undefined && moduleOf(to) !== undefined && moduleOf(from) !== moduleOf(to),
  },
  {
    reason: 'a module does not know who wires it',
    forbids: ({ from, to }) =>
      moduleOf(from) !== undefined && /^packages\/server\/src\/(compose|connectors)\/|^packages\/server\/src\/(main|cli)\.ts$/.test(to),
  },
  {
    reason: 'the platform serves every module and knows none',
    forbids: ({ from, to }) => within(from, 'packages/server/src/platform/') && /^packages\/server\/src\/(modules|compose|connectors)\//.test(to),
  },
  {
    reason: 'index.ts is the only file of a module that others may import',
    forbids: ({ from, to }) => moduleOf(from) === undefined && moduleOf(to) !== undefined && !/^packages\/server\/src\/modules\/[^/]+\/index\.ts$/.test(to),
  },
  {
    reason: 'domain code is pure: its own folder, kernel, contracts, account matching and libraries without I/O',
    forbids: ({ from, to }) => {
      if (!isDomain(from)) return false;
      if (to.startsWith('node:')) return !pureNode.has(to);
      if (to.startsWith('npm:')) return !pureLibraries.has(to);
      return !(isDomain(to) || pureFolders.some((folder) => within(to, folder)) || ['kernel', 'contracts', 'account-matching'].includes(packageOf(to) ?? ''));
    },
  },
  {
    reason: 'packages build on each other in one direction only',
    forbids: ({ from, to }) => {
      const [a, b] = [packageOf(from), packageOf(to)];
      return a !== undefined && b !== undefined && a !== b && ground[a] !== undefined && !ground[a].includes(b);
    },
  },
];

function problemOf(one: Import): string | undefined {
  const { from, to, written } = one;
  if (to === undefined) return /\.(css|svg|woff2)$/.test(written) ? undefined : `${from} imports ${written}, which leads nowhere`;
  const broken = rules.find((rule) => rule.forbids({ ...one, to }));
  return broken && `${from} imports ${written}: ${broken.reason}`;
}

export const dependencies: Gate = {
  name: 'dependencies',
  run(root) {
    const imports = importsOf(root, sourcesIn(root, 'packages/**/*.{ts,tsx}'));
    // Tests may reach anywhere, but the product never reaches into tests.
    const product = imports.filter(({ from }) => !isTest(from));
    const intoTests = product
      .filter(({ to }) => to !== undefined && isTest(to))
      .map(({ from, written }) => `${from} imports ${written}: the product never imports test code`);
    const cycles = cyclesIn(imports).map((files) => `files that need each other in a circle: ${files.join(' → ')}`);
    return Promise.resolve([...product.map(problemOf).filter((line) => line !== undefined), ...intoTests, ...cycles]);
  },
};
