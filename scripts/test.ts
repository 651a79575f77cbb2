import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { clusterVariable, givenCluster, ownCluster } from '@entente/testkit';
import { prepareInstallation } from '../e2e/support.ts';
import { ensureWebBuilt } from './boot/web-build.mjs';
import { filesMatching, root } from './lib/files.ts';

type Counts = { passed: number; failed: number; skipped: number };
type Phase = { name: string; files: string[]; atOnce: number; timeoutMs: number };

const minute = 60_000;

function phases(wanted: string[]): Phase[] {
  const chosen = (files: string[]) => files.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part.replace(/^\.\//, ''))));
  const all = chosen(filesMatching('packages/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'));
  const isDatabaseTest = (file: string) => file.endsWith('.int.test.ts');
  // What is sealed or rolled up waits for every transaction of the cluster that is still open: these have it to themselves.
  const wantsQuiet = (file: string) => /modules\/(ledger|subscriptions)\/|compose\/payouts-interrupted/.test(file);
  // Those that take minutes begin first, so that none of them is left to run alone at the end.
  const long = (file: string) => /tests\/(sweep|row-level-security|http)\.int/.test(file);
  const longFirst = (files: string[]) => [...files.filter(long), ...files.filter((file) => !long(file))];
  return [
    { name: 'unit', files: all.filter((file) => !isDatabaseTest(file)), atOnce: 2, timeoutMs: 2 * minute },
    { name: 'database', files: longFirst(all.filter((file) => isDatabaseTest(file) && !wantsQuiet(file))), atOnce: 2, timeoutMs: 5 * minute },
    { name: 'database, one at a time', files: all.filter((file) => isDatabaseTest(file) && wantsQuiet(file)), atOnce: 1, timeoutMs: 5 * minute },
    { name: 'browser', files: chosen(filesMatching('e2e/**/*.e2e.ts')), atOnce: 1, timeoutMs: 10 * minute },
  ].filter((phase) => phase.files.length > 0);
}

async function runPhase({ name, files, atOnce, timeoutMs }: Phase): Promise<Counts> {
  process.stdout.write(`\n${name} tests, ${files.length} files\n`);
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const events = run({ files: files.map((file) => join(root, file)), concurrency: atOnce, timeout: timeoutMs });
  events.on('test:summary', (summary) => {
    if (summary.file !== undefined) return;
    counts.passed += summary.counts.passed;
    counts.failed += summary.counts.tests - summary.counts.passed - summary.counts.skipped - summary.counts.todo;
    counts.skipped += summary.counts.skipped + summary.counts.todo;
  });
  for await (const text of events.compose(new spec())) process.stdout.write(String(text));
  return counts;
}

/** Everything in one go: rules without I/O, then against a database, then in a browser. */
async function main(wanted: string[]): Promise<void> {
  const todo = phases(wanted);
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const needsServer = todo.some((phase) => phase.name !== 'unit');
  const cluster = needsServer && !givenCluster() ? await ownCluster({ discard: true }) : undefined;
  let removeInstallation = (): void => undefined;
  const leave = async (): Promise<void> => {
    removeInstallation();
    await cluster?.leave();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void leave().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
  }
  try {
    if (cluster) process.env[clusterVariable] = JSON.stringify(cluster.connection);
    for (const phase of todo) {
      if (phase.name === 'browser') await ensureWebBuilt(root, process.execPath);
      if (phase.name === 'browser' && phase.files.length > 1) removeInstallation = await prepareInstallation();
      const counts = await runPhase(phase);
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
    }
  } catch (error) {
    total.failed += 1;
    console.error(error instanceof Error ? error.message : error);
  } finally {
    await leave();
  }
  if (todo.length === 0) console.error(`No test file matches ${wanted.join(' ')}.`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  process.exitCode = total.failed > 0 || todo.length === 0 ? 1 : 0;
}

await main(process.argv.slice(2));
