import type { Result } from '@entente/contracts';
import { encodeCursor } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { placeOf, requireDeal } from './comments.ts';
import { roleIn, sentenceOf } from './domain/sentence.ts';

export async function timelineOf(
  tx: Tx,
  context: Context,
  dealId: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<Result<'deals.timeline'>> {
  await requireDeal(tx, context.tenantId, dealId);
  const place = placeOf(query.cursor);
  const rows = await tx
    .selectFrom('outbox_event')
    .select(['id', 'type', 'record_type', 'record_id', 'payload', 'at'])
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    // A hint for screens; what happened is told by other events.
    .where('type', '<>', 'view.changed')
    .$if(place !== null, (some) => some.where('id', '<', place ?? ''))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const items = rows.slice(0, query.limit).map((row) => {
    const payload = typeof row.payload === 'object' && row.payload !== null ? (row.payload as Record<string, unknown>) : {};
    const { by, occurredAt } = payload;
    // Records that were brought in tell when they happened; the event's own time is when they came.
    return {
      id: row.id,
      at: typeof occurredAt === 'string' ? new Date(occurredAt).toISOString() : row.at,
      kind: row.type,
      sentence: sentenceOf({ type: row.type, payload }),
      by: typeof by === 'string' ? by : '',
      role: roleIn(payload),
      recordType: row.record_type,
      recordId: row.record_id,
    };
  });
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
}
