import { newId } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { priceLines, type LineInput, type PricedLine } from './domain/amount.ts';
import { factsOf } from './domain/deal.ts';
import { requireProducts } from './names.ts';
import { insist, lockDeal, writeDeals } from './store.ts';

export async function setLines(tx: Tx, context: Context, dealId: string, lines: readonly LineInput[], ifVersion: number | null): Promise<void> {
  const deal = await lockDeal(tx, context.tenantId, dealId, ifVersion);
  const priced = insist(priceLines(lines), 'invalid_input');
  await requireProducts(
    tx,
    context.tenantId,
    priced.lines.map((line) => line.productId),
  );
  await tx.deleteFrom('deal_line').where('tenant_id', '=', context.tenantId).where('deal_id', '=', dealId).execute();
  await insertLines(tx, context.tenantId, dealId, priced.lines);
  // Without lines the last amount stays, and may be written by hand again.
  const after = { ...factsOf(deal), amountMinor: priced.lines.length === 0 ? deal.amountMinor : priced.amountMinor };
  await writeDeals(tx, context, 'deals.setLines', [
    {
      before: deal,
      after,
      events: [{ type: 'deal.lines_changed', dealId, payload: { count: priced.lines.length, amountMinor: after.amountMinor, currency: deal.currency } }],
    },
  ]);
}

export async function insertLines(tx: Tx, tenantId: string, dealId: string, lines: readonly PricedLine[]): Promise<void> {
  if (lines.length === 0) return;
  await tx
    .insertInto('deal_line')
    .values(
      lines.map((line) => ({
        tenant_id: tenantId,
        id: newId(),
        deal_id: dealId,
        position: line.position,
        product_id: line.productId,
        description: line.description,
        quantity: line.quantity,
        unit_price_minor: line.unitPriceMinor,
        amount_minor: line.amountMinor,
        term_months: line.termMonths,
      })),
    )
    .execute();
}

export async function lineCounts(tx: Tx, tenantId: string, dealId: string): Promise<{ count: number; sum: number | null }> {
  const row = await tx
    .selectFrom('deal_line')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.cast<number | null>(eb.fn.sum('amount_minor'), 'bigint').as('sum')])
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .executeTakeFirstOrThrow();
  return row;
}
