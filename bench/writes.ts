import { cpuEach, cpuOf, untilQuiet } from './lib/cpu.ts';
import { withCopy } from './lib/installation.ts';
import { startProduct } from './lib/product.ts';
import { atLeast, atMost, beside, p50, p95 } from './lib/report.ts';
import { runWrites, WRITERS } from './lib/writes.ts';

/** Writes with audit and outbox at 16 clients: deals made, moved and commented on, mixed and each alone. */
const SECONDS = 15;
const BAR_MS = 40;
const BAR_PER_SECOND = 500;

await withCopy(async (home, { keys }) => {
  const product = await startProduct(home);
  try {
    await untilQuiet(product);
    for (const what of ['mixed', 'create', 'move', 'comment'] as const) {
      const before = cpuOf(product);
      const load = await runWrites({ port: product.port, keys, what, seconds: what === 'mixed' ? SECONDS : SECONDS / 3 });
      const right = load.refused === 0;
      const extra = {
        ...cpuEach(product, before, load.sent),
        clients: WRITERS,
        p50: Math.round(p50(load.times) * 10) / 10,
        refused: load.refused,
        firstRefusal: load.firstRefusal,
      };
      if (what === 'mixed') {
        atLeast('writes with audit and outbox, mixed', load.perSecond, '/s', BAR_PER_SECOND, extra, right);
        atMost('writes with audit and outbox, mixed: p95', p95(load.times), 'ms', BAR_MS, extra, right);
      } else {
        beside(`writes, ${what} alone`, load.perSecond, '/s', extra);
        beside(`writes, ${what} alone: p95`, p95(load.times), 'ms');
      }
    }
  } finally {
    await product.stop();
  }
});
