import type { Logger } from 'pino';
import { fireClocks } from '../platform/clocks.ts';
import { answerTimes } from '../modules/cosell/index.ts';
import type { Database } from '../platform/db/database.ts';
import { forgetOldReplies } from '../platform/http/idempotency.ts';
import type { OutboxReader } from '../platform/events/outbox.ts';
import { systemContext } from '../platform/system-actor.ts';
import type { Modules } from './modules.ts';

export type Worker = { start(): Promise<void>; wake(): void; stop(): Promise<void> };

const SECOND = 1000;
/** Workspaces whose partners are in memory before anybody asks; others are read at their first match. */
const WARMED_AT_START = 5;

/** What happens without a request: events, clocks, mail, the CRM. Each task may run in several processes at once. */
export function createWorker(options: {
  database: Database;
  modules: Modules;
  readers: readonly OutboxReader[];
  crmFolder: string;
  logger: Logger;
  now: () => Date;
}): Worker {
  const { modules, readers, logger, database } = options;
  const repeated = [
    repeat('clocks', 5 * SECOND, async () => void (await modules.cosell.tick())),
    repeat('clocks of records', SECOND, async () => {
      const onError = (error: unknown, kind: string): void => logger.error({ err: error, kind }, 'what a clock called for could not be done');
      const fired = await fireClocks({ database, handlers: modules.clockHandlers, now: options.now, onError });
      if (fired > 0) for (const reader of readers) reader.wake();
    }),
    repeat('mail', 2 * SECOND, async () => void (await modules.mail.deliverQueued())),
    repeat('gathered notifications', 60 * SECOND, async () => void (await modules.notifications.sendGathered())),
    repeat('webhooks', SECOND, () => modules.webhooks.deliver()),
    repeat('messages to rooms', 2 * SECOND, async () => void (await modules.notifications.sendToRooms())),
    repeat('crm', 5 * SECOND, async () => void (await modules.cosell.dropCrmWrites(options.crmFolder))),
    repeat('work with outside systems', SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await modules.outside.work(id);
    }),
    repeat('money', 2 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await modules.money.work(id);
    }),
    repeat('invitations of clouds', 300 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await modules.outside.clouds.sweepInvitations(id);
    }),
    repeat('billing feeds', 60 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await modules.outside.metering.disbursements.tick(id);
    }),
    repeat('comparisons with outside systems', 24 * 3600 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await modules.outside.sync.auditAll(id);
    }),
    repeat('clock plays', 300 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await modules.cosell.startByClock(id);
    }),
    repeat('calendars', 15 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await modules.calendars.fetchDue(id);
    }),
    repeat('response hours', 24 * 3600 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows)
        await modules.partners.measureResponses(
          async (tx, tenantId, since) => [...(await answerTimes(tx, tenantId, since)), ...(await modules.deals.handoffTimes(tx, tenantId, since))],
          systemContext(id, 'Response hours', new Date()),
        );
    }),
    repeat('old webhooks', 3600 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await modules.webhooks.forgetOld(id);
    }),
    repeat('old replies', 3600 * SECOND, async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from workspace');
      for (const { id } of rows) await forgetOldReplies(database, id, new Date());
    }),
  ];

  function repeat(name: string, everyMs: number, work: () => Promise<void>): { start(): void; stop(): Promise<void> } {
    let timer: NodeJS.Timeout | null = null;
    let running: Promise<void> = Promise.resolve();
    let stopped = false;
    const round = (): void => {
      running = work()
        .catch((error: unknown) => logger.error({ err: error }, `${name} failed`))
        .then(() => {
          if (stopped) return;
          timer = setTimeout(round, everyMs);
        });
    };
    return {
      start: round,
      async stop() {
        stopped = true;
        if (timer) clearTimeout(timer);
        await running;
      },
    };
  }

  const warmUp = async (): Promise<void> => {
    const { rows } = await database.pool.query<{ id: string }>('select id from workspace order by created_at limit $1', [WARMED_AT_START]);
    for (const { id } of rows) if (!stopped) await modules.cosell.warm(id);
  };
  let stopped = false;
  let warming: Promise<void> = Promise.resolve();

  return {
    async start() {
      for (const reader of readers) await reader.start();
      for (const task of repeated) task.start();
      modules.outside.sync.engine.start();
      // Nobody waits for it: a match that comes first reads what it needs by itself.
      warming = warmUp().catch((error: unknown) => logger.warn({ err: error }, 'partners could not be read ahead'));
      await modules.imports.resumeUnfinished();
    },
    wake() {
      for (const reader of readers) reader.wake();
      modules.outside.sync.engine.wake();
    },
    async stop() {
      stopped = true;
      await warming;
      await Promise.all(repeated.map((task) => task.stop()));
      await Promise.all(readers.map((reader) => reader.stop()));
      await modules.outside.sync.engine.stop();
    },
  };
}
