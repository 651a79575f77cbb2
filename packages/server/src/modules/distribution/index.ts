import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { chainsForPartner, chainsOf, setPrice, type Chain } from './chains.ts';
import { dayOf, partnerOf, type DistributionDeps } from './context.ts';
import { distributionRoutes } from './routes.ts';
import { areTied, mayActFor, resellersOf } from './ties.ts';

/** Distributors, resale chains and reports of what was sold, for HTTP; and for other modules, functions inside the caller's transaction. */
export function createDistributionModule(deps: DistributionDeps) {
  const { ports, now } = deps;
  return {
    routes: distributionRoutes(deps),
    mayActFor: (tx: Tx, tenantId: string, distributorId: string, resellerId: string) => mayActFor(tx, ports, tenantId, distributorId, resellerId, dayOf(now())),
    resellersOf: (tx: Tx, tenantId: string, distributorId: string) => resellersOf(tx, tenantId, distributorId, dayOf(now())),
    areTied: (tx: Tx, tenantId: string, one: string, other: string) => areTied(tx, tenantId, one, other, dayOf(now())),
    /** A null reader is the vendor; a partner is given only the chains it is part of, with the prices it is a side of. */
    chainsOf: (tx: Tx, tenantId: string, dealId: string, reader: string | null): Promise<Chain[]> => chainsOf(tx, ports, tenantId, dealId, reader),
    /** As the actor's partner is shown them, and whoever of the vendor looks through its eyes. */
    chainsForPartner: (tx: Tx, context: Context, dealId: string): Promise<Chain[]> => chainsForPartner(tx, ports, context, dealId),
    /** The actor's partner sets the price of the hop it sells on. */
    setPrice: (tx: Tx, context: Context, dealId: string, routeId: string, price: { amountMinor: number; currency: string }): Promise<Chain> =>
      setPrice(tx, context, ports, partnerOf(context, 'portal:distribution'), { dealId, routeId, ...price }),
  };
}
export type DistributionModule = ReturnType<typeof createDistributionModule>;
export type { Chain } from './chains.ts';
export type { ChainDeal, DistributionPorts, KnownPartner, ReadTable, Reading, SoldDeal } from './ports.ts';
