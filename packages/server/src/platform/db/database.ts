import { isId } from '@entente/kernel';
import {
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import { NamingClient } from './naming-client.ts';
import { instantOf, plainList } from './parse-values.ts';
import type { DB } from './schema.ts';

/** Statements inside one transaction of one tenant. Row-level security shows it that tenant's rows only. */
export type Tx = Transaction<DB>;

export type Database = {
  /** Runs `work` in one transaction that sees exactly this tenant. */
  inTenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same for work that only reads; a statement that writes is refused. The answer does not wait for the transaction's end. */
  reading<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** For workers and sign-in, which must find rows of any tenant in the few tables that allow it. */
  inSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * One short transaction on a connection kept for such, while the caller may be inside another: what it takes is kept whatever
   * becomes of the caller's. It must wait for nothing that the caller holds.
   */
  apart<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

export type ConnectionConfig = { connectionString?: string; host?: string; port?: number; user?: string; password?: string; database?: string };

export function createDatabase(connection: ConnectionConfig, options: { max?: number; onError?: (error: Error) => void } = {}): Database {
  const settings = {
    ...connection,
    Client: NamingClient as unknown as typeof pg.Client,
    // The role is part of the connection, so that no statement ever runs with more rights than the application's.
    options: '-c role=entente_app -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000',
    types: { getTypeParser },
    // Statements need not wait for the answers to those before them: opening a transaction costs no way to the database of its own.
    pipeline: true,
    application_name: 'entente',
  };
  const pool = new pg.Pool({ ...settings, max: options.max ?? 16 });
  // A pool of its own: taken from the same one, a connection could be waited for by those who hold all the others.
  const aside = new pg.Pool({ ...settings, max: 1, idleTimeoutMillis: 2_000, allowExitOnIdle: true });
  // A connection that the server closes must not end the process, idle or in use: whoever uses it is refused by its statement.
  for (const each of [pool, aside]) {
    each.on('error', (error) => options.onError?.(error));
    each.on('connect', (client) => void client.on('error', (error) => options.onError?.(error)));
  }
  return {
    pool,
    inTenant: (tenantId, work) => begin(pool, { sql: `begin; ${scopeOf(tenantId)}`, onlyReads: false }, work),
    reading: (tenantId, work) => begin(pool, { sql: `begin read only; ${scopeOf(tenantId)}`, onlyReads: true }, work),
    apart: (tenantId, work) => begin(aside, { sql: `begin; ${scopeOf(tenantId)}`, onlyReads: false }, work),
    inSystem: (work) => begin(pool, { sql: "begin; set local app.scope = 'system'", onlyReads: false }, work),
    async close() {
      await Promise.all([pool.end(), aside.end()]);
    },
  };
}

function scopeOf(tenantId: string): string {
  if (!isId(tenantId)) throw new TypeError('a tenant id must be a UUID');
  return `set local app.tenant_id = '${tenantId}'`;
}

type Opening = { readonly sql: string; readonly onlyReads: boolean };

function begin<T>(pool: pg.Pool, opening: Opening, work: (tx: Tx) => Promise<T>): Promise<T> {
  return new Kysely<DB>({ dialect: scopedDialect(pool, opening) }).transaction().execute(work);
}

/** Kysely's own driver, but the scope is set in the same round trip that opens the transaction. */
function scopedDialect(pool: pg.Pool, opening: Opening): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new ScopedDriver(pool, opening),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Made anew for each transaction. */
class ScopedDriver extends PostgresDriver implements Driver {
  readonly #opening: Opening;
  #opened: Promise<unknown> = Promise.resolve();
  constructor(pool: pg.Pool, opening: Opening) {
    super({ pool });
    this.#opening = opening;
  }
  /** The first statement is sent with it. Were the opening refused, so would be every statement behind it: none has a scope without it. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    this.#opened = connection.executeQuery({
      sql: this.#opening.sql,
      parameters: [],
      query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
      queryId: { queryId: 'begin' },
    });
    this.#opened.catch(() => undefined);
  }
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#opened;
    const ended = super.commitTransaction(connection);
    // What was only read is read, however the transaction ends; whoever uses the connection next is served behind it.
    if (this.#opening.onlyReads) ended.catch(() => undefined);
    else await ended;
  }
}

const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
const TEXTS = 1009;
const UUIDS = 2951;

/** Whole numbers as numbers (refusing what a number cannot hold), days as YYYY-MM-DD, instants as ISO 8601 UTC: the shapes of the API. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8) return safeInteger;
  if (oid === DATE) return (value) => value;
  if (oid === TIMESTAMPTZ) return instantOf;
  const parser = pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format) as (value: string) => unknown;
  return oid === TEXTS || oid === UUIDS ? (value) => plainList(value) ?? parser(value) : parser;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`the number ${text} is too large to be exact`);
  return value;
}
