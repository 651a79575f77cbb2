import { recordChange } from '../../platform/change.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Batch } from './batch.ts';
import { importContext, type Engine } from './engine.ts';

/** Often enough to see that it moves; seldom enough that the history of a long import stays short. */
const EVERY_MS = 1000;
const lastTold = new Map<string, number>();

/** Open screens hear of it as of any other change, in the transaction that did the work. */
export async function tellProgress(engine: Engine, tx: Tx, tenantId: string, batch: Batch, done: Readonly<Record<string, number>>): Promise<void> {
  const now = engine.now().getTime();
  if (now - (lastTold.get(batch.id) ?? 0) < EVERY_MS) return;
  lastTold.set(batch.id, now);
  await recordChange(tx, importContext(engine, tenantId, batch), {
    operation: 'imports.progress',
    recordType: 'import',
    recordId: batch.id,
    after: done,
    events: [{ type: 'import.progress', payload: done }],
  });
}

export const endProgress = (batch: Batch): void => void lastTold.delete(batch.id);
