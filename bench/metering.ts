import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createDatabase } from '@entente/server/src/platform/db/database.ts';
import { systemContext } from '@entente/server/src/platform/system-actor.ts';
import { createUsageModule } from '@entente/server/src/modules/usage/index.ts';
import { marketScene, METERED } from '@entente/server/src/compose/metering.fixture.ts';
import type { SenderInput } from '@entente/server/src/compose/usage-sender.fixture.ts';
import { usagePorts } from '@entente/server/src/compose/usage-ports.ts';
import { openDatabase } from '@entente/server/src/commands/open-database.ts';
import { removeHome, temporaryHome } from './lib/installation.ts';
import { atLeast, beside } from './lib/report.ts';

/**
 * A million records of usage in one workspace, taken in through the operation and sent to the AWS simulator by a worker of its own,
 * which is killed in the middle. Every tenth report is sent twice. At the end both sides must have counted the same, to the unit.
 */
const RECORDS = Number(process.env['BENCH_RECORDS'] ?? 1_000_000);
const AT_ONCE = 1_000;
const SENT_TWICE = 10;
const BUYERS = 500;
const HOURS = 20;
/** As much as the machine can: no quota is published for metering. */
const SETTINGS = { meteringRequestsPerSecond: 10_000, metering: { requestsPerSecond: 1000 } };
const HOLD_MS = 3_000;
const sender = new URL(import.meta.resolve('@entente/server/src/compose/usage-sender.fixture.ts'));

const home = temporaryHome();
process.env['ENTENTE_HOME'] = home;
process.env['DATABASE_URL'] = '';
const opened = await openDatabase(() => undefined);
const db = createDatabase(opened.connection, { max: 8 });
const admin = new pg.Pool({ ...opened.connection, max: 2 });
let worker: ChildProcess | null = null;
try {
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + 1_800_000);
  // The middle of a month, so that no month closes under way.
  const now = new Date(Date.UTC(hour.getUTCFullYear(), hour.getUTCMonth(), 15, 12, 30));
  const scene = await marketScene(
    { admin, db },
    { slug: 'bench', buyers: BUYERS, at: new Date(now.getTime() - 48 * 3_600_000).toISOString(), settings: SETTINGS },
  );
  const at = new Date(scene.clock.now);
  const usage = createUsageModule({ database: db, ports: usagePorts({ access: scene.access }), now: () => at, onError: (error) => console.error(error) });
  const context = systemContext(scene.tenantId, 'Benchmark', at);
  const totals = () => usage.routes['metering.totals'](context, { params: undefined, query: {}, body: undefined }, { ifVersion: null });
  const start = (): ChildProcess => {
    const input: SenderInput = {
      connection: opened.connection,
      tenantId: scene.tenantId,
      baseUrl: `${scene.simulators.url}/aws`,
      now: null,
      settings: SETTINGS,
      holdMs: HOLD_MS,
      aheadMs: at.getTime() - Date.now(),
    };
    return fork(sender, [JSON.stringify(input)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--disable-warning=ExperimentalWarning'] });
  };

  const expected = new Map<string, bigint>();
  const batchOf = (index: number) =>
    Array.from({ length: Math.min(AT_ONCE, RECORDS - index * AT_ONCE) }, (_, place) => {
      const number = index * AT_ONCE + place;
      // Callers report by customer: one report holds a handful of entitlements, over all of their hours.
      const sold = scene.sold[(index * 8 + (place % 8)) % BUYERS];
      const quantity = 1 + (number % 97);
      const dimension = METERED[Math.floor(number / 8) % METERED.length] ?? METERED[0];
      return {
        sold,
        key: `record ${number}`,
        entitlement: sold?.entitlementId ?? '',
        dimension,
        at: new Date(at.getTime() - (2 + (Math.floor(number / 16) % HOURS)) * 3_600_000).toISOString(),
        quantity,
      };
    });

  const begin = performance.now();
  let [accepted, repeated, refused, next] = [0, 0, 0, 0];
  const caller = async (): Promise<void> => {
    for (let index = next++; index * AT_ONCE < RECORDS; index = next++) {
      const batch = batchOf(index);
      for (const { sold, dimension, quantity } of batch) {
        const name = `${sold?.licenseArn} ${dimension}`;
        expected.set(name, (expected.get(name) ?? 0n) + BigInt(quantity));
      }
      const records = batch.map(({ sold: _sold, ...record }) => record);
      for (let time = 0; time < (index % SENT_TWICE === 0 ? 2 : 1); time += 1) {
        const answer = await usage.routes['metering.report'](context, { params: undefined, query: undefined, body: { records } }, { ifVersion: null });
        accepted += answer.accepted;
        repeated += answer.repeated;
        refused += answer.refused.length;
      }
    }
  };
  await Promise.all(Array.from({ length: 3 }, caller));
  const ingested = performance.now();

  worker = start();
  const [half] = [(await totals()).lines.waiting / 2];
  // Killed with batches on their way: reserved, and perhaps sent, but not yet marked.
  let killedWith = 0;
  while (killedWith === 0) {
    const { lines } = await totals();
    if (lines.waiting === 0) throw new Error('it was over before it could be killed');
    if (lines.waiting <= half) killedWith = lines.sent;
    await sleep(killedWith === 0 ? 5 : 0);
  }
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  worker = start();
  for (;;) {
    const { lines } = await totals();
    if (lines.waiting + lines.sent === 0) break;
    if (worker.exitCode !== null) throw new Error('the sender ended');
    await sleep(250);
  }
  const end = performance.now();
  worker.kill('SIGKILL');

  const { dimensions, lines } = await totals();
  const counted = scene.metered();
  const sum = (values: Iterable<bigint>): bigint => [...values].reduce((all, value) => all + value, 0n);
  const sameEverywhere = counted.size === expected.size && [...expected].every(([name, quantity]) => counted.get(name) === quantity);
  const ours = dimensions.reduce((all, each) => all + BigInt(each.accepted), 0n);
  const right = sameEverywhere && ours === sum(expected.values()) && accepted === RECORDS && refused === 0 && lines.rejected + lines.expired === 0;
  const { rows } = await admin.query<{ batches: number; attempts: number }>(
    'select count(*)::int as batches, sum(attempts)::int as attempts from usage_batch where tenant_id = $1',
    [scene.tenantId],
  );
  const seconds = (end - begin) / 1000;
  atLeast(
    `metering: ${RECORDS.toLocaleString('en')} records taken in, sent and counted, the sender killed in the middle`,
    RECORDS / seconds,
    'records/s',
    5_000,
    {
      seconds: Math.round(seconds),
      hours: lines.accepted,
      batches: rows[0]?.batches,
      attempts: rows[0]?.attempts,
      underWayWhenKilled: killedWith,
      repeated,
      exact: right,
      units: ours.toString(),
    },
    right,
  );
  beside('metering: taking in with dedupe', RECORDS / ((ingested - begin) / 1000), 'records/s');
  beside('metering: hours sent, restart included', lines.accepted / ((end - ingested) / 1000), 'hours/s');
  await scene.simulators.stop();
} finally {
  worker?.kill('SIGKILL');
  await admin.end();
  await db.close();
  await opened.close();
  removeHome(home);
}
