import { receiveNotice } from './notices.ts';
import type { MarketplacesDeps } from './context.ts';
import { marketplaceClocks } from './offer-clocks.ts';
import { marketplacesRoutes } from './routes.ts';
import { sweepMarketplace, workOn } from './sweep.ts';

/** Listings, offers, agreements and entitlements, for HTTP, the clocks and the worker; and for whoever receives what outside systems send. */
export function createMarketplacesModule(deps: MarketplacesDeps) {
  return {
    routes: marketplacesRoutes(deps),
    clocks: marketplaceClocks(deps),
    /** What is due in one workspace; returns how much was done. */
    work: (tenantId: string): Promise<number> => workOn(deps, tenantId),
    sweep: (tenantId: string, marketplaceId: string) => sweepMarketplace(deps, tenantId, marketplaceId),
    /** What arrived for a connection, after its sender was proved. `none`: it is no news of a marketplace. */
    async receive(tenantId: string, connectionId: string, body: unknown): Promise<'new' | 'known' | 'none'> {
      const marketplaces = await deps.database.reading(tenantId, (tx) =>
        tx
          .selectFrom('marketplace')
          .select(['id', 'kind'])
          .where('tenant_id', '=', tenantId)
          .where('connection_id', '=', connectionId)
          .where('retired_at', 'is', null)
          .execute(),
      );
      let result: 'new' | 'known' | 'none' = 'none';
      for (const { id, kind } of marketplaces) {
        const adapter = deps.ports.adapter(kind);
        const notice = adapter ? adapter.readNotice(await deps.ports.access(tenantId, connectionId), body) : null;
        if (notice) result = await receiveNotice(deps, tenantId, id, notice);
      }
      return result;
    },
  };
}
export type MarketplacesModule = ReturnType<typeof createMarketplacesModule>;
export type { MarketplacesDeps } from './context.ts';
export { agreementStatuses } from './domain/seen-there.ts';
export { drawdownOf } from './domain/drawdown.ts';
export { feeBasisPoints, type FeeEntry } from './domain/fees.ts';
export type * from './ports.ts';
