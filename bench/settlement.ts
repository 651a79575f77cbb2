import pg from 'pg';
import { createDatabase } from '@entente/server/src/platform/db/database.ts';
import { settling } from '@entente/server/src/compose/settlement.fixture.ts';
import { openDatabase } from '@entente/server/src/commands/open-database.ts';
import { removeHome, temporaryHome } from './lib/installation.ts';
import { atMost, beside, p50, p95 } from './lib/report.ts';

/**
 * One deal of seven products by seven vendors, with who resells, distributes and integrates it, compared over its five routes from its
 * quote: every fact is read anew for each comparison, and what is answered is checked to sum.
 */
const RUNS = Number(process.env['BENCH_RUNS'] ?? 200);
const WARM = 10;
const BAR_MS = 100;

const home = temporaryHome();
process.env['ENTENTE_HOME'] = home;
process.env['DATABASE_URL'] = '';
const opened = await openDatabase(() => undefined);
const db = createDatabase(opened.connection, { max: 2 });
const admin = new pg.Pool({ ...opened.connection, max: 2 });
try {
  const here = await settling({ db, admin });
  await here.authorise();
  const dealId = await here.dealWith();
  await here.quote(dealId);
  const times: number[] = [];
  let right = true;
  let parties = 0;
  for (let run = 0; run < WARM + RUNS; run += 1) {
    const begin = performance.now();
    const { options } = await here.call('settlement.compare', { params: { id: dealId }, body: {} });
    if (run >= WARM) times.push(performance.now() - begin);
    right &&=
      options.length === 5 &&
      options.every(({ money }) => money !== null && money.parties.reduce((sum, { totalMinor }) => sum + totalMinor, 0) === money.buyerMinor);
    parties = Math.max(...options.map(({ money }) => money?.parties.length ?? 0));
  }
  atMost('settlement comparison, 7 products, 5 routes, p95', p95(times), 'ms', BAR_MS, { runs: RUNS, parties }, right);
  beside('settlement comparison, median', p50(times), 'ms');
  if (!right) process.exitCode = 1;
} finally {
  await admin.end();
  await db.close();
  await opened.close();
  removeHome(home);
}
