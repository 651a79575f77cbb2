import type { Parsed, Result } from '@entente/contracts';
import { decodeCursor, encodeCursor, isId, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';

/** Newest first. Ids sort by time, so the id alone is the place in the list. */
export async function listAudit(database: Database, context: Context, { query }: Parsed<'audit.list'>): Promise<Result<'audit.list'>> {
  requireScope(context, 'audit:read');
  const before = placeOf(query.cursor);
  const rows = await database.inTenant(context.tenantId, (tx) => {
    let select = tx.selectFrom('audit_entry').selectAll().where('tenant_id', '=', context.tenantId);
    if (query.recordType !== undefined) select = select.where('record_type', '=', query.recordType);
    if (query.recordId !== undefined) select = select.where('record_id', '=', query.recordId);
    const { actor } = query;
    if (actor !== undefined && actor !== '') select = select.where((e) => e.or([e('actor_id', '=', actor), e('actor_name', '=', actor)]));
    if (before !== null) select = select.where('id', '<', before);
    return select
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute();
  });
  const items = rows.slice(0, query.limit).map((row) => ({
    id: row.id,
    at: row.at,
    actorKind: row.actor_kind,
    actorName: row.actor_name,
    onBehalfOf: row.on_behalf_of,
    operation: row.operation,
    recordType: row.record_type,
    recordId: row.record_id,
    before: row.before,
    after: row.after,
    reason: row.reason,
  }));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
}

/** Of a list ordered by id alone. */
export function placeOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = decodeCursor(cursor)?.id;
  if (id === undefined || !isId(id)) throw new Problem('invalid_input', 'This place in the list is not known.');
  return id;
}
