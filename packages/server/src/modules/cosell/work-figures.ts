import type { Result } from '@entente/contracts';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { actQuery, actShape, type ActShape } from './act-store.ts';

/** Open acts of one deal, the most urgent first. */
export async function actsOfDeal(tx: Tx, context: Context, dealId: string): Promise<ActShape[]> {
  const rows = await actQuery(tx, context.tenantId)
    .where('a.deal_id', '=', dealId)
    .where('a.status', '=', 'open')
    .orderBy(sql`a.due_at nulls last`)
    .orderBy('a.id')
    .limit(50)
    .execute();
  return rows.map((row) => actShape(row, context));
}

/** Open acts and running plays of the workspace; the median runs from the start of a run to the first act that waited for a person. */
export async function workFigures(tx: Tx, context: Context): Promise<Pick<Result<'overview.get'>, 'openActs' | 'runs'>> {
  const { tenantId } = context;
  const acts = await sql<{
    count: number;
    overdue: number;
  }>`select count(*)::int as count, (count(*) filter (where due_at < ${context.now.toISOString()}))::int as overdue from act where tenant_id = ${tenantId} and status = 'open'`.execute(
    tx,
  );
  const runs = await sql<{ running: number; median: number | null }>`
    select (count(*) filter (where status in ('running', 'waiting')))::int as running,
      percentile_cont(0.5) within group (order by extract(epoch from first_act_at - started_at)::double precision) filter (where first_act_at is not null) as median
    from play_run where tenant_id = ${tenantId}`.execute(tx);
  const [work, run] = [acts.rows[0], runs.rows[0]];
  return {
    openActs: { count: work?.count ?? 0, overdue: work?.overdue ?? 0 },
    runs: { running: run?.running ?? 0, medianSecondsToFirstAct: run?.median ?? null },
  };
}
