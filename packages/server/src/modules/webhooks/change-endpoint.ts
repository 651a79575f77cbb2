import { randomBytes } from 'node:crypto';
import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Extra } from '../../platform/http/handlers.ts';
import { checkAddress } from './create-endpoint.ts';
import { boundTo, type WebhookDeps } from './deps.ts';
import { disable } from './disable.ts';
import { masked } from './domain/address.ts';
import { bytesOfSecret, keysFrom } from './domain/signature.ts';
import { shownEndpoint, signingOf, type ShownEndpoint } from './shape.ts';
import { changeEndpoint, endpointOf, holdEndpoint, told } from './store.ts';

const HOUR = 3_600_000;

export async function updateEndpoint(
  deps: WebhookDeps,
  context: Context,
  { params, body }: Parsed<'webhooks.update'>,
  { ifVersion }: Extra,
): Promise<ShownEndpoint> {
  requireScope(context, 'webhooks:write');
  const { id } = params;
  const { tenantId } = context;
  // What is not there is not there whatever the address; and nobody has names looked up for nothing.
  await deps.database.inTenant(tenantId, (tx) => endpointOf(tx, context, id));
  if (body.url !== undefined) await checkAddress(deps, body.url);
  return deps.database.inTenant(tenantId, async (tx) => {
    const before = await holdEndpoint(tx, context, id);
    if (before.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this endpoint meanwhile.');
    const after = await changeEndpoint(tx, context, id, {
      ...(body.url === undefined ? {} : { url_sealed: deps.secrets.seal(body.url, boundTo(tenantId, id, 'url')), url_shown: masked(body.url) }),
      ...(body.description === undefined ? {} : { description: body.description }),
      ...(body.eventTypes === undefined ? {} : { event_types: body.eventTypes === null ? null : [...new Set(body.eventTypes)] }),
      ...(body.format === undefined ? {} : { format: body.format }),
      ...(body.includeData === undefined ? {} : { include_data: body.includeData }),
      ...(body.concurrency === undefined ? {} : { concurrency: body.concurrency }),
      // Another address begins anew.
      ...(body.url === undefined ? {} : { failing_since: null, throttled_until: null }),
      version: before.version + 1,
      updated_at: context.now.toISOString(),
    });
    await recordChange(tx, context, { operation: 'webhooks.update', recordType: 'webhook_endpoint', recordId: id, before: told(before), after: told(after) });
    return shownEndpoint(tx, deps, context, after);
  });
}

export function setStatus(deps: WebhookDeps, context: Context, { params, body }: Parsed<'webhooks.setStatus'>): Promise<ShownEndpoint> {
  requireScope(context, 'webhooks:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const before = await holdEndpoint(tx, context, params.id);
    if (before.status === body.status) return shownEndpoint(tx, deps, context, before);
    if (body.status === 'disabled') return shownEndpoint(tx, deps, context, await disable(tx, context, before, 'by_person', 'webhooks.setStatus'));
    const after = await changeEndpoint(tx, context, params.id, {
      status: 'active',
      disabled_at: null,
      disabled_why: null,
      disabled_by: null,
      failing_since: null,
      throttled_until: null,
      version: before.version + 1,
      updated_at: context.now.toISOString(),
    });
    await recordChange(tx, context, {
      operation: 'webhooks.setStatus',
      recordType: 'webhook_endpoint',
      recordId: params.id,
      before: told(before),
      after: told(after),
    });
    return shownEndpoint(tx, deps, context, after);
  });
}

/** With the endpoint go its secret, its messages and their attempts. */
export function removeEndpoint(deps: WebhookDeps, context: Context, { params }: Parsed<'webhooks.remove'>): Promise<ShownEndpoint> {
  requireScope(context, 'webhooks:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const row = await holdEndpoint(tx, context, params.id);
    const shown = await shownEndpoint(tx, deps, context, row);
    await tx.deleteFrom('webhook_endpoint').where('tenant_id', '=', context.tenantId).where('id', '=', params.id).execute();
    await recordChange(tx, context, { operation: 'webhooks.remove', recordType: 'webhook_endpoint', recordId: params.id, before: told(row) });
    return shown;
  });
}

/** A secret that was rotated out before is forgotten: there are two at most. */
export function rotateSecret(deps: WebhookDeps, context: Context, { params, body }: Parsed<'webhooks.rotate'>): Promise<Result<'webhooks.rotate'>> {
  requireScope(context, 'webhooks:write');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const before = await holdEndpoint(tx, context, params.id);
    const signing = signingOf(before);
    const { secret, publicKey } = keysFrom(signing, randomBytes(bytesOfSecret[signing]));
    const overlaps = body.overlapHours > 0;
    const after = await changeEndpoint(tx, context, params.id, {
      secret_sealed: deps.secrets.seal(secret, boundTo(tenantId, params.id, 'secret')),
      public_key: publicKey,
      earlier_secret_sealed: overlaps ? before.secret_sealed : null,
      overlap_ends_at: overlaps ? new Date(now.getTime() + body.overlapHours * HOUR).toISOString() : null,
      version: before.version + 1,
      updated_at: now.toISOString(),
    });
    await recordChange(tx, context, {
      operation: 'webhooks.rotate',
      recordType: 'webhook_endpoint',
      recordId: params.id,
      before: told(before),
      after: told(after),
    });
    return { ...(await shownEndpoint(tx, deps, context, after)), secret };
  });
}
