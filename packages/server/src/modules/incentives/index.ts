import type { Tx } from '../../platform/db/database.ts';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { openInMonth, setAside } from './books.ts';
import { followReceipt, followSale } from './follow-facts.ts';
import { incentivesRoutes, type IncentivesDeps } from './routes.ts';
import { estimate, type Estimate, type Imagined } from './simulate.ts';
import { tendAdoption } from './tend-adoption.ts';
import { tendRebates } from './tend-rebates.ts';

const ACTOR = 'Incentives';
/** Days are the finest thing it works by: looking once a minute is enough. */
const PAUSE_MS = 60_000;

/** What partners and their people are paid besides their splits. */
export function createIncentivesModule(deps: IncentivesDeps & { readonly now: () => Date }) {
  const { database, ports, now } = deps;
  const looked = new Map<string, number>();
  const accrue = async (tenantId: string): Promise<void> => {
    const context = systemContext(tenantId, ACTOR, now());
    await tendRebates(database, ports, context);
    await tendAdoption(database, ports, context);
  };
  return {
    routes: incentivesRoutes(deps),
    async onEvents(events: readonly OutboxEvent[]): Promise<void> {
      for (const { tenantId, type, recordId, dealId, payload } of events) {
        if (type === 'receipt.recorded') await database.inTenant(tenantId, (tx) => followReceipt(tx, ports, systemContext(tenantId, ACTOR, now()), recordId));
        if (type === 'deal.stage_moved' && dealId !== null && Object.values(payload).includes('won'))
          await database.inTenant(tenantId, (tx) => followSale(tx, ports, systemContext(tenantId, ACTOR, now()), dealId));
      }
    },
    /** Accruals of days that are over, periods that have ended, customers that left. */
    accrue,
    async work(tenantId: string): Promise<void> {
      const at = now().getTime();
      const last = looked.get(tenantId);
      if (last !== undefined && at >= last && at - last < PAUSE_MS) return;
      looked.set(tenantId, at);
      await accrue(tenantId);
    },
    /** For others who ask what an amount would earn, such as the comparison of routes. */
    estimate: (tx: Tx, tenantId: string, on: string, imagined: Imagined): Promise<Estimate> => estimate(tx, ports, tenantId, on, imagined),
    periodCheck: { key: 'incentives', title: 'Incentives are worked out and decided', open: openInMonth },
    subLedger: { key: 'rebates', title: 'Set aside for rebates', purposes: ['rebate_accrual' as const], sums: setAside },
  };
}
export type IncentivesModule = ReturnType<typeof createIncentivesModule>;
export type { Customer, IncentivesPorts, Sale } from './ports.ts';
export type { DealFacts, FactLine } from './domain/facts.ts';
