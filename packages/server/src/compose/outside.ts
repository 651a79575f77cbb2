import type { Logger } from 'pino';
import type { AccountsModule } from '../modules/accounts/index.ts';
import type { CatalogModule } from '../modules/catalog/index.ts';
import { createCloudsModule, type CloudsModule } from '../modules/clouds/index.ts';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import { createMarketplacesModule, feeBasisPoints, type MarketplacesModule } from '../modules/marketplaces/index.ts';
import type { ClockHandlers } from '../platform/clocks.ts';
import type { Database } from '../platform/db/database.ts';
import type { SomeHandlers } from '../platform/http/handlers.ts';
import type { Outbound } from '../platform/outbound/index.ts';
import type { Access } from '../platform/outside/index.ts';
import type { Secrets } from '../platform/secrets.ts';
import { cosellPortOf, systemAdapters } from './adapters.ts';
import { cloudsPorts } from './clouds-ports.ts';
import { marketplacesPorts } from './marketplaces-ports.ts';
import { composeMetering, type Metering } from './metering.ts';
import { composeSync, type SyncComposition } from './sync.ts';

export type OutsideComposition = {
  readonly sync: SyncComposition;
  readonly clouds: CloudsModule;
  readonly marketplaces: MarketplacesModule;
  readonly metering: Metering;
  readonly routes: SomeHandlers;
  readonly clockHandlers: ClockHandlers;
  /** What is due in one workspace without a request. */
  work(tenantId: string): Promise<void>;
  stop(): Promise<void>;
};

/** The outside world: connections and views, co-selling with the clouds, marketplaces, usage and the money that comes back. */
export function composeOutside(options: {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly outbound: Outbound;
  readonly accounts: AccountsModule;
  readonly catalog: CatalogModule;
  readonly deals: DealsModule;
  readonly publicUrl: string;
  readonly simulatorsUrl: string | null;
  readonly now: () => Date;
  readonly logger: Logger;
}): OutsideComposition {
  const { database, deals, accounts, logger } = options;
  // Views tell co-selling what changed, and co-selling asks for views: each is reached when it is needed.
  const later: { clouds?: CloudsModule; marketplaces?: MarketplacesModule } = {};
  const failed = (error: unknown): void => logger.warn({ err: error }, 'news from an outside system could not be handled; it is asked for in turn');
  const sync = composeSync({
    ...options,
    adapters: systemAdapters,
    stateChanged: async (tx, context, change) => {
      await later.clouds?.stateChanged(tx, context, change);
    },
    otherMessages: async ({ tenantId, connectionId }, hints) => {
      // Marketplaces keep their news themselves; what fails for one is no reason for another to miss its own.
      for (const hint of hints) await later.marketplaces?.receive(tenantId, connectionId, hint.body).catch(failed);
      const cosell = cosellPortOf((await sync.systems.byId(tenantId, connectionId)).access);
      if (cosell !== null) await later.clouds?.messagesArrived(tenantId, connectionId).catch(failed);
    },
    stepsOf: async (tx, tenantId, viewIds) => (await later.clouds?.stepsOf(tx, tenantId, viewIds)) ?? new Map(),
    askPerson: async (tx, context, ask) => {
      if ('closed' in ask) return closeRecordActs(tx, context, ask.recordId, ask.closed);
      // However often it fails, a person is asked once.
      const open = await tx
        .selectFrom('act')
        .select('id')
        .where('tenant_id', '=', context.tenantId)
        .where('status', '=', 'open')
        .where('step_key', '=', `record:${ask.recordId}`)
        .executeTakeFirst();
      if (open) return;
      await openRecordAct(tx, context, {
        ...ask,
        partnerId: null,
        assigneeId: null,
        assigneeRole: 'admin',
        dueAt: new Date(context.now.getTime() + 86_400_000).toISOString(),
      });
    },
    onError: (error) => logger.error({ err: error }, 'syncing with an outside system failed'),
  });
  const clouds = createCloudsModule({
    database,
    now: options.now,
    ports: cloudsPorts({
      now: options.now,
      sync,
      deals,
      accounts,
      cosell: cosellPortOf,
      onError: (error, stepId) => logger.warn({ err: error, step: stepId }, 'a step with a cloud failed'),
    }),
  });
  later.clouds = clouds;
  const access = async (tenantId: string, connectionId: string): Promise<Access> => (await sync.systems.byId(tenantId, connectionId)).access;
  const marketplaces = createMarketplacesModule({
    database,
    now: options.now,
    ports: marketplacesPorts({ deals, access }),
    onError: (error, what) => logger.warn({ err: error, what }, 'a marketplace could not be worked with'),
  });
  later.marketplaces = marketplaces;
  const metering = composeMetering({ database, access, feeBasisPoints, now: options.now, logger });
  return {
    sync,
    clouds,
    marketplaces,
    metering,
    routes: { ...sync.routes, ...clouds.routes, ...marketplaces.routes, ...metering.routes },
    clockHandlers: { ...clouds.clockHandlers, ...marketplaces.clocks },
    async work(tenantId) {
      await clouds.runSteps(tenantId);
      await marketplaces.work(tenantId);
      await metering.usage.sender.tick(tenantId);
    },
    stop: async () => metering.usage.sender.stop(),
  };
}
