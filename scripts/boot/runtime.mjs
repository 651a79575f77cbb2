import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BootFailure } from './failure.mjs';

const floor = 24;

/** The Node that runs the TypeScript sources: the one from npm, else the caller's when it is new enough. */
export function chooseNode(root) {
  const own = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (process.platform === 'linux' && existsSync(own)) {
    try {
      accessSync(own, constants.X_OK);
      return own;
    } catch {
      // Not executable for this user (noexec mount, other owner): the caller's Node may still do.
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= floor) return process.execPath;
  throw new BootFailure(
    `Entente runs on Node ${floor} or newer and brings it along only for Linux on x64 and arm64: install Node ${floor} (this is ${process.versions.node}).`,
  );
}

/** Compiled code is kept between starts where that is possible; nothing depends on it. */
export function compileCacheEnvironment(root) {
  if (process.env.NODE_COMPILE_CACHE || process.env.NODE_DISABLE_COMPILE_CACHE) return {};
  const folder = join(root, 'node_modules', '.cache', 'node');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return { NODE_COMPILE_CACHE: folder };
  } catch {
    return {};
  }
}
