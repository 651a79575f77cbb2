import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One import as written. `to` is a file of the tree, or `npm:name`, or `node:name`, or undefined when it leads nowhere. */
export type Import = { from: string; written: string; to: string | undefined; typeOnly: boolean };

type Manifest = { name: string; exports?: Record<string, string> };

function requestsIn(file: string, source: string): { written: string; typeOnly: boolean }[] {
  const { module } = parseSync(file, source);
  const found = module.staticImports.map(({ moduleRequest, entries }) => ({
    written: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  for (const { entries } of module.staticExports) {
    for (const entry of entries) if (entry.moduleRequest) found.push({ written: entry.moduleRequest.value, typeOnly: entry.isType });
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2]) found.push({ written: literal[2], typeOnly: false });
  }
  return found;
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function resolveOwnPackage(root: string, written: string): string | undefined {
  const [, name = '', rest] = /^@entente\/([^/]+)(?:\/(.*))?$/.exec(written) ?? [];
  const folder = join('packages', name);
  const manifest = join(root, folder, 'package.json');
  if (!isFile(manifest)) return undefined;
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  const target = exports ? exports[rest ? `./${rest}` : '.'] : rest;
  const path = target ? normalize(join(folder, target)) : undefined;
  return path && isFile(join(root, path)) ? path : undefined;
}

function resolveImport(root: string, from: string, written: string): string | undefined {
  const bare = written.replace(/\?.*$/, '');
  if (bare.startsWith('node:')) return bare;
  if (bare.startsWith('@entente/')) return resolveOwnPackage(root, bare);
  if (!bare.startsWith('.') && !bare.startsWith('/')) return `npm:${bare.startsWith('@') ? bare.split('/').slice(0, 2).join('/') : bare.split('/')[0]}`;
  const path = relative(root, join(root, dirname(from), bare));
  return isFile(join(root, path)) ? path : undefined;
}

/** Every import of the given files (paths relative to root). */
export function importsOf(root: string, files: readonly string[]): Import[] {
  return files.flatMap((from) =>
    requestsIn(from, readFileSync(join(root, from), 'utf8')).map(({ written, typeOnly }) => ({
      from,
      written,
      typeOnly,
      to: resolveImport(root, from, written),
    })),
  );
}

/** Groups of files that need each other at run time (Tarjan's strongly connected components). */
export function cyclesIn(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (!to || typeOnly || to.includes(':')) continue;
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): number => {
    const index = order.size;
    order.set(file, index);
    stack.push(file);
    let low = index;
    for (const other of next.get(file) ?? []) {
      if (other === file) cycles.push([file]);
      else if (!order.has(other)) low = Math.min(low, visit(other));
      else if (stack.includes(other)) low = Math.min(low, order.get(other) ?? low);
    }
    lowest.set(file, low);
    if (low === index) {
      const group = stack.splice(stack.indexOf(file));
      if (group.length > 1) cycles.push(group.toSorted());
    }
    return low;
  };
  for (const file of next.keys()) if (!order.has(file)) visit(file);
  return cycles;
}
