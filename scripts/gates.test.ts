import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { contracts } from './gates/contracts.ts';
import { dependencies } from './gates/dependencies.ts';
import { environment } from './gates/environment.ts';
import type { Gate } from './gates/gate.ts';
import { tableOwnership } from './gates/table-ownership.ts';
import { format, lint, types, unused } from './gates/tools.ts';

// A gate that never closes is no gate: each is shown a small checkout that breaks one rule, and one that keeps it.
type Tree = Record<string, string>;

const base = mkdtempSync(join(tmpdir(), 'entente-gates-'));
after(() => rmSync(base, { recursive: true, force: true }));

async function verdict(gate: Gate, tree: Tree): Promise<string[]> {
  const root = mkdtempSync(join(base, 'tree-'));
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return gate.run(root);
}

function refuses(gate: Gate, what: string, tree: Tree, expected: RegExp): void {
  test(`${gate.name} refuses ${what}`, async () => {
    const problems = await verdict(gate, tree);
    assert.match(problems.join('\n'), expected);
  });
}

function accepts(gate: Gate, what: string, tree: Tree): void {
  test(`${gate.name} accepts ${what}`, async () => assert.deepEqual(await verdict(gate, tree), []));
}

const server = 'packages/server/src';
const modules = `${server}/modules`;
const value = 'export const x = 1;\n';
const uses = (path: string) => `import { x } from '${path}';\nexport const y = x;\n`;

refuses(dependencies, 'a circle', { [`${server}/a.ts`]: uses('./b.ts').replace('const y', 'const x'), [`${server}/b.ts`]: uses('./a.ts') }, /in a circle/);
refuses(dependencies, 'an import that leads nowhere', { [`${server}/a.ts`]: uses('./gone.ts') }, /leads nowhere/);
refuses(dependencies, 'a sibling module', { [`${modules}/a/index.ts`]: uses('../b/index.ts'), [`${modules}/b/index.ts`]: value }, /never imports a sibling/);
refuses(
  dependencies,
  'a sibling, also for types',
  { [`${modules}/a/index.ts`]: `import type { X } from '../b/index.ts';\nexport type Y = X;\n`, [`${modules}/b/index.ts`]: 'export type X = 1;\n' },
  /never imports a sibling/,
);
refuses(
  dependencies,
  'a sibling, also at run time',
  { [`${modules}/a/index.ts`]: `export const later = () => import('../b/index.ts');\n`, [`${modules}/b/index.ts`]: value },
  /never imports a sibling/,
);
refuses(
  dependencies,
  'the inside of a module',
  { [`${server}/compose/all.ts`]: uses('../modules/a/store.ts'), [`${modules}/a/store.ts`]: value },
  /only file of a module/,
);
refuses(
  dependencies,
  'a module that knows compose',
  { [`${modules}/a/index.ts`]: uses('../../compose/all.ts'), [`${server}/compose/all.ts`]: value },
  /who wires it/,
);
refuses(
  dependencies,
  'a platform that knows a module',
  { [`${server}/platform/jobs.ts`]: uses('../modules/a/index.ts'), [`${modules}/a/index.ts`]: value },
  /knows none/,
);
refuses(dependencies, 'I/O in domain code', { [`${modules}/a/domain/rule.ts`]: uses('node:fs') }, /domain code is pure/);
refuses(dependencies, 'the database in domain code', { [`${modules}/a/domain/rule.ts`]: uses('kysely') }, /domain code is pure/);
refuses(
  dependencies,
  'a store in domain code',
  { [`${modules}/a/domain/rule.ts`]: uses('../store.ts'), [`${modules}/a/store.ts`]: value },
  /domain code is pure/,
);
refuses(
  dependencies,
  'a kernel that uses the server',
  { 'packages/kernel/src/a.ts': uses('../../server/src/b.ts'), [`${server}/b.ts`]: value },
  /one direction only/,
);
refuses(
  dependencies,
  'contracts that use the server',
  { 'packages/contracts/src/a.ts': uses('../../server/src/b.ts'), [`${server}/b.ts`]: value },
  /one direction only/,
);
const ownPackage = { 'packages/server/package.json': '{"name":"@entente/server","exports":{".":"./src/b.ts"}}' };
refuses(
  dependencies,
  'a web app that uses the server',
  { 'packages/web/src/a.tsx': uses('@entente/server'), [`${server}/b.ts`]: value, ...ownPackage },
  /one direction only/,
);
refuses(dependencies, 'test code in the product', { [`${server}/a.ts`]: uses('./b.test.ts'), [`${server}/b.test.ts`]: value }, /never imports test code/);
accepts(dependencies, 'compose using a module by its index, and a domain using the kernel', {
  [`${server}/compose/all.ts`]: uses('../modules/a/index.ts'),
  [`${modules}/a/index.ts`]: uses('./domain/rule.ts'),
  [`${modules}/a/domain/rule.ts`]: uses('@entente/kernel'),
  'packages/kernel/package.json': '{"name":"@entente/kernel","exports":{".":"./src/index.ts"}}',
  'packages/kernel/src/index.ts': value,
});

