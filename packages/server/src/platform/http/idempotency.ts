import { createHash } from 'node:crypto';
import { Problem } from '@entente/kernel';
import type { Context } from '../context.ts';
import type { Database } from '../db/database.ts';

/** A key is remembered for a day. */
export async function forgetOldReplies(database: Database, tenantId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 24 * 3_600_000).toISOString();
  await database.inTenant(tenantId, (tx) => tx.deleteFrom('idempotent_reply').where('tenant_id', '=', tenantId).where('created_at', '<', before).execute());
}

export type Reply = { status: number; body: unknown };

/**
 * The same key, the same actor and the same request give the first answer again, also after a restart. The key is taken before
 * the work begins, so that two copies that arrive together do not both do it.
 */
export async function withIdempotency(database: Database, context: Context, key: string, request: unknown, work: () => Promise<Reply>): Promise<Reply> {
  const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const actorId = context.actor.id;
  const where = { tenant_id: context.tenantId, actor_id: actorId, key };
  const known = await database.inTenant(context.tenantId, async (tx) => {
    const taken = await tx
      .insertInto('idempotent_reply')
      .values({ ...where, request_hash: hash, status: 0, body: null, created_at: context.now.toISOString() })
      .onConflict((c) => c.doNothing())
      .returning('key')
      .executeTakeFirst();
    if (taken) return null;
    return tx
      .selectFrom('idempotent_reply')
      .selectAll()
      .where('actor_id', '=', actorId)
      .where('key', '=', key)
      .where('tenant_id', '=', context.tenantId)
      .executeTakeFirstOrThrow();
  });
  if (known) {
    if (known.request_hash !== hash) throw new Problem('idempotency_mismatch', 'This Idempotency-Key was used for a different request.');
    if (known.status === 0) throw stillOpen(known.created_at, context.now);
    return { status: known.status, body: known.body };
  }
  const reply = await work().catch(async (error: unknown) => {
    await database.inTenant(context.tenantId, (tx) =>
      tx.deleteFrom('idempotent_reply').where('tenant_id', '=', context.tenantId).where('actor_id', '=', actorId).where('key', '=', key).execute(),
    );
    throw error;
  });
  // From here on the work is committed, and the caller gets its answer. If that cannot be kept the key stays taken: freed, it would
  // have the work done twice.
  await database
    .inTenant(context.tenantId, (tx) =>
      tx
        .updateTable('idempotent_reply')
        .set({ status: reply.status, body: JSON.stringify(reply.body) })
        .where('tenant_id', '=', context.tenantId)
        .where('actor_id', '=', actorId)
        .where('key', '=', key)
        .execute(),
    )
    .catch(() => undefined);
  return reply;
}

/** No request is worked on for longer: a statement ends after a minute. */
const WORKING_MS = 2 * 60_000;

/** The key is taken and has no answer yet: the first request is at work, or its process died, before or after it was done. */
function stillOpen(since: string, now: Date): Problem {
  return now.getTime() - Date.parse(since) < WORKING_MS
    ? new Problem('conflict', 'The same request is still being worked on. Ask again in a moment.', { reason: 'in_progress' })
    : new Problem(
        'conflict',
        'The server stopped while it worked on this request, and it is not known whether it was carried out. Look; if it was not, send it with a new Idempotency-Key.',
        { reason: 'outcome_unknown' },
      );
}
