import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { openDatabase } from '@entente/server/src/commands/open-database.ts';
import { startSimulatorsProcess } from '@entente/server/src/commands/simulators-process.ts';
import { createApp } from '@entente/server/src/compose/app.ts';
import { insertWorkspaceWithOwner } from '@entente/server/src/compose/first-run.ts';
import { createConnection } from '@entente/server/src/modules/sync/index.ts';
import { systemContext } from '@entente/server/src/platform/system-actor.ts';
import { removeHome, temporaryHome } from './lib/installation.ts';
import { atLeast, atMost, beside, p50, p95 } from './lib/report.ts';

/**
 * The Salesforce simulator on the other side, as a stranger has it beside the product: how long a change takes to be seen, how fast a
 * back-fill is and what live work feels of it, what an idle connection costs, and whether anything is lost when everything goes wrong.
 */
const EDITS = Number(process.env['BENCH_EDITS'] ?? 200);
const RECORDS = Number(process.env['BENCH_RECORDS'] ?? 100_000);
const OPERATIONS = Number(process.env['BENCH_OPERATIONS'] ?? 100_000);
const FAULTY_RECORDS = Math.min(5_000, OPERATIONS);
const IDLE_MS = Number(process.env['BENCH_IDLE_MS'] ?? 180_000);
const KILLS = 5;
const BAR_SEEN_MS = 2_000;
const BAR_PER_SECOND = 1_500;
const BAR_UNHARMED = 2;
const BAR_IDLE = 1;
const workerFile = new URL(import.meta.resolve('@entente/server/src/tests/worker-process.fixture.ts'));
const quiet = pino({ level: 'silent' });

