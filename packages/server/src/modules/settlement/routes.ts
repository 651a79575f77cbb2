import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { choose, type Choice } from './choose.ts';
import { comparisonCsv } from './export.ts';
import { difference, oneVersion, planOf, requireDeal, waterfall } from './plan.ts';
import { partnersWaterfall } from './portal.ts';
import type { SettlementDeps } from './ports.ts';
import { readSettings, setSettings } from './settings.ts';
import { history, standing } from './store.ts';
import { compare, whatIf } from './ways.ts';

type SettlementOperation = Extract<keyof Handlers, `settlement.${string}` | `portalSettlement.${string}`>;
type Work<Value> = Parameters<Database['inTenant']>[1] extends (tx: infer Tx) => unknown ? (tx: Tx) => Promise<Value> : never;

export function settlementRoutes({ database, ports }: SettlementDeps): Pick<Handlers, SettlementOperation> {
  const reading = <Value>(context: Context, work: Work<Value>): Promise<Value> => {
    requireScope(context, 'quotes:read');
    return database.reading(context.tenantId, work);
  };
  const ofDeal = <Value>(context: Context, dealId: string, work: Work<Value>): Promise<Value> =>
    reading(context, async (tx) => {
      await requireDeal(tx, ports, context.tenantId, dealId, context.now);
      return work(tx);
    });
  const choosing = (context: Context, dealId: string, choice: Choice) => {
    requireScope(context, 'settlement:write');
    return database.inTenant(context.tenantId, async (tx) => {
      await choose(tx, ports, context, dealId, choice);
      return planOf(tx, ports, context.tenantId, dealId, context.now);
    });
  };
  const compared = (context: Context, dealId: string, candidates: Parameters<typeof compare>[3]['candidates']) =>
    reading(context, async (tx) => {
      const chosen = (await standing(tx, context.tenantId, dealId))?.candidate ?? null;
      return compare(tx, ports, context.tenantId, { dealId, now: context.now, candidates, chosen });
    });
  return {
    'settlement.compare': (context, { params, body }) => compared(context, params.id, body.candidates ?? null),
    'settlement.export': async (context, { params, body }) => comparisonCsv(await compared(context, params.id, body.candidates ?? null)),
    'settlement.whatIf': (context, { params, body }) =>
      reading(context, async (tx) => {
        const chosen = (await standing(tx, context.tenantId, params.id))?.candidate ?? null;
        return whatIf(tx, ports, context.tenantId, { dealId: params.id, now: context.now, chosen }, body);
      }),
    'settlement.choose': (context, { params, body }) => choosing(context, params.id, { operation: 'settlement.choose', ...body }),
    'settlement.recompute': (context, { params, body }) => choosing(context, params.id, { operation: 'settlement.recompute', candidate: null, ...body }),
    'settlement.plan': (context, { params }) => reading(context, (tx) => planOf(tx, ports, context.tenantId, params.id, context.now)),
    'settlement.history': (context, { params, query }) => ofDeal(context, params.id, (tx) => history(tx, context.tenantId, params.id, query)),
    'settlement.version': (context, { params }) => ofDeal(context, params.id, (tx) => oneVersion(tx, context.tenantId, params.id, params.number)),
    'settlement.difference': (context, { params, query }) => ofDeal(context, params.id, (tx) => difference(tx, context.tenantId, params.id, query)),
    'settlement.waterfall': (context, { params, query }) => ofDeal(context, params.id, (tx) => waterfall(tx, context.tenantId, params.id, query.number)),
    'settlement.settings': (context) => reading(context, (tx) => readSettings(tx, context.tenantId)),
    'settlement.setSettings': (context, { body }) => {
      requireScope(context, 'settlement:write');
      return database.inTenant(context.tenantId, (tx) => setSettings(tx, context, body));
    },
    'portalSettlement.waterfall': (context, { params }) => {
      requireScope(context, 'portal:deals');
      return database.reading(context.tenantId, (tx) => partnersWaterfall(tx, ports, context, params.id));
    },
  };
}
