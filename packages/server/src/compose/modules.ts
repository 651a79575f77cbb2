import { join } from 'node:path';
import type { Handlers, SomeHandlers } from '../platform/http/handlers.ts';
import { createFileStore, type FileStore } from '../platform/files/index.ts';
import type { ClockHandlers } from '../platform/clocks.ts';
import type { ConnectionConfig, Database } from '../platform/db/database.ts';
import { createMail, type Mail } from '../platform/mail/index.ts';
import { createSecrets } from '../platform/secrets.ts';
import { normaliseDomain } from '@entente/account-matching';
import { createAccountsModule, type AccountsModule } from '../modules/accounts/index.ts';
import { createCalendarsModule, type CalendarsModule } from '../modules/calendars/index.ts';
import { createCasesModule, type CasesModule } from '../modules/cases/index.ts';
import { createCatalogModule, type CatalogModule } from '../modules/catalog/index.ts';
import { actsOfDeal, createCosellModule, workFigures, type CosellModule } from '../modules/cosell/index.ts';
import { createDealsModule, dealProjection, type DealsModule } from '../modules/deals/index.ts';
import { createDistributionModule, type DistributionModule } from '../modules/distribution/index.ts';
import { createIdentity, type Identity } from '../modules/identity/index.ts';
import { createLinksModule, type LinksModule } from '../modules/links/index.ts';
import { createNotificationsModule, type NotificationsModule } from '../modules/notifications/index.ts';
import { createOutbound } from '../platform/outbound/index.ts';
import { createLeadsModule, type LeadsModule } from '../modules/leads/index.ts';
import { createProgramsModule, type ProgramsModule } from '../modules/programs/index.ts';
import { createRegistrationsModule, type RegistrationsModule } from '../modules/registrations/index.ts';
import { createPortalModule, type PortalModule } from '../modules/portal/index.ts';
import { createPartnersModule, type PartnersModule } from '../modules/partners/index.ts';
import { createSharingModule, type SharingModule } from '../modules/sharing/index.ts';
import { createSearchModule } from '../modules/search/index.ts';
import { createWebhooksModule, type WebhooksModule } from '../modules/webhooks/index.ts';
import type { Logger } from 'pino';
import { casesPorts } from './cases-ports.ts';
import { settledIn } from './settled-in.ts';
import { stageDecidedBy } from './decided-by.ts';
import { cosellPorts } from './cosell-ports.ts';
import { distributionPorts } from './distribution-ports.ts';
import { composeImports, type ImportsComposition } from './imports.ts';
import { leadPorts } from './lead-ports.ts';
import { linkPorts } from './link-ports.ts';
import { fundNeedsOf } from '../modules/funds/index.ts';
import { composeMoney, type MoneyComposition } from './money.ts';
import { composeOutside, type OutsideComposition } from './outside.ts';
import { portalPorts } from './portal-ports.ts';
import { registrationPorts } from './registration-ports.ts';
import { sharingPorts } from './sharing-ports.ts';

export type ModulesOptions = {
  readonly database: Database;
  readonly connection: ConnectionConfig;
  readonly home: string;
  readonly secret: string;
  readonly smtpUrl: string | null;
  readonly publicUrl: string;
  /** The domain of addresses that answer links; absent where no mail is taken in. */
  readonly replyDomain?: string | undefined;
  /** Whether chat rooms may be in one's own network. */
  readonly outboundPrivate?: boolean | undefined;
  readonly now: () => Date;
  readonly logger: Logger;
  /** Where the simulators of outside systems answer that run beside this installation; absent when none do. */
  readonly simulatorsUrl?: string | undefined;
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
  readonly calendars: CalendarsModule;
  readonly leads: LeadsModule;
  readonly programs: ProgramsModule;
  readonly registrations: RegistrationsModule;
  readonly cases: CasesModule;
  readonly distribution: DistributionModule;
  readonly sharing: SharingModule;
  readonly portal: PortalModule;
  readonly links: LinksModule;
  readonly notifications: NotificationsModule;
  readonly webhooks: WebhooksModule;
  readonly outside: OutsideComposition;
  readonly money: MoneyComposition;
  readonly imports: ImportsComposition;
  readonly mail: Mail;
  readonly files: FileStore;
  close(): Promise<void>;
};

/** For how long a link works that goes out by itself with a notification. */
const AUTOMATIC_LINK_DAYS = 14;

