import { bodyOf, Connection } from './lib/connection.ts';
import { cpuEach, cpuOf } from './lib/cpu.ts';
import { withCopy } from './lib/installation.ts';
import { startProduct } from './lib/product.ts';
import { atMost, beside, p50, p95 } from './lib/report.ts';

/** Match and team for one deal through the API, stored with audit and event: one caller, one after the other. */
const DEALS = 300;
const WARM_UP = 20;
const BAR_MS = 50;

await withCopy(async (home, { keys }) => {
  const product = await startProduct(home);
  try {
    const connection = await Connection.open(product.port);
    const ids: string[] = [];
    for (const sort of ['-amount', '-activity', 'closeOn', 'number']) {
      const page = await connection.send({ method: 'GET', path: `/api/v1/deals?status=open&sort=${sort}&limit=100`, key: keys[0] ?? '' });
      ids.push(...bodyOf<{ items: { id: string }[] }>(page).items.map(({ id }) => id));
    }
    const deals = [...new Set(ids)].slice(0, DEALS + WARM_UP + 1);
    const times: number[] = [];
    let withTeam = 0;
    let before = cpuOf(product);
    for (const [turn, id] of deals.entries()) {
      const sent = performance.now();
      const answer = await connection.send({ method: 'POST', path: `/api/v1/deals/${id}/match`, key: keys[turn % keys.length] ?? '' });
      const time = performance.now() - sent;
      const match = bodyOf<{ considered: number; team: { members: unknown[] } }>(answer);
      if (match.team.members.length > 0) withTeam += 1;
      if (turn === 0) beside('match API: the very first after a start, which reads all partners', time, 'ms', { considered: match.considered });
      else if (turn > WARM_UP) times.push(time);
      if (turn === WARM_UP) before = cpuOf(product);
    }
    connection.close();
    beside('match API: median', p50(times), 'ms');
    atMost('match API: partners ranked and team proposed for one deal, p95', p95(times), 'ms', BAR_MS, {
      ...cpuEach(product, before, times.length),
      samples: times.length,
      max: Math.round(Math.max(...times)),
      dealsWithTeam: withTeam,
      deals: deals.length,
    });
  } finally {
    await product.stop();
  }
});
