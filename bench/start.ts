import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeHome, root, temporaryHome, withCopy } from './lib/installation.ts';
import { startProduct } from './lib/product.ts';
import { atMost, beside, quantile } from './lib/report.ts';

/** `npm start`: with the large set already there, on an empty home with the sample, and from a fresh clone. */
const BAR_SECOND_START_S = 6;
const BAR_FRESH_S = 120;
const TIMES = 3;
const command = ['npm', 'start'];

const seconds: number[] = [];
await withCopy(async (home) => {
  for (let time = 0; time < TIMES; time += 1) {
    const product = await startProduct(home, { command });
    seconds.push(product.readyMs / 1000);
    await product.stop();
  }
});
atMost('second start, with the large set', quantile(seconds, 1), 's', BAR_SECOND_START_S, { times: seconds.map((time) => Math.round(time * 100) / 100) });

const empty = temporaryHome();
try {
  const product = await startProduct(empty, { command });
  beside('first start of a checkout in use: new database, sample ecosystem loaded', product.readyMs / 1000, 's');
  await product.stop();
  const again = await startProduct(empty, { command });
  atMost('second start, with the sample', again.readyMs / 1000, 's', BAR_SECOND_START_S);
  await again.stop();
} finally {
  removeHome(empty);
}

// What is committed, not what lies in the work tree: it is what a stranger would get.
const clone = mkdtempSync(join(tmpdir(), 'entente-bench-clone-'));
const home = temporaryHome();
try {
  const cloned = spawnSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone], { stdio: ['ignore', 'ignore', 'pipe'] });
  if (cloned.status !== 0) console.error('  no clone could be made: the fresh clone is left out');
  else {
    const product = await startProduct(home, { command, cwd: clone });
    atMost('fresh clone to ready: install, build the web, new database, sample', product.readyMs / 1000, 's', BAR_FRESH_S);
    await product.stop();
  }
} finally {
  rmSync(clone, { recursive: true, force: true });
  removeHome(home);
}
