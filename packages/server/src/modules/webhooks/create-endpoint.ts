import { randomBytes } from 'node:crypto';
import type { Parsed, Result } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import { boundTo, type WebhookDeps } from './deps.ts';
import { masked } from './domain/address.ts';
import { bytesOfSecret, keysFrom } from './domain/signature.ts';
import { shownEndpoint } from './shape.ts';
import { endpoints, told } from './store.ts';

const MOST = 50;

export async function createEndpoint(deps: WebhookDeps, context: Context, { body }: Parsed<'webhooks.create'>): Promise<Result<'webhooks.create'>> {
  requireScope(context, 'webhooks:write');
  // Outside the transaction: looking a name up may take a while.
  await checkAddress(deps, body.url);
  const { tenantId } = context;
  const id = newId();
  const { secret, publicKey } = keysFrom(body.signing, randomBytes(bytesOfSecret[body.signing]));
  return deps.database.inTenant(tenantId, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks ${tenantId}`}, 0))`.execute(tx);
    const { length } = await endpoints(tx, context).execute();
    if (length >= MOST) throw new Problem('conflict', `There are ${MOST} endpoints already. Remove one first.`);
    const at = context.now.toISOString();
    const row = await tx
      .insertInto('webhook_endpoint')
      .values({
        tenant_id: tenantId,
        id,
        url_sealed: deps.secrets.seal(body.url, boundTo(tenantId, id, 'url')),
        url_shown: masked(body.url),
        description: body.description,
        event_types: body.eventTypes === null ? null : [...new Set(body.eventTypes)],
        format: body.format,
        include_data: body.includeData,
        signing: body.signing,
        secret_sealed: deps.secrets.seal(secret, boundTo(tenantId, id, 'secret')),
        public_key: publicKey,
        concurrency: body.concurrency,
        created_by: context.actor.name,
        created_at: at,
        updated_at: at,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordChange(tx, context, { operation: 'webhooks.create', recordType: 'webhook_endpoint', recordId: id, after: told(row) });
    return { ...(await shownEndpoint(tx, deps, context, row)), secret };
  });
}

/** A refusal belongs to the field, so that the form can say it there. */
export async function checkAddress(deps: Pick<WebhookDeps, 'outbound'>, url: string): Promise<void> {
  try {
    await deps.outbound.check(url);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem('invalid_input', error.message, {
      reason: 'address_refused',
      fields: [{ path: 'body.url', code: 'address_refused', sentence: error.message }],
    });
  }
}
