import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Database, Tx } from './db/database.ts';

/** A moment at which something must happen to a record. A record has one clock of a kind; setting it again moves it. */
export type Clock = { readonly kind: string; readonly recordId: string; readonly dueAt: Date };

export async function setClocks(tx: Tx, tenantId: string, clocks: readonly Clock[]): Promise<void> {
  if (clocks.length === 0) return;
  await tx
    .insertInto('clock')
    .values(clocks.map(({ kind, recordId, dueAt }) => ({ tenant_id: tenantId, id: newId(), kind, record_id: recordId, due_at: dueAt.toISOString() })))
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'kind', 'record_id']).doUpdateSet((eb) => ({ due_at: eb.ref('excluded.due_at'), attempts: 0, last_error: null })),
    )
    .execute();
}

export async function clearClocks(tx: Tx, tenantId: string, recordId: string, kinds: readonly string[]): Promise<void> {
  if (kinds.length === 0) return;
  await tx.deleteFrom('clock').where('tenant_id', '=', tenantId).where('record_id', '=', recordId).where('kind', 'in', kinds).execute();
}

/**
 * What is done when a clock of a kind is due. It runs in a transaction that also removes the clock: both happen or neither. It must
 * look at the record as it is now, since a decision may have been made in the same second, and may set the clock again.
 */
export type ClockHandlers = Readonly<Record<string, (tx: Tx, fired: { tenantId: string; recordId: string; dueAt: Date; now: Date }) => Promise<void>>>;

const AT_ONCE = 200;
/**
 * A service holds its record and then moves the record's clocks; firing holds the clock and then asks for the record. Firing gives
 * way, well before the database would have to choose a victim, and tries again in the next round.
 */
const GIVE_WAY = '300ms';
const LOCK_NOT_AVAILABLE = '55P03';
const BACK_OFF_MS = [5_000, 30_000, 300_000, 3_600_000];

/** Handles what is due, oldest first, and says how many. Several processes may do so at once: a clock is taken by one of them. */
export async function fireClocks(options: {
  readonly database: Database;
  readonly handlers: ClockHandlers;
  readonly now: () => Date;
  readonly onError: (error: unknown, kind: string) => void;
}): Promise<number> {
  const { database, handlers, onError } = options;
  const kinds = Object.keys(handlers);
  let fired = 0;
  if (kinds.length === 0) return fired;
  for (;;) {
    const now = options.now();
    const due = await database.inSystem((tx) =>
      tx
        .selectFrom('clock')
        .select(['tenant_id', 'id', 'kind', 'record_id', 'due_at'])
        .where('due_at', '<=', now.toISOString())
        .where('kind', 'in', kinds)
        .orderBy('due_at')
        .orderBy('id')
        .limit(AT_ONCE)
        .execute(),
    );
    const before = fired;
    for (const clock of due) {
      try {
        const done = await database.inTenant(clock.tenant_id, async (tx) => {
          await sql`set local lock_timeout = ${sql.lit(GIVE_WAY)}`.execute(tx);
          const taken = await sql<{ id: string }>`
            delete from clock where tenant_id = ${clock.tenant_id} and id = (
              select id from clock where tenant_id = ${clock.tenant_id} and id = ${clock.id} and due_at <= ${now.toISOString()} for update skip locked
            ) returning id`.execute(tx);
          if (taken.rows.length === 0) return false;
          await handlers[clock.kind]?.(tx, { tenantId: clock.tenant_id, recordId: clock.record_id, dueAt: new Date(clock.due_at), now });
          return true;
        });
        if (done) fired += 1;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) continue;
        onError(error, clock.kind);
        await putOff(database, clock, now, error);
      }
    }
    if (due.length < AT_ONCE || fired === before) return fired;
  }
}

/** A clock whose work failed is kept and tried again later, so that one bad record holds up no other. */
async function putOff(database: Database, clock: { tenant_id: string; id: string }, now: Date, error: unknown): Promise<void> {
  await database.inTenant(clock.tenant_id, async (tx) => {
    const row = await tx
      .selectFrom('clock')
      .select('attempts')
      .where('tenant_id', '=', clock.tenant_id)
      .where('id', '=', clock.id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return;
    const wait = BACK_OFF_MS[Math.min(row.attempts, BACK_OFF_MS.length - 1)] ?? 3_600_000;
    await tx
      .updateTable('clock')
      .set({
        attempts: row.attempts + 1,
        due_at: new Date(now.getTime() + wait).toISOString(),
        last_error: error instanceof Error ? error.message : String(error),
      })
      .where('tenant_id', '=', clock.tenant_id)
      .where('id', '=', clock.id)
      .execute();
  });
}
