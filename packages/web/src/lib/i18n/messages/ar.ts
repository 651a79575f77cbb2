import { uiAr } from './ui.ar.ts';
import { shellAr } from './shell.ar.ts';
import { accountAr } from './account.ar.ts';
import { inboxAr } from './inbox.ar.ts';
import { overviewAr } from './overview.ar.ts';
import { directoryAr } from './directory.ar.ts';
import { workAr } from './work.ar.ts';
import { dealsAr } from './deals.ar.ts';
import { partnersAr } from './partners.ar.ts';
import { accountsAr } from './accounts.ar.ts';
import { playsAr } from './plays.ar.ts';
import { importsAr } from './imports.ar.ts';
import { registrationsAr } from './registrations.ar.ts';
import { programsAr } from './programs.ar.ts';
import { settingsAr } from './settings.ar.ts';
import { leadsAr } from './leads.ar.ts';
import { casesAr } from './cases.ar.ts';
import { distributionAr } from './distribution.ar.ts';
import { linksAr } from './links.ar.ts';
import { tellingAr } from './telling.ar.ts';
import { brandingAr } from './branding.ar.ts';
import { webhooksAr } from './webhooks.ar.ts';
import { connectionsAr } from './connections.ar.ts';
import { conflictsAr } from './conflicts.ar.ts';
import { viewsAr } from './views.ar.ts';
import { cosellAr } from './cosell.ar.ts';
import { meteringAr } from './metering.ar.ts';
import { disbursementsAr } from './disbursements.ar.ts';
import { marketplacesAr } from './marketplaces.ar.ts';
import { offersAr } from './offers.ar.ts';
import { incentivesAr } from './incentives.ar.ts';
import { splitsAr } from './splits.ar.ts';
import { subscriptionsAr } from './subscriptions.ar.ts';
import { invoicesAr } from './invoices.ar.ts';
import { moneyAr } from './money.ar.ts';
import { quotesAr } from './quotes.ar.ts';
import { pricingAr } from './pricing.ar.ts';
import { fundsAr } from './funds.ar.ts';
import { payoutsAr } from './payouts.ar.ts';
import { settlementAr } from './settlement.ar.ts';
import { ledgerAr } from './ledger.ar.ts';
import type { MessageId } from './en.ts';

export const ar: Record<MessageId, string> = {
  ...uiAr,
  ...shellAr,
  ...accountAr,
  ...inboxAr,
  ...overviewAr,
  ...directoryAr,
  ...workAr,
  ...dealsAr,
  ...partnersAr,
  ...accountsAr,
  ...playsAr,
  ...importsAr,
  ...registrationsAr,
  ...programsAr,
  ...settingsAr,
  ...leadsAr,
  ...casesAr,
  ...distributionAr,
  ...linksAr,
  ...tellingAr,
  ...brandingAr,
  ...webhooksAr,
  ...connectionsAr,
  ...conflictsAr,
  ...viewsAr,
  ...cosellAr,
  ...meteringAr,
  ...disbursementsAr,
  ...marketplacesAr,
  ...offersAr,
  ...moneyAr,
  ...subscriptionsAr,
  ...invoicesAr,
  ...splitsAr,
  ...incentivesAr,
  ...quotesAr,
  ...pricingAr,
  ...fundsAr,
  ...payoutsAr,
  ...settlementAr,
  ...ledgerAr,
};
