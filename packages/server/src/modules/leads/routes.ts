import type { Scope } from '@entente/contracts/permissions';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { convertAsPartner, convertLead } from './convert-lead.ts';
import { createLead, updateLead } from './enter-lead.ts';
import { acceptLead, contactedLead, declineLead, partnerOf } from './partner-answers.ts';
import { portalLead, portalLeads, type PortalLead } from './portal-views.ts';
import type { LeadsDeps } from './route-lead.ts';
import { publishRouting, routingDetail } from './routing-definition.ts';
import type { Lead } from './store.ts';
import { leadSummary } from './summary.ts';
import { tryRouting } from './try-routing.ts';
import { closeLead, pullBack, routeAgain, takeLead } from './vendor-acts.ts';
import { leadDetail, listLeads, type LeadDetail } from './vendor-views.ts';

type LeadOperation = Extract<keyof Handlers, `leads.${string}` | `leadRouting.${string}` | `portalLeads.${string}`>;

export function leadsRoutes(deps: LeadsDeps & { readonly database: Database }): Pick<Handlers, LeadOperation> {
  const { database } = deps;
  const within = <Value>(context: Context, scope: Scope, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, scope);
    return database.inTenant(context.tenantId, work);
  };
  const writing = (context: Context, work: (tx: Tx) => Promise<Lead>): Promise<LeadDetail> =>
    within(context, 'leads:write', async (tx) => leadDetail(tx, context.tenantId, deps, (await work(tx)).id, context.now));
  const answering = (context: Context, work: (tx: Tx) => Promise<Lead>): Promise<PortalLead> => {
    partnerOf(context, 'portal:leads');
    return database.inTenant(context.tenantId, async (tx) => portalLead(tx, context, (await work(tx)).id));
  };
  return {
    'leads.list': (context, { query }) => within(context, 'leads:read', (tx) => listLeads(tx, context.tenantId, query, context.now)),
    'leads.summary': (context) => within(context, 'leads:read', (tx) => leadSummary(tx, context.tenantId, deps, context.now)),
    'leads.get': (context, { params }) => within(context, 'leads:read', (tx) => leadDetail(tx, context.tenantId, deps, params.id, context.now)),
    'leads.create': (context, { body }) => writing(context, (tx) => createLead(tx, context, deps, body)),
    'leads.update': (context, { params, body }, { ifVersion }) => writing(context, (tx) => updateLead(tx, context, deps, params.id, ifVersion, body)),
    'leads.route': (context, { params, body }, { ifVersion }) =>
      writing(context, (tx) => routeAgain(tx, context, deps, params.id, ifVersion, body.partnerId ?? null)),
    'leads.pullBack': (context, { params, body }, { ifVersion }) => writing(context, (tx) => pullBack(tx, context, deps, params.id, ifVersion, body)),
    'leads.take': (context, { params }, { ifVersion }) => writing(context, (tx) => takeLead(tx, context, deps, params.id, ifVersion)),
    'leads.convert': (context, { params, body }, { ifVersion }) =>
      writing(context, (tx) => convertLead(tx, context, deps, params.id, ifVersion, body.dealId ?? null)),
    'leads.close': (context, { params, body }, { ifVersion }) => writing(context, (tx) => closeLead(tx, context, deps, params.id, ifVersion, body.reason)),
    'leadRouting.get': (context) => within(context, 'leads:read', (tx) => routingDetail(tx, context.tenantId, context.now)),
    'leadRouting.publish': (context, { body }) =>
      within(context, 'programs:write', (tx) => publishRouting(tx, context, deps.ports, body.definition, body.note ?? null)),
    'leadRouting.try': (context, { body }) => within(context, 'leads:read', (tx) => tryRouting(tx, context, deps, body)),
    'portalLeads.list': (context, { query }) => {
      partnerOf(context, 'portal:read');
      return database.inTenant(context.tenantId, (tx) => portalLeads(tx, context, query));
    },
    'portalLeads.accept': (context, { params }, { ifVersion }) => answering(context, (tx) => acceptLead(tx, context, deps, params.id, ifVersion)),
    'portalLeads.decline': (context, { params, body }, { ifVersion }) =>
      answering(context, (tx) => declineLead(tx, context, deps, params.id, body.reason, ifVersion)),
    'portalLeads.contacted': (context, { params, body }, { ifVersion }) =>
      answering(context, (tx) => contactedLead(tx, context, deps, params.id, body.note, ifVersion)),
    'portalLeads.convert': (context, { params, body }, { ifVersion }) =>
      answering(context, (tx) => convertAsPartner(tx, context, deps, params.id, ifVersion, body)),
  };
}
