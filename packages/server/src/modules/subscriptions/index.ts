import { Problem } from '@entente/kernel';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { createNumbers, type Series } from '../../platform/numbers.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { chargeDue, chargeLateUsage } from './charge-due.ts';
import { claimCharges, openCharges, releaseCharges } from './claims.ts';
import type { SubscriptionsDeps } from './context.ts';
import { takeEvents } from './ingest.ts';
import { meteredByVendor } from './metered-by-vendor.ts';
import type { SubscriptionsPorts } from './ports.ts';
import { tendTerms } from './renewals.ts';
import { rollUp } from './roll-up.ts';
import { subscriptionsRoutes } from './routes.ts';
import { createSeriesNumbers } from './series.ts';
import { takeOrder } from './start.ts';

const NUMBERS: Series = { name: 'subscription', beforeFirst: 1_000, block: 20 };
const ACTOR = 'Billing';

/** What customers subscribed to and used, and what they owe for both. */
export function createSubscriptionsModule(options: {
  readonly database: Database;
  readonly ports: SubscriptionsPorts;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
}) {
  const { database, ports, now, onError } = options;
  const deps: SubscriptionsDeps = { database, ports, now, takeNumbers: createNumbers(database, NUMBERS), series: createSeriesNumbers(database, now) };
  const chargeNow = async (context: Context): Promise<number> => {
    await rollUp(database, context.tenantId, context.now);
    const due = await chargeDue(database, context);
    return due + (await chargeLateUsage(database, context));
  };
  return {
    routes: subscriptionsRoutes(deps, chargeNow),
    /** What is due without a request: roll-ups, charges, corrections, terms. Any of it may be cut short and is gone on with. */
    async work(tenantId: string): Promise<void> {
      const context = systemContext(tenantId, ACTOR, now());
      // Terms first: what renews by itself is charged for its new term in the same round.
      await tendTerms(deps, context);
      await chargeNow(context);
    },
    /** An order follows from a quote that is accepted and a deal that is won, whichever comes later. */
    async onEvents(events: readonly OutboxEvent[]): Promise<void> {
      const orders = new Map(
        events.flatMap(({ type, tenantId, dealId, payload }): [string, { tenantId: string; dealId: string }][] =>
          dealId !== null && (type === 'quote.accepted' || (type === 'deal.stage_moved' && Object.values(payload).includes('won')))
            ? [[`${tenantId} ${dealId}`, { tenantId, dealId }]]
            : [],
        ),
      );
      for (const { tenantId, dealId } of orders.values())
        try {
          await database.inTenant(tenantId, (tx) => takeOrder(tx, systemContext(tenantId, ACTOR, now()), deps, dealId));
        } catch (error) {
          // An order that cannot be taken as it was written holds up no other; a person takes it once what is missing is there.
          if (!(error instanceof Problem)) throw error;
          onError(error);
        }
    },
    openCharges,
    claimCharges,
    releaseCharges,
    meteredByVendor,
    takeEvents: (context: Context, events: Parameters<typeof takeEvents>[2]) => takeEvents(deps, context, events),
    rollUp: (tenantId: string): Promise<number> => rollUp(database, tenantId, now()),
    chargeDue: (context: Context): Promise<number> => chargeDue(database, context),
  };
}
export type SubscriptionsModule = ReturnType<typeof createSubscriptionsModule>;
export { claimCharges, openCharges, releaseCharges };
export type { AcceptedLine, AcceptedQuote, RenewalDeal, SubscriptionsPorts } from './ports.ts';
