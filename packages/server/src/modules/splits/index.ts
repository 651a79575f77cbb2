import type { Receipt } from '@entente/kernel';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { Tx } from '../../platform/db/database.ts';
import { splitReceipt } from './follow-receipts.ts';
import { splitsRoutes, type SplitsDeps } from './routes.ts';
import { preview } from './simulate.ts';

/** How what comes in is divided between those who earned it. */
export function createSplitsModule(deps: SplitsDeps & { readonly now: () => Date }) {
  const { database, ports } = deps;
  return {
    routes: splitsRoutes(deps),
    async onEvents(events: readonly OutboxEvent[]): Promise<void> {
      for (const event of events)
        if (event.type === 'receipt.recorded')
          await database.inTenant(event.tenantId, (tx) => splitReceipt(tx, ports, systemContext(event.tenantId, 'Splits', deps.now()), event.recordId));
    },
    /** For others who ask what an amount would become, such as the comparison of routes. */
    preview: (tx: Tx, tenantId: string, on: string, receipt: Pick<Receipt, 'dealId' | 'source' | 'currency' | 'netMinor' | 'feeMinor' | 'lines'>) =>
      preview(tx, ports, tenantId, on, receipt),
  };
}
export type SplitsModule = ReturnType<typeof createSplitsModule>;
export type { DealFacts, DealLine, SplitsPorts } from './ports.ts';
export { allocate, MARKETPLACE, US, type AllocateFacts, type Allocation, type Part, type Taker } from './domain/allocate.ts';
export { reverse, type Reversal, type TakenBack } from './domain/reverse.ts';
export { problemsOf } from './domain/document.ts';
export { requireNamed } from './named.ts';
export { draw, type Cell } from './domain/pots.ts';
