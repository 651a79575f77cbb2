import { sql } from 'kysely';
import type { Database } from '../db/database.ts';

export type OutboxEvent = {
  readonly tenantId: string;
  readonly id: string;
  readonly type: string;
  readonly recordType: string;
  readonly recordId: string;
  readonly dealId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: string;
};
/** Handlers are idempotent: after a crash the last batch comes again. */
export type OutboxHandler = (events: readonly OutboxEvent[]) => Promise<void>;

type Row = {
  tenant_id: string;
  id: string;
  type: string;
  record_type: string;
  record_id: string;
  deal_id: string | null;
  payload: Record<string, unknown>;
  at: string;
  tx: string;
  seq: number;
};

/**
 * Reads committed events in order for one named consumer. A lock is held while a batch is handled, so that of several
 * processes one works and the others wait their turn, and it moves only after the handler is done.
 */
export class OutboxReader {
  readonly #database: Database;
  readonly #consumer: string;
  readonly #handle: OutboxHandler;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = true;
  #failures = 0;

  constructor(options: { database: Database; consumer: string; handle: OutboxHandler; onError: (error: unknown) => void }) {
    this.#database = options.database;
    this.#consumer = options.consumer;
    this.#handle = options.handle;
    this.#onError = options.onError;
  }

  /** Begins at the end of what exists when this consumer is new, unless told to read all. */
  async start(options: { fromBeginning?: boolean } = {}): Promise<void> {
    await this.#database.inSystem(async (tx) => {
      // The end is where no change is under way any more: one that commits later with a lower number than the newest is still to come.
      const beginning = options.fromBeginning ? sql`'0'::xid8` : sql`pg_snapshot_xmin(pg_current_snapshot())`;
      await sql`insert into outbox_cursor (consumer, tx, seq) values (${this.#consumer}, ${beginning}, 0) on conflict do nothing`.execute(tx);
    });
    this.#stopped = false;
    this.wake();
  }

  /** Called after a commit in this process; other processes are found by the poll. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#drain().finally(() => {
      this.#running = null;
      if (this.#stopped) return;
      if (this.#again) {
        this.#again = false;
        this.wake();
        return;
      }
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.wake(), Math.min(250 * 2 ** this.#failures, 10_000));
      this.#timer.unref();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Handles everything that is there now. Used by tests and by the command line. */
  async drain(): Promise<void> {
    while ((await this.#batch()) > 0);
  }

  async #drain(): Promise<void> {
    try {
      while (!this.#stopped && (await this.#batch()) > 0);
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.#onError(error);
    }
  }

  #batch(): Promise<number> {
    return this.#database.inSystem(async (tx) => {
      // An advisory lock and not a row lock: a row lock would take a transaction number, and hold back every other reader's snapshot.
      const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtext(${`outbox:${this.#consumer}`})) as mine`.execute(tx);
      if (!lock.rows[0]?.mine) return 0;
      const cursor = await sql<{ tx: string; seq: number }>`select tx::text as tx, seq from outbox_cursor where consumer = ${this.#consumer}`.execute(tx);
      const place = cursor.rows[0];
      if (!place) return 0;
      const { rows } = await sql<Row>`
        select tenant_id, id, type, record_type, record_id, deal_id, payload, at, tx::text as tx, seq from outbox_event
        where (tx, seq) > (${place.tx}::xid8, ${place.seq}::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
        order by outbox_event.tx, seq limit 500`.execute(tx);
      const last = rows.at(-1);
      if (!last) return 0;
      await this.#handle(
        rows.map((row) => ({
          tenantId: row.tenant_id,
          id: row.id,
          type: row.type,
          recordType: row.record_type,
          recordId: row.record_id,
          dealId: row.deal_id,
          payload: row.payload,
          at: row.at,
        })),
      );
      await sql`update outbox_cursor set tx = ${last.tx}::xid8, seq = ${last.seq}, updated_at = now() where consumer = ${this.#consumer}`.execute(tx);
      return rows.length;
    });
  }
}
