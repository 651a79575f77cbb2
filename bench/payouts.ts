import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '@entente/kernel';
import { createDatabase } from '@entente/server/src/platform/db/database.ts';
import { NOON, payableWorkspace, payoutsOn, personOf } from '@entente/server/src/compose/payouts.fixture.ts';
import type { PayoutsWorkerInput } from '@entente/server/src/compose/payouts-worker.fixture.ts';
import { openDatabase } from '@entente/server/src/commands/open-database.ts';
import { removeHome, temporaryHome } from './lib/installation.ts';
import { atMost, beside } from './lib/report.ts';

/**
 * One payout run over all of a large workspace, by a process of its own that is killed while it collects and again while it issues the
 * documents. At the end every line is in one payout, every payout is the sum of its lines, and the numbers of the documents have no gap.
 */
const PARTNERS = Number(process.env['BENCH_PARTNERS'] ?? 20_000);
const LINES = Number(process.env['BENCH_LINES'] ?? 1_000_000);
const BAR_SECONDS = 120;
/** Shares no factor with the number of partners, so that every partner has some. */
const TAKEN_BACK_EACH = 19;
const AT_ONCE = 50_000;
const worker = new URL(import.meta.resolve('@entente/server/src/compose/payouts-worker.fixture.ts'));

const home = temporaryHome();
process.env['ENTENTE_HOME'] = home;
process.env['DATABASE_URL'] = '';
const opened = await openDatabase(() => undefined);
const db = createDatabase(opened.connection, { max: 4 });
const admin = new pg.Pool({ ...opened.connection, max: 2 });
try {
  const { tenantId, partners } = await payableWorkspace(
    admin,
    Array.from({ length: PARTNERS }, (_, index) => `Partner ${index}`),
  );
  const ids = [...partners.values()];
  for (let from = 0; from < LINES; from += AT_ONCE) {
    const many = Math.min(AT_ONCE, LINES - from);
    // Earned in no order of partners, as it happens in life.
    await admin.query(
      `with made as (
         insert into earning (tenant_id, id, key, kind, state, partner_id, amount_minor, currency, earned_on, title, source_type, source_id, born_by, created_at, updated_at)
         select $1, own, 'split:' || own, 'split', 'due', ($2::uuid[])[1 + (n * 7919) % $3], case when n % $4 = 0 then -(1 + n % 500) else 1000 + n % 9973 end, 'EUR', date '2026-02-01' + (n % 28)::integer, 'Share of receipt ' || n, 'receipt', own::text, 'partner_cost', now(), now()
         from unnest($5::uuid[]) with ordinality as g(own, place), lateral (select place + $6 as n) numbered returning id
       ) insert into earning_explanation select $1, id, '{"sentence":"Share of what was collected.","rule":null,"inputs":[],"steps":[],"evidence":[]}' from made`,
      [tenantId, ids, PARTNERS, TAKEN_BACK_EACH, Array.from({ length: many }, () => newId()), from],
    );
  }
  await admin.query('vacuum analyze earning');
  const { rows: owed } = await admin.query<{ sum: string }>('select sum(amount_minor) as sum from earning where tenant_id = $1', [tenantId]);

  const { payouts } = payoutsOn(db);
  const maker = personOf(tenantId, 'finance', 'Maker');
  const plain = { params: undefined, query: undefined, body: undefined };
  const extra = { ifVersion: null };
  const run = await payouts.routes['payoutRuns.create']?.(
    maker,
    { ...plain, body: { name: 'Bench', until: '2026-03-10', currency: null, partnerIds: [] } },
    extra,
  );
  if (!run) throw new Error('no run was made');
  const view = async () => (await payouts.routes['payoutRuns.get']?.(maker, { ...plain, params: { id: run.id } }, extra)) ?? run;
  const start = (step: PayoutsWorkerInput['step']) => {
    const input: PayoutsWorkerInput = { connection: opened.connection, tenantId, now: NOON.toISOString(), step };
    return fork(worker, [JSON.stringify(input)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--disable-warning=ExperimentalWarning'] });
  };
  /** Killed when half is done, and begun again. */
  const killed = async (step: PayoutsWorkerInput['step']): Promise<number> => {
    const first = start(step);
    for (;;) {
      const { progress } = await view();
      if (progress.doing !== null && progress.total > 0 && progress.done * 2 >= progress.total) break;
      if (first.exitCode !== null) throw new Error('it was over before it could be killed');
      // As often as a page would ask, or this process is a part of what it measures.
      await sleep(250);
    }
    const { progress } = await view();
    first.kill('SIGKILL');
    await once(first, 'exit');
    const [code] = (await once(start({ kind: 'goOn', runId: run.id }), 'exit')) as [number | null];
    if (code !== 0) throw new Error('the second process failed');
    return progress.done;
  };

  const begin = performance.now();
  const collectedWhenKilled = await killed({ kind: 'collect', runId: run.id });
  const collected = performance.now();
  const frozen = await payouts.routes['payoutRuns.ready']?.(maker, { ...plain, params: { id: run.id } }, extra);
  const ready = performance.now();
  const issuedWhenKilled = await killed({ kind: 'release', runId: run.id, contentHash: frozen?.contentHash ?? '', day: '2026-03-13' });
  const issued = performance.now();
  const [code] = (await once(start({ kind: 'paid', runId: run.id, day: '2026-03-13' }), 'exit')) as [number | null];
  const paid = performance.now();

  const { rows } = await admin.query<{
    lines: number;
    twice: number;
    lost: number;
    sum: string;
    apart: number;
    documents: number;
    gaps: number;
    booked: string;
  }>(
    `select (select count(*)::int from payout_line where tenant_id = $1 and active) as lines,
       (select count(*)::int from (select 1 from payout_line where tenant_id = $1 group by earning_id having count(*) > 1) t) as twice,
       (select count(*)::int from earning e where tenant_id = $1 and (state = 'paid') <> exists (select 1 from payout_line l where l.tenant_id = e.tenant_id and l.earning_id = e.id and l.active)) as lost,
       (select sum(amount_minor) from payout where tenant_id = $1) as sum,
       (select count(*)::int from payout p where tenant_id = $1 and state = 'paid' and amount_minor <> (select sum(e.amount_minor) from payout_line l join earning e on e.tenant_id = l.tenant_id and e.id = l.earning_id where l.tenant_id = p.tenant_id and l.payout_id = p.id)) as apart,
       (select count(*)::int from self_billing_document where tenant_id = $1) as documents,
       (select max(sequence)::int - count(*)::int from self_billing_document where tenant_id = $1) as gaps,
       (select sum((facts->>'amountMinor')::bigint) from ledger_transaction where tenant_id = $1 and template = 'payout_released') as booked`,
    [tenantId],
  );
  const [sums] = rows;
  const end = await view();
  const right =
    code === 0 &&
    sums !== undefined &&
    end.state === 'settled' &&
    sums.twice + sums.lost + sums.apart + sums.gaps === 0 &&
    sums.sum === owed[0]?.sum &&
    sums.documents === end.payouts &&
    (end.carried > 0 || sums.booked === owed[0]?.sum);
  const seconds = (issued - begin) / 1000;
  atMost(
    `payout run: ${PARTNERS.toLocaleString('en')} partners, ${LINES.toLocaleString('en')} lines, collected, frozen, released with documents, killed twice`,
    seconds,
    's',
    BAR_SECONDS,
    { ...sums, payouts: end.payouts, carried: end.carried, collectedWhenKilled, issuedWhenKilled, exact: right },
    right,
  );
  beside('payout run: collecting', (collected - begin) / 1000, 's');
  beside('payout run: freezing', (ready - collected) / 1000, 's');
  beside('payout run: releasing and issuing', (issued - ready) / 1000, 's');
  beside('payout run: marking as paid', (paid - issued) / 1000, 's');
} finally {
  await Promise.all([db.close(), admin.end()]);
  await opened.close();
  removeHome(home);
}
