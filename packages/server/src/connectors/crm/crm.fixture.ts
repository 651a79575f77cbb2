import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { newId } from '@entente/kernel';
import { startSimulators, type RunningSimulators, type SimulatorName } from '@entente/simulators';
import { testDatabase } from '@entente/testkit';
import { composeSync, type SyncComposition } from '../../compose/sync.ts';
import { modulesOf, newWorkspace } from '../../compose/imports.fixture.ts';
import { insertConnection, type NewConnection, type SystemAdapter } from '../../modules/sync/index.ts';
import { runConnection } from '../../modules/sync/run-connection.ts';
import type { Context } from '../../platform/context.ts';
import { drainAll } from '../../compose/sync.fixture.ts';
import { OutboxReader } from '../../platform/events/outbox.ts';
import { createOutbound, type OutboundRequest, type OutboundResponse } from '../../platform/outbound/index.ts';
import { createSecrets } from '../../platform/secrets.ts';

export type DealRow = {
  id: string;
  name: string;
  next_step: string | null;
  amount_minor: string | null;
  currency: string;
  stage: string;
  close_on: string | null;
  account_name: string | null;
  account_id: string | null;
  owner_name: string | null;
};
export type ViewRow = { id: string; kind: string; status: string; sentence: string | null; outside_id: string | null; record_id: string };

