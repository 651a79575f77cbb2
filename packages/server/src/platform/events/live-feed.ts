import { sql } from 'kysely';
import type { Database } from '../db/database.ts';

export type LiveNote = {
  readonly tenantId: string;
  readonly type: string;
  readonly recordType: string;
  readonly recordId: string;
  readonly dealId: string | null;
};
type Listener = (note: LiveNote) => void;

/** Tells open screens what changed. It keeps its place in memory: a screen that reconnects reads afresh, so nothing need be kept for it. */
export class LiveFeed {
  readonly #database: Database;
  readonly #listeners = new Map<string, Set<Listener>>();
  #place: { tx: string; seq: number } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #busy = false;

  constructor(database: Database) {
    this.#database = database;
  }

  listen(tenantId: string, listener: Listener): () => void {
    const set = this.#listeners.get(tenantId) ?? new Set();
    set.add(listener);
    this.#listeners.set(tenantId, set);
    this.wake();
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#listeners.delete(tenantId);
      if (this.#listeners.size === 0) this.#place = null;
    };
  }

  /** Nobody watching costs nothing: the feed reads only while somebody listens. */
  wake(): void {
    if (this.#busy || this.#listeners.size === 0) return;
    this.#busy = true;
    void this.#read()
      .catch(() => undefined)
      .finally(() => {
        this.#busy = false;
        if (this.#timer) clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.wake(), 400);
        this.#timer.unref();
      });
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  async #read(): Promise<void> {
    await this.#database.inSystem(async (tx) => {
      if (this.#place === null) {
        // Not behind the newest event: a change with a lower number may still be under way, and is to be told when it commits.
        const end = await sql<{ tx: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as tx`.execute(tx);
        this.#place = { tx: end.rows[0]?.tx ?? '0', seq: 0 };
        return;
      }
      const { rows } = await sql<{ tenant_id: string; type: string; record_type: string; record_id: string; deal_id: string | null; tx: string; seq: number }>`
        select tenant_id, type, record_type, record_id, deal_id, tx::text as tx, seq from outbox_event
        where (tx, seq) > (${this.#place.tx}::xid8, ${this.#place.seq}::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
        order by outbox_event.tx, seq limit 1000`.execute(tx);
      for (const row of rows) {
        this.#place = { tx: row.tx, seq: row.seq };
        for (const listener of this.#listeners.get(row.tenant_id) ?? [])
          listener({ tenantId: row.tenant_id, type: row.type, recordType: row.record_type, recordId: row.record_id, dealId: row.deal_id });
      }
    });
  }
}