const owns = (...tables: string[]) => `export const ownedTables = [${tables.map((table) => `'${table}'`).join(', ')}] as const;\n`;
const foreignWrites = [
  "tx.insertInto('deal').values({})",
  "tx.updateTable('deal').set({})",
  "tx.deleteFrom('deal')",
  'sql`insert into deal (id) values (1)`',
  'sql`UPDATE deal SET a = 1`',
  'sql`update deal d set a = 1`',
  'sql`delete from only deal`',
  'sql`merge into public.deal using x`',
];
for (const write of foreignWrites) {
  refuses(
    tableOwnership,
    `a foreign table: ${write}`,
    { [`${modules}/a/store.ts`]: write, [`${modules}/deals/owned-tables.ts`]: owns('deal') },
    /a\/store\.ts:1 writes deal, which belongs to deals/,
  );
}
refuses(tableOwnership, 'a table without owner', { [`${modules}/a/store.ts`]: foreignWrites[0] ?? '' }, /has no owner/);
refuses(
  tableOwnership,
  'two owners',
  { [`${modules}/a/owned-tables.ts`]: owns('deal'), [`${modules}/b/owned-tables.ts`]: owns('deal') },
  /owned by a and by b/,
);
refuses(
  tableOwnership,
  "a module writing the platform's tables",
  { [`${modules}/a/store.ts`]: 'sql`insert into audit_entry (id) values (1)`' },
  /belongs to platform/,
);
accepts(tableOwnership, 'own writes, foreign reads, locks and comments', {
  [`${modules}/deals/owned-tables.ts`]: owns('deal'),
  [`${modules}/deals/store.ts`]:
    "tx.insertInto('deal'); sql`select 1 from account for update skip locked`; // delete from account\n/* insert into account */\n",
});

refuses(environment, 'process.env outside of config.ts', { [`${server}/a.ts`]: 'export const port = process.env.PORT;\n' }, /reads process\.env/);
refuses(environment, 'the environment taken apart', { [`${server}/a.ts`]: 'const { env } = process;\n' }, /reads process\.env/);
accepts(environment, 'config.ts', { [`${server}/platform/config.ts`]: 'export const port = process.env.PORT;\n' });

const operation = (fields: string) =>
  `export const scopes = ['deals:read'];\nexport const operations = { one: { method: 'GET', path: '/x', summary: 'One', output: {}, ${fields} } };\n`;
const contractsTree = (text: string): Tree => ({ 'packages/contracts/src/index.ts': text, 'package.json': '{"type":"module"}' });
refuses(contracts, 'an operation without audience', contractsTree(operation("scope: 'deals:read'")), /has no audience/);
refuses(contracts, 'an operation without scope', contractsTree(operation("audience: 'workspace'")), /which scope/);
refuses(
  contracts,
  'an operation whose scope does not exist',
  contractsTree(operation("audience: 'partner', scope: 'deals:everything'")),
  /without a known scope/,
);
refuses(contracts, 'no scope for people of a workspace', contractsTree(operation("audience: 'workspace', scope: null")), /without a known scope/);
refuses(
  contracts,
  'a reference page that is out of date',
  { ...contractsTree(operation("audience: 'workspace', scope: 'deals:read'")), 'docs/reference/operations.md': 'of last week\n' },
  /operations\.md is out of date: npm run generate/,
);
refuses(contracts, 'no operations at all', contractsTree('export const operations = {};\n'), /no operations/);
accepts(contracts, 'an operation with both', contractsTree(operation("audience: 'workspace', scope: 'deals:read'")));

refuses(format, 'a file as nobody would write it', { 'scripts/a.ts': 'export   const x=1' }, /a\.ts/);
accepts(format, 'a formatted file', { 'scripts/a.ts': value });

const tsconfig = JSON.stringify({ compilerOptions: { strict: true, noEmit: true, target: 'ES2024', module: 'preserve', types: [] }, include: ['scripts'] });
refuses(types, 'a wrong type', { 'tsconfig.json': tsconfig, 'scripts/a.ts': "export const x: number = 'one';\n" }, /TS2322/);
accepts(types, 'a right type', { 'tsconfig.json': tsconfig, 'scripts/a.ts': value });

refuses(
  lint,
  'a forgotten promise',
  { 'tsconfig.json': tsconfig, 'scripts/a.ts': 'const later = async () => 1;\nexport function now() {\n  later();\n}\n' },
  /floating/i,
);
refuses(lint, 'any', { 'tsconfig.json': tsconfig, 'scripts/a.ts': 'export const x: any = 1;\n' }, /no-explicit-any/);
refuses(lint, 'a default export', { 'tsconfig.json': tsconfig, 'scripts/a.ts': 'export default 1;\n' }, /default/);
const exception = 'oxlint' + '-disable-next-line typescript/no-explicit-any';
refuses(
  lint,
  'an exception without a reason',
  { 'tsconfig.json': tsconfig, 'scripts/a.ts': `// ${exception}\nexport const x: any = 1;\n` },
  /without a reason/,
);
refuses(lint, 'an exception nothing needs any more', { 'tsconfig.json': tsconfig, 'scripts/a.ts': `// ${exception} -- it was any once\n${value}` }, /unused/i);
accepts(lint, 'an exception with its reason', {
  'tsconfig.json': tsconfig,
  'scripts/a.ts': `// ${exception} -- the library gives any\nexport const x: any = 1;\n`,
});
accepts(lint, 'clean code', { 'tsconfig.json': tsconfig, 'scripts/a.ts': value });

const manifest = JSON.stringify({ name: 'example', type: 'module', main: 'index.js' });
refuses(
  unused,
  'a file nobody uses',
  { 'package.json': manifest, 'index.js': 'console.log(1);\n', 'src/lonely.js': value, 'knip.json': '{"entry":["index.js"],"project":["**/*.js"]}' },
  /lonely/,
);
refuses(
  unused,
  'an export nobody uses',
  {
    'package.json': manifest,
    'index.js': "import { x } from './a.js';\nconsole.log(x);\n",
    'a.js': `${value}export const z = 2;\n`,
    'knip.json': '{"entry":["index.js"],"project":["**/*.js"]}',
  },
  /z/,
);
