import { webhookEventTypes, type Parsed } from '@entente/contracts';
import { notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { WebhookDeps } from './deps.ts';
import type { Happened } from './domain/message.ts';
import { queueFor } from './queue-events.ts';
import { holdEndpoint, messages, type Endpoint } from './store.ts';

const MOST_EVENTS = 20_000;
const BATCH = 500;
type Body = Parsed<'webhooks.replay'>['body'];

/** Puts messages back into the queue; they keep their ids, so that a receiver that had one already knows it. */
export async function replay(deps: WebhookDeps, context: Context, { params, body }: Parsed<'webhooks.replay'>, queued: () => void): Promise<{ count: number }> {
  requireScope(context, 'webhooks:write');
  const count = await deps.database.inTenant(context.tenantId, async (tx) => {
    const endpoint = await holdEndpoint(tx, context, params.id);
    if (body.what === 'one' && !(await messages(tx, context, params.id).where('id', '=', body.deliveryId).executeTakeFirst())) throw notFound('message');
    if (endpoint.status === 'disabled') throw new Problem('conflict', 'The endpoint is disabled. Enable it first.', { reason: 'endpoint_disabled' });
    const replayed = body.what === 'range' ? await replayRange(tx, context, endpoint, body) : await replayKept(tx, context, endpoint, body);
    await recordChange(tx, context, { operation: 'webhooks.replay', recordType: 'webhook_endpoint', recordId: params.id, after: { ...body, count: replayed } });
    return replayed;
  });
  if (count > 0) queued();
  return { count };
}

/** What is under way at this moment is left to come to its end. */
async function replayKept(tx: Tx, context: Context, endpoint: Endpoint, body: Exclude<Body, { what: 'range' }>): Promise<number> {
  const at = context.now.toISOString();
  let update = tx
    .updateTable('webhook_message')
    .set({ state: 'waiting', tries: 0, due_at: at, sending_until: null, finished_at: null })
    .where('tenant_id', '=', context.tenantId)
    .where('endpoint_id', '=', endpoint.id)
    .where((eb) => eb.or([eb('sending_until', 'is', null), eb('sending_until', '<', at)]));
  // A test has done its work when somebody saw what came of it.
  update = body.what === 'one' ? update.where('id', '=', body.deliveryId) : update.where('state', '=', 'failed').where('test', '=', false);
  return Number((await update.executeTakeFirst()).numUpdatedRows);
}

async function replayRange(tx: Tx, context: Context, endpoint: Endpoint, { from, to }: Extract<Body, { what: 'range' }>): Promise<number> {
  if (Date.parse(from) >= Date.parse(to))
    throw new Problem('invalid_input', 'The time has to begin before it ends.', {
      fields: [{ path: 'body.to', code: 'before_from', sentence: 'Choose an end after the beginning.' }],
    });
  const types = endpoint.event_types ?? [...webhookEventTypes];
  const within = sql`tenant_id = ${context.tenantId}::uuid and at >= ${from}::timestamptz and at < ${to}::timestamptz and type = any(${types}::text[])`;
  const { rows: few } = await sql<{ n: number }>`
    select count(*)::int as n from (select from outbox_event where ${within} limit ${sql.lit(MOST_EVENTS + 1)}) as few`.execute(tx);
  if ((few[0]?.n ?? 0) > MOST_EVENTS)
    throw new Problem('invalid_input', `More than ${MOST_EVENTS.toLocaleString('en')} events happened in this time. Choose a shorter one.`, {
      fields: [{ path: 'body.to', code: 'too_many', sentence: 'Choose a shorter time.' }],
    });
  let count = 0;
  let place = { tx: '0', seq: 0 };
  for (;;) {
    const { rows } = await sql<Happened & { tx: string; seq: number }>`
      select tenant_id as "tenantId", id, type, record_type as "recordType", record_id as "recordId", deal_id as "dealId", payload, at, tx::text as tx, seq
      from outbox_event where ${within} and (tx, seq) > (${place.tx}::xid8, ${place.seq}::bigint) order by outbox_event.tx, seq limit ${sql.lit(BATCH)}`.execute(
      tx,
    );
    const last = rows.at(-1);
    if (!last) return count;
    count += await queueFor(tx, endpoint, rows, context.now, { again: true });
    place = { tx: last.tx, seq: last.seq };
  }
}
