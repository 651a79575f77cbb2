import type { NewEarning } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { PayoutsDeps, WorkingDeps } from './context.ts';
import { disputeClocks } from './disputes.ts';
import { earn, type Earned } from './earn.ts';
import { releaseHolds } from './holds.ts';
import { payoutsRoutes } from './routes.ts';
import { subLedgers } from './sub-ledgers.ts';
import { workOnRun, workOnRuns } from './work.ts';

/** What partners earned and how it reaches them. */
export function createPayoutsModule(options: PayoutsDeps) {
  const working = new Set<Promise<void>>();
  const kick: WorkingDeps['kick'] = (tenantId, runId) => {
    const done: Promise<void> = workOnRun(options, tenantId, runId)
      .catch(options.onError)
      .finally(() => working.delete(done));
    working.add(done);
  };
  const deps: WorkingDeps = { ...options, kick };
  return {
    routes: payoutsRoutes(deps),
    clockHandlers: disputeClocks(deps),
    subLedgers,
    /** Writes earnings once per key and books them, in the transaction of what caused them. */
    earn: (tx: Tx, context: Context, earnings: readonly NewEarning[]): Promise<Earned> => earn(deps.ports, tx, context, earnings),
    /** Holds that have ended, and runs that something interrupted. */
    async work(tenantId: string): Promise<void> {
      await releaseHolds(deps, tenantId);
      await workOnRuns(deps, tenantId);
    },
    /** Waits for what this process is doing in the background. */
    async settled(): Promise<void> {
      while (working.size > 0) await Promise.all(working);
    },
  };
}
export type PayoutsModule = ReturnType<typeof createPayoutsModule>;
export type { Earned } from './earn.ts';
export type { PayoutsPorts } from './ports.ts';
export type { Payment, PaymentProvider } from './domain/provider.ts';
