import { encodeCursor, newId, notFound, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Parsed, Result } from '@entente/contracts';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { actQuery, actShape, mine, recordOf, type ActRow, type ActShape } from './act-store.ts';
import { choicesOf, recordTypeOf } from './domain/act-choices.ts';
import { assertPartnersKnown } from './known-ids.ts';
import { inviteFromAct } from './meetings.ts';
import type { PartnerCache } from './partner-cache.ts';
import type { CosellPorts } from './ports.ts';
import { moveRun } from './run-engine.ts';

export type ActDeps = { readonly database: Database; readonly ports: CosellPorts; readonly cache: PartnerCache };
/** Sorts acts without a due time behind all others. */
const NO_CLOCK = '9999-12-31T00:00:00.000Z';

export function listActs({ database }: ActDeps, context: Context, query: Parsed<'acts.list'>['query']): Promise<Result<'acts.list'>> {
  requireScope(context, 'acts:read');
  return database.inTenant(context.tenantId, async (tx) => {
    const place = placeIn(query.cursor, 'instant');
    const key = query.status === 'open' ? sql<string>`coalesce(a.due_at, ${NO_CLOCK}::timestamptz)` : sql<string>`a.closed_at`;
    let rows = actQuery(tx, context.tenantId).select(key.as('sort_key')).where('a.status', '=', query.status);
    if (query.mine) rows = rows.where(mine(context));
    if (query.kind !== undefined) rows = rows.where('a.kind', '=', query.kind);
    if (query.dealId !== undefined) rows = rows.where('a.deal_id', '=', query.dealId);
    if (query.status === 'open') {
      if (place) rows = rows.where(sql<boolean>`(${key}, a.id) > (${String(place.sort)}::timestamptz, ${place.id}::uuid)`);
      rows = rows.orderBy(key).orderBy('a.id');
    } else {
      if (place) rows = rows.where(sql<boolean>`(${key}, a.id) < (${String(place.sort)}::timestamptz, ${place.id}::uuid)`);
      rows = rows.orderBy(key, 'desc').orderBy('a.id', 'desc');
    }
    const found = await rows.limit(query.limit + 1).execute();
    const items = found.slice(0, query.limit);
    const last = found.length > query.limit ? items.at(-1) : undefined;
    let counts = tx
      .selectFrom('act as a')
      .where('a.tenant_id', '=', context.tenantId)
      .where('a.status', '=', 'open')
      .select([sql<number>`count(*)::int`.as('open'), sql<number>`(count(*) filter (where a.due_at < ${context.now.toISOString()}))::int`.as('overdue')]);
    if (query.mine) counts = counts.where(mine(context));
    const { open, overdue } = await counts.executeTakeFirstOrThrow();
    return {
      items: items.map((row) => actShape(row, context)),
      nextCursor: last ? encodeCursor({ sort: last.sort_key, id: last.id }) : null,
      openCount: open,
      overdueCount: overdue,
    };
  });
}

/** Answers an act. The act, the run it belongs to and all that follows move in one transaction; a second answer finds it closed. */
export function decideAct(deps: ActDeps, context: Context, id: string, body: Parsed<'acts.decide'>['body']): Promise<ActShape> {
  requireScope(context, 'acts:decide');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const row = await lockAct(tx, context.tenantId, id);
    if (row.status !== 'open') throw new Problem('conflict', `${row.closed_by ?? 'Somebody'} has already answered this.`, { reason: 'already_answered' });
    const recordId = recordOf(row.payload);
    const record = recordId === null ? null : recordTypeOf(row.kind);
    if (record !== null) throw new Problem('conflict', `This is answered on the ${record} itself, not here.`, { reason: 'answered_elsewhere' });
    const choice = choicesOf(row.kind, recordId).find(({ key }) => key === body.choice);
    if (!choice) throw new Problem('invalid_input', `“${body.choice}” is not an answer to this.`);
    const note = body.note ?? null;
    if (choice.needsNote && (note === null || note === ''))
      throw new Problem('invalid_input', 'Say why, in a sentence others can read.', {
        fields: [{ path: 'note', code: 'required', sentence: 'Say why, in a sentence others can read.' }],
      });
    await assertPartnersKnown(tx, deps.ports, context.tenantId, body.partnerIds ?? []);
    const at = context.now.toISOString();
    await tx
      .updateTable('act')
      .set((eb) => ({ status: 'done', outcome: choice.key, note, closed_at: at, closed_by: context.actor.name, version: eb('version', '+', 1) }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, {
      operation: 'acts.decide',
      recordType: 'act',
      recordId: id,
      before: { status: 'open' },
      after: { status: 'done', outcome: choice.key },
      reason: note,
      events: [{ type: 'act.decided', dealId: row.deal_id, payload: { title: row.title, outcome: choice.key, note } }],
    });
    await followRun(tx, deps, context, row, choice.key, note, body.partnerIds);
    if (row.deal_id !== null) await deps.ports.refreshNextAct(tx, context.tenantId, row.deal_id);
    return reread(tx, context, id);
  });
}

