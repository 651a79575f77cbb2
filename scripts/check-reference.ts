import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { filesMatching, root } from './lib/files.ts';

// Data that may not live in the repository; tests on it are `*.ref.ts` and read the folder from the same variable.
const folder = resolve(process.env['ENTENTE_REFERENCE_DATA'] ?? resolve(root, '../shared/data'));
const files = filesMatching('packages/**/*.ref.ts', 'e2e/**/*.ref.ts', 'scripts/**/*.ref.ts');

if (!existsSync(folder) || readdirSync(folder).length === 0) {
  const sentence = `The reference data is missing: ${folder} (set ENTENTE_REFERENCE_DATA).`;
  if (process.env['CI']) {
    console.error(sentence);
    process.exitCode = 1;
  } else console.log(`Skipped. ${sentence}`);
} else if (files.length === 0) {
  console.log('There are no checks on reference data.');
} else {
  const env = { ...process.env, ENTENTE_REFERENCE_DATA: folder };
  // One at a time: what is sealed waits for every transaction of the cluster that is still open.
  const result = spawnSync(process.execPath, ['--test', '--test-concurrency=1', ...files], { cwd: root, stdio: 'inherit', env });
  process.exitCode = result.status ?? 1;
}
