import { notFound, splitByWeights, type ReceiptLine } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { claimInfluence, decideClaim, listClaims } from './claims.ts';
import { decideAccrual, settlePart } from './decide-accrual.ts';
import { createRule, publishRule, updateRule } from './edit-rules.ts';
import { enrol, listEnrolments, updateEnrolment } from './enrolments.ts';
import { followReceipt, followSale } from './follow-facts.ts';
import type { FactLine } from './domain/facts.ts';
import { portalRoutes } from './portal.ts';
import type { IncentivesPorts } from './ports.ts';
import { listProgress, onePeriod } from './progress.ts';
import { exportAccruals, getAccrual, listAccruals, listFacts, oneAccrual, oneFact } from './read-accruals.ts';
import { listRules, oneRule, parsed, ruleRows, versionRows } from './rule-store.ts';
import { estimate, simulate } from './simulate.ts';
import { listSpiffs, registerSpiff } from './spiff-registrations.ts';

export type IncentivesDeps = { readonly database: Database; readonly ports: IncentivesPorts };
type IncentiveOperation = Extract<keyof Handlers, `incentives.${string}` | `portalIncentives.${string}`>;

export function incentivesRoutes({ database, ports }: IncentivesDeps): Pick<Handlers, IncentiveOperation> {
  const reading = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'incentives:read');
    return database.reading(context.tenantId, work);
  };
  const writing = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'incentives:write');
    return database.inTenant(context.tenantId, work);
  };
  const deciding = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'incentives:approve');
    return database.inTenant(context.tenantId, work);
  };
  const today = (context: Context): string => context.now.toISOString().slice(0, 10);
  return {
    ...portalRoutes({ database, ports }),
    'incentives.rules': (context, { query }) =>
      reading(context, async (tx) => ({
        items: (await listRules(tx, context.tenantId, today(context))).filter(
          (rule) =>
            (query.kind === undefined || rule.kind === query.kind) &&
            (query.retired === 'true' || rule.retiredAt === null) &&
            rule.name.toLowerCase().includes((query.q ?? '').toLowerCase()),
        ),
      })),
    'incentives.rule': (context, { params }) =>
      reading(context, async (tx) => {
        const rule = await oneRule(tx, context.tenantId, params.id, today(context));
        const draft = (await ruleRows(tx, context.tenantId)).find(({ id }) => id === params.id)?.draft ?? null;
        const versions = (await versionRows(tx, context.tenantId, params.id)).map((row) => ({
          number: row.number,
          effectiveFrom: row.effective_from,
          document: parsed(row.document),
          note: row.note,
          publishedBy: row.published_by,
          publishedAt: row.published_at,
        }));
        return { ...rule, draft: draft === null ? null : parsed(draft), versions: versions.toReversed() };
      }),
    'incentives.createRule': (context, { body }) => writing(context, (tx) => createRule(tx, context, body)),
    'incentives.updateRule': (context, { params, body }, { ifVersion }) => writing(context, (tx) => updateRule(tx, context, params.id, ifVersion, body)),
    'incentives.publishRule': (context, { params, body }, { ifVersion }) => writing(context, (tx) => publishRule(tx, context, params.id, ifVersion, body)),
    'incentives.simulate': (context, { body }) => reading(context, (tx) => simulate(tx, ports, context.tenantId, body)),
    'incentives.enrolments': (context, { query }) => reading(context, (tx) => listEnrolments(tx, context, query)),
    'incentives.enrol': (context, { body }) => writing(context, (tx) => enrol(tx, context, body)),
    'incentives.updateEnrolment': (context, { params, body }, { ifVersion }) =>
      writing(context, (tx) => updateEnrolment(tx, context, params.id, ifVersion, body)),
    'incentives.accruals': (context, { query }) => reading(context, (tx) => listAccruals(tx, context.tenantId, query)),
    'incentives.accrual': (context, { params }) => reading(context, (tx) => getAccrual(tx, context.tenantId, params.id)),
    'incentives.approve': (context, { params, body }, { ifVersion }) =>
      deciding(context, async (tx) => {
        await decideAccrual(tx, ports, context, { id: params.id, ifVersion, approve: true, reason: body.reason ?? null });
        return oneAccrual(tx, context.tenantId, params.id);
      }),
    'incentives.decline': (context, { params, body }, { ifVersion }) =>
      deciding(context, async (tx) => {
        await decideAccrual(tx, ports, context, { id: params.id, ifVersion, approve: false, reason: body.reason });
        return oneAccrual(tx, context.tenantId, params.id);
      }),
    'incentives.progress': (context, { query }) => reading(context, async (tx) => ({ items: await listProgress(tx, context, query) })),
    'incentives.period': (context, { params }) => reading(context, (tx) => onePeriod(tx, context, params.id)),
    'incentives.settlePart': (context, { params, body }, { ifVersion }) =>
      deciding(context, async (tx) => {
        await settlePart(tx, ports, context, params.id, ifVersion, body);
        const { entries: _entries, ...progress } = await onePeriod(tx, context, params.id);
        return progress;
      }),
    'incentives.facts': (context, { query }) => reading(context, (tx) => listFacts(tx, context.tenantId, query)),
    'incentives.retry': (context, { params }) =>
      writing(context, async (tx) => {
        await oneFact(tx, context.tenantId, params.type, params.id);
        await (params.type === 'receipt' ? followReceipt : followSale)(tx, ports, context, params.id);
        return oneFact(tx, context.tenantId, params.type, params.id);
      }),
    'incentives.claims': (context, { query }) => reading(context, (tx) => listClaims(tx, context.tenantId, query)),
    'incentives.claim': (context, { body }) => writing(context, (tx) => claimInfluence(tx, ports, context, body)),
    'incentives.decideClaim': (context, { params, body }, { ifVersion }) =>
      deciding(context, (tx) => decideClaim(tx, ports, context, params.id, ifVersion, body)),
    'incentives.spiffRegistrations': (context, { query }) => reading(context, (tx) => listSpiffs(tx, context.tenantId, query)),
    'incentives.registerSpiff': (context, { body }) => writing(context, (tx) => registerSpiff(tx, ports, context, body, null)),
    'incentives.estimate': (context, { params, body }) =>
      reading(context, async (tx) => {
        const known = await ports.dealLines(tx, context.tenantId, params.id);
        if (!known) throw notFound('deal');
        return estimate(tx, ports, context.tenantId, today(context), {
          dealId: params.id,
          ...body,
          lines: receiptLines(known, params.id, body.netMinor, body.feeMinor),
        });
      }),
    'incentives.export': (context, { query }) => reading(context, (tx) => exportAccruals(tx, context.tenantId, query)),
  };
}

/** The lines of the deal stand for those of the receipt to come, each with its part of the amount. */
function receiptLines(known: readonly FactLine[], dealId: string, netMinor: number, feeMinor: number): ReceiptLine[] {
  const whole: FactLine = { lineId: dealId, productId: null, vendorId: null, description: 'The deal', quantity: '1', netMinor: 1n, feeMinor: 0n };
  const lines = known.length > 0 ? known : [whole];
  const weights = lines.map((line) => ({ key: line.lineId, weight: line.netMinor > 0n ? line.netMinor : 0n }));
  const usable = weights.some(({ weight }) => weight > 0n) ? weights : weights.map(({ key }) => ({ key, weight: 1n }));
  const [net, fee] = [splitByWeights(BigInt(netMinor), usable), splitByWeights(BigInt(feeMinor), usable)];
  return lines.map((line) => ({
    ...line,
    reversesLineId: null,
    taxMinor: 0,
    netMinor: Number(net.get(line.lineId) ?? 0n),
    feeMinor: Number(fee.get(line.lineId) ?? 0n),
  }));
}
