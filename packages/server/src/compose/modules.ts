import { join } from 'node:path';
import type { Handlers, SomeHandlers } from '../platform/http/handlers.ts';
import { createFileStore, type FileStore } from '../platform/files/index.ts';
import type { ClockHandlers } from '../platform/clocks.ts';
import type { ConnectionConfig, Database } from '../platform/db/database.ts';
import { createMail, type Mail } from '../platform/mail/index.ts';
import { createSecrets } from '../platform/secrets.ts';
import { normaliseDomain } from '@entente/account-matching';
import { createAccountsModule, type AccountsModule } from '../modules/accounts/index.ts';
import { createCatalogModule, type CatalogModule } from '../modules/catalog/index.ts';
import { actsOfDeal, createCosellModule, workFigures, type CosellModule } from '../modules/cosell/index.ts';
import { createDealsModule, dealProjection, type DealsModule } from '../modules/deals/index.ts';
import { createIdentity, type Identity } from '../modules/identity/index.ts';
import { createLeadsModule, type LeadsModule } from '../modules/leads/index.ts';
import { createProgramsModule, type ProgramsModule } from '../modules/programs/index.ts';
import { createRegistrationsModule, type RegistrationsModule } from '../modules/registrations/index.ts';
import { createPartnersModule, type PartnersModule } from '../modules/partners/index.ts';
import { createSearchModule } from '../modules/search/index.ts';
import type { Logger } from 'pino';
import { cosellPorts } from './cosell-ports.ts';
import { composeImports, type ImportsComposition } from './imports.ts';
import { leadPorts } from './lead-ports.ts';
import { registrationPorts } from './registration-ports.ts';

export type ModulesOptions = {
  readonly database: Database;
  readonly connection: ConnectionConfig;
  readonly home: string;
  readonly secret: string;
  readonly smtpUrl: string | null;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly logger: Logger;
  /** Wakes those who read the outbox; commands that only do one thing have nobody to wake. */
  readonly afterWrite?: () => void;
};

export type Modules = {
  readonly handlers: SomeHandlers;
  /** What is done when a moment set by a module has come. */
  readonly clockHandlers: ClockHandlers;
  readonly identity: Identity;
  readonly accounts: AccountsModule;
  readonly partners: PartnersModule;
  readonly catalog: CatalogModule;
  readonly deals: DealsModule;
  readonly cosell: CosellModule;
  readonly leads: LeadsModule;
  readonly programs: ProgramsModule;
  readonly registrations: RegistrationsModule;
  readonly imports: ImportsComposition;
  readonly mail: Mail;
  readonly files: FileStore;
  close(): Promise<void>;
};

/** Where modules meet: each gets what it needs from the others as functions, and knows none of them. */
export function createModules(options: ModulesOptions): Modules {
  const { database, now, logger, publicUrl } = options;
  const mail = createMail({ database, smtpUrl: options.smtpUrl, from: `Entente <no-reply@${new URL(publicUrl).hostname}>`, now, log: logger });
  const files = createFileStore(join(options.home, 'files'));
  const identity = createIdentity({ database, connection: options.connection, secrets: createSecrets(options.secret), mail, publicUrl, now, log: logger });
  const accounts = createAccountsModule({ database, renamed: (tx, tenantId, renamed) => dealProjection.refreshAccountNames(tx, tenantId, renamed) });
  const partners = createPartnersModule({ database, normaliseDomain, tiesOfPartner: accounts.tiesOfPartner });
  const catalog = createCatalogModule({ database });
  const deals = createDealsModule({ database, ports: { actsOfDeal, workFigures } });
  const cosell = createCosellModule({
    database,
    now,
    ports: cosellPorts({ deals, partners, accounts, mail, publicUrl }),
    onError: (error, event) => logger.error({ err: error, event: event.id, type: event.type }, 'a play could not handle an event'),
  });
  const registrations = createRegistrationsModule({
    database,
    now,
    ports: registrationPorts({ database, accounts, deals, mayActFor: () => Promise.resolve(false), resellersOf: () => Promise.resolve([]) }),
  });
  const leads = createLeadsModule({ database, ports: leadPorts({ database, accounts, deals, registrations }) });
  const programs = createProgramsModule({
    database,
    now,
    ports: registrations.forPrograms,
    onError: (error) => logger.error({ err: error }, 'a replay of rules failed'),
  });
  const imports = composeImports({
    database,
    accounts,
    partners,
    catalog,
    deals,
    filesFolder: join(options.home, 'imports'),
    now,
    logger,
    authenticate: identity.authenticate,
    ...(options.afterWrite ? { afterWrite: options.afterWrite } : {}),
  });
  const handlers = {
    ...identity.routes,
    ...accounts.routes,
    ...partners.routes,
    ...catalog.routes,
    ...createSearchModule({ database }).routes,
    ...deals.routes,
    ...cosell.routes,
    ...leads.routes,
    ...programs.routes,
    ...registrations.routes,
    ...imports.routes,
  } satisfies Partial<Handlers>;
  return {
    handlers,
    clockHandlers: { ...leads.clockHandlers, ...registrations.clocks },
    identity,
    accounts,
    partners,
    catalog,
    deals,
    cosell,
    leads,
    programs,
    registrations,
    imports,
    mail,
    files,
    async close() {
      await imports.stop();
      await programs.stop();
      await identity.close();
      mail.close();
    },
  };
}
