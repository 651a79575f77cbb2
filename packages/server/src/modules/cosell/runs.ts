import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, newId, notFound, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { actQuery, actShape } from './act-store.ts';
import type { ActDeps } from './acts.ts';
import type { PlayDefinition } from './domain/play.ts';
import { playVersion } from './play-store.ts';
import { moveRun } from './run-engine.ts';
import { startRun } from './start-run.ts';

type RunDetail = Result<'runs.get'>;

function runRows(tx: Tx, tenantId: string) {
  return tx
    .selectFrom('play_run as r')
    .innerJoin('play_version as v', (join) =>
      join.onRef('v.tenant_id', '=', 'r.tenant_id').onRef('v.play_id', '=', 'r.play_id').onRef('v.version', '=', 'r.version'),
    )
    .innerJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'r.tenant_id').onRef('d.id', '=', 'r.deal_id'))
    .leftJoin('play_step as s', (join) =>
      join.onRef('s.tenant_id', '=', 'r.tenant_id').onRef('s.run_id', '=', 'r.id').on('s.status', 'in', ['waiting', 'ready']),
    )
    .where('r.tenant_id', '=', tenantId)
    .select([
      'r.id',
      'r.play_id',
      'r.version',
      'r.deal_id',
      'd.number',
      'd.name as deal_name',
      'r.status',
      'r.trigger',
      'r.started_at',
      'r.first_act_at',
      'r.finished_at',
      's.holder',
      's.since',
      's.due_at',
      sql<string>`v.definition ->> 'name'`.as('play_name'),
    ]);
}
type RunRow = Awaited<ReturnType<ReturnType<typeof runRows>['executeTakeFirstOrThrow']>>;

const runRow = (row: RunRow): Result<'runs.list'>['items'][number] => ({
  id: row.id,
  playId: row.play_id,
  playName: row.play_name,
  version: row.version,
  dealId: row.deal_id,
  dealNumber: row.number,
  dealName: row.deal_name,
  status: row.status as RunDetail['status'],
  trigger: (row.trigger as { reason: string }).reason,
  startedAt: row.started_at,
  firstActAt: row.first_act_at,
  finishedAt: row.finished_at,
  holder: row.holder,
  waitingSince: row.since,
  dueAt: row.due_at,
});

export function listRuns({ database }: ActDeps, context: Context, query: Parsed<'runs.list'>['query']): Promise<Result<'runs.list'>> {
  requireScope(context, 'plays:read');
  return database.inTenant(context.tenantId, async (tx) => {
    const place = placeIn(query.cursor, 'id');
    let rows = runRows(tx, context.tenantId);
    if (query.playId !== undefined) rows = rows.where('r.play_id', '=', query.playId);
    if (query.dealId !== undefined) rows = rows.where('r.deal_id', '=', query.dealId);
    if (query.status !== undefined) rows = rows.where('r.status', '=', query.status);
    if (place) rows = rows.where('r.id', '<', place.id);
    const found = await rows
      .orderBy('r.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map(runRow);
    const last = found.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function getRun({ database }: ActDeps, context: Context, id: string): Promise<RunDetail> {
  requireScope(context, 'plays:read');
  return database.inTenant(context.tenantId, (tx) => readRun(tx, context, id));
}

async function readRun(tx: Tx, context: Context, id: string): Promise<RunDetail> {
  const row = await runRows(tx, context.tenantId).where('r.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('run');
  const play: PlayDefinition = await playVersion(tx, context.tenantId, row.play_id, row.version);
  const reached = await tx.selectFrom('play_step').selectAll().where('tenant_id', '=', context.tenantId).where('run_id', '=', id).orderBy('position').execute();
  const acts = await actQuery(tx, context.tenantId).where('a.run_id', '=', id).orderBy('a.id').execute();
  const known = new Set(reached.map((step) => step.step_key));
  return {
    ...runRow(row),
    steps: [
      ...reached.map((step) => ({
        key: step.step_key,
        kind: step.kind,
        title: (step.output as { title?: string } | null)?.title ?? step.step_key,
        status: step.status,
        holder: step.holder,
        since: step.since,
        dueAt: step.due_at,
        finishedAt: step.finished_at,
        output: step.output,
      })),
      ...play.steps
        .filter((step) => !known.has(step.id))
        .map((step) => ({
          key: step.id,
          kind: step.kind,
          title: step.title,
          status: 'ahead',
          holder: null,
          since: null,
          dueAt: null,
          finishedAt: null,
          output: null,
        })),
    ],
    acts: acts.map((act) => actShape(act, context)),
  };
}

export function startPlay({ database, ports, cache }: ActDeps, context: Context, playId: string, dealId: string): Promise<RunDetail> {
  requireScope(context, 'plays:run');
  return database.inTenant(context.tenantId, async (tx) => {
    const row = await tx
      .selectFrom('play')
      .select(['latest_version', 'live_version'])
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', playId)
      .executeTakeFirst();
    if (!row) throw notFound('play');
    const deal = await ports.deal(tx, context.tenantId, dealId, context.now);
    if (!deal) throw notFound('deal');
    const version = row.live_version ?? row.latest_version;
    const play = await playVersion(tx, context.tenantId, playId, version);
    const runId = await startRun(tx, context, ports, cache, {
      playId,
      version,
      play,
      dealId,
      triggerKey: `by-hand:${newId()}`,
      trigger: { type: 'by_hand', reason: `Started by ${context.actor.name}.` },
      facts: {
        ...deal.expression,
        event: { type: 'by_hand', at: context.now.toISOString(), from: '', to: '', amountMinor: 0, days: 0, percent: 0, source: 'person' },
      },
    });
    return readRun(tx, context, runId ?? '');
  });
}

export function cancelRun({ database, ports, cache }: ActDeps, context: Context, id: string, reason: string | null): Promise<RunDetail> {
  requireScope(context, 'plays:run');
  return database.inTenant(context.tenantId, async (tx) => {
    const state = await moveRun(tx, context, ports, cache, id, {
      id: newId(),
      at: context.now.toISOString(),
      type: 'cancel',
      by: context.actor.name,
      reason: reason ?? `Stopped by ${context.actor.name}`,
    });
    if (!state) throw notFound('run');
    // Meetings to be sent are acts of the engine's own kind and are not closed by the play's domain.
    await tx
      .updateTable('act')
      .set((eb) => ({
        status: 'dismissed',
        outcome: 'cancelled',
        closed_at: context.now.toISOString(),
        closed_by: context.actor.name,
        version: eb('version', '+', 1),
      }))
      .where('tenant_id', '=', context.tenantId)
      .where('run_id', '=', id)
      .where('status', '=', 'open')
      .execute();
    return readRun(tx, context, id);
  });
}
