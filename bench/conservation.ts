import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { moneyHistory } from '@entente/server/src/compose/money-history.ts';
import { atMost, beside } from './lib/report.ts';

/**
 * A million random lives of a deal through the real arithmetic: splits, reversals, exchange, closes. Whatever is lost, made or booked
 * into a closed month is a violation, and is named by its seed, which repeats it.
 */
const HISTORIES = Number(process.env['BENCH_HISTORIES'] ?? 1_000_000);
type Share = { readonly from: number; readonly to: number };
type Found = { readonly violations: number; readonly first: string | null };

if (isMainThread) {
  const threads = Math.max(1, Math.min(8, availableParallelism()));
  const started = performance.now();
  const shares = Array.from({ length: threads }, (_, index): Share => ({
    from: Math.floor((HISTORIES * index) / threads) + 1,
    to: Math.floor((HISTORIES * (index + 1)) / threads),
  }));
  const found = await Promise.all(shares.map(proved));
  const seconds = (performance.now() - started) / 1000;
  const violations = found.reduce((sum, one) => sum + one.violations, 0);
  atMost(`violations in ${HISTORIES.toLocaleString('en')} random histories of money`, violations, 'violations', 0, {
    first: found.find(({ first }) => first !== null)?.first ?? null,
  });
  beside('histories of money', HISTORIES / seconds, '1/s', { threads });
} else {
  const { from, to } = workerData as Share;
  let violations = 0;
  let first: string | null = null;
  for (let seed = from; seed <= to; seed += 1) {
    const problem = moneyHistory(seed);
    if (problem === null) continue;
    violations += 1;
    first ??= `history ${seed}: ${problem}`;
  }
  parentPort?.postMessage({ violations, first } satisfies Found);
}

function proved(share: Share): Promise<Found> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share, execArgv: ['--disable-warning=ExperimentalWarning'] });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}
