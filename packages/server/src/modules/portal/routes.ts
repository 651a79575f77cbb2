import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { brandShown, setBrand } from './brand.ts';
import { comment, handoffDone, portalDeal, portalDeals, setLane, setPrice, setRecord, shareDeal } from './deals.ts';
import { portalHome } from './home.ts';
import type { PortalPorts } from './ports.ts';

export type PortalDeps = { readonly database: Database; readonly ports: PortalPorts };
type Operation = Extract<keyof Handlers, `portalDeals.${string}` | `portalTeam.${string}` | `branding.${string}` | 'portal.home'>;

export function portalRoutes({ database, ports }: PortalDeps): Pick<Handlers, Operation> {
  const within = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => database.inTenant(context.tenantId, work);
  return {
    'portal.home': (context) => within(context, (tx) => portalHome(tx, ports, context)),
    'portalDeals.list': (context, { query }) => within(context, (tx) => portalDeals(tx, ports, context, query)),
    'portalDeals.get': (context, { params }) => within(context, (tx) => portalDeal(tx, ports, context, params.id)),
    'portalDeals.setLane': (context, { params, body }) => within(context, (tx) => setLane(tx, ports, context, params, body)),
    'portalDeals.comment': (context, { params, body }) => within(context, (tx) => comment(tx, ports, context, params.id, body.body)),
    'portalDeals.handoffDone': (context, { params }) => within(context, (tx) => handoffDone(tx, ports, context, params)),
    'portalDeals.setRecord': (context, { params, body }) => within(context, (tx) => setRecord(tx, ports, context, params.id, body)),
    'portalDeals.share': (context, { params, body }) => within(context, (tx) => shareDeal(tx, ports, context, params.id, body)),
    'portalDeals.setPrice': (context, { params, body }) => within(context, (tx) => setPrice(tx, ports, context, params, body)),
    'portalTeam.list': (context) => ports.team.list(context),
    'portalTeam.invite': (context, { body }) => ports.team.invite(context, body),
    'portalTeam.update': (context, { params, body }) => ports.team.changeRole(context, params.id, body.role),
    'portalTeam.remove': (context, { params }) => ports.team.remove(context, params.id),
    'branding.get': (context) => within(context, async (tx) => brandShown(await ports.brand(tx, context.tenantId), context.tenantId)),
    'branding.set': (context, { body }) => setBrand(database, ports, context, body),
  };
}
