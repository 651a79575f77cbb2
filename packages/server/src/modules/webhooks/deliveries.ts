import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { z } from 'zod';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { WebhookDeps } from './deps.ts';
import { shownDelivery, shownEndpoint } from './shape.ts';
import { endpointOf, endpoints, messages } from './store.ts';

export function listEndpoints(deps: WebhookDeps, context: Context, { query }: Parsed<'webhooks.list'>): Promise<Result<'webhooks.list'>> {
  requireScope(context, 'webhooks:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    const place = placeIn(query.cursor, 'id');
    let rows = endpoints(tx, context);
    if (place) rows = rows.where('id', '<', place.id);
    const found = await rows
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items: Result<'webhooks.list'>['items'] = [];
    for (const row of found.slice(0, query.limit)) items.push(await shownEndpoint(tx, deps, context, row));
    const last = found.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function getEndpoint(deps: WebhookDeps, context: Context, { params }: Parsed<'webhooks.get'>): Promise<Result<'webhooks.get'>> {
  requireScope(context, 'webhooks:read');
  return deps.database.reading(context.tenantId, async (tx) => shownEndpoint(tx, deps, context, await endpointOf(tx, context, params.id)));
}

export function listDeliveries(deps: WebhookDeps, context: Context, { params, query }: Parsed<'webhooks.deliveries'>): Promise<Result<'webhooks.deliveries'>> {
  requireScope(context, 'webhooks:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    await endpointOf(tx, context, params.id);
    const place = placeIn(query.cursor, 'id');
    let rows = messages(tx, context, params.id);
    if (query.state !== undefined) rows = rows.where('state', '=', query.state);
    if (query.eventType !== undefined) rows = rows.where('event_type', '=', query.eventType);
    if (place) rows = rows.where('id', '<', place.id);
    const found = await rows
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const shown = found.slice(0, query.limit);
    const last = found.length > query.limit ? shown.at(-1) : undefined;
    return { items: shown.flatMap((row) => shownDelivery(row) ?? []), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function getDelivery(deps: WebhookDeps, context: Context, { params }: Parsed<'webhooks.delivery'>): Promise<Result<'webhooks.delivery'>> {
  requireScope(context, 'webhooks:read');
  return deps.database.reading(context.tenantId, (tx) => openDelivery(tx, context, params.id, params.childId));
}

const headers = z.record(z.string(), z.string());
/** Replayed often, a message has more attempts than anybody reads. */
const MOST_ATTEMPTS = 100;

export async function openDelivery(tx: Tx, context: Context, endpointId: string, id: string): Promise<Result<'webhooks.delivery'>> {
  const row = await messages(tx, context, endpointId).where('id', '=', id).executeTakeFirst();
  const shown = row ? shownDelivery(row) : null;
  if (!row || !shown) throw notFound('message');
  const attempts = await tx
    .selectFrom('webhook_attempt')
    .selectAll()
    .where('tenant_id', '=', context.tenantId)
    .where('message_id', '=', id)
    .orderBy('id', 'desc')
    .limit(MOST_ATTEMPTS)
    .execute();
  return {
    ...shown,
    body: row.body,
    tries: attempts.map((one) => ({
      id: one.id,
      at: one.at,
      tookMs: one.took_ms,
      status: one.status,
      error: one.error,
      requestHeaders: headers.parse(one.request_headers),
      responseHeaders: headers.parse(one.response_headers),
      responseBody: one.response_body,
    })),
  };
}
