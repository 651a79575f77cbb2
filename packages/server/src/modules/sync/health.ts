import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { findConnection } from './connection-store.ts';
import type { ConnectionsDeps } from './connections.ts';

export async function connectionHealth(tx: Tx, context: Context, deps: ConnectionsDeps, id: string): Promise<Result<'connections.health'>> {
  const { tenantId } = context;
  const connection = await findConnection(tx, tenantId, id);
  const hourAgo = new Date(context.now.getTime() - 3_600_000).toISOString();
  const { rows: waiting } = await sql<{ live: number; backfill: number; oldestSince: string | null }>`
    select count(*) filter (where urgency < 2)::int as live, count(*) filter (where urgency = 2)::int as backfill, min(since) as "oldestSince"
    from sync_task where tenant_id = ${tenantId}::uuid and connection_id = ${id}::uuid`.execute(tx);
  const { rows: statuses } = await sql<{ status: string; n: number }>`
    select status, count(*)::int as n from outside_view where tenant_id = ${tenantId}::uuid and connection_id = ${id}::uuid group by status`.execute(tx);
  const { rows: hour } = await sql<{ in: number; out: number; failed: number; medianMilliseconds: number | null }>`
    select count(*) filter (where direction = 'in')::int as "in", count(*) filter (where direction = 'out' and act <> 'refused')::int as "out", count(*) filter (where act = 'refused')::int as failed,
      percentile_cont(0.5) within group (order by milliseconds) as "medianMilliseconds"
    from sync_log where tenant_id = ${tenantId}::uuid and connection_id = ${id}::uuid and at >= ${hourAgo}::timestamptz`.execute(tx);
  const { rows: audits } = await sql<Result<'connections.health'>['audits'][number]>`
    select at, compared, differing, missing_here as "missingHere", missing_there as "missingThere", examples from drift_audit
    where tenant_id = ${tenantId}::uuid and connection_id = ${id}::uuid order by id desc limit 30`.execute(tx);
  const system = deps.systems.open(connection, tenantId);
  const left = system.records?.left?.();
  return {
    waiting: waiting[0] ?? { live: 0, backfill: 0, oldestSince: null },
    byStatus: Object.fromEntries(statuses.map((row) => [row.status, row.n])),
    lastHour: hour[0] ?? { in: 0, out: 0, failed: 0, medianMilliseconds: null },
    budget: (system.records?.limits.budgets ?? []).map((budget) => ({
      name: budget.name,
      perSecond: budget.perSecond,
      left: left?.[budget.name] ?? system.buckets.get(budget.name)?.left(performance.now()) ?? null,
      resetsAt: connection.resumesAt,
    })),
    audits,
  };
}

export async function connectionLog(tx: Tx, context: Context, id: string, query: Parsed<'connections.log'>['query']): Promise<Result<'connections.log'>> {
  await findConnection(tx, context.tenantId, id);
  const place = placeIn(query.cursor, 'id');
  const { rows } = await sql<Result<'connections.log'>['items'][number]>`
    select l.id, l.at, l.direction, l.act, l.fields, l.sentence, l.milliseconds, l.view_id as "viewId", v.deal_id as "dealId", d.name as "dealName"
    from sync_log l left join outside_view v on v.tenant_id = l.tenant_id and v.id = l.view_id left join deal d on d.tenant_id = v.tenant_id and d.id = v.deal_id
    where l.tenant_id = ${context.tenantId}::uuid and l.connection_id = ${id}::uuid ${query.viewId === undefined ? sql`` : sql`and l.view_id = ${query.viewId}::uuid`}
      ${place === null ? sql`` : sql`and l.id < ${place.id}::uuid`} order by l.id desc limit ${query.limit + 1}`.execute(tx);
  const items = rows.slice(0, query.limit);
  return { items, nextCursor: rows.length > query.limit ? encodeCursor({ sort: null, id: items.at(-1)?.id ?? '' }) : null };
}

export async function connectionMessages(
  tx: Tx,
  context: Context,
  id: string,
  query: Parsed<'connections.messages'>['query'],
): Promise<Result<'connections.messages'>> {
  await findConnection(tx, context.tenantId, id);
  const place = placeIn(query.cursor, 'id');
  const { rows } = await sql<Result<'connections.messages'>['items'][number]>`
    select i.id, i.type, i.outside_id as "outsideId", i.times, i.received_at as "receivedAt", i.body, coalesce(i.outcome, case
        when i.kind is null or i.outside_id is null then 'Passed on'
        when exists (select from sync_task t where t.tenant_id = i.tenant_id and t.connection_id = i.connection_id and t.kind = i.kind and t.key = i.outside_id) then null
        when exists (select from sync_failure f where f.tenant_id = i.tenant_id and f.connection_id = i.connection_id and f.kind = i.kind and f.key = i.outside_id and f.status = 'open') then 'Its record failed'
        else 'Handled' end) as outcome
    from sync_inbox i
    where i.tenant_id = ${context.tenantId}::uuid and i.connection_id = ${id}::uuid ${place === null ? sql`` : sql`and i.id < ${place.id}::uuid`} order by i.id desc limit ${query.limit + 1}`.execute(
    tx,
  );
  const items = rows.slice(0, query.limit);
  return { items, nextCursor: rows.length > query.limit ? encodeCursor({ sort: null, id: items.at(-1)?.id ?? '' }) : null };
}
