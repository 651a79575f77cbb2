import type { Result } from '@entente/contracts';
import { dealStages, type DealStage } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { conditions, narrowed, type DealFilter } from './list-store.ts';

export type StageSum = { readonly stage: DealStage; readonly currency: string; readonly count: number; readonly amountMinor: number };

/** Currencies are never added up: totals has one entry each, the most used first, and the stages are worth what their deals in that first currency are. */
export function figuresOf(sums: readonly StageSum[]): Pick<Result<'deals.summary'>, 'count' | 'totals' | 'byStage'> {
  const byCurrency = new Map<string, { count: number; amountMinor: number }>();
  for (const sum of sums) {
    const known = byCurrency.get(sum.currency) ?? { count: 0, amountMinor: 0 };
    byCurrency.set(sum.currency, { count: known.count + sum.count, amountMinor: known.amountMinor + sum.amountMinor });
  }
  const currencies = [...byCurrency].sort(([left, a], [right, b]) => b.count - a.count || (left < right ? -1 : 1));
  const first = currencies[0]?.[0];
  return {
    count: sums.reduce((all, sum) => all + sum.count, 0),
    totals: currencies.map(([currency, { amountMinor }]) => ({ currency, amountMinor })),
    byStage: dealStages.flatMap((stage) => {
      const here = sums.filter((sum) => sum.stage === stage);
      return here.length === 0
        ? []
        : [{ stage, count: here.reduce((all, sum) => all + sum.count, 0), amountMinor: here.find((sum) => sum.currency === first)?.amountMinor ?? 0 }];
    }),
  };
}

export async function summaryOf(tx: Tx, context: Context, filter: DealFilter): Promise<Result<'deals.summary'>> {
  const where = [
    sql`d.tenant_id = ${context.tenantId}::uuid`,
    ...(filter.status ? [sql`d.status = ${sql.lit(filter.status)}`] : []),
    ...conditions(context, filter, await narrowed(tx, context, filter)),
  ];
  const { rows } =
    await sql<StageSum>`select d.stage, d.currency, count(*) as count, coalesce(sum(d.amount_minor), 0)::bigint as "amountMinor" from deal d where ${sql.join(where, sql` and `)} group by d.stage, d.currency`.execute(
      tx,
    );
  return { ...figuresOf(rows), asOf: context.now.toISOString() };
}
