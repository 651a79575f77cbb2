import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BootFailure, explainSystemError } from './failure.mjs';
import { runToEnd } from './child.mjs';
import { withLock } from './lock.mjs';

// What the bundle is made of. Tests do not change it.
const inputs = ['packages/web', 'packages/contracts/src', 'packages/contracts/package.json', 'packages/kernel/src', 'package-lock.json'];
const ignored = new Set(['node_modules', 'dist']);

function* filesUnder(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return void (yield path);
    if (error.code === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (ignored.has(entry.name) || entry.name.startsWith('.') || entry.name.includes('.test.')) continue;
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else if (entry.isFile()) yield child;
  }
}

function hashInputs(root) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(join(root, input))) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Builds the web app when its result is missing or made from other sources. */
export async function ensureWebBuilt(root, node) {
  const web = join(root, 'packages', 'web');
  const stamp = join(web, 'dist', '.inputs');
  const wanted = hashInputs(root);
  const upToDate = () => existsSync(join(web, 'dist', 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (upToDate()) return;
  await withLock(join(root, '.entente', 'web-build.lock'), async () => {
    if (upToDate()) return;
    console.error('Building the web app…');
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const environment = { ...process.env, NODE_ENV: 'production' };
    const result = await runToEnd(node, [vite, 'build', '--logLevel', 'error'], { cwd: web, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    if (result.signal) throw new BootFailure('Building the web app was interrupted; the next start does it again.');
    if (result.code !== 0) throw new BootFailure(explainSystemError(result.output, web) ?? `The web app could not be built:\n${result.output.trim()}`);
    writeFileSync(stamp, wanted);
  });
}