const home = temporaryHome();
process.env['ENTENTE_HOME'] = home;
process.env['DATABASE_URL'] = '';
process.env['PORT'] = '0';
const opened = await openDatabase(() => undefined);
const admin = new pg.Pool({ ...opened.connection, max: 4 });
const port = 20_000 + (process.pid % 20_000);
const simulators = await startSimulatorsProcess({ port: port + 1, file: join(home, 'simulators.json'), say: (sentence) => console.error(sentence) });
if (!simulators) throw new Error('the simulators did not start');
const { url: simulatorsUrl } = simulators;
const salesforce = `${simulatorsUrl}/salesforce`;
async function control(method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${simulatorsUrl}/_control/${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}
const act = (name: string, fields: Record<string, string>): Promise<unknown> => control('POST', `acts/salesforce/${name}`, fields);
await control('PUT', 'faults/salesforce', { quotas: false });
await act('set-request-limit', { max: '100000000' });
const publicUrl = `http://127.0.0.1:${port}`;
const start = (role: 'all' | 'web') =>
  createApp({ connection: opened.connection, home, secret: opened.secret, smtpUrl: null, publicUrl, webFolder: home, logger: quiet, role, simulatorsUrl });
let app = await start('all');
const { tenantId } = await insertWorkspaceWithOwner(app.database, {
  slug: 'bench',
  name: 'Bench',
  baseCurrency: 'USD',
  ownerEmail: 'owner@bench.example',
  ownerName: 'Owner',
  now: new Date(),
  sample: false,
});
await app.server.listen({ host: '127.0.0.1', port });
await app.worker.start();
const context = () => systemContext(tenantId, 'Benchmark', new Date());
await createConnection(context(), app.modules.outside.sync.connections, {
  system: 'salesforce',
  name: 'Salesforce',
  environment: 'simulator',
  baseUrl: salesforce,
  account: 'sample',
  settings: {},
  credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret' },
});

/** A client of the other side that knows nothing of the product. */
const token = await (async () => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'entente-sample', client_secret: 'entente-sample-secret' });
  const answer = (await (await fetch(`${salesforce}/services/oauth2/token`, { method: 'POST', body })).json()) as { access_token: string };
  return answer.access_token;
})();
async function rest<T>(method: string, path: string, body?: unknown): Promise<T> {
  for (;;) {
    try {
      const answer = await fetch(`${salesforce}/services/data/v66.0${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.status >= 500 || answer.status === 403 || answer.status === 429) continue;
      const text = await answer.text();
      return (text === '' ? null : JSON.parse(text)) as T;
    } catch {
      // The connection was cut, as asked for; it is tried again.
    }
  }
}
type Opportunity = { Id: string; Name: string; NextStep: string | null; Amount: number | null };
async function everyOpportunity(): Promise<Map<string, Opportunity>> {
  const found = new Map<string, Opportunity>();
  let page = await rest<{ records: Opportunity[]; nextRecordsUrl?: string }>(
    'GET',
    `/query?q=${encodeURIComponent('select Id, Name, NextStep, Amount from Opportunity order by Id')}`,
  );
  for (;;) {
    for (const record of page.records) found.set(record.Id, record);
    if (page.nextRecordsUrl === undefined) return found;
    page = await rest('GET', page.nextRecordsUrl.replace('/services/data/v66.0', ''));
  }
}

const scalar = async <T>(sql: string, values: unknown[] = []): Promise<T | undefined> => (await admin.query<{ value: T }>(sql, values)).rows[0]?.value;
async function until(what: string, holds: () => Promise<boolean>, everyMs: number, mostMs = 600_000): Promise<number> {
  const begun = performance.now();
  while (!(await holds())) {
    if (performance.now() - begun > mostMs) throw new Error(`${what} did not happen within ${mostMs / 1000} s`);
    await sleep(everyMs);
  }
  return performance.now() - begun;
}
const tasks = async (): Promise<number> => Number(await scalar('select count(*)::int as value from sync_task where tenant_id = $1', [tenantId]));
const atRest = (mostMs = 600_000): Promise<number> =>
  until(
    'coming to rest',
    async () => (await tasks()) === 0 && !(await scalar<boolean>('select bool_or(walking) as value from connection_object where tenant_id = $1', [tenantId])),
    250,
    mostMs,
  );

type Pair = { dealId: string; outsideId: string };
const pairs = async (limit: number): Promise<Pair[]> =>
  (
    await admin.query<Pair>(
      'select record_id as "dealId", outside_id as "outsideId" from outside_view where tenant_id = $1 and kind = \'deal\' and outside_id is not null and status <> \'gone\' order by id desc limit $2',
      [tenantId, limit],
    )
  ).rows;
const setHere = (changes: readonly { id: string; nextStep: string }[]) =>
  app.database.inTenant(tenantId, (tx) =>
    app.modules.deals.bulkUpdate(
      tx,
      context(),
      changes.map(({ id, nextStep }) => ({ id, set: { nextStep } })),
    ),
  );

/** From an edit over there to the deal here: their message, one read, one merge. */
async function seenHere(pair: Pair, text: string): Promise<number> {
  const begun = performance.now();
  await act('edit-field', { id: pair.outsideId, field: 'NextStep', value: text });
  await until(
    'a change of theirs',
    async () => (await scalar<string>('select next_step as value from deal where tenant_id = $1 and id = $2', [tenantId, pair.dealId])) === text,
    5,
    60_000,
  );
  return performance.now() - begun;
}
async function seenThere(pair: Pair, text: string): Promise<number> {
  const begun = performance.now();
  await setHere([{ id: pair.dealId, nextStep: text }]);
  await until(
    'a change of ours',
    async () => (await rest<Opportunity>('GET', `/sobjects/Opportunity/${pair.outsideId}?fields=NextStep`)).NextStep === text,
    5,
    60_000,
  );
  return performance.now() - begun;
}

try {
  const [deals] = (await admin.query<{ id: string }>("select id from connection_object where tenant_id = $1 and kind = 'deal'", [tenantId])).rows;
  const walk = async (kind: string): Promise<void> => {
    const object = await scalar<string>('select id as value from connection_object where tenant_id = $1 and kind = $2', [tenantId, kind]);
    await admin.query('update connection_object set walking = true, walk_after = null, walked = 0 where id = $1', [object]);
  };
  for (const kind of ['person', 'account', 'contact', 'product', 'deal']) await walk(kind);
  await sleep(1_000);
  await atRest();

  const some = await pairs(50);
  if (some.length === 0 || !deals) throw new Error('no opportunity came in');
  const idle: number[] = [];
  const out: number[] = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    const pair = some[edit % some.length];
    if (!pair) continue;
    idle.push(await seenHere(pair, `theirs ${edit}`));
    // Two changes within the tolerance of clocks would be a conflict, and rightly so.
    await sleep(20);
  }
  await sleep(2_500);
  for (let edit = 0; edit < EDITS; edit += 1) {
    const pair = some[edit % some.length];
    if (pair) out.push(await seenThere(pair, `ours ${edit}`));
  }
  atMost('change in the CRM to the deal, event path, p95', p95(idle), 'ms', BAR_SEEN_MS, { p50: Math.round(p50(idle)), edits: idle.length });
  atMost('change of the deal to the CRM, p95', p95(out), 'ms', BAR_SEEN_MS, { p50: Math.round(p50(out)), edits: out.length });

  await atRest();
  const first = await requestsOf();
  await sleep(IDLE_MS);
  const second = await requestsOf();
  atMost('requests of an idle connection', ((second - first - 1) / IDLE_MS) * 60_000, '/min', BAR_IDLE, { objects: 5, minutes: IDLE_MS / 60_000 });

  await act('bulk-create', { object: 'Opportunity', count: String(RECORDS), events: 'none' });
  await sleep(500);
  const begun = performance.now();
  await walk('deal');
  let filling = true;
  const live: number[] = [];
  const alongside = (async () => {
    for (let edit = 0; filling; edit += 1) {
      const pair = some[edit % some.length];
      if (pair) live.push(await seenHere(pair, `alongside ${edit}`));
      await sleep(200);
    }
  })();
  await until(
    'the back-fill',
    async () => !(await scalar<boolean>('select bool_or(walking) as value from connection_object where tenant_id = $1', [tenantId])),
    100,
    1_800_000,
  );
  const seconds = (performance.now() - begun) / 1000;
  filling = false;
  await alongside;
  const views = Number(await scalar<string>("select count(*) as value from outside_view where tenant_id = $1 and kind = 'deal'", [tenantId]));
  atLeast(
    'back-fill of opportunities',
    RECORDS / seconds,
    'records/s',
    BAR_PER_SECOND,
    { records: RECORDS, seconds: Math.round(seconds), views },
    views >= RECORDS,
  );
  atMost('live p95 during the back-fill against idle', p95(live) / p95(idle), '×', BAR_UNHARMED, {
    p95: Math.round(p95(live)),
    idleP95: Math.round(p95(idle)),
    edits: live.length,
  });
  await atRest(1_200_000);

  await faultRun();
} finally {
  await app.stop().catch(() => undefined);
  await simulators.stop();
  await admin.end();
  await opened.close();
  removeHome(home);
}

/** Requests of today, as the other side counts them. */
async function requestsOf(): Promise<number> {
  const { DailyApiRequests } = await rest<{ DailyApiRequests: { Max: number; Remaining: number } }>('GET', '/limits');
  return DailyApiRequests.Max - DailyApiRequests.Remaining;
}

/**
 * Half of the operations are edits here of a field that is ours alone in this run, half are edits there of fields that are theirs;
 * messages get lost, doubled and out of order, requests are refused, fail and lose their answers, and the worker is killed again and again.
 */
async function faultRun(): Promise<void> {
  await app.stop();
  app = await start('web');
  await app.server.listen({ host: '127.0.0.1', port });
  await admin.query(
    "update field_mapping set authority = case outside_field when 'NextStep' then 'ours' when 'Name' then 'theirs' else authority end where tenant_id = $1 and outside_field in ('NextStep', 'Name')",
    [tenantId],
  );
  const all = await pairs(FAULTY_RECORDS);
  await control('PUT', 'faults/salesforce', {
    quotas: false,
    loseEvents: 0.05,
    doubleEvents: 0.05,
    reorderEvents: 0.05,
    delayEventsMs: 50,
    throttle: 0.05,
    failBefore: 0.02,
    failAfter: 0.03,
  });
  const expectedHere = new Map<string, string>();
  const expectedThere = new Map<string, { name: string; amount: number }>();
  let worker = startWorker();
  let finished = false;
  let kills = 0;
  const killing = (async () => {
    while (!finished && kills < KILLS) {
      await sleep(8_000);
      if (finished) return;
      worker.kill('SIGKILL');
      await once(worker, 'exit');
      kills += 1;
      worker = startWorker();
    }
  })();
  const begun = performance.now();
  const half = Math.ceil(OPERATIONS / 2);
  const there = (async () => {
    for (let at = 0; at < half; at += 200) {
      const part = Array.from({ length: Math.min(200, half - at) }, (_, place) => {
        const pair = all[(at + place) % all.length];
        const value = { name: `Name ${at + place}`, amount: 1_000 + at + place };
        if (pair) expectedThere.set(pair.outsideId, value);
        return { attributes: { type: 'Opportunity' }, Id: pair?.outsideId, Name: value.name, Amount: value.amount };
      });
      // Sent again when its answer was lost: the same values, so nothing is told twice.
      const result = await rest<{ success: boolean }[]>('PATCH', '/composite/sobjects', { allOrNone: false, records: part });
      if (result.some((each) => !each.success)) throw new Error(`the other side refused an edit: ${JSON.stringify(result.find((each) => !each.success))}`);
    }
  })();
  const here = (async () => {
    for (let at = 0; at < half; at += 100) {
      const changes = new Map<string, string>();
      for (let place = 0; place < Math.min(100, half - at); place += 1) {
        const pair = all[(at * 7 + place) % all.length];
        if (pair) changes.set(pair.dealId, `Step ${at + place}`);
      }
      await setHere([...changes].map(([id, nextStep]) => ({ id, nextStep })));
      for (const [id, text] of changes) expectedHere.set(id, text);
    }
  })();
  await Promise.all([there, here]);
  const made = (performance.now() - begun) / 1000;
  await control('PUT', 'faults/salesforce', { loseEvents: 0, doubleEvents: 0, reorderEvents: 0, delayEventsMs: 0, throttle: 0, failBefore: 0, failAfter: 0 });
  await control('POST', 'settle', {});
  finished = true;
  await killing;
  // What was lost is found by asking for changes, as it would be within the usual time.
  for (let round = 0; round < 2; round += 1) {
    await admin.query("update connection_object set read_at = '2000-01-01' where tenant_id = $1", [tenantId]);
    await until(
      'asking for changes',
      async () => (await scalar<boolean>("select bool_and(read_at > '2020-01-01') as value from connection_object where tenant_id = $1", [tenantId])) === true,
      250,
    );
    await atRest(1_800_000);
  }
  const seconds = (performance.now() - begun) / 1000;
  const theirs = await everyOpportunity();
  const ours = new Map(
    (
      await admin.query<{ id: string; name: string; next_step: string | null; amount: string | null }>(
        'select id, name, next_step, amount_minor as amount from deal where tenant_id = $1',
        [tenantId],
      )
    ).rows.map((row) => [row.id, row]),
  );
  let lost = 0;
  for (const pair of all) {
    const deal = ours.get(pair.dealId);
    const record = theirs.get(pair.outsideId);
    const wanted = expectedThere.get(pair.outsideId);
    const step = expectedHere.get(pair.dealId);
    const right =
      deal !== undefined &&
      record !== undefined &&
      (wanted === undefined || (deal.name === wanted.name && record.Name === wanted.name && Number(deal.amount) === wanted.amount * 100)) &&
      (step === undefined || (deal.next_step === step && record.NextStep === step)) &&
      deal.name === record.Name;
    if (!right) {
      lost += 1;
      if (lost <= 3) console.error('  differs:', { deal, record, wanted, step });
    }
  }
  const doubled = Math.abs(theirs.size - ours.size);
  worker.kill('SIGTERM');
  atMost('fault run: records lost or not the same', lost, 'records', 0, {
    operations: OPERATIONS,
    records: all.length,
    kills,
    editsSeconds: Math.round(made),
    seconds: Math.round(seconds),
  });
  atMost('fault run: records doubled', doubled, 'records', 0, { here: ours.size, there: theirs.size });
  const failures = Number(await scalar<string>("select count(*) as value from sync_failure where tenant_id = $1 and status = 'open'", [tenantId]));
  beside('fault run: dead letters left open', failures, 'records');
}

function startWorker(): ChildProcess {
  return fork(workerFile, [JSON.stringify({ connection: opened.connection, home, secret: opened.secret, simulatorsUrl })], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
}
