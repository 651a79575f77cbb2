import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { RunAs } from './identity.ts';
import type { Mode } from './settings.ts';
import { DatabaseStartError, explainDatabaseFailure } from './errors.ts';
import { processesOf, send, until } from './processes.ts';

export const superuser = 'entente';

// Trust is enough because the only way in is a socket in a folder that nobody else may enter.
const accessRules = 'local all all trust\n';

function run(command: string, args: string[], runAs: RunAs): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...runAs, cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function removeHalfMade(data: string): Promise<void> {
  const parent = dirname(data);
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(`${basename(data)}.new-`)) continue;
    const folder = join(parent, name);
    const cluster = join(folder, 'cluster');
    for (const pid of processesOf(cluster)) send(pid, 'SIGKILL');
    await until(() => processesOf(cluster).length === 0, 5_000);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Makes the database files beside their final place and moves them there whole: no start ever sees half of one. */
export async function createCluster(data: string, binaries: Binaries, runAs: RunAs, mode: Mode): Promise<void> {
  await removeHalfMade(data);
  if (existsSync(data)) {
    if (readdirSync(data).length > 0)
      throw new DatabaseStartError(`${data} has files in it but is not a database: move it away or set ENTENTE_HOME to another place.`);
    rmSync(data, { recursive: true });
  }
  const making = mkdtempSync(`${data}.new-`);
  try {
    const cluster = join(making, 'cluster');
    mkdirSync(cluster, { mode: 0o700 });
    if (runAs) for (const folder of [making, cluster]) chownSync(folder, runAs.uid, runAs.gid);
    // The built-in C.UTF-8: the same order of text on every machine and nothing asked of the system's locales.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const args = [
      '-D',
      cluster,
      '-U',
      superuser,
      '--auth=trust',
      '--data-checksums',
      '--no-instructions',
      ...locale,
      ...(mode === 'test' ? ['--no-sync'] : []),
    ];
    const { code, output } = await run(join(binaries.folder, 'initdb'), args, runAs);
    if (code !== 0) throw explainDatabaseFailure(output, dirname(data));
    writeFileSync(join(cluster, 'pg_hba.conf'), accessRules);
    renameSync(cluster, data);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
