import type { Engine } from './engine.ts';
import { endProgress } from './progress.ts';
import { fail, runImport } from './run-import.ts';
import { findBatch, workingBatches } from './store.ts';
import { undoImport } from './undo-import.ts';

export type Runner = {
  readonly engine: Engine;
  start(tenantId: string, importId: string): void;
  /** Goes on with what was under way when a process ended. */
  resumeUnfinished: () => Promise<void>;
  /** Resolves when nothing is left to do. */
  idle: () => Promise<void>;
  /** Ends after the chunk under way. */
  stop: () => Promise<void>;
};

/** One import at a time in a process, so that imports never take the machine from the people working on it. */
export function createRunner(given: Omit<Engine, 'stopping'>): Runner {
  let stopped = false;
  const engine: Engine = { ...given, stopping: () => stopped };
  let tail: Promise<void> = Promise.resolve();
  const queued = new Set<string>();

  async function work(tenantId: string, importId: string): Promise<void> {
    if (stopped) return;
    const batch = await engine.database.inTenant(tenantId, (tx) => findBatch(tx, tenantId, importId));
    try {
      if (batch.status === 'dry_running' || batch.status === 'running') await runImport(engine, tenantId, batch);
      else if (batch.status === 'undoing') await undoImport(engine, tenantId, batch);
    } catch (error) {
      await fail(engine, tenantId, batch, error);
    } finally {
      endProgress(batch);
    }
  }

  function start(tenantId: string, importId: string): void {
    if (queued.has(importId)) return;
    queued.add(importId);
    tail = tail
      .then(() => work(tenantId, importId))
      .catch((error: unknown) => engine.log.error({ err: error, importId }, 'an import could not be worked on'))
      .finally(() => queued.delete(importId));
  }

  async function idle(): Promise<void> {
    let seen: Promise<void> | null = null;
    while (seen !== tail) {
      seen = tail;
      await seen;
    }
  }

  return {
    engine,
    start,
    idle,
    async stop() {
      stopped = true;
      await idle();
    },
    async resumeUnfinished() {
      const workspaces = await engine.database.inSystem((tx) => tx.selectFrom('workspace').select('id').orderBy('id').execute());
      for (const { id } of workspaces) {
        for (const importId of await engine.database.inTenant(id, (tx) => workingBatches(tx, id))) start(id, importId);
      }
    },
  };
}
