import pg from 'pg';
import { newId, type Posting } from '@entente/kernel';
import { createDatabase } from '@entente/server/src/platform/db/database.ts';
import { systemContext } from '@entente/server/src/platform/system-actor.ts';
import { createLedgerModule } from '@entente/server/src/modules/ledger/index.ts';
import { readCsv } from '@entente/server/src/compose/read-csv.ts';
import { openDatabase } from '@entente/server/src/commands/open-database.ts';
import { removeHome, temporaryHome } from './lib/installation.ts';
import { atLeast, beside, quantile } from './lib/report.ts';

/**
 * Postings as modules make them, through the same function: one in a transaction of its own from 16 callers, and many in one. All are
 * durable when they are counted. At the end the chain is walked, the balances are compared and the sums must be what was posted.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const CALLERS = 16;
const BATCH_CALLERS = 4;
const PARTNERS = 2_000;

const home = temporaryHome();
process.env['ENTENTE_HOME'] = home;
process.env['DATABASE_URL'] = '';
const opened = await openDatabase(() => undefined);
const db = createDatabase(opened.connection, { max: CALLERS + 2 });
const admin = new pg.Pool({ ...opened.connection, max: 1 });
try {
  const now = new Date();
  const tenantId = newId();
  await admin.query("insert into workspace (id, slug, name, base_currency) values ($1::uuid, 'bench', 'Benchmark', 'EUR')", [tenantId]);
  const ledger = createLedgerModule({ database: db, ports: { checks: [], subLedgers: [], readCsv }, now: () => now, onError: (error) => console.error(error) });
  const context = systemContext(tenantId, 'Benchmark', now);
  const day = now.toISOString().slice(0, 10);
  const partners = Array.from({ length: PARTNERS }, () => newId());
  let [made, postedMinor] = [0, 0];
  const posting = (): Posting => {
    made += 1;
    const amountMinor = 1 + (made % 9_973);
    postedMinor += amountMinor;
    return {
      template: 'earning_accrued',
      cause: `earning:${made}`,
      bookedOn: day,
      dealId: null,
      memo: `Share of receipt ${made}`,
      facts: { currency: 'EUR', amountMinor, partnerId: partners[made % PARTNERS] ?? '', bornBy: 'partner_cost', held: true },
      ruleVersions: { split: 3 },
    };
  };
  const post = (postings: readonly Posting[]) => db.inTenant(tenantId, (tx) => ledger.post(tx, context, postings));
  const run = async (callers: number, size: number): Promise<{ rate: number; times: number[] }> => {
    const times: number[] = [];
    const begin = performance.now();
    const end = begin + SECONDS * 1000;
    await Promise.all(
      Array.from({ length: callers }, async () => {
        while (performance.now() < end) {
          const from = performance.now();
          await post(Array.from({ length: size }, posting));
          times.push(performance.now() - from);
        }
      }),
    );
    return { rate: (times.length * size) / ((performance.now() - begin) / 1000), times };
  };

  // Accounts exist, and statements are known to the connections.
  await post(partners.map(posting));
  await Promise.all(Array.from({ length: CALLERS * 4 }, () => post([posting()])));
  const single = await run(CALLERS, 1);
  const thousand = await run(BATCH_CALLERS, 1_000);
  const five = await run(BATCH_CALLERS, 5_000);

  const sealing = performance.now();
  const sealed = await ledger.seal(tenantId);
  const walking = performance.now();
  const found = await ledger.walk(tenantId, () => undefined);
  const walked = performance.now();
  const { rows } = await admin.query<{ debits: string; sum: string; differing: number }>(
    `select coalesce(sum(amount_minor) filter (where amount_minor > 0), 0)::text as debits, coalesce(sum(amount_minor), 0)::text as sum,
      (select count(*)::int from (
        select account_id, sum(amount_minor) as sum from ledger_entry where tenant_id = $1 group by account_id
        except select account_id, debit_minor - credit_minor from ledger_balance where tenant_id = $1) d) as differing
    from ledger_entry where tenant_id = $1`,
    [tenantId],
  );
  const right =
    found.broken === null && found.transactions === made && rows[0]?.debits === String(postedMinor) && rows[0].sum === '0' && rows[0].differing === 0;
  const times = (all: readonly number[]) => ({ p50: Math.round(quantile(all, 0.5) * 10) / 10, p99: Math.round(quantile(all, 0.99) * 10) / 10 });
  atLeast(`ledger: postings one by one, ${CALLERS} callers`, single.rate, 'postings/s', 2_500, times(single.times), right);
  atLeast('ledger: postings in batches of 1,000', thousand.rate, 'postings/s', 25_000, times(thousand.times), right);
  atLeast('ledger: postings in batches of 5,000', five.rate, 'postings/s', 25_000, times(five.times), right);
  beside('ledger: sealed and summed behind', sealed / ((walking - sealing) / 1000), 'postings/s', { postings: sealed });
  beside('ledger: verified', found.transactions / ((walked - walking) / 1000), 'transactions/s', { transactions: found.transactions, entries: found.entries });
} finally {
  await admin.end();
  await db.close();
  await opened.close();
  removeHome(home);
}
