import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { chainsForStaff, setPrice } from './chains.ts';
import { partnerOf, type DistributionDeps } from './context.ts';
import { listLines, listReports, settleLine } from './reports.ts';
import type { LineRow } from './report-store.ts';
import { addTie, endTie, listTies } from './ties.ts';
import { uploadReport } from './upload-report.ts';

type Operation = Extract<keyof Handlers, `partnerTies.${string}` | `chains.${string}` | `salesReports.${string}` | `portalReports.${string}`>;

/** Which deal a line is held against stays with the vendor; the number is enough for the distributor's own. */
function withoutDeal({ dealId, ...line }: LineRow): Omit<LineRow, 'dealId'> {
  void dealId;
  return line;
}

export function distributionRoutes(deps: DistributionDeps): Pick<Handlers, Operation> {
  const { database, ports } = deps;
  const reading = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'distribution:read');
    return database.inTenant(context.tenantId, work);
  };
  const writing = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'distribution:write');
    return database.inTenant(context.tenantId, work);
  };
  const asPartner = <Value>(context: Context, work: (tx: Tx, partnerId: string) => Promise<Value>): Promise<Value> => {
    const partnerId = partnerOf(context, 'portal:distribution');
    return database.inTenant(context.tenantId, (tx) => work(tx, partnerId));
  };
  return {
    'partnerTies.list': (context, { query }) => reading(context, (tx) => listTies(tx, context, query)),
    'partnerTies.add': (context, { body }) => writing(context, (tx) => addTie(tx, context, ports, body)),
    'partnerTies.end': (context, { params }) => writing(context, (tx) => endTie(tx, context, params.id)),
    'chains.ofDeal': (context, { params }) => reading(context, async (tx) => ({ chains: await chainsForStaff(tx, ports, context, params.id) })),
    'chains.setPrice': (context, { params, body }) =>
      writing(context, (tx) => setPrice(tx, context, ports, null, { dealId: params.id, routeId: params.childId, ...body })),
    'salesReports.list': (context, { query }) => reading(context, (tx) => listReports(tx, context, query, query.partnerId ?? null)),
    'salesReports.lines': (context, { params, query }) => reading(context, (tx) => listLines(tx, context, params.id, query, null)),
    'salesReports.settle': (context, { params, body }) => writing(context, (tx) => settleLine(tx, context, ports, params, body)),
    'portalReports.list': (context, { query }) => asPartner(context, (tx, partnerId) => listReports(tx, context, query, partnerId)),
    'portalReports.upload': (context, { body }) => uploadReport(deps, context, body),
    'portalReports.lines': (context, { params, query }) =>
      asPartner(context, async (tx, partnerId) => {
        const { items, ...rest } = await listLines(tx, context, params.id, query, partnerId);
        return { ...rest, items: items.map(withoutDeal) };
      }),
  };
}
