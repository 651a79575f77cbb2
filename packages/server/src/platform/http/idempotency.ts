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
    if (known.status === 0) throw new Problem('conflict', 'The same request is still being worked on. Ask again in a moment.');
    return { status: known.status, body: known.body };
  }
  try {
    const reply = await work();
    await database.inTenant(context.tenantId, (tx) =>
      tx
        .updateTable('idempotent_reply')
        .set({ status: reply.status, body: JSON.stringify(reply.body) })
        .where('tenant_id', '=', context.tenantId)
        .where('actor_id', '=', actorId)
        .where('key', '=', key)
        .execute(),
    );
    return reply;
  } catch (error) {
    await database.inTenant(context.tenantId, (tx) =>
      tx.deleteFrom('idempotent_reply').where('tenant_id', '=', context.tenantId).where('actor_id', '=', actorId).where('key', '=', key).execute(),
    );
    throw error;
  }
}
