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
import { createPayoutsModule } from '../modules/payouts/index.ts';
import { pricingPorts, quotesPorts } from './pricing-ports.ts';
import { readCsv } from './read-csv.ts';
import { payoutsPorts } from './payouts-ports.ts';
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
  chores.push(ledger.work);

  const pricing = createPricingModule({ database, ports: pricingPorts });
  const quotes = createQuotesModule({ database, ports: quotesPorts({ pricing, deals: options.deals }) });

  const payouts = createPayoutsModule({
    database,
    secrets: options.secrets,
    ports: payoutsPorts({ post: ledger.post }),
    now: options.now,
    onError: (error) => options.logger.error({ err: error }, 'payouts'),
  });
  // Splits, incentives and funds write what partners earned through `payouts.earn(tx, context, earnings)`.
  chores.push(payouts.work);

  const subscriptions = createSubscriptionsModule({
    database,
    ports: subscriptionsPorts({ deals: options.deals, acceptedQuote: orderFromQuote }),
    now: options.now,
    onError: (error) => options.logger.warn({ err: error }, 'an order could not be taken'),
  });
  followers.push(subscriptions.onEvents);
  chores.push(subscriptions.work);

  return {
    ledger,
    pricing,
    quotes,
    subscriptions,
    routes: { ...payouts.routes, ...ledger.routes, ...pricing.routes, ...quotes.routes, ...subscriptions.routes },
    clockHandlers: { ...payouts.clockHandlers, ...quotes.clockHandlers },
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
