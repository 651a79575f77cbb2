import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BootFailure, explainSystemError } from './failure.mjs';
import { endLike, runToEnd } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { chooseNode, compileCacheEnvironment } from './runtime.mjs';
import { ensureWebBuilt } from './web-build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** @param {string} path relative to the checkout */
export const fromRoot = (path) => join(root, path);

const usage = 'Usage: node scripts/boot.mjs [--install-only | --web] <file.ts> [arguments]';

async function boot(args) {
  const rest = [...args];
  const flags = new Set();
  while (rest[0] === '--web' || rest[0] === '--install-only') flags.add(rest.shift());
  const [file, ...fileArgs] = rest;
  if (!file && flags.size === 0) throw new BootFailure(usage);

  await ensureInstalled(root);
  const node = chooseNode(root);
  if (flags.has('--web')) await ensureWebBuilt(root, node);
  if (!file) return;

  const followParent = pathToFileURL(fromRoot('scripts/boot/follow-parent.mjs')).href;
  const program = isAbsolute(file) ? file : resolve(root, file);
  // What a server gathers for new objects it keeps for ever: half of the usual room costs little and leaves 45 MB to the machine.
  const memory = flags.has('--web') ? ['--max-semi-space-size=8'] : [];
  const nodeArgs = [...memory, '--disable-warning=ExperimentalWarning', '--enable-source-maps', '--import', followParent, program, ...fileArgs];
  const env = { ...process.env, ...compileCacheEnvironment(root) };
  endLike(await runToEnd(node, nodeArgs, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env }));
}

/** @param {string[]} args */
export async function main(args) {
  try {
    await boot(args);
  } catch (error) {
    const sentence =
      error instanceof BootFailure
        ? error.message
        : (explainSystemError(error, root) ?? `Starting failed: ${error instanceof Error ? error.message : String(error)}`);
    console.error(sentence);
    process.exitCode = 1;
  }
}
