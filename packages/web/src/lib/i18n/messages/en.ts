import { uiEn } from './ui.en.ts';
import { shellEn } from './shell.en.ts';
import { accountEn } from './account.en.ts';
import { inboxEn } from './inbox.en.ts';
import { overviewEn } from './overview.en.ts';
import { directoryEn } from './directory.en.ts';
import { workEn } from './work.en.ts';
import { dealsEn } from './deals.en.ts';
import { partnersEn } from './partners.en.ts';
import { accountsEn } from './accounts.en.ts';
import { playsEn } from './plays.en.ts';
import { importsEn } from './imports.en.ts';
import { registrationsEn } from './registrations.en.ts';
import { programsEn } from './programs.en.ts';
import { settingsEn } from './settings.en.ts';
import { leadsEn } from './leads.en.ts';
import { casesEn } from './cases.en.ts';
import { distributionEn } from './distribution.en.ts';
import { linksEn } from './links.en.ts';
import { tellingEn } from './telling.en.ts';
import { brandingEn } from './branding.en.ts';
import { webhooksEn } from './webhooks.en.ts';
import { connectionsEn } from './connections.en.ts';
import { conflictsEn } from './conflicts.en.ts';
import { viewsEn } from './views.en.ts';
import { cosellEn } from './cosell.en.ts';
import { meteringEn } from './metering.en.ts';
import { disbursementsEn } from './disbursements.en.ts';
import { marketplacesEn } from './marketplaces.en.ts';
import { offersEn } from './offers.en.ts';
import { incentivesEn } from './incentives.en.ts';
import { splitsEn } from './splits.en.ts';
import { subscriptionsEn } from './subscriptions.en.ts';
import { invoicesEn } from './invoices.en.ts';
import { moneyEn } from './money.en.ts';
import { quotesEn } from './quotes.en.ts';
import { pricingEn } from './pricing.en.ts';
import { fundsEn } from './funds.en.ts';
import { payoutsEn } from './payouts.en.ts';
import { settlementEn } from './settlement.en.ts';
import { ledgerEn } from './ledger.en.ts';

export const en = {
  ...uiEn,
  ...shellEn,
  ...accountEn,
  ...inboxEn,
  ...overviewEn,
  ...directoryEn,
  ...workEn,
  ...dealsEn,
  ...partnersEn,
  ...accountsEn,
  ...playsEn,
  ...importsEn,
  ...registrationsEn,
  ...programsEn,
  ...settingsEn,
  ...leadsEn,
  ...casesEn,
  ...distributionEn,
  ...linksEn,
  ...tellingEn,
  ...brandingEn,
  ...webhooksEn,
  ...connectionsEn,
  ...conflictsEn,
  ...viewsEn,
  ...cosellEn,
  ...meteringEn,
  ...disbursementsEn,
  ...marketplacesEn,
  ...offersEn,
  ...moneyEn,
  ...subscriptionsEn,
  ...invoicesEn,
  ...splitsEn,
  ...incentivesEn,
  ...quotesEn,
  ...pricingEn,
  ...fundsEn,
  ...payoutsEn,
  ...settlementEn,
  ...ledgerEn,
};
export type MessageId = keyof typeof en;
