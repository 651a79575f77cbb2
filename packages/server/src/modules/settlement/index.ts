import type { Tx } from '../../platform/db/database.ts';
import type { SettlementDeps } from './ports.ts';
import { settlementRoutes } from './routes.ts';
import { standing } from './store.ts';

/** Which way a deal is settled: ways side by side, the plan that was chosen, what it gives to whom. */
export function createSettlementModule(deps: SettlementDeps) {
  return {
    routes: settlementRoutes(deps),
    /** The plan that stands for a deal: its way, its money and what it was made by; null while none was chosen. */
    async planOf(tx: Tx, tenantId: string, dealId: string) {
      const version = await standing(tx, tenantId, dealId);
      return version ? { number: version.number, candidate: version.candidate, routeId: version.routeId, option: version.option } : null;
    },
  };
}
export type SettlementModule = ReturnType<typeof createSettlementModule>;
export type { Candidate, Times } from './domain/facts.ts';
export type { KnownDeal, Places, SettlementPorts, StandingQuote } from './ports.ts';
