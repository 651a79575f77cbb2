import type { Database } from '../../platform/db/database.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import type { Secrets } from '../../platform/secrets.ts';
import { findConnection, type Connection } from './connection-store.ts';
import { TokenBucket } from './domain/token-bucket.ts';
import type { OutsideRecords, SystemAdapter } from './ports.ts';

export type OpenSystem = {
  readonly connection: Connection;
  readonly access: Access;
  readonly adapter: SystemAdapter;
  /** Null for a system that keeps no records for us. */
  readonly records: OutsideRecords | null;
  readonly buckets: ReadonlyMap<'read' | 'write', TokenBucket>;
};
export type Systems = {
  open(connection: Connection, tenantId: string): OpenSystem;
  byId(tenantId: string, connectionId: string): Promise<OpenSystem>;
  seal(connectionId: string, credentials: Readonly<Record<string, string>>): string;
  credentialsOf(connection: Connection): Readonly<Record<string, string>>;
  eventSecretOf(connection: Connection): string;
  sealEventSecret(connectionId: string, secret: string): string;
};

const bound = (connectionId: string, what: string): string => `connection:${connectionId}:${what}`;

/** Opens connections: credentials are unsealed here and nowhere else. Tokens and budgets of a connection outlive one piece of work. */
export function createSystems(options: {
  database: Database;
  secrets: Secrets;
  outbound: Outbound;
  adapters: readonly SystemAdapter[];
  now: () => Date;
}): Systems {
  const { database, secrets, outbound, adapters, now } = options;
  const kept = new Map<string, { version: number; open: OpenSystem }>();
  const seal = (connectionId: string, credentials: Readonly<Record<string, string>>): string =>
    secrets.seal(JSON.stringify(credentials), bound(connectionId, 'credentials'));
  const credentialsOf = (connection: Connection): Readonly<Record<string, string>> =>
    JSON.parse(secrets.open(connection.credentialsSealed, bound(connection.id, 'credentials'))) as Record<string, string>;

  const open = (connection: Connection, tenantId: string): OpenSystem => {
    const known = kept.get(connection.id);
    if (known && known.version === connection.version && known.open.connection.credentialsSealed === connection.credentialsSealed)
      return { ...known.open, connection };
    const adapter = adapters.find((each) => each.system === connection.system);
    if (!adapter) throw new OutsideError('protocol', `This installation has no adapter for ${connection.system}.`);
    let credentials = credentialsOf(connection);
    const access: Access = {
      tenantId,
      connectionId: connection.id,
      system: connection.system,
      environment: connection.environment,
      baseUrl: connection.baseUrl,
      account: connection.account,
      settings: connection.settings,
      get credentials() {
        return credentials;
      },
      tokens: known?.open.access.tokens ?? new Map(),
      request: (request) => outbound.request(request),
      keepCredentials: async (change) => {
        credentials = { ...credentials, ...change };
        const sealed = seal(connection.id, credentials);
        await database.inTenant(tenantId, (tx) =>
          tx.updateTable('connection').set({ credentials_sealed: sealed }).where('tenant_id', '=', tenantId).where('id', '=', connection.id).execute(),
        );
      },
      now,
    };
    const records = adapter.records?.(access) ?? null;
    const buckets = new Map(
      (records?.limits.budgets ?? []).map((budget) => [
        budget.name,
        known?.open.buckets.get(budget.name) ?? new TokenBucket({ ...budget, now: performance.now() }),
      ]),
    );
    const opened: OpenSystem = { connection, access, adapter, records, buckets };
    kept.set(connection.id, { version: connection.version, open: opened });
    return opened;
  };
  return {
    open,
    byId: async (tenantId, connectionId) => open(await database.reading(tenantId, (tx) => findConnection(tx, tenantId, connectionId)), tenantId),
    seal,
    credentialsOf,
    eventSecretOf: (connection) => secrets.open(connection.eventSecretSealed, bound(connection.id, 'events')),
    sealEventSecret: (connectionId, secret) => secrets.seal(secret, bound(connectionId, 'events')),
  };
}
