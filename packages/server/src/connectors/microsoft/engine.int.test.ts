import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { modulesOf, newWorkspace } from '../../compose/imports.fixture.ts';
import { composeSync } from '../../compose/sync.ts';
import { setFacts } from '../../modules/deals/custom-fields.ts';
import { insertConnection } from '../../modules/sync/index.ts';
import { runConnection } from '../../modules/sync/run-connection.ts';
import { beginView } from '../../modules/sync/views.ts';
import { drainAll } from '../../compose/sync.fixture.ts';
import { OutboxReader } from '../../platform/events/outbox.ts';
import { createOutbound } from '../../platform/outbound/index.ts';
import { createSecrets } from '../../platform/secrets.ts';
import { microsoftAdapter, microsoftCosellPort } from './index.ts';
import { simulatedMicrosoft } from './simulated.fixture.ts';

/* The adapter under the engine: a real database, the real engine, and Microsoft as the simulator plays it. */
const microsoft = await simulatedMicrosoft();
after(() => microsoft.stop());
const { control, world } = microsoft.simulators;
const now = (): Date => world.clock.now();
const database = await testDatabase();
const modules = modulesOf(database);
const errors: unknown[] = [];
const states: (string | null)[] = [];
const asks: string[] = [];
const sync = composeSync({
  database: database.db,
  secrets: createSecrets('a secret of the tests, long enough'),
  outbound: createOutbound({ allowPrivate: true }),
  accounts: modules.accounts,
  catalog: modules.catalog,
  deals: modules.deals,
  adapters: [microsoftAdapter],
  stateChanged: async (_tx, _context, change) => void states.push(change.to?.key ?? null),
  otherMessages: async () => undefined,
  stepsOf: async () => new Map(),
  askPerson: async (_tx, _context, ask) => void ('title' in ask && asks.push(ask.title)),
  publicUrl: 'http://localhost:4400',
  simulatorsUrl: null,
  now,
  onError: (error) => errors.push(error),
});
const consumer = `microsoft-${newId()}`;
const reader = new OutboxReader({
  database: database.db,
  consumer,
  handle: (events) => sync.onEvents(events),
  onError: (error) => errors.push(error),
});
await reader.start();
await reader.stop();
const base = microsoft.access();
const context = { ...(await newWorkspace(database, 'microsoft')), now: now() };
const { tenantId } = context;
const connectionId = await database.db.inTenant(tenantId, (tx) =>
  insertConnection(tx, context, sync.systems, microsoftAdapter, {
    system: 'microsoft',
    name: 'Microsoft',
    environment: 'simulator',
    baseUrl: base.baseUrl,
    account: base.account,
    settings: base.settings,
    credentials: base.credentials,
  }),
);

async function settle(): Promise<void> {
  const options = { database: database.db, systems: sync.systems, ports: sync.ports, now, onError: (error: unknown) => void errors.push(error) };
  for (let turn = 0; turn < 200; turn += 1) {
    await drainAll(database.admin, reader, consumer);
    if ((await runConnection(options, tenantId, connectionId, 'live')) === 0) continue;
    if ((await runConnection(options, tenantId, connectionId, 'backfill')) === 0) continue;
    const { rows } = await database.admin.query<{ n: number; resumes: Date | null; status: string }>(
      'select (select count(*)::int from sync_task where connection_id = c.id) as n, c.resumes_at as resumes, c.status from connection c where c.id = $1',
      [connectionId],
    );
    const [left] = rows;
    if (left?.status !== 'active' || (left.n === 0 && left.resumes === null)) return;
    world.clock.advance(20_000);
  }
  throw new Error('it does not come to rest');
}
type Row = { status: string; sentence: string | null; outside_id: string | null; queued: object; state: string | null };
const viewOf = async (id: string): Promise<Row> => {
  const { rows } = await database.admin.query<Row>(
    "select status, sentence, outside_id, queued, outside_state ->> 'key' as state from outside_view where id = $1",
    [id],
  );
  assert.ok(rows[0]);
  return rows[0];
};
const dealId = newId();
await database.db.inTenant(tenantId, async (tx) => {
  await modules.deals.bulkInsert(
    tx,
    context,
    [{ id: dealId, name: 'Warehouse', stage: 'qualified', currency: 'EUR', amountMinor: 1_250_00, closeOn: '2026-06-30' }],
    { operation: 'test' },
  );
  await setFacts(tx, context, dealId, {
    business_problem: 'Old hardware ends next year.',
    share_with_sellers: true,
    help_wanted: true,
    customer_employees: 900,
    customer_contact_name: 'Ada Lund',
    customer_contact_email: 'ada@nordwind.example',
  });
});
await database.admin.query(`update deal set account_name = 'Nordwind' where id = $1`, [dealId]);

