import type { Logger } from 'pino';
import type { DealsModule } from '../modules/deals/index.ts';
import type { ClockHandlers } from '../platform/clocks.ts';
import type { Database } from '../platform/db/database.ts';
import type { OutboxHandler } from '../platform/events/outbox.ts';
import type { FileStore } from '../platform/files/index.ts';
import type { SomeHandlers } from '../platform/http/handlers.ts';
import type { Secrets } from '../platform/secrets.ts';

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
  void options;
  const followers: OutboxHandler[] = [];
  const chores: ((tenantId: string) => Promise<void>)[] = [];
  return {
    routes: {},
    clockHandlers: {},
    async onEvents(events) {
      for (const follow of followers) await follow(events);
    },
    async work(tenantId) {
      for (const chore of chores) await chore(tenantId);
    },
    async stop() {},
  };
}
