import { newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { OutsideError, type OutsideIssue } from '../../platform/outside/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { adapterOf, dayOf, type MarketplacesDeps } from './context.ts';
import { finishOperation, type Outcome } from './finish-operation.ts';
import { loadOffer, resaleOf } from './offer-views.ts';
import type { MarketplacePort, OperationHandle } from './ports.ts';
import { authorizationRow, grantOf, listingRow, marketplaceRow, quoteOf, type MarketplaceRow, type OperationRow } from './store.ts';
import type { Access } from '../../platform/outside/index.ts';

export type Action = 'publish' | 'authorize' | 'resell' | 'withdraw' | 'restrict' | 'extend';
type NewOperation = {
  readonly marketplaceId: string;
  readonly connectionId: string;
  readonly subject: 'offer' | 'authorization';
  readonly subjectId: string;
  readonly action: Action;
  readonly input?: Readonly<Record<string, unknown>>;
};

/** Long enough for the call that follows at once; after it, whoever is alive takes the operation over under the same token. */
const LEASE_MS = 60_000;
const BACK_OFF_MS = [5_000, 15_000, 60_000, 300_000];
const GIVE_UP_MS = 24 * 3_600_000;

/** The token is kept before anything is sent. One thing at a time is asked about one record. */
export async function reserve(tx: Tx, context: Context, operation: NewOperation): Promise<string> {
  const id = newId();
  const busy = await tx
    .selectFrom('offer_operation')
    .select('action')
    .where('tenant_id', '=', context.tenantId)
    .where('subject_id', '=', operation.subjectId)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  if (busy) throw new Problem('conflict', `The marketplace has not answered yet (${busy.action}). Wait for it, then try again.`, { reason: 'under_way' });
  await tx
    .insertInto('offer_operation')
    .values({
      tenant_id: context.tenantId,
      id,
      marketplace_id: operation.marketplaceId,
      connection_id: operation.connectionId,
      subject_type: operation.subject,
      subject_id: operation.subjectId,
      action: operation.action,
      token: `entente-${id}`,
      input: JSON.stringify(operation.input ?? {}),
      state: 'reserved',
      handle: null,
      poll_at: context.now.toISOString(),
      sentence: null,
      started_by: context.actor.name,
      started_at: context.now.toISOString(),
      finished_at: null,
    })
    .execute();
  return id;
}

/** Does the next thing about an operation, and writes down what came of it. Several processes may try: one of them does it. */
export async function runOperation(deps: MarketplacesDeps, tenantId: string, id: string): Promise<'finished' | 'waiting' | 'taken'> {
  const now = deps.now();
  const taken = await deps.database.inTenant(tenantId, (tx) => lease(tx, tenantId, id, now));
  if (!taken) return 'taken';
  const { operation, marketplace } = taken;
  let outcome:
    | Outcome
    | { readonly kind: 'handle'; readonly handle: OperationHandle }
    | { readonly kind: 'wait'; readonly ms: number; readonly sentence: string | null };
  try {
    const adapter = adapterOf(deps.ports, marketplace);
    const access = await deps.ports.access(tenantId, operation.connection_id);
    const handle = operation.handle as OperationHandle | null;
    if (handle === null) outcome = { kind: 'handle', handle: await ask(deps, adapter, access, operation) };
    else {
      const progress = await adapter.poll(access, handle);
      outcome = progress.done
        ? progress.ok
          ? { kind: 'done', externalId: progress.externalId, at: progress.at }
          : { kind: 'failed', issues: progress.issues, sentence: progress.sentence }
        : { kind: 'wait', ms: Math.min(60_000, progress.pollAfterMs * Math.max(1, operation.attempts / 4)), sentence: null };
    }
  } catch (error) {
    outcome = afterError(error, operation, now);
    if (!(error instanceof OutsideError)) deps.onError(error, `a marketplace operation (${operation.action})`);
  }
  return deps.database.inTenant(tenantId, async (tx) => {
    const context = systemContext(tenantId, marketplace.name, deps.now(), operation.started_by);
    if (outcome.kind === 'handle') {
      await keep(tx, tenantId, id, {
        handle: JSON.stringify(outcome.handle),
        state: 'pending',
        poll_at: later(deps.now(), outcome.handle.pollAfterMs),
        sentence: null,
      });
      return 'waiting';
    }
    if (outcome.kind === 'wait') {
      await keep(tx, tenantId, id, { poll_at: later(deps.now(), outcome.ms), sentence: outcome.sentence });
      return 'waiting';
    }
    await finishOperation(tx, context, deps.ports, marketplace, operation, outcome);
    return 'finished';
  });
}

const later = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

async function lease(tx: Tx, tenantId: string, id: string, now: Date): Promise<{ operation: OperationRow; marketplace: MarketplaceRow } | null> {
  const operation = await tx
    .selectFrom('offer_operation')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .where('poll_at', '<=', now.toISOString())
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!operation) return null;
  await tx
    .updateTable('offer_operation')
    .set((eb) => ({ poll_at: later(now, LEASE_MS), attempts: eb('attempts', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  return { operation: { ...operation, attempts: operation.attempts + 1 }, marketplace: await marketplaceRow(tx, tenantId, operation.marketplace_id) };
}

async function keep(
  tx: Tx,
  tenantId: string,
  id: string,
  change: { handle?: string; state?: 'pending'; poll_at: string; sentence: string | null },
): Promise<void> {
  await tx.updateTable('offer_operation').set(change).where('tenant_id', '=', tenantId).where('id', '=', id).where('finished_at', 'is', null).execute();
}

/** Asks under the token that was kept. Where a token does not make once, what an earlier attempt may have left there is looked for first. */
async function ask(deps: MarketplacesDeps, adapter: MarketplacePort, access: Access, operation: OperationRow): Promise<OperationHandle> {
  if (operation.attempts > 1 && !adapter.capabilities().tokenMakesOnce && adapter.find) {
    const known = await adapter.find(access, operation.token);
    if (known) return known;
  }
  const { tenant_id: tenantId, subject_id: subjectId, token } = operation;
  const today = dayOf(deps.now());
  if (operation.subject_type === 'authorization') {
    const { authorization, listing } = await deps.database.reading(tenantId, async (tx) => {
      const row = await authorizationRow(tx, tenantId, subjectId);
      return { authorization: row, listing: await listingRow(tx, tenantId, row.listing_id) };
    });
    if (operation.action === 'authorize') return adapter.authorizeResale(access, grantOf(authorization, listing, today), token);
    if (operation.action === 'extend')
      return adapter.extend(
        access,
        { kind: 'authorization', externalId: authorization.external_id ?? '', until: (operation.input as { untilOn: string }).untilOn },
        token,
      );
    return adapter.withdraw(access, { kind: 'authorization', externalId: authorization.external_id ?? '', today }, token);
  }
  const loaded = await deps.database.reading(tenantId, (tx) => loadOffer(tx, tenantId, subjectId));
  const quote = quoteOf(loaded.offer, loaded.listing, today);
  const externalId = loaded.offer.external_id ?? '';
  if (operation.action === 'resell' && loaded.authorization)
    return adapter.resellOffer(access, resaleOf(quote, loaded.authorization, loaded.offer.markup_bp), token);
  if (operation.action === 'extend')
    return adapter.extend(access, { kind: 'offer', externalId, until: (operation.input as { expiresOn: string }).expiresOn }, token);
  if (operation.action === 'withdraw') return adapter.withdraw(access, { kind: 'offer', externalId, today }, token);
  return adapter.publishOffer(access, quote, token);
}

/**
 * What can pass is tried again under the same token. What was refused is over, unless it was asked before and may have been heard: then
 * only the marketplace's own answer ends it.
 */
function afterError(error: unknown, operation: OperationRow, now: Date): Outcome | { kind: 'wait'; ms: number; sentence: string } {
  const sentence =
    error instanceof Problem || error instanceof OutsideError ? error.message : 'Something went wrong here while the marketplace was asked. It is tried again.';
  const issues: readonly OutsideIssue[] = error instanceof OutsideError ? error.issues : [];
  const asked = operation.handle !== null;
  const over = now.getTime() - Date.parse(operation.started_at) > GIVE_UP_MS;
  const refusal = error instanceof OutsideError && ['invalid', 'gone', 'permission', 'auth'].includes(error.failure);
  const heardBefore = operation.attempts > 1 && error instanceof OutsideError && (error.failure === 'auth' || error.failure === 'permission');
  if (!asked && ((refusal && !heardBefore) || error instanceof Problem || over)) return { kind: 'failed', issues, sentence };
  if (asked && error instanceof OutsideError && error.failure === 'gone' && over) return { kind: 'failed', issues, sentence };
  const wait = BACK_OFF_MS[Math.min(operation.attempts - 1, BACK_OFF_MS.length - 1)] ?? 300_000;
  return { kind: 'wait', ms: error instanceof OutsideError && error.retryAfterMs !== null ? Math.max(error.retryAfterMs, 1_000) : wait, sentence };
}

/** A notice says that something has ended: it need not be waited for any longer. */
export async function hasten(tx: Tx, tenantId: string, marketplaceId: string, handleId: string | null, now: Date): Promise<string[]> {
  const rows = await tx
    .updateTable('offer_operation')
    .set({ poll_at: now.toISOString() })
    .where('tenant_id', '=', tenantId)
    .where('marketplace_id', '=', marketplaceId)
    .where('finished_at', 'is', null)
    .where('state', '=', 'pending')
    .$if(handleId !== null, (query) => query.where(sql<string>`handle ->> 'id'`, '=', handleId))
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}
