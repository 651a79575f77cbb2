import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BootFailure, explainNpmFailure, isUnreachable } from './failure.mjs';
import { runToEnd } from './child.mjs';
import { processIdentity, withLock } from './lock.mjs';

const stampName = '.entente-install';

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The record may outlive folders that somebody removed or that an interrupted npm had begun to replace. */
function allPresent(root, installedText) {
  return Object.keys(JSON.parse(installedText).packages ?? {}).every((path) => existsSync(join(root, path, 'package.json')));
}

let libcOfThisMachine;
function libc() {
  // Making the report takes milliseconds; it does not change while we run.
  libcOfThisMachine ??= process.report?.getReport?.().header.glibcVersionRuntime ? 'glibc' : 'musl';
  return libcOfThisMachine;
}

function allows(list, value) {
  const entries = [].concat(list ?? []);
  if (entries.includes(`!${value}`)) return false;
  return entries.every((entry) => entry.startsWith('!')) || entries.includes(value);
}

/** An optional package that names this very platform must be there; any other optional one may be absent. */
function optionalButNeeded(entry) {
  if (!entry.os && !entry.cpu) return false;
  return allows(entry.os, process.platform) && allows(entry.cpu, process.arch) && (!entry.libc || allows(entry.libc, libc()));
}

/**
 * Does npm's own record of what it installed agree with the lockfile? Then somebody ran npm ci or npm install
 * by hand and nothing needs doing. npm writes the record last, so an interrupted install never looks complete.
 */
export function installedMatchesLock(lockText, installedText) {
  const wanted = JSON.parse(lockText).packages ?? {};
  const installed = JSON.parse(installedText).packages ?? {};
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/') || entry.link) continue;
    const found = installed[path];
    if (!found && entry.optional && !optionalButNeeded(entry)) continue;
    if (!found || found.version !== entry.version || found.integrity !== entry.integrity) return false;
  }
  return true;
}

function npmCommand() {
  // Under `npm run` this is the very npm the person used; a wrapper such as pnpm is not taken.
  const running = process.env.npm_execpath;
  if (running && basename(running) === 'npm-cli.js' && existsSync(running)) return { command: process.execPath, args: [running] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/**
 * `npm ci` refuses a lockfile that lacks builds of optional packages for other systems, which npm itself leaves
 * out when a registry does not carry them. Nothing that runs here is missing then.
 */
export function onlyForeignBuildsMissing(output, lockText) {
  const complaints = [...output.matchAll(/(Missing|Invalid): (.+?) (?:from lock file|does not satisfy)/g)];
  if (complaints.length === 0) return false;
  const optional = new Set(Object.values(JSON.parse(lockText).packages ?? {}).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {})));
  return complaints.every(([, kind, what]) => kind === 'Missing' && optional.has(what.slice(0, what.lastIndexOf('@'))));
}

const npmRecord = (root) => join(root, '.entente', 'install.npm');

/** When a start is killed its npm lives on; two at work on one folder spoil it. */
async function stopLeftoverNpm(root) {
  const identity = read(npmRecord(root));
  const pid = Number(identity?.split(' ')[0]);
  for (let round = 0; identity && processIdentity(pid) === identity; round += 1) {
    if (round > 100) throw new BootFailure(`An earlier installation (process ${pid}) does not end: stop it and try again.`);
    process.kill(pid, 'SIGKILL');
    await sleep(50);
  }
  rmSync(npmRecord(root), { force: true });
}

async function runNpm(root, command) {
  const npm = npmCommand();
  const flags = ['--no-fund', '--no-audit', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'];
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const result = await runToEnd(npm.command, [...npm.args, ...flags, ...patience, ...command], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }, (child) => {
    if (child.pid) writeFileSync(npmRecord(root), processIdentity(child.pid) ?? '');
  });
  rmSync(npmRecord(root), { force: true });
  if (result.signal || result.code === 130 || result.code === 143) throw new BootFailure('Installing was interrupted; the next start does it again.');
  return result;
}

async function install(root, lockText) {
  console.error('Installing what is missing (about 230 MB the first time)…');
  await stopLeftoverNpm(root);
  let result;
  try {
    // Asked once beforehand, because npm would try each of hundreds of packages, for many minutes, before it gives up.
    const ping = await runNpm(root, ['ping', '--fetch-retries=1', '--fetch-timeout=15000']);
    const unreachable = ping.code !== 0 && isUnreachable(ping.output);
    const offline = unreachable ? ['--offline'] : [];
    result = await runNpm(root, ['ci', ...offline]);
    if (result.code !== 0 && onlyForeignBuildsMissing(result.output, lockText))
      result = await runNpm(root, ['install', '--no-save', ...(unreachable ? offline : ['--prefer-offline'])]);
    if (result.code !== 0 && unreachable) throw new BootFailure(explainNpmFailure(ping.output, root));
  } catch (error) {
    if (error.code === 'ENOENT') throw new BootFailure('npm was not found: install it (it comes with Node) or put it on the PATH.');
    throw error;
  }
  if (result.code !== 0) throw new BootFailure(explainNpmFailure(result.output, root));
}

/** Makes node_modules agree with package-lock.json; returns at once when it already does. @param {string} root */
export async function ensureInstalled(root) {
  const modules = join(root, 'node_modules');
  const stamp = join(modules, stampName);
  const installedRecord = join(modules, '.package-lock.json');
  const lockText = read(join(root, 'package-lock.json'));
  if (lockText === undefined) throw new BootFailure(`package-lock.json is missing in ${root}: this is not a complete checkout.`);
  const hash = createHash('sha256').update(lockText).digest('hex');
  const upToDate = () => existsSync(installedRecord) && read(stamp) === hash;
  const remember = () => {
    try {
      writeFileSync(stamp, hash);
    } catch (error) {
      // A read-only tree that is complete is fine; it is merely compared again next time.
      if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
    }
  };
  const adoptExisting = () => {
    const installedText = read(installedRecord);
    if (installedText === undefined || !installedMatchesLock(lockText, installedText) || !allPresent(root, installedText)) return false;
    remember();
    return true;
  };
  if (upToDate() || adoptExisting()) return;
  const waiting = () => console.error('Another start is installing; waiting for it…');
  await withLock(
    join(root, '.entente', 'install.lock'),
    async () => {
      if (upToDate() || adoptExisting()) return;
      await install(root, lockText);
      remember();
    },
    waiting,
  );
}
