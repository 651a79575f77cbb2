import { OutsideError } from '../../platform/outside/index.ts';
import { historyDue, keepHistory, type HistoryDue } from './history-store.ts';
import { outsideFieldsOf, spend, stopsConnection, type Looking } from './look-at-records.ts';
import type { OutsideChange, OutsideRecords } from './ports.ts';

const AT_ONCE = 50;

/**
 * One page of pasts that are not known up to now: of records that changed, or of those that were never read. It goes behind all else, for
 * nobody waits for it. Whether there was any.
 */
export async function readHistory(looking: Looking, which: 'changed' | 'never'): Promise<boolean> {
  const { database, tenantId, system } = looking;
  const records = system.records;
  if (!records?.history) return false;
  const due = await database.reading(tenantId, (tx) => historyDue(tx, tenantId, system.connection.id, which, records.limits.historyAtOnce ?? AT_ONCE));
  if (due.length === 0) return false;
  await readHistoryOf(looking, due, 'backfill');
  return true;
}

/** @throws {OutsideError} for what concerns the connection; what concerns these records is kept as a sentence of theirs. */
export async function readHistoryOf(looking: Looking, due: readonly HistoryDue[], urgency: 'live' | 'backfill'): Promise<void> {
  const { database, tenantId, system, object } = looking;
  const { records } = system;
  if (!records?.history || due.length === 0) return;
  let changes: Awaited<ReturnType<NonNullable<OutsideRecords['history']>>> | null = null;
  let sentence: string | null = null;
  try {
    const fields = await outsideFieldsOf(looking);
    await spend(looking, 'read', urgency);
    changes = await records.history(
      object.object,
      fields,
      due.map(({ outsideId }) => outsideId),
    );
  } catch (error) {
    if (stopsConnection(error) || !(error instanceof OutsideError)) throw error;
    // One record may be the reason; a missing right is that of all of them.
    if (due.length > 1 && error.failure !== 'permission') {
      for (const one of due) await readHistoryOf(looking, [one], urgency);
      return;
    }
    sentence = error.message;
  }
  const none: readonly OutsideChange[] = [];
  await database.inTenant(tenantId, (tx) =>
    keepHistory(
      tx,
      tenantId,
      due.map((one) => ({ ...one, changes: changes?.get(one.outsideId) ?? none, sentence })),
      looking.now(),
    ),
  );
}
