import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Problem } from '@entente/kernel';
import type { AccountsModule } from '../modules/accounts/index.ts';
import type { CatalogModule } from '../modules/catalog/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import type { PartnersModule } from '../modules/partners/index.ts';
import type { Context } from '../platform/context.ts';
import type { Database } from '../platform/db/database.ts';
import type { SomeHandlers } from '../platform/http/handlers.ts';
import type { Authenticate } from '../platform/http/server.ts';

// ARCHITECT'S INTERFACE for the writer of imports: keep these names; replace the bodies.
export type ImportsComposition = {
  readonly routes: SomeHandlers;
  /** Mounts the upload and the error file. */
  mount(server: FastifyInstance): Promise<void>;
  resumeUnfinished(): Promise<void>;
  /** True when no row was an error. */
  importFromFiles(input: { context: Context; paths: string[]; target: string | undefined; dryRun: boolean; log: (line: string) => void }): Promise<boolean>;
  undo(input: { context: Context; id: string; log: (line: string) => void }): Promise<void>;
  /** Waits for the chunk under way. */
  stop(): Promise<void>;
};

export function composeImports(_options: { database: Database; accounts: AccountsModule; partners: PartnersModule; catalog: CatalogModule; deals: DealsModule; filesFolder: string; now: () => Date; logger: Logger; authenticate: Authenticate }): ImportsComposition {
  const refuse = (): Promise<never> => Promise.reject(new Problem('unavailable', 'Imports are not available.'));
  const ids = ['imports.list', 'imports.get', 'imports.configure', 'imports.dryRun', 'imports.run', 'imports.cancel', 'imports.undo', 'imports.rows', 'jobs.list'] as const;
  return { routes: Object.fromEntries(ids.map((id) => [id, refuse])) as SomeHandlers, mount: () => Promise.resolve(), resumeUnfinished: () => Promise.resolve(), importFromFiles: refuse, undo: refuse, stop: () => Promise.resolve() };
}