async function followRun(
  tx: Tx,
  deps: ActDeps,
  context: Context,
  row: ActRow,
  choice: string,
  note: string | null,
  partnerIds: readonly string[] | undefined,
): Promise<void> {
  const payload = row.payload as { stepId?: string; attempt?: number };
  if (row.run_id === null || typeof payload.stepId !== 'string' || row.kind === 'escalation') return;
  const at = context.now.toISOString();
  const base = { id: newId(), at, stepId: payload.stepId, by: context.actor.name, ...(payload.attempt === undefined ? {} : { attempt: payload.attempt }) };
  if (choice === 'skip') {
    await moveRun(tx, context, deps.ports, deps.cache, row.run_id, {
      id: base.id,
      at,
      type: 'skip',
      stepId: payload.stepId,
      by: context.actor.name,
      reason: note ?? 'Skipped',
    });
    return;
  }
  const meetingId = row.kind === 'meeting' && choice === 'send' ? await inviteFromAct(tx, context, deps.ports, row) : undefined;
  const outcome = row.kind === 'approval' ? (choice === 'approve' ? 'approved' : 'rejected') : undefined;
  await moveRun(tx, context, deps.ports, deps.cache, row.run_id, {
    ...base,
    type: 'step_done',
    ...(outcome ? { outcome } : {}),
    ...(note === null ? {} : { note }),
    ...(meetingId ? { meetingId } : {}),
    ...(partnerIds && partnerIds.length > 0 ? { partnerIds } : {}),
  });
}

/** An answer can be taken back while nothing stands on it: the run has gone on from a step of a play, so only acts without a run can. */
export function reopenAct({ database, ports }: ActDeps, context: Context, id: string): Promise<ActShape> {
  requireScope(context, 'acts:decide');
  return database.inTenant(context.tenantId, async (tx) => {
    const row = await lockAct(tx, context.tenantId, id);
    if (row.status === 'open') return actShape(row, context);
    if (recordOf(row.payload) !== null && recordTypeOf(row.kind) !== null)
      throw new Problem('conflict', 'What was decided stands on the record itself. Open it to see what can still be changed.', { reason: 'built_on' });
    if (row.run_id !== null && row.kind !== 'escalation')
      throw new Problem('conflict', 'The play has gone on from this answer. Start it again if it should take another way.', { reason: 'built_on' });
    await tx
      .updateTable('act')
      .set((eb) => ({ status: 'open', outcome: null, note: null, closed_at: null, closed_by: null, version: eb('version', '+', 1) }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, {
      operation: 'acts.reopen',
      recordType: 'act',
      recordId: id,
      before: { status: row.status },
      after: { status: 'open' },
      events: [{ type: 'act.opened', dealId: row.deal_id, payload: { title: row.title, kind: row.kind, dueAt: row.due_at } }],
    });
    if (row.deal_id !== null) await ports.refreshNextAct(tx, context.tenantId, row.deal_id);
    return reread(tx, context, id);
  });
}

export function assignAct({ database, ports }: ActDeps, context: Context, id: string, assigneeId: string): Promise<ActShape> {
  requireScope(context, 'acts:decide');
  return database.inTenant(context.tenantId, async (tx) => {
    const row = await lockAct(tx, context.tenantId, id);
    if (row.status !== 'open') throw new Problem('conflict', 'This has been answered already.');
    const person = await ports.memberMail(tx, context.tenantId, assigneeId);
    if (!person) throw notFound('person');
    await tx
      .updateTable('act')
      .set((eb) => ({ assignee_id: assigneeId, assignee_role: null, version: eb('version', '+', 1) }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, {
      operation: 'acts.assign',
      recordType: 'act',
      recordId: id,
      before: { assignee: row.assignee_name },
      after: { assignee: person.name },
      events: [{ type: 'act.assigned', dealId: row.deal_id, payload: { title: row.title, to: person.name } }],
    });
    return reread(tx, context, id);
  });
}

/** The run before its act, as everything that moves a run does: in the other order an answer and a stop would wait for each other. */
async function lockAct(tx: Tx, tenantId: string, id: string): Promise<ActRow> {
  const act = await tx.selectFrom('act').select('run_id').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (act?.run_id) await tx.selectFrom('play_run').select('id').where('tenant_id', '=', tenantId).where('id', '=', act.run_id).forUpdate().execute();
  await tx.selectFrom('act').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  const row = await actQuery(tx, tenantId).where('a.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('act');
  return row;
}

const reread = async (tx: Tx, context: Context, id: string): Promise<ActShape> =>
  actShape(await actQuery(tx, context.tenantId).where('a.id', '=', id).executeTakeFirstOrThrow(), context);
