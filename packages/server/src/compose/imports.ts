import { importTarget } from '@entente/contracts';
import { isId, notFound, Problem } from '@entente/kernel';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { AccountsModule } from '../modules/accounts/index.ts';
import type { CatalogModule } from '../modules/catalog/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import { createImportsModule, type FilesReport, type ImportsPorts, type ImportTarget } from '../modules/imports/index.ts';
import type { PartnersModule } from '../modules/partners/index.ts';
import type { Context } from '../platform/context.ts';
import type { Database } from '../platform/db/database.ts';
import { createFileStore } from '../platform/files/index.ts';
import type { SomeHandlers } from '../platform/http/handlers.ts';
import type { Authenticate } from '../platform/http/server.ts';
import { accountTarget } from './import-targets/account.ts';
import { contactTarget } from './import-targets/contact.ts';
import { dealTarget } from './import-targets/deal.ts';
import { baseCurrency, referenceEntries } from './import-targets/names.ts';
import { partnerTarget } from './import-targets/partner.ts';
import { personTarget } from './import-targets/person.ts';
import { productTarget } from './import-targets/product.ts';

export type ImportsComposition = {
  readonly routes: SomeHandlers;
  /** Mounts the upload and the error file. */
  mount(server: FastifyInstance): Promise<void>;
  resumeUnfinished(): Promise<void>;
  /** True when no row was an error. */
  importFromFiles(input: { context: Context; paths: string[]; target: string | undefined; dryRun: boolean; log: (line: string) => void }): Promise<boolean>;
  undo(input: { context: Context; id: string; log: (line: string) => void }): Promise<void>;
  /** Waits for the chunk under way; what is left goes on when a process starts again. */
  stop(): Promise<void>;
};

type Modules = { readonly accounts: AccountsModule; readonly partners: PartnersModule; readonly catalog: CatalogModule; readonly deals: DealsModule };
export type ImportsOptions = Modules & {
  readonly database: Database;
  readonly filesFolder: string;
  readonly now: () => Date;
  readonly logger: Pick<Logger, 'error' | 'info'>;
  readonly authenticate: Authenticate;
  readonly afterWrite?: () => void;
};

export const importPorts = ({ accounts, partners, catalog, deals }: Modules): ImportsPorts => ({
  targets: {
    account: accountTarget(accounts),
    contact: contactTarget(accounts),
    partner: partnerTarget(partners),
    product: productTarget(catalog),
    person: personTarget(),
    deal: dealTarget(deals, baseCurrency),
  },
  referenceEntries,
  baseCurrency,
});

export function composeImports(options: ImportsOptions): ImportsComposition {
  const { database, now, logger, authenticate } = options;
  const imports = createImportsModule({
    database,
    files: createFileStore(options.filesFolder),
    ports: importPorts(options),
    now,
    log: logger,
    chunkRows: 1000,
    afterWrite: options.afterWrite ?? (() => undefined),
  });
  return {
    routes: imports.routes,
    mount: (server) => imports.mountUpload(server, { authenticate, now }),
    resumeUnfinished: imports.resumeUnfinished,
    async importFromFiles({ context, paths, target, dryRun, log }) {
      return isClean(await imports.importFiles(context, { paths, target: targetFrom(target), dryRun, log }));
    },
    async undo({ context, id, log }) {
      if (!isId(id)) throw notFound('import');
      const end = await imports.undo(context, id);
      log(end.job?.sentence ?? end.status);
    },
    stop: imports.stop,
  };
}

const isClean = ({ files, complete }: FilesReport): boolean => complete && files.every((file) => file.counts?.error === 0);

function targetFrom(text: string | undefined): ImportTarget | undefined {
  if (text === undefined) return undefined;
  const parsed = importTarget.safeParse(text);
  if (!parsed.success) throw new Problem('invalid_input', `"${text}" cannot be imported; it is one of ${importTarget.options.join(', ')}.`);
  return parsed.data;
}
