import type { OutboxEvent } from '../../platform/events/outbox.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { followReceipt } from './accrue.ts';
import type { FundsDeps } from './context.ts';
import { fundLiability, undecidedClaims } from './controls.ts';
import { followPayments } from './follow-payments.ts';
import { fundClocks } from './fund-clocks.ts';
import { fundsRoutes } from './routes.ts';

const PAID = new Set(['payout_run.paid', 'payout_run.settled']);

/** Market development funds: from a budget to the last paid claim. */
export function createFundsModule(deps: FundsDeps & { readonly now: () => Date }) {
  const { database, ports, now } = deps;
  const contextOf = (tenantId: string) => systemContext(tenantId, 'Funds', now());
  return {
    routes: fundsRoutes(deps),
    clockHandlers: fundClocks(ports),
    /** Receipts accrue to co-op funds; payouts say which claims are paid, and which came back. */
    async onEvents(events: readonly OutboxEvent[]): Promise<void> {
      for (const event of events)
        if (event.type === 'receipt.recorded')
          await database.inTenant(event.tenantId, (tx) => followReceipt(tx, ports, contextOf(event.tenantId), event.recordId));
      const told = events.filter(({ type }) => PAID.has(type) || type === 'payout.returned');
      for (const [tenantId, own] of Map.groupBy(told, (event) => event.tenantId))
        await followPayments(
          database,
          ports,
          contextOf(tenantId),
          own.some(({ type }) => type === 'payout.returned'),
        );
    },
    /** For the ledger: what must agree with its account, and what must be done before a month is closed. */
    subLedger: fundLiability,
    periodCheck: undecidedClaims,
  };
}
export type FundsModule = ReturnType<typeof createFundsModule>;
/** What is waiting for somebody of a partner, for its first page. */
export { needsOf as fundNeedsOf } from './portal.ts';
export type { ClaimPayment, FundsPorts, LinkedDeal } from './ports.ts';
