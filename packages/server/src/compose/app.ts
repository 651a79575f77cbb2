import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createDatabase, type ConnectionConfig, type Database } from '../platform/db/database.ts';
import { LiveFeed } from '../platform/events/live-feed.ts';
import { OutboxReader } from '../platform/events/outbox.ts';
import { closeServer } from '../platform/http/close.ts';
import { mountLiveRoute } from '../platform/http/live-route.ts';
import { createHttpServer } from '../platform/http/server.ts';
import { mountStatusRoutes } from '../platform/http/status-routes.ts';
import { mountWebFiles } from '../platform/http/web-files.ts';
import { createInbound, type Inbound } from '../platform/mail/index.ts';
import { createLanguageModel, type LanguageModelSettings } from '../connectors/language-model/index.ts';
import { suggestBriefs } from '../modules/cosell/index.ts';
import { mountBrandingLogo } from './branding-logo.ts';
import { mountDealFiles } from './deal-files.ts';
import { mountHooksRoute } from './hooks-route.ts';
import { createModules, type Modules } from './modules.ts';
import { createWorker, type Worker } from './worker.ts';

export type AppOptions = {
  readonly connection: ConnectionConfig;
  readonly home: string;
  readonly secret: string;
  readonly smtpUrl: string | null;
  readonly publicUrl: string;
  readonly webFolder: string;
  readonly logger: Logger;
  readonly now?: () => Date;
  readonly requestsPerMinute?: number;
  readonly publicRequestsPerMinute?: number;
  readonly trustProxy?: number | string[] | undefined;
  /** Where mail that answers links is taken in. */
  readonly inboundMail?: { port: number; host: string; domain: string | undefined } | undefined;
  readonly outboundPrivate?: boolean | undefined;
  readonly simulatorsUrl?: string | undefined;
  readonly role: 'web' | 'worker' | 'all';
  readonly languageModel?: LanguageModelSettings | undefined;
};

export type App = {
  readonly database: Database;
  readonly modules: Modules;
  readonly server: FastifyInstance;
  readonly worker: Worker;
  readonly inbound: Inbound | null;
  stop(): Promise<void>;
};

/** Wires the whole product together; whoever calls it decides whether to listen, to work, or both. */
export async function createApp(options: AppOptions): Promise<App> {
  const now = options.now ?? (() => new Date());
  const { logger } = options;
  const database = createDatabase(options.connection, { onError: (error) => logger.warn({ err: error }, 'a database connection was lost') });
  const replyDomain = options.inboundMail && (options.inboundMail.domain ?? new URL(options.publicUrl).hostname);
  const modules = createModules({ ...options, replyDomain, database, now, afterWrite: () => wake() });
  const feed = new LiveFeed(database);
  const plays = new OutboxReader({
    database,
    consumer: 'plays',
    handle: modules.cosell.onEvents,
    onError: (error) => logger.error({ err: error }, 'reading the outbox failed'),
  });
  const registrations = new OutboxReader({
    database,
    consumer: 'registrations',
    handle: modules.registrations.onEvents,
    onError: (error) => logger.error({ err: error }, 'following deals to their registrations failed'),
  });
  const sharing = new OutboxReader({
    database,
    consumer: 'sharing',
    handle: modules.sharing.onEvents,
    onError: (error) => logger.error({ err: error }, 'following participants to what is shared with them failed'),
  });
  const notifications = new OutboxReader({
    database,
    consumer: 'notifications',
    handle: modules.notifications.onEvents,
    onError: (error) => logger.error({ err: error }, 'telling people of events failed'),
  });
  const webhooks = new OutboxReader({
    database,
    consumer: 'webhooks',
    handle: modules.webhooks.onEvents,
    onError: (error) => logger.error({ err: error }, 'telling outside systems of events failed'),
  });
  const views = new OutboxReader({
    database,
    consumer: 'views',
    handle: (events) => modules.outside.sync.onEvents(events),
    onError: (error) => logger.error({ err: error }, 'following changes to outside systems failed'),
  });
  const money = new OutboxReader({
    database,
    consumer: 'money',
    handle: modules.money.onEvents,
    onError: (error) => logger.error({ err: error }, 'following events to what they are worth failed'),
  });
  const readers = [plays, registrations, sharing, notifications, webhooks, views, money];
  if (options.languageModel) {
    const suggest = createLanguageModel(options.languageModel);
    const onError = (error: unknown): void => logger.warn({ err: error }, 'no suggestion could be had from the language model');
    readers.push(new OutboxReader({ database, consumer: 'suggestions', handle: suggestBriefs({ database, suggest, onError }), onError }));
  }
  const worker = createWorker({ database, modules, readers, crmFolder: join(options.home, 'crm-outbox'), logger, now });
  const wake = (): void => {
    feed.wake();
    if (options.role !== 'web') worker.wake();
  };
  const inbound =
    options.inboundMail && replyDomain !== undefined
      ? createInbound({
          ...options.inboundMail,
          domain: replyDomain,
          accepts: modules.links.accepts,
          receive: async (mail) => {
            await modules.links.receive(mail);
            wake();
          },
          log: logger,
        })
      : null;
  const server = await createHttpServer({
    database,
    handlers: modules.handlers,
    authenticate: modules.identity.authenticate,
    logger,
    publicUrl: options.publicUrl,
    now,
    requestsPerMinute: options.requestsPerMinute ?? 6000,
    publicRequestsPerMinute: options.publicRequestsPerMinute ?? 60,
    trustProxy: options.trustProxy,
    afterWrite: wake,
  });
  mountStatusRoutes(server, database);
  mountLiveRoute(server, { authenticate: modules.identity.authenticate, feed });
  await modules.identity.authRoutes(server);
  await modules.imports.mount(server);
  mountBrandingLogo(server, modules);
  mountHooksRoute(server, modules.outside.sync);
  mountDealFiles(server, { database, modules, now, afterWrite: wake });
  await mountWebFiles(server, options.webFolder);
  return {
    database,
    modules,
    server,
    worker,
    inbound,
    async stop() {
      feed.stop();
      await inbound?.stop();
      await closeServer(server);
      await worker.stop();
      await modules.close();
      await database.close();
    },
  };
}
