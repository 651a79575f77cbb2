import { webhookEventTypes, type Parsed, type Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { WebhookDeps } from './deps.ts';
import { isWebhookEvent } from './domain/event-catalogue.ts';
import { dataOf, messageIdOf, type Happened } from './domain/message.ts';

type Place = { readonly tx: string; readonly seq: string };
const BEGINNING: Place = { tx: '0', seq: '0' };

/** A transaction and a place in it, as the outbox numbers them. */
function readPlace(cursor: string | undefined): Place {
  if (cursor === undefined || cursor === '') return BEGINNING;
  const [, tx, seq] = /^(\d{1,18})-(\d{1,18})$/.exec(cursor) ?? [];
  if (tx === undefined || seq === undefined) throw new Problem('invalid_input', 'The place to continue from cannot be read. Begin the list again.');
  return { tx, seq };
}

function readTypes(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return webhookEventTypes;
  const types = text.split(',').map((type) => type.trim());
  const unknown = types.find((type) => !isWebhookEvent(type));
  if (unknown !== undefined)
    throw new Problem('invalid_input', `There is no event ${unknown}.`, {
      fields: [{ path: 'query.types', code: 'unknown_event', sentence: `There is no event ${unknown}.` }],
    });
  return types;
}

type Row = { edge: string; tx: string | null; seq: number | null } & { [Key in keyof Happened]: Happened[Key] | null };

/**
 * Events in the order of their commits, only so far as nothing that belongs before can still come: whoever continues from the cursor
 * misses none. Where there are no more, the cursor is the edge, so that what was passed over is not looked at again.
 */
export function listEvents({ database }: Pick<WebhookDeps, 'database'>, context: Context, { query }: Parsed<'events.list'>): Promise<Result<'events.list'>> {
  requireScope(context, 'webhooks:read');
  const place = readPlace(query.cursor);
  const types = readTypes(query.types);
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<Row>`
      select edge.xmin::text as edge, e.* from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) edge left join lateral (
        select id, tenant_id as "tenantId", type, record_type as "recordType", record_id as "recordId", deal_id as "dealId", payload, at, o.tx::text as tx, o.seq
        from outbox_event o where tenant_id = ${context.tenantId}::uuid and (o.tx, o.seq) > (${place.tx}::xid8, ${place.seq}::bigint) and o.tx < edge.xmin and type = any(${[...types]}::text[])
        order by o.tx, o.seq limit ${sql.lit(query.limit + 1)}) e on true order by e.tx::xid8, e.seq`.execute(tx);
    const found = rows.filter((row): row is { [Key in keyof Row]: NonNullable<Row[Key]> } & { dealId: string | null } => row.id !== null);
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const hasMore = found.length > query.limit;
    const edge = rows[0]?.edge ?? place.tx;
    return {
      items: shown.flatMap((row) =>
        isWebhookEvent(row.type) ? [{ id: messageIdOf(row.id), type: row.type, timestamp: row.at, data: dataOf(row, query.include === 'data') }] : [],
      ),
      nextCursor:
        hasMore && last
          ? `${last.tx}-${last.seq}`
          : `${BigInt(edge) > BigInt(place.tx) ? edge : place.tx}-${BigInt(edge) > BigInt(place.tx) ? '0' : place.seq}`,
      hasMore,
    };
  });
}
