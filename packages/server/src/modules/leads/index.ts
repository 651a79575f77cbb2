import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { leadClockHandlers } from './lead-clocks.ts';
import { acceptLead, declineLead } from './partner-answers.ts';
import type { LeadsPorts } from './ports.ts';
import { forPartner, needsOf, portalLead, type PortalLead } from './portal-views.ts';
import { leadsRoutes } from './routes.ts';

/** Leads, for HTTP and for clocks; and for other modules, functions that work inside the caller's transaction. */
export function createLeadsModule(deps: { readonly database: Database; readonly ports: LeadsPorts }) {
  return {
    routes: leadsRoutes(deps),
    clockHandlers: leadClockHandlers(deps),
    needsOf,
    forPartner,
    /** As the actor's partner is shown it. */
    get: portalLead,
    accept: async (tx: Tx, context: Context, id: string): Promise<PortalLead> => portalLead(tx, context, (await acceptLead(tx, context, deps, id, null)).id),
    decline: async (tx: Tx, context: Context, id: string, reason: string): Promise<PortalLead> =>
      portalLead(tx, context, (await declineLead(tx, context, deps, id, reason, null)).id),
  };
}
export type LeadsModule = ReturnType<typeof createLeadsModule>;
export type { DealOfLead, KnownAccount, LeadsPorts, NewDealOfLead, RegistrationOfLead } from './ports.ts';
export type { RoutablePartner } from './domain/routing.ts';
