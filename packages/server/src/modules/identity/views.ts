import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { z } from 'zod';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';

const definitionShape = z.record(z.string(), z.unknown());
const MAX_DEFINITION = 20_000;

/** One's own views and those others have shared. Used by name in lists, so all of them at once. */
export async function listViews(database: Database, context: Context, { query }: Parsed<'views.list'>): Promise<Result<'views.list'>> {
  requireScope(context, 'views:write');
  const { memberId } = context.actor;
  const rows = await database.inTenant(context.tenantId, (tx) =>
    tx
      .selectFrom('saved_view')
      .selectAll()
      .where('tenant_id', '=', context.tenantId)
      .where('list', '=', query.list)
      .where((e) => (memberId === null ? e('shared', '=', true) : e.or([e('shared', '=', true), e('owner_id', '=', memberId)])))
      .orderBy('name')
      .orderBy('id')
      .limit(500)
      .execute(),
  );
  return {
    items: rows.map((row) => ({
      id: row.id,
      list: row.list,
      name: row.name,
      definition: definitionShape.parse(row.definition),
      shared: row.shared,
      mine: memberId !== null && row.owner_id === memberId,
      version: row.version,
    })),
    nextCursor: null,
  };
}

export async function saveView(database: Database, context: Context, { body }: Parsed<'views.save'>): Promise<Result<'views.save'>> {
  requireScope(context, 'views:write');
  const definition = JSON.stringify(body.definition);
  if (definition.length > MAX_DEFINITION) throw new Problem('too_large', 'This view holds more than can be saved.');
  const { tenantId, actor } = context;
  const after = { list: body.list, name: body.name, shared: body.shared };
  return database.inTenant(tenantId, async (tx) => {
    if (!body.id) {
      const id = newId();
      await tx
        .insertInto('saved_view')
        .values({ tenant_id: tenantId, id, ...after, definition, owner_id: actor.memberId, created_at: context.now.toISOString() })
        .execute();
      await recordChange(tx, context, { operation: 'views.save', recordType: 'saved_view', recordId: id, after });
      return { id };
    }
    const before = await lockOwnView(tx, context, body.id);
    await tx
      .updateTable('saved_view')
      .set({ ...after, definition, version: before.version + 1 })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', body.id)
      .execute();
    await recordChange(tx, context, {
      operation: 'views.save',
      recordType: 'saved_view',
      recordId: body.id,
      before: { list: before.list, name: before.name, shared: before.shared },
      after,
    });
    return { id: body.id };
  });
}

export async function removeView(database: Database, context: Context, { params }: Parsed<'views.remove'>): Promise<Result<'views.remove'>> {
  requireScope(context, 'views:write');
  return database.inTenant(context.tenantId, async (tx) => {
    const before = await lockOwnView(tx, context, params.id);
    await tx.deleteFrom('saved_view').where('tenant_id', '=', context.tenantId).where('id', '=', params.id).execute();
    await recordChange(tx, context, {
      operation: 'views.remove',
      recordType: 'saved_view',
      recordId: params.id,
      before: { list: before.list, name: before.name, shared: before.shared },
    });
    return { id: params.id };
  });
}

/** One's own; or a shared one, for those who run the workspace, since its maker may have left. */
async function lockOwnView(tx: Tx, context: Context, id: string) {
  const view = await tx
    .selectFrom('saved_view')
    .select(['owner_id', 'list', 'name', 'shared', 'version'])
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  const mine = view !== undefined && context.actor.memberId !== null && view.owner_id === context.actor.memberId;
  if (!view || (!mine && !view.shared)) throw notFound('view');
  if (!mine && !context.actor.scopes.has('workspace:write'))
    throw new Problem('not_allowed', 'This view belongs to somebody else. Save a copy under your own name.');
  return view;
}
