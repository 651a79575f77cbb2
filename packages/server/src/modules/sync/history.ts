import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { findConnection, mappedFields, mappingsOf, objectsOf } from './connection-store.ts';
import type { ConnectionsDeps } from './connections.ts';
import { inOurWords } from './domain/past.ts';
import type { Value } from './domain/value.ts';
import { listed } from './shapes.ts';
import { viewById } from './view-store.ts';

type Row = { id: string; field: string; old: Value; new: Value; at: string; who: string | null };

/** What their record was before, newest first; the mapping as it is now says what a value means here. */
export async function viewHistory(
  tx: Tx,
  context: Context,
  deps: ConnectionsDeps,
  viewId: string,
  query: Parsed<'views.history'>['query'],
): Promise<Result<'views.history'>> {
  const { tenantId } = context;
  const view = await viewById(tx, tenantId, viewId);
  if (!view || view.status === 'gone') throw notFound('view');
  const connection = await findConnection(tx, tenantId, view.connectionId);
  const object = (await objectsOf(tx, tenantId, connection.id)).find((each) => each.kind === view.kind);
  const ours = await deps.ports.our[view.kind].fields(tx, tenantId);
  const mapped = mappedFields(object ? await mappingsOf(tx, tenantId, object.id) : [], ours, object?.described ?? null);
  const place = placeIn(query.cursor, 'instant');
  const { rows } = await sql<Row>`
    select id, outside_field as "field", old, new, at, who from view_history
    where tenant_id = ${tenantId}::uuid and view_id = ${viewId}::uuid
      ${place === null ? sql`` : sql`and (at, id) < (${place.sort}::timestamptz, ${place.id}::uuid)`}
    order by at desc, id desc limit ${query.limit + 1}`.execute(tx);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const { rows: read } = await sql<{ readAt: string | null; sentence: string | null }>`
    select history_read_at as "readAt", history_sentence as sentence from outside_view where tenant_id = ${tenantId}::uuid and id = ${viewId}::uuid`.execute(
    tx,
  );
  return {
    items: shown.map((row) => {
      const mapping = mapped.find((each) => each.outsideField === row.field);
      const here = mapping && ours.find((each) => each.key === mapping.field);
      const there = object?.described?.find((each) => each.key === row.field);
      return {
        id: row.id,
        at: row.at,
        who: row.who,
        field: here?.key ?? null,
        label: here?.label ?? there?.label ?? row.field,
        outsideField: row.field,
        type: here?.type ?? there?.type ?? 'text',
        old: listed(inOurWords(mapping, row.old)),
        new: listed(inOurWords(mapping, row.new)),
        oldThere: listed(row.old),
        newThere: listed(row.new),
        choices: (here?.choices ?? there?.choices ?? []).map(({ value, label }) => ({ value, label })),
      };
    }),
    nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.at, id: last.id }) : null,
    kept: deps.systems.open(connection, tenantId).records?.history !== undefined,
    readAt: read[0]?.readAt ?? null,
    sentence: read[0]?.sentence ?? null,
  };
}
