import { systemContext } from '../../platform/system-actor.ts';
import type { DisbursementsDeps } from './context.ts';
import { matchAgain } from './match.ts';
import { readDueFeeds } from './read-feed.ts';
import { disbursementsRoutes } from './routes.ts';

/** What marketplaces charged, kept and paid out, on the deals it belongs to. */
export function createDisbursementsModule(deps: DisbursementsDeps & { readonly now: () => Date; readonly onError: (error: unknown) => void }) {
  return {
    routes: disbursementsRoutes(deps),
    /** Reads feeds that are due and matches what can be matched by now. */
    tick: (tenantId: string): Promise<number> => readDueFeeds(deps, tenantId, deps.now, deps.onError),
    /** Where an agreement became known, its lines need not wait for the next round. */
    matchAgain: (tenantId: string): Promise<number> => matchAgain(deps, systemContext(tenantId, 'Billing feed', deps.now())),
  };
}
export type DisbursementsModule = ReturnType<typeof createDisbursementsModule>;
export { paidForDeals } from './figures.ts';
export type { BillingKind, FeedLine } from './domain/billing-line.ts';
export type { KnownAgreement } from './domain/candidates.ts';
export type { BillingFeed, DisbursementsPorts, FeedPage, OfSource, ReadRows, WhichAgreements } from './ports.ts';
