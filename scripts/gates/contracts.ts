import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Gate } from './gate.ts';

type Described = { method?: unknown; path?: unknown; summary?: unknown; audience?: unknown; scope?: unknown; output?: unknown };
type Loaded = { operations?: Record<string, Described>; scopes?: readonly string[] };

const audiences = ['workspace', 'partner', 'signed_in', 'public'];

function problemsOf(id: string, operation: Described, scopes: readonly string[]): string[] {
  const { audience, scope, output, summary } = operation;
  const found: string[] = [];
  if (typeof audience !== 'string' || !audiences.includes(audience)) found.push(`operation ${id} has no audience`);
  const needsScope = audience === 'workspace' || audience === 'partner';
  if (scope === undefined) found.push(`operation ${id} does not say which scope it needs`);
  else if (scope === null ? needsScope : typeof scope !== 'string' || !scopes.includes(scope))
    found.push(`operation ${id} has audience ${String(audience)} without a known scope`);
  if (!output) found.push(`operation ${id} does not say what it answers`);
  if (typeof summary !== 'string' || summary === '') found.push(`operation ${id} has no summary`);
  return found;
}

/** Only a checkout with documents has them to keep; the small ones that show a rule broken need none. */
async function staleFiles(root: string): Promise<string[]> {
  if (!existsSync(join(root, 'docs'))) return [];
  // Loaded here, so that contracts that do not load stop this gate and not every other.
  const { generatedFiles } = await import('../lib/reference-pages.ts');
  return Object.entries(generatedFiles())
    .filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text)
    .map(([path]) => `${path} is out of date: npm run generate`);
}

/** Nothing may be callable without saying by whom and with which right, and what is made from the operations agrees with them. */
export const contracts: Gate = {
  name: 'contracts',
  async run(root) {
    const entry = join(root, 'packages/contracts/src/index.ts');
    if (!existsSync(entry)) return ['packages/contracts/src/index.ts is missing'];
    const { operations, scopes = [] } = (await import(pathToFileURL(entry).href)) as Loaded;
    const entries = Object.entries(operations ?? {});
    if (entries.length === 0) return ['contracts has no operations'];
    const doors = new Map<string, string>();
    const twice = entries.flatMap(([id, { method, path }]) => {
      const door = `${String(method)} ${String(path).replace(/:\w+/g, ':')}`;
      const other = doors.get(door);
      doors.set(door, id);
      return other ? [`operations ${other} and ${id} share ${door}`] : [];
    });
    return [...entries.flatMap(([id, operation]) => problemsOf(id, operation, scopes)), ...twice, ...(await staleFiles(root))];
  },
};
