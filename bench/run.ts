import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Runs every benchmark, one after the other, and passes on their lines: each is JSON {name, value, unit, bar, holds}. */
const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
let failed = false;
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
  .sort()) {
  if (wanted.length > 0 && !wanted.some((part) => file.includes(part))) continue;
  const run = spawnSync(process.execPath, [`${folder}${file}`], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (run.status !== 0) failed = true;
}
if (failed) process.exitCode = 1;
