import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '@entente/kernel';
import type pg from 'pg';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../platform/context.ts';
import { OutboxReader } from '../platform/events/outbox.ts';
import { createOutbound } from '../platform/outbound/index.ts';
import { createSecrets } from '../platform/secrets.ts';
import { runConnection } from '../modules/sync/run-connection.ts';
import { insertConnection } from '../modules/sync/index.ts';
import { modulesOf, newWorkspace } from './imports.fixture.ts';
import { createOutside } from './outside-system.fixture.ts';
import { composeSync } from './sync.ts';

/**
 * All events there are. One that was committed while any transaction of the cluster is still open (another test's) is only readable
 * when that one has ended.
 */
export async function drainAll(admin: pg.Pool, reader: OutboxReader, consumer: string): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    await reader.drain();
    const { rows } = await admin.query<{ left: boolean }>(
      'select exists (select from outbox_event e join outbox_cursor c on c.consumer = $1 where (e.tx, e.seq) > (c.tx, c.seq)) as left',
      [consumer],
    );
    if (rows[0]?.left !== true) return;
    await wait(20);
  }
}

/** A workspace tied to an outside system, with the engine worked by hand and a clock of its own. */
export async function startSync(random: () => number = Math.random) {
  const test = await testDatabase();
  const modules = modulesOf(test);
  let outside = createOutside(random);
  const asks: string[] = [];
  const errors: unknown[] = [];
  const clock = { at: Date.parse('2026-03-02T10:00:00Z') };
  const now = (): Date => new Date(clock.at);
  const changes: { from: string | null; to: string | null }[] = [];
  let sync = compose();
  function compose() {
    return composeSync({
      database: test.db,
      secrets: createSecrets('a secret of the tests, long enough'),
      outbound: createOutbound({ allowPrivate: true }),
      accounts: modules.accounts,
      catalog: modules.catalog,
      deals: modules.deals,
      adapters: [outside.adapter],
      stateChanged: async (_tx, _context, change) => void changes.push({ from: change.from?.key ?? null, to: change.to?.key ?? null }),
      otherMessages: async () => undefined,
      stepsOf: async () => new Map(),
      askPerson: async (_tx, _context, ask) => void ('title' in ask && asks.push(ask.title)),
      publicUrl: 'http://localhost:4400',
      simulatorsUrl: null,
      now,
      onError: (error) => errors.push(error),
    });
  }
  const consumer = `sync-${newId()}`;
  const reader = new OutboxReader({
    database: test.db,
    consumer,
    handle: (events) => sync.onEvents(events),
    onError: (error) => errors.push(error),
  });
  let slug = 0;
  return {
    test,
    modules,
    asks,
    errors,
    changes,
    clock,
    outside: () => outside,
    sync: () => sync,
    /** A new workspace and outside system, tied together. */
    async begin(): Promise<{ context: Context; connectionId: string }> {
      slug += 1;
      outside = createOutside(random);
      sync = compose();
      const context: Context = { ...(await newWorkspace(test, `sync-${slug}`)), now: now() };
      const connectionId = await test.db.inTenant(context.tenantId, (tx) =>
        insertConnection(tx, context, sync.systems, outside.adapter, {
          system: 'rest',
          name: 'Test system',
          environment: 'simulator',
          baseUrl: null,
          account: 'test',
          settings: {},
          credentials: { key: 'k' },
        }),
      );
      return { context, connectionId };
    },
    context: (context: Context): Context => ({ ...context, now: now(), requestId: newId() }),
    /** Works until nothing is due any more; waiting times pass at once. */
    async settle(context: Context, connectionId: string): Promise<void> {
      const options = { database: test.db, systems: sync.systems, ports: sync.ports, now, onError: (error: unknown) => void errors.push(error) };
      for (let turn = 0; turn < 400; turn += 1) {
        await drainAll(test.admin, reader, consumer);
        if ((await runConnection(options, context.tenantId, connectionId, 'live')) === 0) continue;
        if ((await runConnection(options, context.tenantId, connectionId, 'backfill')) === 0) continue;
        const { rows } = await test.admin.query<{ n: number }>('select count(*)::int as n from sync_task where connection_id = $1', [connectionId]);
        const { rows: held } = await test.admin.query<{ resumes_at: Date | null; status: string }>('select resumes_at, status from connection where id = $1', [
          connectionId,
        ]);
        if ((rows[0]?.n ?? 0) === 0 && held[0]?.resumes_at === null) return;
        if (held[0]?.status !== 'active') return;
        clock.at += 20_000;
      }
      throw new Error('it does not come to rest');
    },
    async start(): Promise<void> {
      await reader.start();
      await reader.stop();
    },
  };
}
