import { notFound, splitByWeights, type ReceiptLine } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { createRule, publishRule, updateRule } from './edit-rules.ts';
import { splitReceipt } from './follow-receipts.ts';
import type { DealLine, SplitsPorts } from './ports.ts';
import { exportSplits, getSplit, listSplits } from './read-splits.ts';
import { preview, simulate } from './simulate.ts';
import { listRules, oneRule, oneSplit, parsed, ruleRows, versionRows } from './store.ts';

export type SplitsDeps = { readonly database: Database; readonly ports: SplitsPorts };
type SplitOperation = Extract<keyof Handlers, `splits.${string}`>;
type Work<Value> = Parameters<Database['inTenant']>[1] extends (tx: infer Tx) => unknown ? (tx: Tx) => Promise<Value> : never;

export function splitsRoutes({ database, ports }: SplitsDeps): Pick<Handlers, SplitOperation> {
  const reading = <Value>(context: Context, work: Work<Value>): Promise<Value> => {
    requireScope(context, 'splits:read');
    return database.reading(context.tenantId, work);
  };
  const writing = <Value>(context: Context, work: Work<Value>): Promise<Value> => {
    requireScope(context, 'splits:write');
    return database.inTenant(context.tenantId, work);
  };
  const today = (context: Context): string => context.now.toISOString().slice(0, 10);
  return {
    'splits.rules': (context) => reading(context, async (tx) => ({ items: await listRules(tx, context.tenantId, today(context)) })),
    'splits.rule': (context, { params }) =>
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
    'splits.createRule': (context, { body }) => writing(context, (tx) => createRule(tx, context, body)),
    'splits.updateRule': (context, { params, body }, { ifVersion }) => writing(context, (tx) => updateRule(tx, context, params.id, ifVersion, body)),
    'splits.publishRule': (context, { params, body }, { ifVersion }) => writing(context, (tx) => publishRule(tx, context, params.id, ifVersion, body)),
    'splits.simulate': (context, { body }) => reading(context, (tx) => simulate(tx, ports, context.tenantId, body)),
    'splits.preview': (context, { params, body }) =>
      reading(context, async (tx) => {
        const known = await ports.dealLines(tx, context.tenantId, params.id);
        if (!known) throw notFound('deal');
        const whole = { lineId: params.id, productId: null, vendorId: null, description: 'The deal', amountMinor: 1 };
        const lines = receiptLines(known.length > 0 ? known : [whole], body.netMinor, body.feeMinor);
        return preview(tx, ports, context.tenantId, today(context), {
          dealId: params.id,
          source: body.source,
          currency: body.currency,
          netMinor: body.netMinor,
          feeMinor: body.feeMinor,
          lines,
        });
      }),
    'splits.list': (context, { query }) => reading(context, (tx) => listSplits(tx, context.tenantId, query)),
    'splits.get': (context, { params }) => reading(context, (tx) => getSplit(tx, context.tenantId, params.id)),
    'splits.retry': (context, { params }) =>
      writing(context, async (tx) => {
        const row = await oneSplit(tx, context.tenantId, params.id);
        await splitReceipt(tx, ports, context, row.receiptId);
        return oneSplit(tx, context.tenantId, params.id);
      }),
    'splits.export': (context, { query }) => reading(context, (tx) => exportSplits(tx, context.tenantId, query)),
  };
}

/** The lines of the deal stand for those of the receipt to come, each with its part of the amount. */
function receiptLines(lines: readonly DealLine[], netMinor: number, feeMinor: number): ReceiptLine[] {
  const weights = lines.map((line) => ({ key: line.lineId, weight: BigInt(Math.max(line.amountMinor, 0)) }));
  const usable = weights.some(({ weight }) => weight > 0n) ? weights : weights.map(({ key }) => ({ key, weight: 1n }));
  const [net, fee] = [splitByWeights(BigInt(netMinor), usable), splitByWeights(BigInt(feeMinor), usable)];
  return lines.map((line) => ({
    lineId: line.lineId,
    reversesLineId: null,
    productId: line.productId,
    vendorId: line.vendorId,
    description: line.description,
    quantity: null,
    netMinor: Number(net.get(line.lineId) ?? 0n),
    taxMinor: 0,
    feeMinor: Number(fee.get(line.lineId) ?? 0n),
  }));
}
