import pg from 'pg';
import { createDatabase } from '@entente/server/src/platform/db/database.ts';
import { systemContext } from '@entente/server/src/platform/system-actor.ts';
import { createWorkspace } from '@entente/server/src/modules/workspaces/index.ts';
import { createSubscriptionsModule } from '@entente/server/src/modules/subscriptions/index.ts';
import { newAccount } from '@entente/server/src/modules/subscriptions/subscriptions.fixture.ts';
import { openDatabase } from '@entente/server/src/commands/open-database.ts';
import { removeHome, temporaryHome } from './lib/installation.ts';
import { atLeast, atMost, beside } from './lib/report.ts';

/**
 * A month of raw usage of one workspace: taken in by several callers with every twentieth call sent twice, rolled up, rated and charged
 * on its first day after. What is charged must be what was sent, to the unit.
 */
const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 10_000_000);
const AT_ONCE = Number(process.env['BENCH_AT_ONCE'] ?? 10_000);
const CALLERS = Number(process.env['BENCH_CALLERS'] ?? 2);
const SUBSCRIPTIONS = Number(process.env['BENCH_SUBSCRIPTIONS'] ?? 1_000);
const SENT_TWICE = 20;
const HOURS = 31 * 24;
const UNIT_PRICE = 3n;

const home = temporaryHome();
process.env['ENTENTE_HOME'] = home;
process.env['DATABASE_URL'] = '';
const opened = await openDatabase(() => undefined);
const db = createDatabase(opened.connection, { max: 8 });
const admin = new pg.Pool({ ...opened.connection, max: 1 });
let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
try {
  let now = new Date('2026-03-01T00:00:00Z');
  const { id: tenantId } = await db.inSystem((tx) => createWorkspace(tx, { slug: 'bench', name: 'Bench', baseCurrency: 'EUR', now }));
  const module = createSubscriptionsModule({
    database: db,
    now: () => now,
    onError: (error) => console.error(error),
    ports: { acceptedQuote: async () => null, openRenewalDeal: async () => assertNever() },
  });
  const context = () => systemContext(tenantId, 'Benchmark', now);
  const accountId = await newAccount(db, tenantId);
  const none = { ifVersion: null };
  const meter = await module.routes['meters.create'](
    context(),
    {
      params: undefined,
      query: undefined,
      body: { key: 'calls', name: 'Calls', unit: 'call', aggregation: 'sum', dimensions: [], productId: null, graceHours: 0, latestDays: 62, active: true },
    },
    none,
  );
  for (let index = 0; index < SUBSCRIPTIONS; index += 1)
    await module.routes['subscriptions.create'](
      context(),
      {
        params: undefined,
        query: undefined,
        body: {
          key: `s${index}`,
          name: `Subscription ${index}`,
          accountId,
          dealId: null,
          currency: 'EUR',
          timeZone: 'UTC',
          anchorDay: 1,
          billingMonths: 1,
          timing: 'arrears',
          proration: 'day',
          startsOn: '2026-03-01',
          termMonths: 12,
          autoRenew: false,
          renewalNoticeDays: 0,
          minimumMinor: null,
          items: [
            {
              kind: 'usage',
              productId: null,
              vendorId: null,
              description: 'Calls',
              quantity: '1',
              price: { kind: 'unit', unitPrice: '0.03', freeUnits: '0' },
              taxCategory: 'S',
              meterId: meter.id,
              subject: `subject-${index}`,
            },
          ],
        },
      },
      none,
    );

  now = new Date('2026-04-01T00:00:00Z');
  const first = Date.parse('2026-03-01T00:00:00Z');
  const hours = Array.from({ length: HOURS }, (_, hour) => new Date(first + hour * 3_600_000 + 1_234_000).toISOString());
  let [units, accepted, repeated, next] = [0n, 0, 0, 0];
  const batchOf = (batch: number) =>
    Array.from({ length: Math.min(AT_ONCE, EVENTS - batch * AT_ONCE) }, (_, place) => {
      const number = batch * AT_ONCE + place;
      // Callers report as time goes on, over all of their customers.
      return {
        id: `evt-${number.toString().padStart(12, '0')}`,
        meter: 'calls',
        subject: `subject-${number % SUBSCRIPTIONS}`,
        at: hours[Math.floor((number / EVENTS) * HOURS)] ?? '',
        quantity: 1 + (number % 7),
      };
    });
  const begin = performance.now();
  const caller = async (): Promise<void> => {
    for (let batch = next++; batch * AT_ONCE < EVENTS; batch = next++) {
      const events = batchOf(batch);
      let sum = 0;
      for (const { quantity } of events) sum += quantity;
      units += BigInt(sum);
      for (let time = 0; time < (batch % SENT_TWICE === 0 ? 2 : 1); time += 1) {
        const answer = await module.takeEvents(context(), events);
        accepted += answer.accepted;
        repeated += answer.repeated;
      }
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const ingested = performance.now();
  const memoryIngest = peak;
  await module.rollUp(tenantId);
  const rolled = performance.now();
  const charges = await module.chargeDue(context());
  const end = performance.now();
  const { rows } = await admin.query<{ amount: string; quantity: string }>(
    'select coalesce(sum(amount_minor), 0)::text as amount, coalesce(sum(quantity::numeric), 0)::text as quantity from charge where tenant_id = $1',
    [tenantId],
  );
  const right = accepted === EVENTS && rows[0]?.amount === (units * UNIT_PRICE).toString() && rows[0]?.quantity === units.toString();
  const size = EVENTS.toLocaleString('en');
  atLeast(
    `usage: ${size} events taken in with dedupe, ${AT_ONCE.toLocaleString('en')} a call`,
    EVENTS / ((ingested - begin) / 1000),
    'events/s',
    60_000,
    { repeated, callers: CALLERS },
    right,
  );
  atMost(
    `usage: ${size} raw events rolled up, rated and charged`,
    (end - ingested) / 1000,
    's',
    60,
    { charges, subscriptions: SUBSCRIPTIONS, units: units.toString(), exact: right },
    right,
  );
  beside('usage: hourly roll-up', EVENTS / ((rolled - ingested) / 1000), 'events/s');
  beside('usage: rating and charging', (end - rolled) / 1000, 's');
  atMost('usage: memory of the process', peak / 1024 / 1024, 'MiB', 1024, { whileTakingInMiB: Math.round(memoryIngest / 1024 / 1024) });
} finally {
  clearInterval(watch);
  await admin.end();
  await db.close();
  await opened.close();
  removeHome(home);
}

function assertNever(): never {
  throw new Error('no subscription of this run is renewed');
}
