import type { Logger } from 'pino';
import type { DealsModule } from '../modules/deals/index.ts';
import { createPricingModule, type PricingModule } from '../modules/pricing/index.ts';
import { createQuotesModule, type QuotesModule } from '../modules/quotes/index.ts';
import { createLedgerModule, type LedgerModule, type PeriodCheck, type SubLedger } from '../modules/ledger/index.ts';
import type { ClockHandlers } from '../platform/clocks.ts';
import type { Database } from '../platform/db/database.ts';
import type { OutboxHandler } from '../platform/events/outbox.ts';
import type { FileStore } from '../platform/files/index.ts';
import type { SomeHandlers } from '../platform/http/handlers.ts';
import type { Secrets } from '../platform/secrets.ts';
import { createSubscriptionsModule, type SubscriptionsModule } from '../modules/subscriptions/index.ts';
import { createInvoicesModule, type InvoicesModule } from '../modules/invoices/index.ts';
import { createFundsModule, type FundsModule } from '../modules/funds/index.ts';
import { createIncentivesModule, type IncentivesModule } from '../modules/incentives/index.ts';
import { createPayoutsModule } from '../modules/payouts/index.ts';
import { createSettlementModule, type SettlementModule } from '../modules/settlement/index.ts';
import { createSplitsModule, type SplitsModule } from '../modules/splits/index.ts';
import { pricingPorts, quotesPorts } from './pricing-ports.ts';
import { readCsv } from './read-csv.ts';
import { payoutsPorts } from './payouts-ports.ts';
import { fundsPorts } from './funds-ports.ts';
import { estimatedIncentives, incentivesPorts } from './incentives-ports.ts';
import { invoicesPorts } from './invoices-ports.ts';
import { marketplaceReceipts } from './marketplace-receipts.ts';
import { settlementPorts } from './settlement-ports.ts';
import { splitsPorts } from './splits-ports.ts';
import { orderFromQuote } from './order-from-quote.ts';
import { subscriptionsPorts } from './subscriptions-ports.ts';

export type MoneyOptions = {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly files: FileStore;
  readonly deals: DealsModule;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly logger: Logger;
};
export type MoneyComposition = {
  readonly ledger: LedgerModule;
  readonly pricing: PricingModule;
  readonly quotes: QuotesModule;
  readonly subscriptions: SubscriptionsModule;
  readonly invoices: InvoicesModule;
  readonly splits: SplitsModule;
  readonly incentives: IncentivesModule;
  readonly funds: FundsModule;
  readonly settlement: SettlementModule;
  readonly routes: SomeHandlers;
  readonly clockHandlers: ClockHandlers;
  /** What follows from events: an order from a won deal, splits and incentives from a receipt. Handlers are idempotent. */
  readonly onEvents: OutboxHandler;
  /** What is due in one workspace without a request: seals, accruals, renewals, runs that were interrupted. */
  work(tenantId: string): Promise<void>;
  stop(): Promise<void>;
};

/** The commercial engine: from list price to the last partner's payout, on one ledger. */
export function composeMoney(options: MoneyOptions): MoneyComposition {
  const { database } = options;
  const followers: OutboxHandler[] = [];
  const chores: ((tenantId: string) => Promise<void>)[] = [];

  // Others add what they want settled before a month is closed, and what their own records come to.
  const periodChecks: PeriodCheck[] = [];
  const subLedgers: SubLedger[] = [];
  const ledger = createLedgerModule({
    database,
    ports: { checks: periodChecks, subLedgers, readCsv },
    now: options.now,
    onError: (error) => options.logger.error({ err: error }, 'a verification of the ledger could not be finished'),
  });
  chores.push((tenantId) => ledger.work(tenantId));

  const pricing = createPricingModule({ database, ports: pricingPorts });
  const quotes = createQuotesModule({ database, ports: quotesPorts({ pricing, deals: options.deals }) });

  const payouts = createPayoutsModule({
    database,
    secrets: options.secrets,
    files: options.files,
    ports: payoutsPorts({ post: ledger.post }),
    now: options.now,
    onError: (error) => options.logger.error({ err: error }, 'payouts'),
  });
  subLedgers.push(...payouts.subLedgers);
  // Splits, incentives and funds write what partners earned through `payouts.earn(tx, context, earnings)`.
  chores.push((tenantId) => payouts.work(tenantId));

  const subscriptions = createSubscriptionsModule({
    database,
    ports: subscriptionsPorts({ deals: options.deals, acceptedQuote: orderFromQuote }),
    now: options.now,
    onError: (error) => options.logger.warn({ err: error }, 'an order could not be taken'),
  });
  followers.push((events) => subscriptions.onEvents(events));
  chores.push((tenantId) => subscriptions.work(tenantId));

  const invoices = createInvoicesModule({ database, ports: invoicesPorts({ post: ledger.post }), now: options.now });
  periodChecks.push(...invoices.periodChecks);
  subLedgers.push(...invoices.subLedgers);
  followers.push(marketplaceReceipts(database, invoices, options.now));
  chores.push((tenantId) => invoices.work(tenantId));

  const splitNeeds = splitsPorts({ receipt: invoices.receipt, earn: payouts.earn, usage: subscriptions.meteredByVendor });
  const splits = createSplitsModule({ database, ports: splitNeeds, now: options.now });
  followers.push((events) => splits.onEvents(events));

  const incentiveNeeds = incentivesPorts({ receipt: invoices.receipt, earn: payouts.earn, post: ledger.post });
  const incentives = createIncentivesModule({ database, ports: incentiveNeeds, now: options.now });
  followers.push((events) => incentives.onEvents(events));
  chores.push((tenantId) => incentives.work(tenantId));
  periodChecks.push(incentives.periodCheck);
  subLedgers.push(incentives.subLedger);

  const funds = createFundsModule({
    database,
    ports: fundsPorts({ post: ledger.post, earn: payouts.earn, receipt: invoices.receipt, files: options.files }),
    now: options.now,
  });
  followers.push((events) => funds.onEvents(events));
  periodChecks.push(funds.periodCheck);
  subLedgers.push(funds.subLedger);

  const settlement = createSettlementModule({
    database,
    ports: settlementPorts({
      database,
      pricing,
      deals: options.deals,
      splits: splitNeeds,
      incentives: estimatedIncentives({ database, ports: incentiveNeeds, now: options.now }),
      now: options.now,
    }),
  });

  return {
    ledger,
    pricing,
    quotes,
    subscriptions,
    invoices,
    splits,
    incentives,
    funds,
    settlement,
    routes: {
      ...payouts.routes,
      ...ledger.routes,
      ...pricing.routes,
      ...quotes.routes,
      ...subscriptions.routes,
      ...invoices.routes,
      ...splits.routes,
      ...incentives.routes,
      ...funds.routes,
      ...settlement.routes,
    },
    clockHandlers: { ...payouts.clockHandlers, ...funds.clockHandlers, ...quotes.clockHandlers },
    async onEvents(events) {
      for (const follow of followers) await follow(events);
    },
    async work(tenantId) {
      for (const chore of chores) await chore(tenantId);
    },
    async stop() {
      await ledger.stop();
      await payouts.settled();
    },
  };
}
