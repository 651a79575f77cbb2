import { sql } from 'kysely';
import {
  createEngine,
  createSystems,
  followChanges,
  receiveMessages,
  startAudit,
  syncRoutes,
  type ConnectionsDeps,
  type Engine,
  type OurRecords,
  type RecordKind,
  type SyncPorts,
  type Systems,
} from '../modules/sync/index.ts';
import type { AccountsModule } from '../modules/accounts/index.ts';
import type { CatalogModule } from '../modules/catalog/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import type { Database } from '../platform/db/database.ts';
import type { OutboxEvent } from '../platform/events/outbox.ts';
import type { SomeHandlers } from '../platform/http/handlers.ts';
import type { Outbound } from '../platform/outbound/index.ts';
import { systemContext } from '../platform/system-actor.ts';
import type { Secrets } from '../platform/secrets.ts';
import { ourAccounts, ourContacts, ourDeals, ourPeople, ourProducts } from './our-records/index.ts';

export type SyncComposition = {
  readonly systems: Systems;
  readonly engine: Engine;
  readonly ports: SyncPorts;
  readonly connections: ConnectionsDeps;
  readonly routes: SomeHandlers;
  onEvents(events: readonly OutboxEvent[]): Promise<void>;
  receive(tenantId: string, connectionId: string, request: Parameters<typeof receiveMessages>[3]): Promise<{ readonly messages: number }>;
  /** Compares every active connection of a workspace; the numbers are on the connection's page. */
  auditAll(tenantId: string): Promise<void>;
};

export type SyncOptions = {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly outbound: Outbound;
  readonly accounts: AccountsModule;
  readonly catalog: CatalogModule;
  readonly deals: DealsModule;
  readonly adapters: SyncPorts['adapters'];
  readonly stateChanged: SyncPorts['stateChanged'];
  readonly otherMessages: SyncPorts['otherMessages'];
  readonly askPerson: SyncPorts['askPerson'];
  readonly stepsOf: SyncPorts['stepsOf'];
  readonly publicUrl: string;
  readonly simulatorsUrl: string | null;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
};

/** Joins the engine to our records, the adapters and those who follow what the outside says. */
export function composeSync(options: SyncOptions): SyncComposition {
  const { database, now, onError } = options;
  const our: Readonly<Record<RecordKind, OurRecords>> = {
    deal: ourDeals(options.deals),
    account: ourAccounts(options.accounts),
    contact: ourContacts(options.accounts.contacts),
    product: ourProducts(options.catalog),
    person: ourPeople(),
  };
  const ports: SyncPorts = {
    adapters: options.adapters,
    our,
    stateChanged: options.stateChanged,
    otherMessages: options.otherMessages,
    askPerson: options.askPerson,
    stepsOf: options.stepsOf,
    nextOfRoute: options.deals.nextOfRoute,
    dealExists: options.deals.exists,
  };
  const systems = createSystems({ database, secrets: options.secrets, outbound: options.outbound, adapters: options.adapters, now });
  const engine = createEngine({ database, systems, ports, now, onError });
  const connections: ConnectionsDeps = {
    database,
    systems,
    ports,
    outbound: options.outbound,
    publicUrl: options.publicUrl,
    simulatorsUrl: options.simulatorsUrl,
    wake: () => engine.wake(),
    subscribe: (connection, to) => subscribeAtSimulator(options, connection, to),
  };
  return {
    systems,
    engine,
    ports,
    connections,
    routes: syncRoutes({ ...connections, now, onError }),
    onEvents: async (events) => {
      await followChanges(database, events, now());
      engine.wake();
    },
    receive: async (tenantId, connectionId, request) => {
      const received = await receiveMessages({ database, systems, ports, now }, tenantId, connectionId, request);
      engine.wake();
      return received;
    },
    async auditAll(tenantId) {
      const { rows } = await database.reading(tenantId, (tx) =>
        sql<{ id: string }>`select id from connection where tenant_id = ${tenantId}::uuid and status = 'active'`.execute(tx),
      );
      for (const { id } of rows) await startAudit({ database, systems, ports, now, onError }, systemContext(tenantId, 'Nightly comparison', now()), id);
    },
  };
}

/** The simulators take subscriptions by their control API; at the vendors a person sets them up by the address we show. */
async function subscribeAtSimulator(
  options: SyncOptions,
  connection: { readonly system: string; readonly baseUrl: string | null },
  to: { readonly url: string; readonly secret: string },
): Promise<void> {
  const { simulatorsUrl, outbound } = options;
  if (simulatorsUrl === null || connection.baseUrl === null || !connection.baseUrl.startsWith(`${simulatorsUrl}/`)) return;
  try {
    await outbound.request({
      method: 'POST',
      url: `${simulatorsUrl}/_control/subscriptions`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ simulator: connection.system, ...to }),
    });
  } catch (error) {
    // Without events it is slower and not wrong: changes are asked for in turn.
    options.onError(error);
  }
}
