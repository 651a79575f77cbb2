import type { Database } from '../../platform/db/database.ts';
import { ruleOn, protectionDays } from './domain/rule.ts';
import { definitionOf, ensureStandard, programFor } from './find-program.ts';
import type { ProgramsPorts } from './ports.ts';
import { runReplay, unfinishedReplays } from './replay.ts';
import { programsRoutes } from './routes.ts';

/** Programmes and their rules of engagement, for HTTP; and for other modules, functions that work inside the caller's transaction. */
export function createProgramsModule(deps: { database: Database; ports: ProgramsPorts; now: () => Date; onError: (error: unknown) => void }) {
  let stopped = false;
  let tail: Promise<void> = Promise.resolve();
  const start = (tenantId: string, id: string): void => {
    tail = tail.then(() => runReplay({ ...deps, stopping: () => stopped }, tenantId, id)).catch(deps.onError);
  };
  return {
    routes: programsRoutes({ ...deps, startReplay: start }),
    programFor,
    definitionOf,
    ensureStandard,
    async resumeUnfinished(tenantId: string): Promise<void> {
      for (const id of await deps.database.inTenant(tenantId, (tx) => unfinishedReplays(tx, tenantId))) start(tenantId, id);
    },
    /** Resolves when no replay is left to do. */
    idle: () => tail,
    async stop(): Promise<void> {
      stopped = true;
      await tail;
    },
  };
}
export type ProgramsModule = ReturnType<typeof createProgramsModule>;
export { definitionOf, programFor, protectionDays, ruleOn };
export type { ProgramDefinition } from './domain/definition.ts';
export type { RegistrationFacts } from '@entente/kernel';
export type { RulingParts } from './domain/rule.ts';
export type { PastRegistration, ProgramsPorts } from './ports.ts';
export type { LiveProgram } from './store.ts';