test('a deal becomes a draft, is refused until it is whole, is submitted, and follows Microsoft to the end', async () => {
  const viewId = await database.db.inTenant(tenantId, (tx) =>
    beginView(tx, { ...context, now: now() }, sync.ports, { dealId, connectionId, routeId: null, outsideId: null }),
  );
  await settle();
  const refused = await viewOf(viewId);
  assert.deepEqual([refused.status, refused.outside_id], ['failed', null]);
  assert.match(refused.sentence ?? '', /country/);

  const accountId = newId();
  await database.admin.query(`insert into account (tenant_id, id, name, country, created_at, updated_at) values ($1, $2, 'Nordwind', 'DE', now(), now())`, [
    tenantId,
    accountId,
  ]);
  await database.admin.query('update deal set account_id = $2 where id = $1', [dealId, accountId]);
  await database.db.inTenant(tenantId, (tx) => modules.deals.bulkUpdate(tx, { ...context, now: now() }, [{ id: dealId, set: { name: 'Warehouse move' } }]));
  await settle();
  const made = await viewOf(viewId);
  assert.deepEqual([made.status, made.state], ['same', 'draft'], JSON.stringify(made));
  assert.ok(made.outside_id);

  const { access } = await sync.systems.byId(tenantId, connectionId);
  const progress = await microsoftCosellPort(access).submit({ outsideId: made.outside_id }, { involvement: null, visibility: null }, newId());
  assert.ok(progress.done && !('failed' in progress), JSON.stringify(progress));
  world.clock.advance(120_000);
  await settle();
  const waiting = await viewOf(viewId);
  assert.deepEqual([waiting.outside_id, waiting.state], [progress.outsideId, 'waiting'], 'the view has gone on with the shared referral');

  control.act('microsoft', 'seller-accepts', { id: progress.outsideId ?? '' });
  await database.db.inTenant(tenantId, (tx) => modules.deals.bulkUpdate(tx, { ...context, now: now() }, [{ id: dealId, set: { amountMinor: 9_900_00 } }]));
  await settle();
  world.clock.advance(120_000);
  await settle();
  const accepted = await viewOf(viewId);
  assert.deepEqual([accepted.status, accepted.state], ['same', 'accepted']);
  const [record] = (await microsoftAdapter.records?.(access).read('referral', [], [progress.outsideId ?? ''])) ?? [];
  assert.deepEqual([record?.values['details.dealValue'], record?.values['customerProfile.size']], [9_900_00, 251]);
  const { version } = record ?? {};
  world.clock.advance(300_000);
  await settle();
  const [quiet] = (await microsoftAdapter.records?.(access).read('referral', [], [progress.outsideId ?? ''])) ?? [];
  assert.equal(quiet?.version, version, 'nothing is written when nothing changes');
  assert.deepEqual(
    states.filter((state, index) => state !== states[index - 1]),
    ['draft', 'waiting', 'accepted'],
  );
  assert.deepEqual(errors, []);
});

test('a service account that is shut out stops the connection with one request to a person, and loses nothing', async () => {
  control.act('microsoft', 'revoke-tokens', { tenant: base.account, what: 'everything' });
  await database.db.inTenant(tenantId, (tx) => modules.deals.bulkUpdate(tx, { ...context, now: now() }, [{ id: dealId, set: { name: 'Renamed' } }]));
  world.clock.advance(120_000);
  await settle();
  const { rows } = await database.admin.query<{ status: string; status_sentence: string }>('select status, status_sentence from connection where id = $1', [
    connectionId,
  ]);
  assert.equal(rows[0]?.status, 'stopped');
  assert.match(rows[0]?.status_sentence ?? '', /Sign in again with a service account/);
  assert.equal(asks.length, 1);
});