/** The whole engine, tied to a simulator by the true adapter. The clock is the simulators' own, so that both sides agree on times. */
export async function startCrm(adapter: SystemAdapter, simulator?: SimulatorName) {
  const test = await testDatabase();
  const modules = modulesOf(test);
  const running: RunningSimulators | null = simulator === undefined ? null : await startSimulators({ port: 0, simulators: [simulator] });
  const errors: unknown[] = [];
  const asks: string[] = [];
  const requests: { method: string; url: string; status: number }[] = [];
  let ahead = 0;
  const now = (): Date => running?.world.clock.now() ?? new Date(Date.now() + ahead);
  const outbound = createOutbound({ allowPrivate: true });
  const request = async (given: OutboundRequest): Promise<OutboundResponse> => {
    const answer = await outbound.request(given);
    requests.push({ method: given.method, url: given.url, status: answer.status });
    return answer;
  };
  const sync: SyncComposition = composeSync({
    database: test.db,
    secrets: createSecrets('a secret of the tests, long enough'),
    outbound: { ...outbound, request },
    accounts: modules.accounts,
    catalog: modules.catalog,
    deals: modules.deals,
    adapters: [adapter],
    stateChanged: async () => undefined,
    otherMessages: async () => undefined,
    stepsOf: async () => new Map(),
    publicUrl: 'http://localhost:4400',
    simulatorsUrl: null,
    askPerson: async (_tx, _context, ask) => void ('title' in ask && asks.push(ask.detail)),
    now,
    onError: (error) => errors.push(error),
  });
  const consumer = `crm-${newId()}`;
  const reader = new OutboxReader({
    database: test.db,
    consumer,
    handle: (events) => sync.onEvents(events),
    onError: (error) => errors.push(error),
  });
  await reader.start();
  await reader.stop();
  const options = { database: test.db, systems: sync.systems, ports: sync.ports, now, onError: (error: unknown) => void errors.push(error) };
  const hooks = { received: 0, refused: 0, route: null as { tenantId: string; connectionId: string } | null };
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
      const route = hooks.route;
      if (!route) return outgoing.writeHead(404).end();
      sync.receive(route.tenantId, route.connectionId, { method: incoming.method ?? '', url: incoming.url ?? '', headers, body: Buffer.concat(parts) }).then(
        () => {
          hooks.received += 1;
          outgoing.writeHead(202).end();
        },
        () => {
          hooks.refused += 1;
          outgoing.writeHead(401).end();
        },
      );
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(async () => {
    server.closeAllConnections();
    server.close();
    await running?.stop();
  });

  const advance = (ms: number): void => {
    if (running) running.control.advance(ms);
    else ahead += ms;
  };
  let slug = 0;
  return {
    test,
    modules,
    sync,
    errors,
    asks,
    requests,
    hooks,
    now,
    advance,
    hookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    simulators: (): RunningSimulators => {
      if (!running) throw new Error('no simulator runs here');
      return running;
    },
    act: (name: string, fields: Readonly<Record<string, string>> = {}): { id: string } => {
      if (!running || simulator === undefined) throw new Error('no simulator runs here');
      return running.control.act(simulator, name, fields) as { id: string };
    },
    async begin(
      input: Pick<NewConnection, 'system' | 'settings' | 'credentials'> & { readonly baseUrl?: string },
    ): Promise<{ context: Context; connectionId: string }> {
      slug += 1;
      const context: Context = { ...(await newWorkspace(test, `crm-${slug}`)), now: now() };
      const baseUrl = input.baseUrl ?? `${running?.url ?? ''}/${simulator ?? ''}`;
      const connectionId = await test.db.inTenant(context.tenantId, (tx) =>
        insertConnection(tx, context, sync.systems, adapter, { ...input, name: 'CRM', environment: 'simulator', baseUrl, account: 'crm' }),
      );
      return { context, connectionId };
    },
    /** Keeps what the other side says of its fields, as asking for it on the screen does. */
    async describe(tenantId: string, connectionId: string): Promise<void> {
      const { records } = await sync.systems.byId(tenantId, connectionId);
      for (const each of (await records?.describe()) ?? [])
        await test.admin.query('update connection_object set described = $1, described_at = now() where connection_id = $2 and object = $3', [
          JSON.stringify(each.fields),
          connectionId,
          each.object,
        ]);
    },
    async settle(context: Context, connectionId: string): Promise<void> {
      let turns = 0;
      for (; turns < 600; turns += 1) {
        await drainAll(test.admin, reader, consumer);
        if ((await runConnection(options, context.tenantId, connectionId, 'live')) === 0) continue;
        if ((await runConnection(options, context.tenantId, connectionId, 'backfill')) === 0) continue;
        const { rows } = await test.admin.query<{ n: number }>('select count(*)::int as n from sync_task where connection_id = $1 and attempts < 4', [
          connectionId,
        ]);
        const { rows: held } = await test.admin.query<{ resumes_at: Date | null; status: string }>('select resumes_at, status from connection where id = $1', [
          connectionId,
        ]);
        if ((rows[0]?.n ?? 0) === 0 && held[0]?.resumes_at === null) return;
        if (held[0]?.status !== 'active') return;
        advance(20_000);
      }
      const { rows } = await test.admin.query('select kind, key, attempts, due_at from sync_task where connection_id = $1 limit 5', [connectionId]);
      throw new Error(`it does not come to rest: ${JSON.stringify(rows)} ${errors.map(String).join(' ')}`);
    },
    /** A poll that is due, and all that follows. */
    async poll(context: Context, connectionId: string): Promise<void> {
      advance(610_000);
      await this.settle(context, connectionId);
    },
    deals: async (tenantId: string): Promise<DealRow[]> =>
      (
        await test.admin.query<DealRow>(
          `select id, name, next_step, amount_minor, currency, stage, to_char(close_on, 'YYYY-MM-DD') as close_on, account_name, account_id, owner_name from deal where tenant_id = $1 order by number`,
          [tenantId],
        )
      ).rows,
    views: async (connectionId: string, kind = 'deal'): Promise<ViewRow[]> =>
      (
        await test.admin.query<ViewRow>(
          'select id, kind, status, sentence, outside_id, record_id from outside_view where connection_id = $1 and kind = $2 order by id',
          [connectionId, kind],
        )
      ).rows,
    failures: async (connectionId: string) =>
      (
        await test.admin.query<{ sentence: string; status: string }>('select sentence, status from sync_failure where connection_id = $1 order by id', [
          connectionId,
        ])
      ).rows,
    connection: async (connectionId: string) => {
      const { rows } = await test.admin.query<{ status: string; status_sentence: string | null }>(
        'select status, status_sentence from connection where id = $1',
        [connectionId],
      );
      return rows[0];
    },
    update: (context: Context, id: string, set: Parameters<typeof modules.deals.bulkUpdate>[2][number]['set']) =>
      test.db.inTenant(context.tenantId, (tx) => modules.deals.bulkUpdate(tx, { ...context, now: now(), requestId: newId() }, [{ id, set }])),
    insert: (context: Context, deal: Parameters<typeof modules.deals.bulkInsert>[2][number]) =>
      test.db.inTenant(context.tenantId, (tx) =>
        modules.deals.bulkInsert(tx, { ...context, now: now(), requestId: newId() }, [deal], { operation: 'test.create', live: true }),
      ),
  };
}