/** Where modules meet: each gets what it needs from the others as functions, and knows none of them. */
export function createModules(options: ModulesOptions): Modules {
  const { database, now, logger, publicUrl } = options;
  const mail = createMail({ database, smtpUrl: options.smtpUrl, from: `Entente <no-reply@${new URL(publicUrl).hostname}>`, now, log: logger });
  const secrets = createSecrets(options.secret);
  const files = createFileStore(join(options.home, 'files'));
  const identity = createIdentity({ database, connection: options.connection, secrets, mail, publicUrl, now, log: logger });
  const accounts = createAccountsModule({ database, renamed: (tx, tenantId, renamed) => dealProjection.refreshAccountNames(tx, tenantId, renamed) });
  const partners = createPartnersModule({ database, normaliseDomain, tiesOfPartner: accounts.tiesOfPartner });
  const catalog = createCatalogModule({ database });
  const deals = createDealsModule({ database, ports: { actsOfDeal, workFigures, settledIn, stageDecidedBy } });
  const simulatorsUrl = options.simulatorsUrl ?? null;
  const outbound = createOutbound({ allowPrivate: options.outboundPrivate ?? false, trusted: simulatorsUrl === null ? [] : [new URL(simulatorsUrl).origin] });
  const calendars = createCalendarsModule({ database, secrets, outbound, now });
  const cosell = createCosellModule({
    database,
    now,
    ports: cosellPorts({ deals, partners, accounts, calendars, mail, publicUrl }),
    onError: (error, event) => logger.error({ err: error, event: event.id, type: event.type }, 'a play could not handle an event'),
  });
  const distribution = createDistributionModule({ database, now, ports: distributionPorts() });
  const sharing = createSharingModule({ database, now, ports: sharingPorts({ deals, distribution }) });
  const { mayActFor, resellersOf } = distribution;
  const registrations = createRegistrationsModule({
    database,
    now,
    ports: registrationPorts({ database, accounts, deals, mayActFor, resellersOf }),
  });
  const leads = createLeadsModule({ database, ports: leadPorts({ database, accounts, deals, registrations }) });
  const cases = createCasesModule({ database, ports: casesPorts({ database, registrations, resellersOf, shareCredit: deals.shareCredit }) });
  const programs = createProgramsModule({
    database,
    now,
    ports: registrations.forPrograms,
    onError: (error) => logger.error({ err: error }, 'a replay of rules failed'),
  });
  const portal = createPortalModule({
    database,
    ports: portalPorts({
      deals,
      identity,
      leads,
      registrations,
      files,
      distribution: { resellersOf, chainsOf: distribution.chainsForPartner, setPrice: distribution.setPrice },
      sharing,
      needs: [cases.forPartner.needs, sharing.needsOf, fundNeedsOf],
    }),
  });
  const replies = options.replyDomain === undefined ? null : { key: secrets.derive('reply by mail'), domain: options.replyDomain };
  const links = createLinksModule({ database, mail, now, publicUrl, replies, ports: linkPorts({ registrations, leads, cases, portal }) });
  const notifications = createNotificationsModule({
    database,
    mail,
    now,
    publicUrl,
    secrets,
    outbound,
    ports: {
      sendLink: async (tx, context, link) => void (await links.create(tx, context, { ...link, days: AUTOMATIC_LINK_DAYS })),
      usersOfLinks: links.usersOf,
    },
    onError: (error, event) => logger.error({ err: error, event: event.id, type: event.type }, 'an event could not be told'),
  });
  const webhooks = createWebhooksModule({
    database,
    secrets,
    outbound,
    now,
    onError: (error) => logger.error({ err: error }, 'a webhook could not be handled'),
  });
  const outside = composeOutside({
    database,
    secrets,
    outbound,
    accounts,
    catalog,
    deals,
    publicUrl,
    simulatorsUrl,
    now,
    logger,
  });
  const money = composeMoney({ database, secrets, files, deals, publicUrl, now, logger });
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
    ...calendars.routes,
    ...leads.routes,
    ...programs.routes,
    ...registrations.routes,
    ...cases.routes,
    ...distribution.routes,
    ...sharing.routes,
    ...portal.routes,
    ...links.routes,
    ...notifications.routes,
    ...webhooks.routes,
    ...outside.routes,
    ...money.routes,
    ...imports.routes,
  } satisfies Partial<Handlers>;
  return {
    handlers,
    clockHandlers: {
      ...leads.clockHandlers,
      ...registrations.clocks,
      ...cases.clockHandlers,
      ...links.clocks,
      ...outside.clockHandlers,
      ...money.clockHandlers,
    },
    identity,
    accounts,
    partners,
    catalog,
    deals,
    cosell,
    calendars,
    leads,
    programs,
    registrations,
    cases,
    distribution,
    sharing,
    portal,
    links,
    notifications,
    webhooks,
    outside,
    money,
    imports,
    mail,
    files,
    async close() {
      await webhooks.stop();
      await outside.stop();
      await money.stop();
      await imports.stop();
      await programs.stop();
      await identity.close();
      mail.close();
    },
  };
}
